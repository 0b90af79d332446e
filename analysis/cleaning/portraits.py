"""What each column of a customers file looks like, from one pass over the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from analysis.cleaning.figures import figures, present
from analysis.cleaning.step import NUMBERS, is_missing
from analysis.cleaning.tidy_text import TidyText
from analysis.rows import Rows
from analysis.sources.table import Column

CODES = (-1, -9, -99, -999, -9999, -99999, 999, 9999, 99999, 999999, 9999999, 99999999)
"""Numbers that people write where a value is missing."""


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
    wanted: dict[tuple[str, str], nw.Expr] = {("", "rows"): nw.len()}
    for column in rows.columns:
        for name, expr in asked(column).items():
            wanted[column.name, name] = expr
    found = figures(rows.frame, wanted)
    total = found["", "rows"]
    return {
        column.name: Portrait(column, total, **{name: known(name, found[column.name, name]) for name in asked(column)})
        for column in rows.columns
    }


def asked(column: Column) -> dict[str, nw.Expr]:
    """Return what is asked of a column."""
    wanted = {"missing": is_missing(column).cast(nw.Int64).sum()}
    if column.type == "text":
        cell = nw.col(column.name)
        tidy = TidyText().tidied(cell)
        wanted["untidy"] = ((cell != tidy) | tidy.is_null() & (cell != "")).fill_null(False).cast(nw.Int64).sum()
    if column.type in NUMBERS:
        cell = present(column)
        code = cell.cast(nw.Float64).is_in([float(code) for code in CODES])
        own = nw.when(~code).then(cell)
        wanted |= {
            "smallest": cell.min(),
            "largest": cell.max(),
            "skew": cell.skew(),
            "low": cell.quantile(0.25, interpolation="linear"),
            "high": cell.quantile(0.75, interpolation="linear"),
            "codes_below": (code & (cell < 0)).fill_null(False).cast(nw.Int64).sum(),
            "codes_above": (code & (cell > 0)).fill_null(False).cast(nw.Int64).sum(),
            "least": own.min(),
            "most": own.max(),
        }
    return wanted


def known(name: str, value: float | None) -> Any:  # noqa: ANN401
    """Return a count as an integer, a figure as a float, None where it is not known."""
    if name in {"missing", "untidy", "codes_below", "codes_above"}:
        return int(value or 0)
    return None if value is None else float(value)
