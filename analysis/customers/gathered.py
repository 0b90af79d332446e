"""What one look at order lines gives: orders, and how many different things each customer bought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from analysis.customers.lines import CATEGORY, PRODUCT

LINES, FIRST, LAST, DATED, PRICED = "lines", "first", "last", "dated", "priced"
GROSS = "gross"
"""Units (money where there are no units) of the lines that are no returns."""

CURRENCY_LOW, CURRENCY_HIGH = "currency_low", "currency_high"
COUNT = "count"
THINGS = (PRODUCT, CATEGORY)


@dataclass(frozen=True)
class Gathered:
    """Orders and things up to ``as_of``; customers are as the lines have them, null for nobody.

    ``orders`` has a row for each order of a customer: the number of its ``lines``, how many of them are ``dated`` and
    ``priced`` (all where the column is not there), the sums ``amount``, ``units`` and ``gross``, the ``first`` and the
    ``last`` moment, the ``currency_low`` and ``currency_high``; those that the lines tell. ``different`` is product or
    category → customer and ``count`` of different ones, to be added. ``late`` and ``nobody`` count lines that are in
    neither, as they are dated later or name no customer; ``undated`` those without a date; ``last`` is the last day,
    where no column tells it.
    """

    orders: pl.DataFrame
    counting: Callable[[], Mapping[str, pl.DataFrame]]
    late: int = 0
    nobody: int = 0
    undated: int = 0
    last: date | None = None

    @cached_property
    def different(self) -> Mapping[str, pl.DataFrame]:
        """Different things are counted beside what follows from the orders; who asks for them waits."""
        return self.counting()
