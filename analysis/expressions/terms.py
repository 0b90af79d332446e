"""Parts of a condition with their kind, each able to build its expression once the statistics are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import narwhals.stable.v2 as nw

from analysis.expressions.writing import named
from analysis.sources.table import ValueType

Kind = Literal["number", "text", "boolean", "date", "datetime"]
Value = float | int | str | bool | date | datetime | None
Statistics = Mapping[str, Any]

KINDS: dict[ValueType, Kind] = {
    "text": "text",
    "integer": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "time": "text",
}
SPOKEN: dict[Kind, str] = {
    "number": "a number",
    "text": "text",
    "boolean": "true or false",
    "date": "a date",
    "datetime": "a date with a time",
}


def column_called(name: str) -> nw.Expr:
    """Return the column of exactly this name; one between ``^`` and ``$`` would be taken for a pattern of names."""
    return nw.col(f"^{re.escape(name)}$" if name.startswith("^") and name.endswith("$") else name)


@dataclass(frozen=True)
class Statistic:
    """A figure of a whole column that a condition names: ``function`` is mean, std, min, max, median or p0…p100."""

    function: str
    column: str

    @property
    def key(self) -> str:
        """Return how the figure is written in a condition; its name in the mapping of statistics."""
        return f"{self.function}({named(self.column)})"

    def expr(self) -> nw.Expr:
        """Return the aggregation that computes it."""
        column = column_called(self.column)
        if self.function.startswith("p"):
            return column.quantile(float(self.function[1:]) / 100, interpolation="linear")
        aggregate: nw.Expr = getattr(column, self.function)()
        return aggregate


@dataclass(frozen=True)
class Term:
    """A typed part of a condition. ``literal`` is set where it is a constant; ``position`` is where it was written."""

    kind: Kind
    build: Callable[[Statistics], nw.Expr]
    position: int
    literal: Value = None

    def mapped(self, kind: Kind, change: Callable[[nw.Expr], nw.Expr]) -> Term:
        """Return the term that ``change`` makes of this one's expression."""
        return Term(kind, lambda known: change(self.build(known)), self.position)


def constant(kind: Kind, value: Value, position: int) -> Term:
    """Return a term that is the same for every row."""
    return Term(kind, lambda _: nw.lit(value), position, value)


def joined(left: Term, right: Term, kind: Kind, change: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> Term:
    """Return the term that ``change`` makes of two others."""
    return Term(kind, lambda known: change(left.build(known), right.build(known)), left.position)


def all_of(parts: Sequence[Term]) -> Term:
    """Return the term that is true where every part is; flat, so that a long one does not nest."""
    return Term(
        "boolean",
        lambda known: nw.all_horizontal(*(part.build(known) for part in parts), ignore_nulls=False),
        parts[0].position,
    )


def any_of(parts: Sequence[Term]) -> Term:
    """Return the term that is true where some part is; flat, so that a long one does not nest."""
    return Term(
        "boolean",
        lambda known: nw.any_horizontal(*(part.build(known) for part in parts), ignore_nulls=False),
        parts[0].position,
    )


def epoch_day(moment: nw.Expr) -> nw.Expr:
    """Days since 0000-12-31 of a date or datetime, as an integer; from year and day of year, which every engine has."""
    before = moment.dt.year().cast(nw.Int64) - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + moment.dt.ordinal_day().cast(nw.Int64)
