"""Times of day in a column of their own: recognising how they are written, and reading them as ``13:08:00``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analysis.sources.table import CLOCK, ValueType
from analysis.sources.types_dates import DateFormat, recognise
from analysis.sources.types_digits import western
from analysis.sources.types_words import is_missing

_SOME_DAY = "2000-01-01"
_HOUR_MINUTE, _SECOND = r"(?:[01]\d|2[0-3]):[0-5]\d", r":[0-5]\d"
_NANOSECONDS = 1_000_000_000
_HOURS, _SIXTY = 24, 60
_FEW, _ENOUGH, _NEARLY_ALL = 60, 0.9, 0.99
_MAY_BE_TIME = re.compile(r"^ *\d{1,6}(?:\.\d+)? *$|\d ?[:.hH时時点點시] ?\d|[AaPp]\.?[Mm]")
_FIRST_IN_DIGITS = 100
"""Where no number is larger, there are no hours in front of the minutes."""


@dataclass(frozen=True)
class PlainClock:
    """A time with two digits of each, which mostly is how it is kept; ``missing``: what it lacks."""

    label: str
    pattern: str
    missing: str

    def parse(self, column: pl.Expr) -> pl.Expr:
        """Return the column as times, null where it does not fit."""
        fitting = pl.when(column.str.contains(self.pattern)).then(column)
        return fitting + pl.lit(self.missing) if self.missing else fitting


@dataclass(frozen=True)
class WrittenClock:
    """A time as it stands behind a date, without one."""

    behind: DateFormat

    @property
    def label(self) -> str:
        """How it is told to people: ``HH:MM``."""
        return self.behind.time.label.strip()

    def parse(self, column: pl.Expr) -> pl.Expr:
        """Return the column as times, null where it does not fit."""
        return self.behind.parse(pl.lit(_SOME_DAY + " ") + column.str.strip_chars()).dt.to_string(CLOCK)


@dataclass(frozen=True)
class WorkbookClock:
    """A time of a workbook, which is a moment of the day that its calendar begins with."""

    label: str = "time of a workbook"

    def parse(self, column: pl.Expr) -> pl.Expr:
        """Return the column as times, null where it does not fit."""
        return column.str.extract(rf"^(?:1899-12-3[01]|1900-01-0[01])[ T]({_HOUR_MINUTE}{_SECOND})", 1)


@dataclass(frozen=True)
class DigitClock:
    """A time in digits alone: 930 is half past nine; ``behind`` the hours are so many more pairs of digits."""

    label: str
    behind: int

    def parse(self, column: pl.Expr) -> pl.Expr:
        """Return the column as times, null where it does not fit."""
        number = column.cast(pl.Float64, strict=False)
        whole = pl.when((number == number.floor()) & number.is_between(0, 240_000)).then(number).cast(pl.Int64)
        hours = whole // 100**self.behind
        places = (self.behind - 1, self.behind - 2)
        minutes, seconds = (whole // 100**place % 100 if place >= 0 else pl.lit(0) for place in places)
        fits = (hours < _HOURS) & (minutes < _SIXTY) & (seconds < _SIXTY)
        return _after(pl.when(fits).then((hours * _SIXTY + minutes) * _SIXTY + seconds))


@dataclass(frozen=True)
class DayShare:
    """A time as a share of the day, as spreadsheets keep it: 0.5 is noon."""

    label: str = "share of the day"

    def parse(self, column: pl.Expr) -> pl.Expr:
        """Return the column as times, to the second, null where it does not fit."""
        number = column.cast(pl.Float64, strict=False)
        seconds = (number * _HOURS * _SIXTY * _SIXTY).round()
        return _after(pl.when((number >= 0) & (seconds < _HOURS * _SIXTY * _SIXTY)).then(seconds).cast(pl.Int64))


def _after(seconds: pl.Expr) -> pl.Expr:
    return (seconds * _NANOSECONDS).cast(pl.Time).dt.to_string(CLOCK)


AnyClock = PlainClock | WrittenClock | WorkbookClock | DigitClock | DayShare
PLAIN = (PlainClock("HH:MM:SS", f"^{_HOUR_MINUTE}{_SECOND}$", ""), PlainClock("HH:MM", f"^{_HOUR_MINUTE}$", ":00"))
HOURS, SHORT, LONG = DigitClock("HH", 0), DigitClock("HHMM", 1), DigitClock("HHMMSS", 2)


@dataclass(frozen=True)
class TimeReading:
    """Text to text such as ``13:08:00``: the first of ``formats`` that fits each cell; misfits become null.

    ``foreign``: there are digits of other scripts.
    """

    formats: tuple[AnyClock, ...]
    foreign: bool = False
    type: ValueType = "time"

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the times as String."""
        return pl.coalesce(self.parsed(column))

    def parsed(self, column: pl.Expr) -> list[pl.Expr]:
        """Return the times by each of the formats."""
        column = western(column) if self.foreign else column
        return [each.parse(column) for each in self.formats]


