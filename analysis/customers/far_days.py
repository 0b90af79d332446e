"""Days that lie far from all others: mistyped years, and the first day that some calendar knows."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

import polars as pl

from analysis.wording import counted

FAR_DAYS = 365
"""A gap in the days counts where it is longer, and longer than the time in which nearly all orders lie."""
MOST_SHARE = 0.01
"""Of the orders at most this share lies beyond such a gap."""


def far_days(days: pl.Series) -> list[str]:
    """Return in words which few orders are dated long before or after all others; ``days`` is that of each order."""
    counts = days.drop_nulls().value_counts(name="orders").sort(days.name)
    numbers = counts[days.name].cast(pl.Int64).to_list()
    orders = counts["orders"].to_list()
    said = []
    for sign, when, end in (
        (-1, "after", "as_of counts from there: set as_of, or drop them"),
        (1, "before", "drop them"),
    ):
        found = _beyond(numbers[::sign], orders[::sign])
        if found:
            days_apart, few, nearest = found
            start = date.fromordinal(EPOCH + nearest)
            told = counted(few, "order", "is", "are")
            said.append(
                f"{told} dated {start} or {when} it, {days_apart:,} days {when} all others; {end} with keep_where"
            )
    return said


EPOCH = date(1970, 1, 1).toordinal()


def _beyond(days: list[int], orders: list[int]) -> tuple[int, int, int] | None:
    """Return the gap that few orders lie beyond, how many, and the nearest of their days; None where there is none.

    ``days`` begin at the end that is looked at.
    """
    if not days:
        return None
    few, found = 0, None
    usual = abs(_day_of(1 - MOST_SHARE, days, orders) - _day_of(MOST_SHARE, days, orders))
    for place in range(len(days) - 1):
        few += orders[place]
        if few > MOST_SHARE * sum(orders):
            break
        gap = abs(days[place] - days[place + 1])
        if gap > max(FAR_DAYS, usual):
            found = gap, few, days[place]
    return found


def _day_of(share: float, days: list[int], orders: list[int]) -> int:
    """Return the day until which this share of the orders has come."""
    return next(day for day, so_far in zip(days, accumulate(orders), strict=True) if so_far >= share * sum(orders))
