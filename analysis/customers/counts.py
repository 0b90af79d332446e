"""Orders counted for each customer: whole numbers, added up order by order, a slice of the orders at a time.

The orders need be neither grouped nor sorted, and little is in memory besides them and the counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.customers.gathered import FIRST, GROSS
from analysis.customers.keys import BEFORE_1970, HALF, SLICE, Keys, filled, whole
from analysis.customers.lines import AMOUNT, CUSTOMER, MOMENT, UNITS
from analysis.customers.orders import DAY, Orders

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HIGHEST = np.iinfo(np.int64).max
LOWEST = -HIGHEST
"""What the smallest and the largest of no numbers are."""

EPOCH = date(1970, 1, 1)

SATURDAY, WEEK = 5, 7
MINUTE = 60_000_000
"""In microseconds."""


class Tally:
    """Columns of whole numbers, one for each customer, that grow with every slice."""

    def __init__(self, customers: int) -> None:
        self.customers = customers
        self.columns: dict[str, Ints] = {}

    def add(self, name: str, place: NDArray[np.intp], values: Ints | int) -> None:
        """Add values to a column, each at its customer's place; it starts from 0."""
        np.add.at(self._column(name, 0), place, values)

    def least(self, name: str, place: NDArray[np.intp], values: Ints) -> None:
        """Keep the smallest value of each customer; ``HIGHEST`` for who has none."""
        np.minimum.at(self._column(name, HIGHEST), place, values)

    def most(self, name: str, place: NDArray[np.intp], values: Ints) -> None:
        """Keep the largest value of each customer; ``LOWEST`` for who has none."""
        np.maximum.at(self._column(name, LOWEST), place, values)

    def _column(self, name: str, start: int) -> Ints:
        if name not in self.columns:
            self.columns[name] = np.full(self.customers, start, np.int64)
        return self.columns[name]


@dataclass(frozen=True)
class Some:
    """A slice of the orders: the places of their customers, their sums, which of them are purchases, and when.

    ``moments`` are in microseconds (in days where the orders have no time) and ``LOWEST`` where nothing is known;
    ``days`` are counted from 1970, of the orders that are ``dated``.
    """

    place: NDArray[np.intp]
    sums: dict[str, Ints]
    bought: Flags
    dated: Flags
    moments: Ints
    days: Ints


def slices(orders: Orders) -> Iterator[Some]:
    """Yield the orders, some at a time."""
    names = [name for name in (AMOUNT, UNITS, GROSS) if name in orders.frame.columns]
    for start in range(0, orders.frame.height, SLICE):
        rows = orders.frame.slice(start, SLICE)
        sums = {name: rows[name].to_numpy() for name in names}
        nothing = np.zeros(rows.height, np.int64)
        dated, moments, days = nothing > 0, nothing, nothing
        if MOMENT in orders.lines.has:
            dated = rows[DAY].is_not_null().to_numpy()
            moments = filled(whole(rows[FIRST]), LOWEST).to_numpy()
            days = filled(whole(rows[DAY]), 0).to_numpy()
        yield Some(
            place=rows[CUSTOMER].to_numpy().astype(np.intp),
            sums=sums,
            bought=sums[orders.counted_by] > 0 if orders.counted_by else nothing == 0,
            dated=dated,
            moments=moments,
            days=days,
        )


