"""What one cleaning step does: a column before and after it, and rows that it touches."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis import cleaning
from analysis.errors import RecipeError
from analysis.pipeline import Pipeline
from analysis.sources.table import LINE
from analysis.stages import LoadedSource
from analysis.views import describe_column

EXAMPLES = 200


def effects(pipeline: Pipeline, number: int, column: str | None) -> dict[str, Any]:
    """Return ``before`` and ``after`` (as ``describe`` has them) of a column, and up to 200 rows that step ``number`` touches.

    ``column`` left out: the first column that the step reads. A touched row is one that is dropped (``after`` is None) or
    any cell of which changes; rows are lists of text in the order of ``columns``.
    """
    steps = pipeline.recipe.clean
    if not 0 <= number < len(steps):
        raise RecipeError(f"there is no step {number}", where="clean", remedy=f"there are {len(steps)}")
    source = _source(pipeline, number)
    earlier = [step for step in steps[:number] if step.enabled and step.source in (None, source.name)]
    before = _plan(source, earlier)
    after = _plan(source, [*earlier, steps[number]])
    shared = [name for name in before.collect_schema().names() if name in after.collect_schema().names() and name != LINE]
    column = column if column in shared else shared[0]
    return {
        "column": column,
        "before": describe_column(before, column),
        "after": describe_column(after, column),
        "columns": shared,
        "touched": _touched(before, after, shared),
    }


def _source(pipeline: Pipeline, number: int) -> LoadedSource:
    wanted = pipeline.recipe.clean[number].source
    sources: tuple[LoadedSource, ...] = pipeline.result("load").sources
    return next(source for source in sources if wanted in (None, source.name))


def _plan(source: LoadedSource, steps: list[cleaning.AnyStep]) -> pl.LazyFrame:
    plan: pl.LazyFrame = cleaning.clean(source.rows(), steps).frame.to_native()
    return plan


def _touched(before: pl.LazyFrame, after: pl.LazyFrame, shared: list[str]) -> list[dict[str, Any]]:
    """Return the first rows that are missing or different after the step: line, whether dropped, cells before and after."""
    left = before.select([LINE, *[pl.col(name).cast(pl.String, strict=False) for name in shared]])
    right = after.select(
        [pl.col(LINE), *[pl.col(name).cast(pl.String, strict=False).alias(f"{name}__after") for name in shared]]
    ).with_columns(pl.lit(value=True).alias("__kept__"))
    differs = pl.any_horizontal([pl.col(name).ne_missing(pl.col(f"{name}__after")) for name in shared])
    joined = left.join(right, on=LINE, how="left", maintain_order="left")
    found = joined.filter(pl.col("__kept__").is_null() | differs).head(EXAMPLES).collect()
    return [
        {
            "line": row[LINE],
            "dropped": row["__kept__"] is None,
            "before": [row[name] for name in shared],
            "after": None if row["__kept__"] is None else [row[f"{name}__after"] for name in shared],
        }
        for row in found.to_dicts()
    ]
