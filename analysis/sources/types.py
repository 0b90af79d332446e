"""Which type a column of text has: the guess from some of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from analysis.sources.table import ValueType
from analysis.sources.types_date_layouts import Order
from analysis.sources.types_dates import PACKED_DAYS, SERIALS, AnyFormat, DateEvidence, DateReading, recognise
from analysis.sources.types_digits import foreign, western_text
from analysis.sources.types_ids import MEASURED, IdReading, NativeReading, id_reading
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
from analysis.sources.types_times import TimeReading, forced_time_reading, time_reading
from analysis.sources.types_words import (
    WITHHELD,
    BooleanReading,
    TextReading,
    boolean_reading,
    is_missing,
    text_reading,
    text_spellings,
)

Reading = TextReading | BooleanReading | NumberReading | DateReading | TimeReading | IdReading | NativeReading
"""How a column becomes typed: ``.type`` and ``.value(column)``; what does not fit becomes null there and is counted."""

_ENOUGH = 0.9
_ALMOST_ALL = 0.99
_HALF = 0.5
_FEW_CODES = 0.001
_MARKED_CODE = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")

_WHOLE_NUMBERS = re.compile(r"(?:-?(?:0|[1-9]\d{0,6})\n)+")
_DECIMALS = re.compile(r"(?:-?(?:0|[1-9]\d{0,6})(?:\.\d{1,12})?\n)+")
"""Cells, one a line, that can be nothing but such numbers: too short for a day in digits, and no code."""

_NO_THOUSANDS = re.compile(r"\d[.,](?:\d{1,2}(?!\d)|\d{4,})")
"""A mark that is no mark of thousands, as three digits do not follow it."""

_MOST_WORDS = 8
"""Of more different cells, they are not all words for true, for false and for nothing."""

_MANY = 50
"""So many codes tell that they are never twice the same."""

_FEW_KINDS, _MANY_KINDS, _SEEN_OFTEN = 2, 20, 3
"""Words among so few whole numbers, each in so many rows, are kinds of things, too."""

_DIGIT = re.compile(r"\d")
_SAMPLE, _DATE_SAMPLE = 200, 1500
"""So many values tell that a column holds no numbers, and how its dates are written if all others agree."""


@dataclass(frozen=True)
class Hints:
    """What is known besides the cells: decrees of the analyst (``forced``, ``mark``, ``order``), what the name says."""

    forced: ValueType | None = None
    mark: Mark | None = None
    order: Order | None = None
    named_id: bool = False
    named_date: bool = False
    named_time: bool = False
    named_hour: bool = False
    hundredths: bool = False


def guess(cells: Mapping[str, int], hints: Hints) -> Reading:
    """Return how the column is read, from some of its ``cells`` (cell → rows), missing ones among them."""
    reading = _guess(cells, hints)
    if hints.hundredths and not hints.forced and isinstance(reading, NumberReading) and reading.type == "integer":
        return replace(reading, type="decimal", hundredths=True)
    return reading


def _guess(cells: Mapping[str, int], hints: Hints) -> Reading:
    if foreign(cells):
        return _from_western(cells, hints)
    if hints.forced is not None:
        return _forced(cells, hints)
    if hints.named_id and not _mostly(MEASURED, cells):
        return id_reading(set(cells))
    plain = _at_once(cells, hints)
    if plain is not None:
        return plain
    values = {cell: rows for cell, rows in cells.items() if not is_missing(cell)}
    for look in (_boolean, _plain_number, _date, _number) if values else ():
        reading = look(cells, values, hints)
        if reading is not None:
            return reading
        if look is _plain_number and not _mostly(_DIGIT, _spread(values, _SAMPLE)):
            break
    return _text(cells)


def _at_once(cells: Mapping[str, int], hints: Hints) -> TimeReading | NumberReading | None:
    """Times where the name says so, and numbers that are nothing else; None where there is more to ask."""
    clock = time_reading(cells, hours=hints.named_hour) if hints.named_time else None
    return clock or (_plain_number(cells, cells, hints) if len(cells) > _MOST_WORDS else None)


def _spread(values: Mapping[str, int], most: int) -> dict[str, int]:
    """At most so many of the values, from everywhere among them."""
    step = -(-len(values) // most)
    return dict(list(values.items())[::step]) if step > 1 else dict(values)


def _mostly(pattern: re.Pattern[str], values: Mapping[str, int]) -> bool:
    """Whether the pattern is found in half of the rows."""
    return 2 * sum(rows for cell, rows in values.items() if pattern.search(cell)) >= sum(values.values())


def _plain_number(_: Mapping[str, int], values: Mapping[str, int], hints: Hints) -> NumberReading | None:
    """The reading of short numbers without any dress, which is told without asking more; None where there is more."""
    if hints.named_date:
        return None
    lines = "\n".join(values) + "\n"
    if _WHOLE_NUMBERS.fullmatch(lines):
        return NumberReading("integer")
    if hints.mark != "," and _DECIMALS.fullmatch(lines) and _NO_THOUSANDS.search(lines):
        return NumberReading("decimal")
    return None


def _from_western(cells: Mapping[str, int], hints: Hints) -> Reading:
    """Return how the column is read, numbers and dates by the digits 0 to 9, all else as it is written."""
    told: dict[str, int] = {}
    for cell, rows in cells.items():
        told[western_text(cell)] = told.get(western_text(cell), 0) + rows
    reading = guess(told, hints)
    if isinstance(reading, (NumberReading, DateReading, TimeReading)):
        return replace(reading, foreign=True)
    return id_reading(set(cells)) if isinstance(reading, IdReading) else _text(cells)


def _text(cells: Mapping[str, int]) -> TextReading:
    return text_reading(set(cells) & set(text_spellings(cells)))


def _boolean(cells: Mapping[str, int], values: Mapping[str, int], _: Hints) -> Reading | None:
    return boolean_reading(set(cells)) if len(values) <= _MOST_WORDS else None


def _date(_: Mapping[str, int], values: Mapping[str, int], hints: Hints) -> Reading | None:
    total = sum(values.values())
    some = dict(list(values.items())[:60])
    if recognise(some, hints.order).rows * 2 < sum(some.values()):
        return _serial(values, hints)
    evidence = _dates_of(values, hints)
    if not hints.named_date and any(each.date.doubtful for each in evidence.formats):
        return None
    serials = 0 if evidence.rows == total else round(_share(values, SERIALS[0]) * total)
    compact_only = all(each.date.fixed_width for each in evidence.formats) and not hints.named_date
    enough = total * (_ALMOST_ALL if compact_only else _ENOUGH)
    if evidence.rows + serials < enough:
        return None
    timed = any(each.timed for each in evidence.formats)
    formats: tuple[AnyFormat, ...] = (*evidence.formats, *SERIALS[: bool(serials)])
    reading = DateReading("datetime" if serials or timed else "date", formats, evidence.undecided)
    believed = enough if compact_only else total * _HALF
    return reading if _rows_fitting(values, reading)[0] >= believed else None


def _dates_of(values: Mapping[str, int], hints: Hints) -> DateEvidence:
    """What the values say of the formats of dates; some of them if these decide, and all others are written so."""
    some = _spread(values, _DATE_SAMPLE)
    found = recognise(some, hints.order)
    if len(some) < len(values) and not found.undecided and found.rows == sum(some.values()):
        timed = any(each.timed for each in found.formats)
        rows, left = _rows_fitting(values, DateReading("datetime" if timed else "date", found.formats))
        if left.is_empty():
            return replace(found, rows=rows)
    return found if len(some) == len(values) else recognise(values, hints.order)


def _share(values: Mapping[str, int], serial: AnyFormat) -> float:
    """The share of the rows that a format of dates fits."""
    rows = pl.Series(list(values.values()), dtype=pl.Int64)
    fits = pl.select(serial.parse(pl.lit(pl.Series(list(values), dtype=pl.String)))).to_series().is_not_null()
    return float(rows.filter(fits).sum()) / max(1, int(rows.sum()))


def _serial(values: Mapping[str, int], hints: Hints) -> DateReading | None:
    """Numbers are dates only where the name says so and nearly all of them lie in the range of such dates.

    Six digits are days, or months, where they cannot be the other.
    """
    if not hints.named_date:
        return None
    serial = next((each for each in SERIALS if _share(values, each) >= _ALMOST_ALL), None)
    packed = [each for each in PACKED_DAYS if _share(values, each) >= _ALMOST_ALL]
    if serial is None and len(packed) == 1:
        return DateReading("date", (packed[0],))
    return DateReading("datetime", (serial,)) if serial else None


def _rows_fitting(values: Mapping[str, int], reading: Reading) -> tuple[int, pl.Series]:
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


def _number(_: Mapping[str, int], values: Mapping[str, int], hints: Hints) -> Reading | None:
    total = sum(values.values())
    text = pl.Series(list(values), dtype=pl.String).str.strip_chars()
    if _codes(text, total) or not _some_fit(values, hints):
        return None
    exponents = text.str.contains(EXPONENT).any()
    best: NumberReading | None = None
    best_rows, misfits = 0, pl.Series(dtype=pl.String)
    for reading in number_readings(hints.mark, values):
        if exponents and reading.type == "decimal" and not reading.dressed:
            continue
        rows, left = _rows_fitting(values, reading)
        if rows > best_rows:
            best, best_rows, misfits = reading, rows, left
        if best_rows == total:
            break
    withheld = best_rows >= total * _HALF and all(cell.strip().lower() in WITHHELD for cell in misfits)
    if best is None or not (withheld or best_rows >= total * _ENOUGH):
        return None
    codes = sum(values[cell] for cell in misfits if _MARKED_CODE.search(cell))
    if codes > total * _FEW_CODES or _one_more_kind(values, misfits):
        return None
    return best if hints.mark is not None else _with_mark(values, best)


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


def _some_fit(values: Mapping[str, int], hints: Hints) -> bool:
    """Whether half of some of the rows fit any way of reading numbers; few values are better asked all at once."""
    if len(values) <= _SAMPLE:
        return True
    some = _spread(values, _SAMPLE)
    half = sum(some.values()) / 2
    return any(_rows_fitting(some, reading)[0] >= half for reading in number_readings(hints.mark, some))


def _with_mark(values: Mapping[str, int], best: NumberReading) -> NumberReading:
    """Return the reading, told whether its decimal mark might as well be the other; some money has no decimals."""
    if not _ambiguous(values, best):
        return best
    if (best.type, best.mark) == ("decimal", ".") and all(re.search(WHOLE, cell) for cell in values):
        return replace(best, mark=",", type="integer")
    return replace(best, ambiguous=True)


def _ambiguous(values: Mapping[str, int], best: NumberReading) -> bool:
    """Whether every mark might as well be the other one: ``1,234`` and nothing that settles it."""
    if _NO_THOUSANDS.search("\n".join(values)):
        return False
    marked = {cell: rows for cell, rows in values.items() if re.search(r"\d[.,]\d", cell)}
    if not marked:
        return False
    other = NumberReading("decimal", True, "," if best.mark == "." else ".", sides=best.sides, short=best.short)
    return all(
        _rows_fitting(marked, each)[0] == sum(marked.values()) for each in (replace(other, mark=best.mark), other)
    )


def _forced(cells: Mapping[str, int], hints: Hints) -> Reading:
    values = {cell: rows for cell, rows in cells.items() if not is_missing(cell)}
    if hints.forced == "text":
        return _text(cells)
    if hints.forced == "boolean":
        return boolean_reading(set(values)) or BooleanReading("true", "false")
    if hints.forced in ("date", "datetime"):
        formats = recognise(values, hints.order).formats
        serials = tuple(each for each in SERIALS if _share(values, each) > 0) if values else ()
        return DateReading(hints.forced, (*formats, *serials[:1]) or (SERIALS[0],))
    if hints.forced == "time":
        return forced_time_reading(values)
    kind = hints.forced or "text"
    readings = [each for each in number_readings(hints.mark, values) if each.type == kind]
    return max(readings, key=lambda each: _rows_fitting(values, each)[0] if values else 0)
