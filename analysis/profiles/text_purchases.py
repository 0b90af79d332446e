"""What each customer bought, from frames of text: for ids that are no numbers, or of several sources."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analysis.profiles.bought import CUSTOMER_ID, PLACE, Purchases
from analysis.profiles.things import Things

OWNER = "owner"


@dataclass(frozen=True)
class Told:
    """Who bought what, and when; rows may repeat, and a frame that is empty tells nothing.

    ``products`` has ``customer_id`` and ``product``, ``categories`` the same with ``category``, ``months`` with
    ``month`` (``YYYY-MM``) and ``revenue``, a whole number, null where it is not known, which adds up over equal rows.
    """

    products: pl.DataFrame = field(default_factory=pl.DataFrame)
    categories: pl.DataFrame = field(default_factory=pl.DataFrame)
    months: pl.DataFrame = field(default_factory=pl.DataFrame)


def purchases_told(told: Told, customers: pl.Series, money_scale: int = 0) -> Purchases:
    """Return what each of the customers (ids as text) bought; ``revenue`` has so many decimals."""
    months, revenue = told.months, None
    if months.height:
        money = pl.when(pl.col("revenue").count() > 0).then(pl.col("revenue").sum())
        months = placed(months.group_by(CUSTOMER_ID, "month").agg(revenue=money), "month", customers)
        revenue = months["revenue"]
    products, categories = (
        placed(frame.unique(), name, customers) if frame.height else frame
        for frame, name in ((told.products, "product"), (told.categories, "category"))
    )
    return Purchases(
        customers=customers,
        products=things_of(products, "product", customers),
        categories=things_of(categories, "category", customers),
        months=things_of(months, "month", customers),
        revenue=revenue,
        money_scale=money_scale,
    )


def placed(frame: pl.DataFrame, name: str, customers: pl.Series) -> pl.DataFrame:
    """Return the rows that name a customer and a thing, in their order, with the places of both."""
    owners = pl.DataFrame({CUSTOMER_ID: customers}).with_row_index(OWNER)
    things = frame.select(pl.col(name).drop_nulls().unique().sort()).with_row_index(PLACE)
    return frame.join(owners, on=CUSTOMER_ID).join(things, on=name).sort(OWNER, PLACE)


def things_of(frame: pl.DataFrame, name: str, customers: pl.Series) -> Things | None:
    """Return the things of rows that have their places; None where there are none."""
    if not frame.height:
        return None
    many = np.bincount(frame[OWNER].to_numpy(), minlength=len(customers))
    return Things.of(many, frame[PLACE].to_numpy(), frame[name].unique().sort())
