"""What becomes of values outside bounds, for the steps that find them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from analysis.cleaning.action import Action, known
from analysis.rows import Rows
from analysis.sources.table import Column


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest value that a column keeps; None: no bound on that side."""

    low: Any = None
    high: Any = None

    def below(self, column: Column) -> nw.Expr:
        """Return whether the cell lies under the bounds; never null."""
        return nw.lit(False) if self.low is None else known(nw.col(column.name) < self.low)

    def above(self, column: Column) -> nw.Expr:
        """Return whether the cell lies over the bounds; not a number lies nowhere; never null."""
        if self.high is None:
            return nw.lit(False)
        cell = nw.col(column.name)
        beyond = known(cell > self.high)
        return beyond & ~cell.is_nan() if column.type == "decimal" else beyond

    def said(self) -> str:
        """Return the bounds in words."""
        low, high = ("" if bound is None else shown(bound) for bound in (self.low, self.high))
        return f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"


def inward(column: Column, bounds: Bounds) -> Bounds:
    """Return the bounds of a column of integers as integers that let the same values through."""
    if column.type != "integer":
        return bounds
    return Bounds(
        None if bounds.low is None else math.ceil(bounds.low), None if bounds.high is None else math.floor(bounds.high)
    )


@dataclass(frozen=True)
class Treatment:
    """What becomes of a value outside: the row goes (``drop``), or ``content`` says what the cell holds then."""

    drop: bool = False
    content: Callable[[Column, Bounds], nw.Expr] | None = None


def emptied(column: Column, bounds: Bounds) -> nw.Expr:
    """Return the column without the cells outside."""
    return nw.when(~(bounds.below(column) | bounds.above(column))).then(nw.col(column.name))


def clipped(column: Column, bounds: Bounds) -> nw.Expr:
    """Return the column with the cells outside set to the nearest bound."""
    inside = nw.col(column.name)
    if bounds.high is not None:
        inside = nw.when(bounds.above(column)).then(nw.lit(bounds.high)).otherwise(inside)
    return inside if bounds.low is None else nw.when(bounds.below(column)).then(nw.lit(bounds.low)).otherwise(inside)


TREATMENTS: dict[str, Treatment] = {
    "drop": Treatment(drop=True),
    "null": Treatment(content=emptied),
    "clip": Treatment(content=clipped),
}


def treated(rows: Rows, found: Sequence[tuple[Column, Bounds]], treatment: Treatment, reason: str = "") -> Action:
    """Return what becomes of the rows whose cells lie outside the bounds of their column."""
    if treatment.drop:
        rules = {
            f"{column.name} is not {bounds.said()}": bounds.below(column) | bounds.above(column)
            for column, bounds in found
        }
        return Action(rows, reason, drop=rules)
    content = treatment.content
    assert content is not None
    return Action(rows, reason, values={column.name: content(column, bounds) for column, bounds in found})


def shown(value: object) -> str:
    """Return a bound as text, a number without needless digits."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
