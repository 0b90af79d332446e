"""Figures of whole columns that steps need before they can say what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import narwhals.stable.v2 as nw

from analysis.cleaning.step import is_missing
from analysis.engines import collect
from analysis.sources.table import Column

Name = TypeVar("Name")
AnyFrame = nw.LazyFrame[Any] | nw.DataFrame[Any]
"""Rows as a plan, or some of their columns in memory."""

AT_ONCE = 200
"""How many figures are asked for in one pass."""

MOST_LEVELS = 20_000
"""Different texts that a step over categories looks at; a column with more is no category."""


def figures(frame: AnyFrame, wanted: Mapping[Name, nw.Expr]) -> dict[Name, Any]:
    """Return the figures by name, in one pass; where they are very many, in some, as planning one takes too long."""
    found: list[Any] = []
    exprs = list(wanted.values())
    for start in range(0, len(exprs), AT_ONCE):
        asked = {f"figure_{number}": expr for number, expr in enumerate(exprs[start : start + AT_ONCE])}
        told = frame.select(**asked)
        found += (collect(told) if isinstance(told, nw.LazyFrame) else told).row(0)
    return dict(zip(wanted, found, strict=True))


def present(column: Column) -> nw.Expr:
    """Return the cell with everything that counts as missing as null."""
    if column.type == "text" or column.type == "decimal":
        return nw.when(~is_missing(column)).then(nw.col(column.name))
    return nw.col(column.name)


def levels(frame: AnyFrame, column: Column) -> dict[Any, int]:
    """Return value → rows of the values that are there, the most frequent first, then in their order."""
    counted = (
        frame.select(present(column).alias("value")).group_by("value", drop_null_keys=True).agg(nw.len().alias("rows"))
    )
    found = counted.sort("rows", "value", descending=[True, False]).head(MOST_LEVELS + 1)
    return dict((collect(found) if isinstance(found, nw.LazyFrame) else found).iter_rows())