def time_reading(cells: Mapping[str, int], *, hours: bool = False) -> TimeReading | None:
    """Return how the ``cells`` (cell → rows) are read as times of day; None where most of them are none.

    ``hours``: numbers up to 23 may be no more than the hour.
    """
    values = {cell: rows for cell, rows in cells.items() if not is_missing(cell)}
    some = dict(list(values.items())[:_FEW])
    if 2 * sum(rows for cell, rows in some.items() if _MAY_BE_TIME.search(cell)) < sum(some.values()):
        return None
    found = _formats(values, hours=hours)
    return TimeReading(found) if found and _share(values, found) >= _ENOUGH else None


def forced_time_reading(cells: Mapping[str, int]) -> TimeReading:
    """Return how the ``cells`` (cell → rows) are read as times of day whatever they look like: others are lost."""
    values = {cell: rows for cell, rows in cells.items() if not is_missing(cell)}
    return TimeReading(_formats(values, hours=True) or (SHORT,))


def _formats(values: Mapping[str, int], *, hours: bool) -> tuple[AnyClock, ...]:
    return _in_digits(values, hours=hours) or (*_written(values), *_of_workbooks(values))


def _in_digits(values: Mapping[str, int], *, hours: bool) -> tuple[AnyClock, ...]:
    """The one way in which numbers are times; of these nearly all have to fit, and each way has to be needed."""
    numbers = pl.Series(list(values), dtype=pl.String).cast(pl.Float64, strict=False).drop_nulls()
    highest = numbers.max() if len(numbers) >= _NEARLY_ALL * len(values) else None
    if not isinstance(highest, float):
        return ()
    if highest < 1 and numbers.n_unique() > 1:
        way: AnyClock = DayShare()
    elif highest < _FIRST_IN_DIGITS:
        way = HOURS
    else:
        way = SHORT if highest < _HOURS * 100 else LONG
    told = hours or way != HOURS
    return (way,) if told and _share(values, (way,)) >= _NEARLY_ALL else ()


def _written(values: Mapping[str, int]) -> tuple[AnyClock, ...]:
    """The ways in which times are written, the commonest first; where all are plain there is less to read."""
    plain = tuple(way for way in PLAIN if all(re.match(way.pattern, cell) for cell in values))
    if plain and values:
        return plain[:1]
    formats = recognise({f"{_SOME_DAY} {cell.strip()}": rows for cell, rows in values.items()}).formats
    return tuple(WrittenClock(each) for each in formats if each.time.chrono)


def _of_workbooks(values: Mapping[str, int]) -> tuple[AnyClock, ...]:
    return (WorkbookClock(),) if _share(values, (WorkbookClock(),)) > 0 else ()


def _share(values: Mapping[str, int], ways: tuple[AnyClock, ...]) -> float:
    """The share of the rows that one of the ways fits."""
    rows = pl.Series(list(values.values()), dtype=pl.Int64)
    cells = pl.lit(pl.Series(list(values), dtype=pl.String))
    fits = pl.select(pl.coalesce(way.parse(cells) for way in ways)).to_series().is_not_null()
    return float(rows.filter(fits).sum()) / max(1, int(rows.sum()))
