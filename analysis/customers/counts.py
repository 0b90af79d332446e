"""Orders counted for each customer: whole numbers, added up over a slice of the customers at a time.

The orders need not be sorted: what is sorted are their places, each in one number with its customer's. Slices hold
whole customers, so that threads count them without knowing of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.ahead import worked_ahead
from analysis.customers.gathered import FIRST, GROSS
from analysis.customers.keys import BEFORE_1970, HALF, LOWER, SLICE, Keys, changed, filled, whole
from analysis.customers.lines import AMOUNT, CUSTOMER, MOMENT, TIME_UNKNOWN, UNITS
from analysis.customers.orders import Orders

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Columns = dict[str, Ints]
Counts = dict[str, Ints]

HIGHEST = np.iinfo(np.int64).max
LOWEST = -HIGHEST
"""What the smallest and the largest of no numbers are."""

EPOCH = date(1970, 1, 1)

SATURDAY, WEEK = 5, 7
MINUTE = 60_000_000
MIDNIGHT = 24 * 60 * MINUTE
"""In microseconds; so far apart are midnights."""
UNKNOWN = TIME_UNKNOWN // timedelta(microseconds=1)


@dataclass(frozen=True)
class Some:
    """The orders of some customers, those of each together: their sums, which of them are purchases, and when.

    ``starts`` has the first order of each customer, ``place`` the customer of each order, from 0. ``moments`` are in
    microseconds (in days where the orders have no time) and ``LOWEST`` where nothing is known; ``days`` are counted
    from 1970, of the orders that are ``dated``. Those that are not ``timed`` are at midnight.
    """

    starts: NDArray[np.intp]
    place: NDArray[np.intp]
    sums: Mapping[str, Ints]
    bought: Flags
    dated: Flags
    moments: Ints
    days: Ints
    timed: Flags

    def total(self, values: Ints | Flags, of: Flags | None = None) -> Ints:
        """Return the sum of each customer, over the orders ``of`` which are flagged."""
        some = values if of is None else np.where(of, values, 0)
        summed: Ints = np.add.reduceat(some, self.starts, dtype=np.int64)
        return summed

    def least(self, values: Ints, of: Flags) -> Ints:
        """Return the smallest value of each customer among flagged orders; ``HIGHEST`` for who has none."""
        found: Ints = np.minimum.reduceat(np.where(of, values, HIGHEST), self.starts)
        return found

    def most(self, values: Ints, of: Flags) -> Ints:
        """Return the largest value of each customer among flagged orders; ``LOWEST`` for who has none."""
        found: Ints = np.maximum.reduceat(np.where(of, values, LOWEST), self.starts)
        return found


def counted(orders: Orders) -> pl.DataFrame:
    """Return the counts of each customer, in the order of their places.

    ``amount``, ``units`` and ``gross`` of all orders; ``frequency``, the number of purchases, and ``last_amount``, that
    of the last (the larger of two at the same time); ``dated`` purchases, those at a ``weekend``, their ``minutes``
    from midnight and, where those of some are not known, how many are ``timed``; the days ``bought_first``,
    ``bought_last``, of any order ``any_first``, ``any_last``; the sum ``gap_total`` and that of the squares,
    ``gap_squares``, of the ``gaps`` between days of purchase; the amounts of the ``early`` and the ``recent`` third of
    the time since the first purchase. What the lines do not tell is not there; neither are minutes where every order
    was made at midnight.
    """
    columns: Counts = {}
    done, clock = 0, False
    for _, (found, has_clock) in worked_ahead(slices(orders), partial(counts_of, orders, columns_of(orders))):
        columns = columns or {name: np.empty(orders.ids.len(), np.int64) for name in found}
        for name, values in found.items():
            columns[name][done : done + len(values)] = values
        done, clock = done + len(found["frequency"]), clock or has_clock
    return pl.DataFrame({name: column for name, column in columns.items() if clock or name != "minutes"})


def slices(orders: Orders) -> Iterator[Keys]:
    """Yield keys of customer and row of the orders, sorted: those of some customers, about ``SLICE`` at a time."""
    keys = orders.frame[CUSTOMER].to_numpy().astype(np.uint64)
    keys <<= HALF
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    start = 0
    while start < len(keys):
        last = keys[min(start + SLICE, len(keys)) - 1] | LOWER
        stop = int(np.searchsorted(keys, last, "right"))
        yield keys[start:stop]
        start = stop


def columns_of(orders: Orders) -> Columns:
    """Return what is counted of the orders."""
    frame = orders.frame
    columns: Columns = {name: frame[name].to_numpy() for name in (AMOUNT, UNITS, GROSS) if name in frame.columns}
    if MOMENT in orders.lines.has:
        columns[MOMENT] = filled(whole(frame[FIRST]), LOWEST).to_numpy()
    return columns


def some_of(orders: Orders, columns: Columns, keys: Keys) -> Some:
    """Return what is to be counted of the orders with these keys."""
    first, rows = changed(keys >> HALF), (keys & LOWER).astype(np.intp)
    sums = {name: columns[name].take(rows) for name in (AMOUNT, UNITS, GROSS) if name in columns}
    nothing = np.zeros(len(rows), np.int64)
    moments = columns[MOMENT].take(rows) if MOMENT in columns else nothing
    dated: Flags = moments > LOWEST if MOMENT in columns else nothing > 0
    days = moments // MIDNIGHT if orders.frame.schema.get(FIRST) == pl.Datetime else moments
    timed = dated
    if orders.lines.clock_apart:
        timed = dated & (moments - days * MIDNIGHT != UNKNOWN)
        moments = np.where(dated & ~timed, days * MIDNIGHT, moments)
    return Some(
        starts=np.flatnonzero(first),
        place=np.cumsum(first) - 1,
        sums=sums,
        bought=sums[orders.counted_by] > 0 if orders.counted_by else nothing == 0,
        dated=dated,
        moments=moments,
        days=days,
        timed=timed,
    )


def counts_of(orders: Orders, columns: Columns, keys: Keys) -> tuple[Counts, bool]:
    """Return the counts of the customers of the orders with these keys, and whether one was not made at midnight."""
    some = some_of(orders, columns, keys)
    counts = {name: some.total(values) for name, values in some.sums.items()}
    counts["frequency"] = some.total(some.bought)
    if MOMENT in orders.lines.has:
        counts |= counts_of_days(some) | counts_of_gaps(some)
    minutes = np.zeros(0, np.int64)
    if orders.lines.has_time:
        minutes = minutes_of(some)
        counts["minutes"] = some.total(minutes, some.bought)
    if orders.lines.clock_apart:
        counts["timed"] = some.total(some.timed, some.bought)
    if AMOUNT in orders.lines.has:
        counts |= counts_of_money(some, orders.as_of, counts.get("bought_first"))
    return counts, bool(minutes.any())


def counts_of_days(some: Some) -> Counts:
    """Count when customers ordered and purchased."""
    bought = some.bought & some.dated
    # The first of January 1970 was a Thursday, three days after a Monday.
    weekend = (some.days + 3) % WEEK >= SATURDAY
    return {
        "any_first": some.least(some.days, some.dated),
        "any_last": some.most(some.days, some.dated),
        "dated": some.total(bought),
        "bought_first": some.least(some.days, bought),
        "bought_last": some.most(some.days, bought),
        "weekend": some.total(weekend & bought),
    }


def minutes_of(some: Some) -> Ints:
    """Return the minutes from midnight to each order, 0 where its day or its time is not known."""
    minutes: Ints = np.where(some.timed, (some.moments - some.days * MIDNIGHT) // MINUTE, 0)
    return minutes


def counts_of_gaps(some: Some) -> Counts:
    """Count the gaps between different days of purchase."""
    rows = some.bought & some.dated
    days = (some.place[rows].astype(np.uint64) << HALF) | (some.days[rows] + BEFORE_1970).astype(np.uint64)
    days.sort()
    place, gaps = (days >> HALF).astype(np.intp), np.diff(days).astype(np.int64)
    between = (place[1:] == place[:-1]) & (gaps > 0)
    place, gaps = place[1:][between], gaps[between]
    counts = {name: np.zeros(len(some.starts), np.int64) for name in ("gaps", "gap_total", "gap_squares")}
    for found, values in zip(counts.values(), (1, gaps, gaps**2), strict=True):
        np.add.at(found, place, values)
    return counts


def counts_of_money(some: Some, as_of: date | None, began: Ints | None) -> Counts:
    """Count the money of the last purchase, and of the first and the last third of the time since they ``began``."""
    amounts = some.sums[AMOUNT]
    latest = some.most(some.moments, some.bought)
    last = some.bought & (some.moments == latest[some.place])
    counts = {"last_amount": some.most(amounts, last)}
    if began is not None and as_of is not None:
        tenure = np.where(began < HIGHEST, (as_of - EPOCH).days - began, 0)
        # The first whole days on which a third, and two thirds, of the time have passed.
        early, recent = (began - (-tenure // 3))[some.place], (began - (-2 * tenure // 3))[some.place]
        bought = some.bought & some.dated
        counts["early"] = some.total(amounts, bought & (some.days < early))
        counts["recent"] = some.total(amounts, bought & (some.days >= recent))
    return counts
