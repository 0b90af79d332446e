"""Dates and times in text: recognising the formats of a column, and reading it by them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import groupby

import polars as pl

from analysis.sources.table import ValueType
from analysis.sources.types_date_layouts import LAYOUTS, PACKED, TIMES, DateLayout, Order, TimeLayout
from analysis.sources.types_digits import western
from analysis.sources.types_months import in_english, named_in_english

_EARLIEST = datetime(1000, 1, 1)
_PIVOT = 2040
_DIGITS = re.compile(r"\d+")
_BEFORE_ZONE = r"^([^Z+]+\d) ?(?:Z|[+-]\d\d(?::?\d\d)?)$"
"""A time up to the zone that is written behind it."""


def _shifted(rewrite: str, by: int) -> str:
    return re.sub(r"\$\{?(\d)\}?", lambda found: f"${{{int(found[1]) + by}}}", rewrite)


@dataclass(frozen=True)
class DateFormat:
    """One way of writing the day with one way of writing the time.

    ``padded``: there are blanks around it; ``abroad``: its months have other names than in English.
    """

    date: DateLayout
    time: TimeLayout
    padded: bool = False
    abroad: bool = False

    @property
    def label(self) -> str:
        """How the format is told to people: ``dd/mm/yyyy HH:MM``."""
        return (self.date.label + self.time.label).strip()

    @property
    def timed(self) -> bool:
        """Whether a time of day is written."""
        return bool(self.time.chrono) or "%H" in self.date.chrono

    @property
    def _plain(self) -> bool:
        """Whether polars reads it as it is written."""
        return self.date.rewrite is None and self.time.rewrite is None

    def parse(self, column: pl.Expr) -> pl.Expr:
        """Return the column as Datetime("us"), null where it does not fit; times with a zone stay as the clock there
        showed them.
        """
        chrono = self.date.chrono + self.time.chrono
        text = column.str.strip_chars() if self.padded else column
        if self.time.zone and self._plain:
            text = text.str.extract(_BEFORE_ZONE, 1)
        # Looking up what was read before takes as long as reading it, and times to the second seldom come again.
        stamp = self._rewritten(in_english(text) if self.abroad else text).str.to_datetime(
            chrono, strict=False, time_unit="us", exact=True, cache="%S" not in chrono
        )
        if self.date.two_digit_year:
            return pl.when(stamp.dt.year() > _PIVOT).then(stamp.dt.offset_by("-100y")).otherwise(stamp)
        return pl.when(stamp >= _EARLIEST).then(stamp)

    def _rewritten(self, column: pl.Expr) -> pl.Expr:
        if self._plain:
            fixed = self.date.fixed_width
            return pl.when(column.str.len_bytes() == fixed).then(column) if fixed and not self.timed else column
        day, day_to = (
            (self.date.pattern, self.date.rewrite) if self.date.rewrite else (f"({self.date.pattern})", "${1}")
        )
        hour, hour_to = (
            (self.time.pattern, self.time.rewrite) if self.time.rewrite else (f"({self.time.pattern})", "${1}")
        )
        pattern = f"(?i)^ *{day}{hour} *$"
        rewrite = _shifted(day_to, 0) + _shifted(hour_to, re.compile(day).groups)
        fitting = pl.when(column.str.contains(pattern)).then(column).str.replace(pattern, rewrite)
        if self.date.years:
            year = fitting.str.extract(r"^(\d+)-", 1).cast(pl.Int32) + self.date.years
            fitting = pl.format("{}{}", year, fitting.str.replace(r"^\d+", ""))
        return fitting


@dataclass(frozen=True)
class SerialFormat:
    """Dates kept as numbers: days since 1899-12-30 (spreadsheets), seconds or milliseconds since 1970 (computers)."""

    label: str
    origin: datetime
    unit_us: int
    lowest: float
    highest: float
    timed: bool = True

    def parse(self, column: pl.Expr) -> pl.Expr:
        """Return the column as Datetime("us"), to the second, null outside the years 1954 to 2064."""
        number = column.cast(pl.Float64, strict=False)
        inside = pl.when(number.is_between(self.lowest, self.highest)).then(number)
        seconds = (inside * (self.unit_us / 1e6)).round().cast(pl.Int64)
        return pl.lit(self.origin, dtype=pl.Datetime("us")) + (seconds * 1_000_000).cast(pl.Duration("us"))


_EPOCH = datetime(1970, 1, 1)
SERIALS: tuple[SerialFormat, ...] = (
    SerialFormat("spreadsheet serial", datetime(1899, 12, 30), 86_400_000_000, 20_000, 60_000),
    SerialFormat("seconds since 1970", _EPOCH, 1_000_000, 5e8, 2.98e9),
    SerialFormat("milliseconds since 1970", _EPOCH, 1_000, 5e11, 2.98e12),
    SerialFormat("microseconds since 1970", _EPOCH, 1, 5e14, 2.98e15),
)
"""Numbers that may be dates; believed only where a name or other values of the column say so."""

PACKED_DAYS = tuple(DateFormat(layout, TIMES[0]) for layout in PACKED)
AnyFormat = DateFormat | SerialFormat


@dataclass(frozen=True)
class DateReading:
    """Text to Date or Datetime("us"): the first of ``formats`` that fits each cell; misfits become null.

    ``foreign``: there are digits of other scripts.
    """

    type: ValueType
    formats: tuple[AnyFormat, ...]
    undecided: bool = False
    foreign: bool = False

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the dates."""
        stamp = pl.coalesce(self.parsed(column))
        return stamp.cast(pl.Date) if self.type == "date" else stamp

    def parsed(self, column: pl.Expr) -> list[pl.Expr]:
        """Return the dates by each of the formats."""
        column = western(column) if self.foreign else column
        return [each.parse(column) for each in self.formats]

    def other_order(self) -> DateReading:
        """Return the reading with day and month exchanged, for asking whether it would fit as well."""
        return replace(self, formats=tuple(_exchanged(each) for each in self.formats), undecided=False)


