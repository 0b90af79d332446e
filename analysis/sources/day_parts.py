"""A day whose year, month and day stand in three columns: which these are, and the day in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from analysis.sources.role_matching import matches, words_of
from analysis.sources.types import Hints, guess
from analysis.sources.types_dates import DateReading

_YEAR = (
    "year, yr, yyyy, 年, 年份, 年度, jahr, année, an, año, ano, anno, jaar, rok, rik, év, yıl, год, рік, år, vuosi, "
    "연도, 년도, 년, năm, tahun, ปี, έτος"
)
_MONTH = (
    "month, month number, mm, 月, 月份, monat, mois, mes, mês, mese, maand, miesiąc, měsíc, mesiac, hónap, luna, ay, "
    "месяц, місяць, månad, måned, kuukausi, 월, tháng, bulan, เดือน, μήνας"
)
_DAY = (
    "day, day of month, monthday, dd, 日, 号, tag, jour, día, dia, giorno, dag, dzień, den, deň, nap, zi, gün, день, "
    "päivä, 일, ngày, hari, วัน, ημέρα"
)
_PARTS = tuple({words_of(name.strip()) for name in names.split(",")} for names in (_YEAR, _MONTH, _DAY))
_DATED = ("order_date", "event_date")
_BELIEVED = 0.75
"""How well a date so called has to be that of an order or an event."""

_SHAPE = re.compile(r"(?:19|20)\d\d-(?:\d{1,2}|[^\W\d_]{3,}\.?)-\d{1,2}")
_NEARLY_ALL = 0.99


@dataclass(frozen=True)
class DayParts:
    """The columns of year, month and day, and how the day is called that they are."""

    year: str
    month: str
    day: str
    called: str

    @property
    def name(self) -> str:
        """The name of the column of the day: ``date (Year, Month, Day)``."""
        return f"{self.called} ({self.year}, {self.month}, {self.day})"

    @property
    def cells(self) -> pl.Expr:
        """The day as text, null where a part is missing."""
        parts = (pl.col(name).cast(pl.String).str.strip_chars() for name in (self.year, self.month, self.day))
        return pl.concat_str([part.str.strip_suffix(".0") for part in parts], separator="-").alias(self.name)

    def fit(self, rows: pl.DataFrame) -> bool:
        """Tell whether nearly all of the rows have a day, with a year of four digits."""
        cells = Counter(rows.select(self.cells).to_series().drop_nulls().to_list())
        shaped = sum(count for cell, count in cells.items() if _SHAPE.fullmatch(cell))
        if not cells or shaped < _NEARLY_ALL * cells.total():
            return False
        reading = guess(cells, Hints(named_date=True))
        if not isinstance(reading, DateReading):
            return False
        known = pl.select(reading.value(pl.lit(pl.Series(list(cells))))).to_series().is_not_null()
        fitting = sum(count for count, holds in zip(cells.values(), known, strict=True) if holds)
        return fitting >= _NEARLY_ALL * cells.total()


def day_in_parts(names: Sequence[str]) -> DayParts | None:
    """Return the three columns that tell the day of an order or an event by their names, None where there are none.

    They are called no more than year, month and day, or that of one thing: ``order_year``, ``order_month`` ….
    """
    for called, found in _by_thing(names).items():
        if all(len(each) == 1 for each in found):
            return DayParts(found[0][0], found[1][0], found[2][0], called)
    return None


def _by_thing(names: Sequence[str]) -> dict[str, tuple[list[str], ...]]:
    """What the date is called → its columns of years, months and days."""
    found: dict[str, tuple[list[str], ...]] = {}
    for name in names:
        for called, place in _parts_named(name):
            found.setdefault(called, ([], [], []))[place].append(name)
    return found


def _parts_named(name: str) -> Iterator[tuple[str, int]]:
    """What the date is called that a column of this name has a part of, and whether that is year, month or day."""
    words = words_of(name)
    for thing, part in ((words[:cut], words[cut:]) for cut in range(len(words))):
        place = next((place for place, known in enumerate(_PARTS) if part in known), None)
        called = " ".join(thing if thing == ("date",) else (*thing, "date"))
        if place is not None and _is_of_orders(called):
            yield called, place


def _is_of_orders(called: str) -> bool:
    return any(match.score >= _BELIEVED and role in _DATED for role, match in matches(called).items())
