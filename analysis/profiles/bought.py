"""What was bought: by each customer, to be kept; by the customers of each segment, to be told."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from analysis.exact import SCALE
from analysis.profiles.things import Ints, Things

CUSTOMER_ID, SEGMENT, CELL, PLACE = "customer_id", "segment", "cell", "place"


def labels_of(result: pl.DataFrame) -> pl.DataFrame:
    """Return ``customer_id`` and ``segment`` of every customer; 0 for those in none."""
    return pl.DataFrame([result[CUSTOMER_ID], result[SEGMENT].cast(pl.Int64).fill_null(0)])  # the ids are not copied


@dataclass(frozen=True)
class Bought:
    """Counts of customers by ``segment``; a frame is empty where nothing is known.

    ``products``: ``product`` (text) and ``count``, the customers who bought it at all; ``categories``: the same with
    ``category``. ``months``: ``month`` (``YYYY-MM``), ``customers`` who bought in it, of how many of them the revenue
    is ``known``, and its ``total`` as a whole number of ten-thousandths.
    """

    products: pl.DataFrame = field(default_factory=pl.DataFrame)
    categories: pl.DataFrame = field(default_factory=pl.DataFrame)
    months: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True)
class Purchases:
    """What each of the ``customers`` (ids as text) bought, in a fifth of the memory of the lines that tell it.

    ``products`` and ``categories`` are what a customer bought at all, ``months`` (``YYYY-MM``) when; None where the
    lines do not tell. ``revenue`` is that of each customer's months, in their order, in whole numbers of
    ``money_scale`` decimals, null where it is not known; None where no money is.
    """

    customers: pl.Series
    products: Things | None = None
    categories: Things | None = None
    months: Things | None = None
    revenue: pl.Series | None = None
    money_scale: int = 0

    def by_segment(self, labels: pl.DataFrame) -> Bought:
        """Return the counts; ``labels`` has ``customer_id`` (text) and ``segment``, others are not counted."""
        found = labels
        if not self.customers.equals(labels[CUSTOMER_ID]):  # no customer was added or left out since
            own = self.customers.alias(CUSTOMER_ID).to_frame()
            found = own.join(labels, on=CUSTOMER_ID, how="left", maintain_order="left")
        rows = (found[SEGMENT].cast(pl.Int64) + 1).fill_null(0).to_numpy()
        return Bought(
            products=counted(self.products, "product", rows),
            categories=counted(self.categories, "category", rows),
            months=self.by_month(rows),
        )

    def by_month(self, rows: Ints) -> pl.DataFrame:
        """Return customers and money of each month; ``rows`` are the segments of the customers plus 1, 0 for others."""
        if self.months is None:
            return pl.DataFrame()
        cells, unknown = self.months.cells_of(rows), pl.Series([None], dtype=pl.Int64)
        money = unknown.new_from_index(0, len(cells)) if self.revenue is None else self.revenue
        total = pl.col("money").cast(pl.Int128).sum()
        sums = (
            pl.LazyFrame({CELL: cells, "money": money})
            .group_by(CELL)
            .agg(customers=pl.len().cast(pl.Int64), known=pl.col("money").count(), total=total)
            .sort(CELL)
            .collect(engine="streaming")
        )
        totals = pl.Series("total", [in_units(each, self.money_scale) for each in sums["total"]], dtype=pl.Int128)
        return named(sums.with_columns(totals), self.months, "month")


def counted(things: Things | None, name: str, rows: Ints) -> pl.DataFrame:
    """Return segment, ``name`` (text) and ``count`` of the customers who have it."""
    if things is None:
        return pl.DataFrame()
    cells, count = things.counts(rows)
    return named(pl.DataFrame({CELL: cells, "count": count}), things, name)


def named(cells: pl.DataFrame, things: Things, name: str) -> pl.DataFrame:
    """Return what is known of cells with the segment and the name of the thing that each stands for."""
    width = max(len(things.names), 1)
    cell = pl.col(CELL)
    told = things.names.gather(cells.select(cell % width).to_series()).alias(name)
    return cells.select((cell // width - 1).alias(SEGMENT), told, pl.exclude(CELL)).filter(pl.col(SEGMENT) >= 0)


def in_units(total: int, scale: int) -> int:
    """Return a whole number of so many decimals in those of ``analysis.exact``, rounded half away from 0."""
    unit = int(10**scale)
    rounded = (2 * abs(total) * SCALE + unit) // (2 * unit)
    return rounded if total >= 0 else -rounded