def _exchanged(each: AnyFormat) -> AnyFormat:
    if isinstance(each, SerialFormat) or each.date.order is None:
        return each
    twins = (layout for layout in LAYOUTS if layout.pattern == each.date.pattern and layout.order)
    return replace(each, date=next(layout for layout in twins if layout.order != each.date.order))


@dataclass
class _Found:
    """Values of one look: how many there are, and for numeric ones their three parts."""

    rows: int = 0
    padded: bool = False
    abroad: bool = False
    parts: Counter[tuple[int, int, int]] = field(default_factory=Counter)


@dataclass(frozen=True)
class DateEvidence:
    """What the values say: the formats, commonest first, how many rows fit, whether day and month are ambiguous."""

    formats: tuple[DateFormat, ...]
    rows: int
    undecided: bool


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], tuple[DateLayout, ...]], ...]:
    """The date patterns in the order of the table, each with the layouts that look like it."""
    ordered = sorted(LAYOUTS, key=lambda layout: [each.pattern for each in LAYOUTS].index(layout.pattern))
    return tuple(
        (re.compile(pattern, re.IGNORECASE), tuple(layouts))
        for pattern, layouts in groupby(ordered, key=lambda layout: layout.pattern)
    )


@cache
def _clocks() -> tuple[tuple[re.Pattern[str], TimeLayout], ...]:
    return tuple((re.compile(each.pattern, re.IGNORECASE), each) for each in TIMES)


def _look(value: str) -> tuple[int, TimeLayout] | None:
    """Return which date pattern (its place) and which time the value is written in."""
    for place, (pattern, _) in enumerate(_compiled()):
        found = pattern.match(value)
        if found is None:
            continue
        rest = value[found.end() :]
        time = next((layout for clock, layout in _clocks() if clock.fullmatch(rest)), None)
        if time is not None:
            return place, time
    return None


def recognise(values: Mapping[str, int], order: Order | None = None) -> DateEvidence:
    """Return the date formats of ``values`` (cell → rows); ``order`` settles day and month by decree."""
    looks: dict[tuple[int, TimeLayout], _Found] = {}
    for value, rows in values.items():
        text = value.strip()
        english = named_in_english(text)
        look = _look(english) if 4 <= len(text) <= 48 else None
        if look is not None:
            found = looks.setdefault(look, _Found())
            found.rows += rows
            found.padded |= text != value
            found.abroad |= english != text
            first, second, third = ([int(part) for part in _DIGITS.findall(text)[:3]] + [0, 0, 0])[:3]
            found.parts[first, second, third] += rows
    ordered = sorted(looks.items(), key=lambda item: -item[1].rows)
    formats: list[DateFormat] = []
    undecided = False
    sure = _order_of(ordered) if order is None else None
    for (place, time), found in ordered:
        layouts, doubtful = _settle(_compiled()[place][1], found.parts, order)
        if doubtful and sure:
            layouts, doubtful = _settle(_compiled()[place][1], found.parts, sure)
        undecided |= doubtful
        formats += [DateFormat(layout, time, found.padded, found.abroad) for layout in layouts]
    return DateEvidence(tuple(formats), sum(found.rows for found in looks.values()), undecided)


def _order_of(looks: list[tuple[tuple[int, TimeLayout], _Found]]) -> Order | None:
    """Return whether day or month leads in the looks that leave no doubt of it: a column has one habit."""
    votes: dict[Order, int] = {"day_first": 0, "month_first": 0}
    for (place, _), found in looks:
        layouts, doubtful = _settle(_compiled()[place][1], found.parts, None)
        if not doubtful and layouts[0].order:
            votes[layouts[0].order] += found.rows
    if votes["day_first"] == votes["month_first"]:
        return None
    return "day_first" if votes["day_first"] > votes["month_first"] else "month_first"


def _possible(layout: DateLayout, parts: tuple[int, int, int]) -> bool:
    first, second, third = parts
    if layout.order == "day_first":
        return 1 <= first <= 31 and 1 <= second <= 12
    if layout.order == "month_first":
        return 1 <= first <= 12 and 1 <= second <= 31
    return 1 <= second <= 12 and 1 <= third <= 31


def _settle(
    layouts: tuple[DateLayout, ...], parts: Counter[tuple[int, int, int]], order: Order | None
) -> tuple[list[DateLayout], bool]:
    """Choose among layouts that look alike: those that are needed, the one that most values allow first."""
    if len(layouts) == 1:
        return list(layouts), False
    if order is not None:
        return [layout for layout in layouts if layout.order == order], False
    votes = {layout: sum(rows for each, rows in parts.items() if _possible(layout, each)) for layout in layouts}
    best = max(votes.values())
    winners = sorted((layout for layout in layouts if votes[layout] == best), key=lambda each: _custom(each, parts))
    chosen = winners[:1]
    left = Counter({each: rows for each, rows in parts.items() if not _possible(chosen[0], each)})
    others = [each for each in layouts if each not in chosen and any(_possible(each, one) for one in left)]
    return chosen + others[:1], len(winners) > 1


def _custom(layout: DateLayout, parts: Counter[tuple[int, int, int]]) -> tuple[int, int]:
    """Rank layouts that fit equally: the year changes least; only with strokes does the month lead."""
    first, third = len({each[0] for each in parts}), len({each[2] for each in parts})
    year_leads = layout.order is None
    changes_more = int(first >= third) if year_leads else int(first < third)
    month_leads = "/" in layout.label
    return changes_more, int((layout.order == "month_first") != month_leads)
