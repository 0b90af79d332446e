"""Which type a column of text has: the guess from some of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from analysis.sources.table import ValueType
from analysis.sources.types_date_layouts import Order
from analysis.sources.types_dates import SERIALS, AnyFormat, DateReading, SerialFormat, recognise
from analysis.sources.types_digits import foreign, western_text
from analysis.sources.types_ids import IdReading, NativeReading, id_reading
from analysis.sources.types_numbers import CODES, EXPONENT, GLUED, SHORT, WHOLE, Mark, NumberReading
from analysis.sources.types_sides import sides_of
from analysis.sources.types_words import (
    BooleanReading,
    TextReading,
    boolean_reading,
    is_missing,
    text_reading,
    text_spellings,
)

Reading = TextReading | BooleanReading | NumberReading | DateReading | IdReading | NativeReading
"""How a column becomes typed: ``.type`` and ``.value(column)``; what does not fit becomes null there and is counted."""

_ENOUGH = 0.9
_ALMOST_ALL = 0.99
_HALF = 0.5
_FEW_CODES = 0.001
_MARKED_CODE = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")


@dataclass(frozen=True)
class Hints:
    """What is known besides the cells: decrees of the analyst (``forced``, ``mark``, ``order``), what the name says."""

    forced: ValueType | None = None
    mark: Mark | None = None
    order: Order | None = None
    named_id: bool = False
    named_date: bool = False


def guess(cells: Mapping[str, int], hints: Hints) -> Reading:
    """Return how the column is read, from some of its ``cells`` (cell → rows), missing ones among them."""
    if foreign(cells):
        return _from_western(cells, hints)
    if hints.forced is not None:
        return _forced(cells, hints)
    if hints.named_id:
        return id_reading(set(cells))
    values = {cell: rows for cell, rows in cells.items() if not is_missing(cell)}
    for look in (_boolean, _date, _number):
        reading = look(cells, values, hints) if values else None
        if reading is not None:
            return reading
    return _text(cells)


def _from_western(cells: Mapping[str, int], hints: Hints) -> Reading:
    """Return how the column is read, numbers and dates by the digits 0 to 9, all else as it is written."""
    told: dict[str, int] = {}
    for cell, rows in cells.items():
        told[western_text(cell)] = told.get(western_text(cell), 0) + rows
    reading = guess(told, hints)
    if isinstance(reading, (NumberReading, DateReading)):
        return replace(reading, foreign=True)
    return id_reading(set(cells)) if isinstance(reading, IdReading) else _text(cells)


def _text(cells: Mapping[str, int]) -> TextReading:
    return text_reading(set(cells) & set(text_spellings(set(cells))))


def _boolean(cells: Mapping[str, int], values: Mapping[str, int], _: Hints) -> Reading | None:
    return boolean_reading(set(cells)) if len(values) <= 8 else None


def _date(_: Mapping[str, int], values: Mapping[str, int], hints: Hints) -> Reading | None:
    total = sum(values.values())
    some = dict(list(values.items())[:60])
    if recognise(some, hints.order).rows * 2 < sum(some.values()):
        return _serial(values, hints)
    evidence = recognise(values, hints.order)
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


def _share(values: Mapping[str, int], serial: SerialFormat) -> float:
    """The share of the rows that a serial format fits."""
    rows = pl.Series(list(values.values()), dtype=pl.Int64)
    fits = pl.select(serial.parse(pl.lit(pl.Series(list(values), dtype=pl.String)))).to_series().is_not_null()
    return float(rows.filter(fits).sum()) / max(1, int(rows.sum()))


def _serial(values: Mapping[str, int], hints: Hints) -> DateReading | None:
    """Numbers are dates only where the name says so and nearly all of them lie in the range of such dates."""
    if not hints.named_date:
        return None
    serial = next((each for each in SERIALS if _share(values, each) >= _ALMOST_ALL), None)
    return DateReading("datetime", (serial,)) if serial else None


def _rows_fitting(values: Mapping[str, int], reading: Reading) -> tuple[int, pl.Series]:
    cells = pl.Series(list(values), dtype=pl.String)
    rows = pl.Series(list(values.values()), dtype=pl.Int64)
    fits = pl.select(reading.value(pl.lit(cells))).to_series().is_not_null()
    return int(rows.filter(fits).sum() or 0), cells.filter(~fits)


def number_readings(mark: Mark | None, cells: Mapping[str, int]) -> list[NumberReading]:
    """The ways of reading ``cells`` as numbers in the order in which they are preferred where they fit equally."""
    sides, short = sides_of(cells), any(re.search(SHORT, cell.strip()) for cell in cells)
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
    if text.str.contains(CODES).any() or text.str.contains(GLUED).all():
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
    if best is None or best_rows < total * _ENOUGH:
        return None
    codes = sum(values[cell] for cell in misfits if _MARKED_CODE.search(cell))
    if codes > total * _FEW_CODES:
        return None
    return best if hints.mark is not None else _with_mark(values, best)


def _with_mark(values: Mapping[str, int], best: NumberReading) -> NumberReading:
    """Return the reading, told whether its decimal mark might as well be the other; some money has no decimals."""
    if not _ambiguous(values, best):
        return best
    if (best.type, best.mark) == ("decimal", ".") and all(re.search(WHOLE, cell) for cell in values):
        return replace(best, mark=",", type="integer")
    return replace(best, ambiguous=True)


def _ambiguous(values: Mapping[str, int], best: NumberReading) -> bool:
    """Whether every mark might as well be the other one: ``1,234`` and nothing that settles it."""
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
    kind = hints.forced or "text"
    readings = [each for each in number_readings(hints.mark, values) if each.type == kind]
    return max(readings, key=lambda each: _rows_fitting(values, each)[0] if values else 0)
