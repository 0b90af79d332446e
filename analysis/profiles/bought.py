"""What the customers of each segment bought: which products and categories how many of them, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import polars as pl
from polars.lazyframe.group_by import LazyGroupBy

from analysis.exact import parts

SEGMENT = "segment"


def labels_of(result: pl.DataFrame) -> pl.DataFrame:
    """Return ``customer_id`` and ``segment`` of every customer; 0 for those in none."""
    return pl.DataFrame([result["customer_id"], result[SEGMENT].cast(pl.Int64).fill_null(0)])  # the ids are not copied


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


class Purchased(Protocol):
    """What customers bought, to be counted when their segments are known."""

    def by_segment(self, labels: pl.DataFrame) -> Bought:
        """Return the counts; ``labels`` has ``customer_id`` (text) and ``segment``, others are not counted."""


@dataclass(frozen=True)
class Purchases:
    """What each customer bought, line by line of a frame that may be empty.

    ``products``: ``customer_id`` (text), ``product`` (text), one row for each product that a customer bought at all;
    ``categories``: the same with ``category``. ``months``: ``customer_id``, ``month`` (``YYYY-MM``), ``revenue`` (null
    where money is not known), one row for each month in which a customer bought.
    """

    products: pl.DataFrame = field(default_factory=pl.DataFrame)
    categories: pl.DataFrame = field(default_factory=pl.DataFrame)
    months: pl.DataFrame = field(default_factory=pl.DataFrame)

    def by_segment(self, labels: pl.DataFrame) -> Bought:
        """Return the counts for the customers in ``labels``."""
        products, categories = (
            labelled(frame, labels, column).agg(count=pl.len()).collect(engine="streaming")
            if frame.height
            else pl.DataFrame()
            for frame, column in ((self.products, "product"), (self.categories, "category"))
        )
        if self.months.is_empty():
            return Bought(products, categories)
        revenue = pl.col("revenue")
        months = labelled(self.months, labels, "month").agg(
            customers=pl.len(), known=revenue.count(), total=parts("revenue")
        )
        return Bought(products, categories, months.collect(engine="streaming"))


def labelled(frame: pl.DataFrame, labels: pl.DataFrame, column: str) -> LazyGroupBy:
    """Return the rows that say something, grouped by the segment of their customer and by ``column``."""
    return frame.lazy().drop_nulls(column).join(labels.lazy(), on="customer_id").group_by(SEGMENT, column)
