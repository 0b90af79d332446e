"""Whether a column of text holds numbers, and how these are written: the guess from some of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from analysis.sources.types_numbers import (
    CODES,
    CUT_SHORT,
    EXPONENT,
    GLUED,
    LETTERED,
    LONG,
    SHORT,
    WHOLE,
    Mark,
    NumberReading,
)
from analysis.sources.types_sides import SIDED, sides_of
from analysis.sources.types_words import WITHHELD

if TYPE_CHECKING:
    from analysis.sources.types import Reading

SAMPLE = 200
"""So many values tell that a column holds no numbers."""

ENOUGH = 0.9
HALF = 0.5
_FEW_CODES = 0.001
_MARKED_CODE = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")

NO_THOUSANDS = re.compile(r"\d[.,](?:\d{1,2}(?!\d)|\d{4,})")
"""A mark that is no mark of thousands, as three digits do not follow it."""

_MANY = 50
"""So many codes tell that they are never twice the same."""

_FEW_KINDS, _MANY_KINDS, _SEEN_OFTEN = 2, 20, 3
"""Words among so few whole numbers, each in so many rows, are kinds of things, too."""


def spread(values: Mapping[str, int], most: int) -> dict[str, int]:
    """At most so many of the values, from everywhere among them."""
    step = -(-len(values) // most)
    return dict(list(values.items())[::step]) if step > 1 else dict(values)


def rows_fitting(values: Mapping[str, int], reading: Reading) -> tuple[int, pl.Series]:
    """Return how many of the rows a reading fits, and the cells that it does not."""
    cells = pl.Series(list(values), dtype=pl.String)
    rows = pl.Series(list(values.values()), dtype=pl.Int64)
    fits = pl.select(reading.value(pl.lit(cells))).to_series().is_not_null()
    return int(rows.filter(fits).sum() or 0), cells.filter(~fits)


def number_readings(mark: Mark | None, cells: Mapping[str, int]) -> list[NumberReading]:
    """The ways of reading ``cells`` as numbers in the order in which they are preferred where they fit equally."""
    ends = pl.Series(list(cells), dtype=pl.String).str.strip_chars()
    sides = sides_of(cells) if ends.str.contains(SIDED).any() else None
    short = any(re.search(SHORT, cell) for cell in ends.filter(ends.str.contains(CUT_SHORT)))
    dressed = [
        NumberReading(kind, True, each, sides=sides, short=short)
        for each in ((mark,) if mark else (".", ","))
        for kind in ("integer", "decimal")
    ]
    plain = [NumberReading("integer")] + ([NumberReading("decimal")] if mark != "," else [])
    return plain + dressed


def number_reading(values: Mapping[str, int], mark: Mark | None) -> NumberReading | None:
    """Return how ``values`` (cell → rows) are read as numbers, None where they are none; ``mark``: the decimal mark."""
    total = sum(values.values())
    text = pl.Series(list(values), dtype=pl.String).str.strip_chars()
    if _codes(text, total) or not _some_fit(values, mark):
        return None
    exponents = text.str.contains(EXPONENT).any()
    best: NumberReading | None = None
    best_rows, misfits = 0, pl.Series(dtype=pl.String)
    for reading in number_readings(mark, values):
        if exponents and reading.type == "decimal" and not reading.dressed:
            continue
        rows, left = rows_fitting(values, reading)
        if rows > best_rows:
            best, best_rows, misfits = reading, rows, left
        if best_rows == total:
            break
    withheld = best_rows >= total * HALF and all(cell.strip().lower() in WITHHELD for cell in misfits)
    if best is None or not (withheld or best_rows >= total * ENOUGH):
        return None
    codes = sum(values[cell] for cell in misfits if _MARKED_CODE.search(cell))
    if codes > total * _FEW_CODES or (not withheld and _one_more_kind(values, misfits)):
        return None
    return best if mark is not None else _with_mark(values, best)


def _codes(text: pl.Series, rows: int) -> bool:
    """Whether the different values of a column of so many rows are codes with digits.

    Some begin with a zero, or are too long and not among decimals; or all have letters close before them, and these are
    of no well-known currency, or no value of many comes twice.
    """
    codes = text.filter(text.str.contains(CODES))
    among_decimals = 2 * text.str.contains(r"\d\.\d").sum() > len(text)
    if len(codes) and not (among_decimals and codes.str.contains(LONG).all()):
        return True
    return text.str.contains(GLUED).all() or (rows == len(text) >= _MANY and text.str.contains(LETTERED).all())


def _one_more_kind(values: Mapping[str, int], misfits: pl.Series) -> bool:
    """Whether what is no number among a few whole ones is as usual as these: 1, 2, 3 and 4+ are kinds of things."""
    others = set(misfits)
    usual = sorted(rows for cell, rows in values.items() if cell not in others)
    if not 0 < len(others) <= _FEW_KINDS or not 1 < len(usual) <= _MANY_KINDS:
        return False
    return min(values[cell] for cell in others) >= max(_SEEN_OFTEN, usual[len(usual) // 2] / 2)


def _some_fit(values: Mapping[str, int], mark: Mark | None) -> bool:
    """Whether half of some of the rows fit any way of reading numbers; few values are better asked all at once."""
    if len(values) <= SAMPLE:
        return True
    some = spread(values, SAMPLE)
    half = sum(some.values()) / 2
    return any(rows_fitting(some, reading)[0] >= half for reading in number_readings(mark, some))


def _with_mark(values: Mapping[str, int], best: NumberReading) -> NumberReading:
    """Return the reading, told whether its decimal mark might as well be the other; some money has no decimals."""
    if not _ambiguous(values, best):
        return best
    if (best.type, best.mark) == ("decimal", ".") and all(re.search(WHOLE, cell) for cell in values):
        return replace(best, mark=",", type="integer")
    return replace(best, ambiguous=True)


def _ambiguous(values: Mapping[str, int], best: NumberReading) -> bool:
    """Whether every mark might as well be the other one: ``1,234`` and nothing that settles it."""
    if NO_THOUSANDS.search("\n".join(values)):
        return False
    marked = {cell: rows for cell, rows in values.items() if re.search(r"\d[.,]\d", cell)}
    if not marked:
        return False
    other = NumberReading("decimal", True, "," if best.mark == "." else ".", sides=best.sides, short=best.short)
    return all(
        rows_fitting(marked, each)[0] == sum(marked.values()) for each in (replace(other, mark=best.mark), other)
    )
