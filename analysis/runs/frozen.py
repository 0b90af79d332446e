"""The frozen model of a run: plain JSON and Arrow, enough to score later customers with numpy and polars alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from analysis.errors import AnalysisError
from analysis.features import FeatureModel
from analysis.segmentation import SegmentModel
from analysis.settings import Summary
from analysis.tiers.scores import ScoreSummary
from analysis.value.rfm import RfmSummary

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline

CARD, ARRAYS = "model.json", "arrays.arrow"
Arrays = dict[str, np.ndarray[Any, Any]]


class FrozenModel(Summary):
    """Everything of a run that scoring needs, but for the arrays: ``recipe`` is the recipe as a plain document."""

    schema_version: int = 1
    recipe: dict[str, Any]
    features: FeatureModel
    segments: dict[str, Any]
    names: dict[int, str]
    trusted: tuple[int, ...]
    value: ScoreSummary
    loyalty: ScoreSummary
    rfm: RfmSummary


def freeze(pipeline: Pipeline) -> tuple[FrozenModel, Arrays]:
    """Return the frozen model of a finished pipeline, and its arrays by name."""
    from analysis.segmentation import nameable

    segments = pipeline.result("segments")
    review = pipeline.result("review")
    recipe = pipeline.recipe
    card = FrozenModel(
        recipe=json.loads(json.dumps(recipe.document(), default=str)),
        features=pipeline.result("features").model,
        segments=json.loads(segments.model.to_json()),
        names={one.id: one.name for one in review.profiles.segments},
        trusted=tuple(sorted(nameable(segments.summary, recipe.segmentation.accept_unstable))),
        value=pipeline.result("value").summary,
        loyalty=pipeline.result("loyalty").summary,
        rfm=pipeline.result("rfm").summary,
    )
    return card, segments.model.arrays


def write_model(folder: Path, card: FrozenModel, arrays: Arrays) -> None:
    """Write ``model.json`` and ``arrays.arrow`` (name, dtype, shape and little-endian bytes of each array)."""
    (folder / CARD).write_text(card.model_dump_json(indent=1), encoding="utf-8")
    rows = {name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())}
    pl.DataFrame(
        {
            "name": list(rows),
            "dtype": [array.dtype.newbyteorder("<").str for array in rows.values()],
            "shape": [list(array.shape) for array in rows.values()],
            "data": [array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes() for array in rows.values()],
        },
        schema={"name": pl.String, "dtype": pl.String, "shape": pl.List(pl.Int64), "data": pl.Binary},
    ).write_ipc(folder / ARRAYS, compression="uncompressed")


def read_model(folder: Path) -> tuple[FrozenModel, SegmentModel]:
    """Read the frozen model of a run folder (or of its ``model`` folder); AnalysisError where there is none."""
    place = folder / "model" if (folder / "model").is_dir() else folder
    try:
        card = FrozenModel.model_validate_json((place / CARD).read_text(encoding="utf-8"))
        frame = pl.read_ipc(place / ARRAYS)
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise AnalysisError(
            "there is no frozen model in it that can be read",
            where=str(folder),
            remedy="name the folder that crm-tui run --out wrote",
        ) from error
    arrays = {
        row["name"]: np.frombuffer(row["data"], dtype=row["dtype"]).reshape(row["shape"]) for row in frame.to_dicts()
    }
    return card, SegmentModel.from_parts(json.dumps(card.segments), arrays)
