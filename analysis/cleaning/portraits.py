"""What each column of a customers file looks like, from one pass over the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw

from analysis.cleaning.figures import AnyFrame, figures, present
from analysis.cleaning.step import NUMBERS, is_missing
from analysis.cleaning.tidy_text import TidyText
from analysis.engines import collect
from analysis.rows import Rows
from analysis.sources.table import Column

CODES = (-1, -9, -99, -999, -9999, -99999, 999, 9999, 99999, 999999, 9999999, 99999999)
"""Numbers that people write where a value is missing."""

WIDE, AT_ONCE = 500, 100
"""Of more columns, so many at once are taken out of the plan: planning takes time with the square of their number."""


@dataclass(frozen=True)
class Portrait:
    """What was counted of one column; figures of numbers are None for other types and where nothing is there."""

    column: Column
    rows: int
    missing: int
    untidy: int = 0
    smallest: float | None = None
    largest: float | None = None
    skew: float | None = None
    low: float | None = None
    high: float | None = None
    codes_below: int = 0
    codes_above: int = 0
    least: float | None = None
    most: float | None = None

    @property
    def present(self) -> int:
        """How many cells hold something."""
        return self.rows - self.missing


def portraits(rows: Rows) -> dict[str, Portrait]:
    """Return column → portrait. ``low`` and ``high`` are the quartiles; ``least`` and ``most`` leave CODES out."""
    if len(rows.columns) <= WIDE:
        return _drawn(rows.frame, rows.columns)
    drawn: dict[str, Portrait] = {}
    for start in range(0, len(rows.columns), AT_ONCE):
        some = rows.columns[start : start + AT_ONCE]
        held = collect(rows.frame.select(nw.col([column.name for column in some])))
        drawn |= _drawn(nw.from_native(held), some)
    return drawn


def _drawn(frame: AnyFrame, columns: Sequence[Column]) -> dict[str, Portrait]:
    found = _answers(frame, {column.name: asked(column) for column in columns} | {"": {"rows": nw.len()}})
    count = found.pop("")["rows"]
    drawn = {column.name: Portrait(column, count, **found[column.name]) for column in columns}
    coded = {name: asked_of_codes(each.column) for name, each in drawn.items() if _may_hold_codes(each)}
    codes = _answers(frame, coded)
    return {
        name: replace(each, **codes.get(name, {"least": each.smallest, "most": each.largest}))
        for name, each in drawn.items()
    }


def _answers(frame: AnyFrame, wanted: Mapping[str, Mapping[str, nw.Expr]]) -> dict[str, dict[str, Any]]:
    """Return column → question → answer."""
    found = figures(frame, {(column, name): expr for column, asked in wanted.items() for name, expr in asked.items()})
    return {column: {name: known(name, found[column, name]) for name in asked} for column, asked in wanted.items()}


def _may_hold_codes(portrait: Portrait) -> bool:
    low, high = portrait.smallest, portrait.largest
    return low is not None and high is not None and any(low <= code <= high for code in CODES)


def asked(column: Column) -> dict[str, nw.Expr]:
    """Return what is asked of a column."""
    wanted = {"missing": is_missing(column).cast(nw.Int64).sum()}
    if column.type == "text":
        cell = nw.col(column.name)
        tidy = TidyText().tidied(cell)
        wanted["untidy"] = ((cell != tidy) | tidy.is_null() & (cell != "")).fill_null(False).cast(nw.Int64).sum()
    if column.type in NUMBERS:
        cell = present(column)
        wanted |= {
            "smallest": cell.min(),
            "largest": cell.max(),
            "skew": cell.skew(),
            "low": cell.quantile(0.25, interpolation="linear"),
            "high": cell.quantile(0.75, interpolation="linear"),
        }
    return wanted


def asked_of_codes(column: Column) -> dict[str, nw.Expr]:
    """Return what is asked of a column of numbers among which may be some that stand for nothing."""
    cell = present(column)
    code = cell.cast(nw.Float64).is_in([float(code) for code in CODES])
    own = nw.when(~code).then(cell)
    return {
        "codes_below": (code & (cell < 0)).fill_null(False).cast(nw.Int64).sum(),
        "codes_above": (code & (cell > 0)).fill_null(False).cast(nw.Int64).sum(),
        "least": own.min(),
        "most": own.max(),
    }


def known(name: str, value: float | None) -> Any:  # noqa: ANN401
    """Return a count as an integer, a figure as a float, None where it is not known."""
    if name in {"rows", "missing", "untidy", "codes_below", "codes_above"}:
        return int(value or 0)
    return None if value is None else float(value)
