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
from analysis.sources.types_number_guess import (
    ENOUGH,
    HALF,
    NO_THOUSANDS,
    SAMPLE,
    number_reading,
    number_readings,
    rows_fitting,
    spread,
)
from analysis.sources.types_numbers import Mark, NumberReading
from analysis.sources.types_times import TimeReading, forced_time_reading, time_reading
from analysis.sources.types_words import (
    BooleanReading,
    TextReading,
    boolean_reading,
    is_missing,
    text_reading,
    text_spellings,
)

Reading = TextReading | BooleanReading | NumberReading | DateReading | TimeReading | IdReading | NativeReading
"""How a column becomes typed: ``.type`` and ``.value(column)``; what does not fit becomes null there and is counted."""

_ALMOST_ALL = 0.99

_WHOLE_NUMBERS = re.compile(r"(?:-?(?:0|[1-9]\d{0,6})\n)+")
_DECIMALS = re.compile(r"(?:-?(?:0|[1-9]\d{0,6})(?:\.\d{1,12})?\n)+")
"""Cells, one a line, that can be nothing but such numbers: too short for a day in digits, and no code."""

_MOST_WORDS = 8
"""Of more different cells, they are not all words for true, for false and for nothing."""

_DIGIT = re.compile(r"\d")
_DATE_SAMPLE = 1500
"""So many values tell how the dates of a column are written if all others agree."""


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
        if look is _plain_number and not _mostly(_DIGIT, spread(values, SAMPLE)):
            break
    return _text(cells)


def _at_once(cells: Mapping[str, int], hints: Hints) -> TimeReading | NumberReading | None:
    """Times where the name says so, and numbers that are nothing else; None where there is more to ask."""
    clock = time_reading(cells, hours=hints.named_hour) if hints.named_time else None
    return clock or (_plain_number(cells, cells, hints) if len(cells) > _MOST_WORDS else None)


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
    if hints.mark != "," and _DECIMALS.fullmatch(lines) and NO_THOUSANDS.search(lines):
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
    enough = total * (_ALMOST_ALL if compact_only else ENOUGH)
    if evidence.rows + serials < enough:
        return None
    timed = any(each.timed for each in evidence.formats)
    formats: tuple[AnyFormat, ...] = (*evidence.formats, *SERIALS[: bool(serials)])
    reading = DateReading("datetime" if serials or timed else "date", formats, evidence.undecided)
    believed = enough if compact_only else total * HALF
    return reading if rows_fitting(values, reading)[0] >= believed else None


def _dates_of(values: Mapping[str, int], hints: Hints) -> DateEvidence:
    """What the values say of the formats of dates; some of them if these decide, and all others are written so."""
    some = spread(values, _DATE_SAMPLE)
    found = recognise(some, hints.order)
    if len(some) < len(values) and not found.undecided and found.rows == sum(some.values()):
        timed = any(each.timed for each in found.formats)
        rows, left = rows_fitting(values, DateReading("datetime" if timed else "date", found.formats))
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


def _number(_: Mapping[str, int], values: Mapping[str, int], hints: Hints) -> Reading | None:
    return number_reading(values, hints.mark)


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
    return max(readings, key=lambda each: rows_fitting(values, each)[0] if values else 0)
