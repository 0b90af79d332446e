"""What the orders of a customer say about the customer: measures made of what was counted of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from analysis.customers.counts import HIGHEST, counted
from analysis.customers.gathered import COUNT, CURRENCY_HIGH, CURRENCY_LOW, GROSS, THINGS
from analysis.customers.lines import AMOUNT, CURRENCY, CUSTOMER, UNITS
from analysis.customers.orders import DAY, Orders
from analysis.customers.table import Unit


def per_customer(orders: Orders) -> pl.DataFrame:
    """Return one row per customer, in ascending order of ``customer_id``, with every measure that the lines allow."""
    counts, lines = counted(orders), orders.lines
    measures: list[pl.Series | pl.Expr] = [pl.col("frequency"), *things(orders)]
    if AMOUNT in lines.has:
        monetary, last = (unscaled(counts[name], lines.money_scale) for name in (AMOUNT, "last_amount"))
        measures += [monetary.alias("monetary"), purchased(last).alias("last_order_amount")]
        measures.append(purchased(monetary / counts["frequency"]).alias("average_order_value"))
    if UNITS in lines.has:
        measures.append(unscaled(counts[UNITS], lines.units_scale).alias("quantity"))
    if lines.returned_in is not None:
        measures.append(return_rate(lines.returned_in))
    if "dated" in counts.columns:
        measures += days(orders.as_of)
        measures += habits(counts.columns)
    if CURRENCY in lines.has:
        measures.append(currency(orders))
    table = counts.select(orders.ids.alias("customer_id"), *measures)
    return table.select("customer_id", *(name for name in COLUMNS if name in table.columns))


def purchase_days(orders: Orders) -> pl.DataFrame | None:
    """Return customer_id, day and amount of each day on which a customer bought, in order; None without dates."""
    if DAY not in orders.frame.columns:
        return None
    money = pl.col(AMOUNT).sum() if AMOUNT in orders.lines.has else pl.lit(None, pl.Float64).alias(AMOUNT)
    found = orders.bought.drop_nulls(DAY).group_by(CUSTOMER, DAY).agg(money).sort(CUSTOMER, DAY)
    amounts = unscaled(found[AMOUNT], orders.lines.money_scale) if AMOUNT in orders.lines.has else found[AMOUNT]
    ids = orders.ids.gather(found[CUSTOMER]).alias("customer_id")
    return pl.DataFrame([ids, found[DAY].alias("day"), amounts.alias("amount")])


def unscaled(values: pl.Series, scale: int) -> pl.Series:
    """Return scaled whole numbers as the nearest Float64.

    numpy divides; polars would multiply by the inverse, which makes 2.9000000000000004 of 29000 ten-thousandths.
    """
    return pl.Series(values.to_numpy() / 10.0**scale, dtype=pl.Float64)


def purchased(values: pl.Series) -> pl.Expr:
    """Return the values of who purchased; null for others."""
    return pl.when(pl.col("frequency") > 0).then(values)


def return_rate(net: str) -> pl.Expr:
    """Return what came back as a share of what was bought, from 0 to 1; 1 where nothing but returns is known."""
    sold, returned = pl.col(GROSS), pl.col(GROSS) - pl.col(net)
    share = (returned / sold).clip(0.0, 1.0)
    return pl.when(sold > 0).then(share).when(returned > 0).then(1.0).otherwise(0.0).alias("return_rate")


def days(as_of: date | None) -> list[pl.Expr]:
    """Return first and last day of purchase (of any order for who never purchased), and the days from them to as_of."""
    first, last = (pl.coalesce(day(f"bought_{end}"), day(f"any_{end}")) for end in ("first", "last"))
    until = pl.lit(as_of, dtype=pl.Date)
    return [
        first.alias("first_order"),
        last.alias("last_order"),
        (until - last).dt.total_days().alias("recency_days"),
        (until - first).dt.total_days().alias("tenure_days"),
    ]


def day(name: str) -> pl.Expr:
    """Return days that were counted from 1970 as dates; null for who has none."""
    return pl.when(pl.col(name).abs() != HIGHEST).then(pl.col(name)).cast(pl.Int32).cast(pl.Date)


def habits(counts: Sequence[str]) -> list[pl.Expr]:
    """Return what dated purchases tell: weekends, hours, gaps and the trend, as far as it was counted.

    The spread of the gaps is the standard deviation of a sample. The trend is (last third − first third) / (last third
    + first third), from −1 to 1, of the time from the first purchase to ``as_of``; who purchased on one day only has
    none.
    """
    dated, gaps, total = pl.col("dated"), pl.col("gaps"), pl.col("gap_total")
    variance = (gaps * pl.col("gap_squares") - total**2) / (gaps * (gaps - 1))
    found = [
        pl.when(dated > 0).then(pl.col("weekend") / dated).alias("weekend_share"),
        pl.when(gaps > 0).then(total / gaps).alias("gap_days_mean"),
        pl.when(gaps > 1).then(variance.sqrt()).alias("gap_days_std"),
    ]
    if "minutes" in counts:
        timed = pl.col("timed") if "timed" in counts else dated
        found.append(pl.when(timed > 0).then(pl.col("minutes") / timed / 60.0).alias("hour_mean"))
    if "early" in counts:
        early, recent = pl.col("early"), pl.col("recent")
        several = pl.col("bought_last") > pl.col("bought_first")
        moved = pl.when(several & (early + recent > 0)).then((recent - early) / (recent + early))
        found.append(moved.alias("trend"))
    return found


def things(orders: Orders) -> list[pl.Series]:
    """Return how many different products and categories there are among all lines of each customer."""
    found = []
    for name, title in zip(THINGS, ("products", "categories"), strict=True):
        if name in orders.different:
            rows, counts = orders.different[name], np.zeros(orders.ids.len(), np.int64)
            np.add.at(counts, rows[CUSTOMER].to_numpy(), rows[COUNT].to_numpy())
            found.append(pl.Series(title, counts))
    return found


def currency(orders: Orders) -> pl.Series:
    """Return the only currency of each customer's orders; null for who has several."""
    low, high = pl.col(CURRENCY_LOW).min(), pl.col(CURRENCY_HIGH).max()
    only = pl.when(low == high).then(low).alias("currency")
    return orders.frame.group_by(CUSTOMER).agg(only).sort(CUSTOMER)["currency"]


COLUMNS: dict[str, tuple[str, Unit]] = {
    "recency_days": ("Days since the last order", "days"),
    "frequency": ("Orders", "count"),
    "monetary": ("Money spent", "money"),
    "average_order_value": ("Average order", "money"),
    "tenure_days": ("Days since the first order", "days"),
    "gap_days_mean": ("Days between orders", "days"),
    "gap_days_std": ("Spread of days between orders", "days"),
    "products": ("Different products", "count"),
    "categories": ("Different categories", "count"),
    "quantity": ("Units bought", "count"),
    "return_rate": ("Share returned", "share"),
    "weekend_share": ("Share of orders at weekends", "share"),
    "hour_mean": ("Mean hour of ordering", "number"),
    "trend": ("Trend of spending", "number"),
    "last_order_amount": ("Last order", "money"),
    "first_order": ("First order", "date"),
    "last_order": ("Last order on", "date"),
    "currency": ("Currency", "text"),
}
"""The columns made from order lines, in order: title and unit of each; one is absent where the lines cannot tell."""