def counted(orders: Orders) -> pl.DataFrame:
    """Return the counts of each customer, in the order of their places.

    ``amount``, ``units`` and ``gross`` of all orders; ``frequency``, the number of purchases, and ``last_amount``, that
    of the last (the larger of two at the same time); ``dated`` purchases, those at a ``weekend``, their ``minutes``
    from midnight; the days ``bought_first``, ``bought_last``, of any order ``any_first``, ``any_last``; the sum
    ``gap_total`` and that of the squares, ``gap_squares``, of the ``gaps`` between days of purchase; the amounts of the
    ``early`` and the ``recent`` third of the time since the first purchase. What the lines do not tell is not there;
    neither are minutes where every order was made at midnight.
    """
    tally = Tally(orders.ids.len())
    days: list[Keys] = []
    clock = False
    for some in slices(orders):
        for name, values in some.sums.items():
            tally.add(name, some.place, values)
        tally.add("frequency", some.place[some.bought], 1)
        tally.most("latest", some.place[some.bought], some.moments[some.bought])
        if MOMENT in orders.lines.has:
            count_days(some, tally)
            days.append(days_of(some))
        if orders.lines.has_time:
            clock = count_minutes(some, tally) or clock
    if MOMENT in orders.lines.has:
        count_gaps(np.concatenate(days), tally)
    if AMOUNT in orders.lines.has:
        count_again(orders, tally)
    hidden = {"latest"} | (set() if clock else {"minutes"})
    return pl.DataFrame({name: column for name, column in tally.columns.items() if name not in hidden})


def count_days(some: Some, tally: Tally) -> None:
    """Count when customers ordered and purchased."""
    place, days = some.place[some.dated], some.days[some.dated]
    tally.least("any_first", place, days)
    tally.most("any_last", place, days)
    bought = some.bought[some.dated]
    place, days = place[bought], days[bought]
    tally.add("dated", place, 1)
    tally.least("bought_first", place, days)
    tally.most("bought_last", place, days)
    # The first of January 1970 was a Thursday, three days after a Monday.
    tally.add("weekend", place[(days + 3) % WEEK >= SATURDAY], 1)


def count_minutes(some: Some, tally: Tally) -> bool:
    """Count the minutes from midnight to the first lines of purchases; tell whether some order was not at midnight."""
    minutes = (some.moments[some.dated] - some.days[some.dated] * (24 * 60 * MINUTE)) // MINUTE
    bought = some.bought[some.dated]
    tally.add("minutes", some.place[some.dated][bought], minutes[bought])
    return bool(minutes.any())


def days_of(some: Some) -> Keys:
    """Return place and day of each dated purchase as one number."""
    rows = some.bought & some.dated
    return (some.place[rows].astype(np.uint64) << HALF) | (some.days[rows] + BEFORE_1970).astype(np.uint64)


def count_gaps(days: Keys, tally: Tally) -> None:
    """Count the gaps between different days of purchase; ``days`` are sorted in place."""
    days.sort()
    for start in range(0, max(len(days), 1), SLICE):
        some = days[start : start + SLICE + 1]
        place = (some >> HALF).astype(np.intp)
        gaps = np.diff(some).astype(np.int64)
        between = (place[1:] == place[:-1]) & (gaps > 0)
        place, gaps = place[1:][between], gaps[between]
        tally.add("gaps", place, 1)
        tally.add("gap_total", place, gaps)
        tally.add("gap_squares", place, gaps**2)


def count_again(orders: Orders, tally: Tally) -> None:
    """Count the money of the last purchase, and of the first and the last third of the time, which are known now."""
    columns = tally.columns
    thirds: tuple[Ints, ...] = ()
    if "bought_first" in columns and orders.as_of is not None:
        began = columns["bought_first"]
        tenure = np.where(began < HIGHEST, (orders.as_of - EPOCH).days - began, 0)
        # The first whole days on which a third, and two thirds, of the time have passed.
        thirds = (began - (-tenure // 3), began - (-2 * tenure // 3))
    for some in slices(orders):
        place, amounts, days = (each[some.bought] for each in (some.place, some.sums[AMOUNT], some.days))
        last = some.moments[some.bought] == columns["latest"][place]
        tally.most("last_amount", place[last], amounts[last])
        if thirds:
            dated = some.dated[some.bought]
            early, recent = dated & (days < thirds[0][place]), dated & (days >= thirds[1][place])
            tally.add("early", place[early], amounts[early])
            tally.add("recent", place[recent], amounts[recent])
