"""What each column of a customers file looks like, from one pass over the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
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

SCALE_CODES = (97, 98, 99)
"""Numbers that stand for no answer in surveys, where all answers are on a scale and these come last."""

WIDE, AT_ONCE = 500, 100
"""Of more columns, so many at once are taken out of the plan: planning takes time with the square of their number."""

BEFORE = "__asked_"
"""What stands between a column's name and the question."""

QUESTIONS: dict[str, Callable[[nw.Expr], nw.Expr]] = {
    "missing": lambda cell: cell.is_null().cast(nw.Int64).sum(),
    "smallest": lambda cell: cell.min(),
    "largest": lambda cell: cell.max(),
    "skew": lambda cell: cell.skew(),
    "low": lambda cell: cell.quantile(0.25, interpolation="linear"),
    "high": lambda cell: cell.quantile(0.75, interpolation="linear"),
}
"""What is asked of columns of numbers, whose cells that are no number are null."""


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
    drawn: dict[str, Portrait] = {}
    for frame, some in pieces(rows, rows.columns):
        drawn |= _drawn(frame, some)
    return drawn


def pieces(rows: Rows, columns: Sequence[Column]) -> Iterator[tuple[AnyFrame, Sequence[Column]]]:
    """Yield the rows with these columns, or, where the rows have very many, some of them after the other in memory."""
    if len(rows.columns) <= WIDE:
        yield rows.frame, columns
        return
    for start in range(0, len(columns), AT_ONCE):
        some = columns[start : start + AT_ONCE]
        yield nw.from_native(collect(rows.frame.select(nw.col([column.name for column in some])))), some


def _drawn(frame: AnyFrame, columns: Sequence[Column]) -> dict[str, Portrait]:
    answers: dict[str, Any] = {}
    for start in range(0, len(columns), AT_ONCE):
        asked_now = questions(columns[start : start + AT_ONCE])
        told = frame.select(nw.len().alias(BEFORE), *asked_now)
        held = collect(told) if isinstance(told, nw.LazyFrame) else told
        answers |= dict(zip(held.columns, held.row(0), strict=True))
    count = int(answers[BEFORE]) if answers else 0
    found = {
        column.name: {name: known(name, answers[column.name + BEFORE + name]) for name in named(column)}
        for column in columns
    }
    drawn = {column.name: Portrait(column, count, **found[column.name]) for column in columns}
    coded = {name: asked_of_codes(each.column, codes_of(each)) for name, each in drawn.items() if codes_of(each)}
    codes = _answers(frame, coded)
    return {
        name: replace(each, **codes.get(name, {"least": each.smallest, "most": each.largest}))
        for name, each in drawn.items()
    }


def named(column: Column) -> tuple[str, ...]:
    """Return the names of what is asked of a column."""
    return tuple(QUESTIONS) if column.type in NUMBERS else tuple(asked(column))


def questions(columns: Sequence[Column]) -> list[nw.Expr]:
    """Return what is asked of columns; of all that hold numbers of one type each question at once, which is faster."""
    found = [
        ask.alias(column.name + BEFORE + name)
        for column in columns
        if column.type not in NUMBERS
        for name, ask in asked(column).items()
    ]
    for kind in sorted(NUMBERS):
        names = [column.name for column in columns if column.type == kind]
        if names:
            cell = nw.col(*names).fill_nan(None) if kind == "decimal" else nw.col(*names)
            found += [ask(cell).name.suffix(BEFORE + name) for name, ask in QUESTIONS.items()]
    return found


def _answers(frame: AnyFrame, wanted: Mapping[str, Mapping[str, nw.Expr]]) -> dict[str, dict[str, Any]]:
    """Return column → question → answer."""
    found = figures(frame, {(column, name): expr for column, asked in wanted.items() for name, expr in asked.items()})
    return {column: {name: known(name, found[column, name]) for name in asked} for column, asked in wanted.items()}


def codes_of(portrait: Portrait) -> tuple[int, ...]:
    """Return the numbers that may stand for nothing in a column of such a range; none where it holds none of them."""
    low, high = portrait.smallest, portrait.largest
    if low is None or high is None:
        return ()
    if high in SCALE_CODES:
        return (*CODES, *SCALE_CODES)
    return CODES if any(low <= code <= high for code in CODES) else ()


def asked(column: Column) -> dict[str, nw.Expr]:
    """Return what is asked of a column that holds no numbers."""
    wanted = {"missing": is_missing(column).cast(nw.Int64).sum()}
    if column.type == "text":
        cell = nw.col(column.name)
        tidy = TidyText().tidied(cell)
        wanted["untidy"] = ((cell != tidy) | tidy.is_null() & (cell != "")).fill_null(False).cast(nw.Int64).sum()
    return wanted


def asked_of_codes(column: Column, codes: Sequence[int]) -> dict[str, nw.Expr]:
    """Return what is asked of a column of numbers among which may be some that stand for nothing."""
    cell = present(column)
    code = cell.cast(nw.Float64).is_in([float(code) for code in codes])
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
    return None if value is None or isnan(value) else float(value)
