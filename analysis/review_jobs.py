"""The questions of the review screen: try a playbook, compare with an earlier run, carry names over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from analysis.pipeline import Pipeline

Job = dict[str, Any]


def playbook(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Return what is wrong with the ``playbook`` of the job and how many customers each of its rules would get."""
    from analysis.playbook_check import check_playbook
    from analysis.strategies import Playbook

    return check_playbook(pipeline, Playbook.model_validate(job["playbook"], strict=False))


def crossing(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Return how the customers of the run in ``folder`` are spread over the present segments."""
    from analysis.crossing import crossing as cross

    return cross(pipeline, Path(job["folder"]))


def names(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Return the names of the recipe under the numbers that their segments have now.

    ``review`` is the folder name of the review for which they were given; where that is gone, names stay as they are.
    """
    from analysis.crossing import renamed

    given = pipeline.recipe.segmentation.names
    before = _segments(pipeline, str(job["review"]))
    if before is None:
        return {"names": given}
    segments = pipeline.result("segments")
    after = (pipeline.result("customers").frame["customer_id"], segments.labels)
    return {"names": renamed(given, before, after)}


def _segments(pipeline: Pipeline, key: str) -> tuple[pl.Series, Any] | None:
    """Return customer ids and segments (0 = none) of a review that is still kept."""
    from analysis.review import Review

    kept = pipeline.store.load(key, Review) if key.startswith("review-") else None
    if kept is None:
        return None
    return kept.result["customer_id"], kept.result["segment"].fill_null(0).to_numpy()


REVIEW_JOBS: dict[str, Callable[[Pipeline, Job], dict[str, Any]]] = {
    "playbook": playbook,
    "crossing": crossing,
    "names": names,
}
"""Name of a question → what answers it."""
