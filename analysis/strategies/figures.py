"""The figures that made a rule hold, for the customers for whom it holds."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.settings import Summary

SHOWN_AS = {"value_level": "value_tier", "loyalty_level": "loyalty_tier"}
"""Levels are shown as the tier that they stand for, by the name it has in the recipe."""


class Figure(Summary):
    """One figure behind a strategy: a column's most common text with its share (0 to 1), or the median of a number.

    ``value`` None: the column is unknown for all of them.
    """

    column: str
    kind: str
    value: str | float | None
    share: float | None = None


def figures(held: pl.DataFrame, columns: Sequence[str]) -> tuple[Figure, ...]:
    """Return one figure for each column that the rule names, over the customers in ``held``."""
    return tuple(_figure(held[column]) for column in shown(columns))


def shown(columns: Sequence[str]) -> list[str]:
    """Return the columns whose figures are shown for those that a rule names."""
    return list(dict.fromkeys(SHOWN_AS.get(column, column) for column in columns))


def _figure(column: pl.Series) -> Figure:
    if column.dtype.is_numeric():
        return Figure(column=column.name, kind="median", value=_number(column.median()))
    counts = column.cast(pl.String).rename("value").value_counts().sort(["count", "value"], descending=[True, False])
    if not counts.height:
        return Figure(column=column.name, kind="most common", value=None)
    return Figure(
        column=column.name, kind="most common", value=counts["value"][0], share=counts["count"][0] / column.len()
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
