"""What the orders of a customer say about the customer: one frame of measures for each way of looking at them."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from analysis.customers.lines import AMOUNT, CURRENCY, CUSTOMER, MOMENT, UNITS
from analysis.customers.orders import (
    CURRENCY_HIGH,
    CURRENCY_LOW,
    DAY,
    FIRST,
    GROSS,
    Orders,
    distinct_things,
)
from analysis.customers.table import Unit

SATURDAY = 6


def per_customer(orders: Orders) -> pl.DataFrame:
    """Return one row per customer, in ascending order of ``customer_id``, with every measure that the lines allow."""
    places = pl.int_range(orders.ids.len(), dtype=pl.UInt32, eager=True)
    table = pl.DataFrame({CUSTOMER: places, "customer_id": orders.ids})
    for part in (*(part for view in VIEWS for part in view(orders)), *distinct_things(orders)):
        table = table.join(part, on=CUSTOMER, how="left", maintain_order="left")
    table = table.with_columns(pl.col(name).fill_null(0) for name in COUNTS if name in table.columns)
    table = derived(table, orders)
    order = [name for name in COLUMNS if name in table.columns]
    return table.select("customer_id", *order)


def purchase_days(orders: Orders) -> pl.DataFrame | None:
    """Return customer_id, day and amount of each day on which a customer bought, in order; None without dates."""
    if DAY not in orders.frame.columns:
        return None
    bought = orders.bought.filter(pl.col(DAY).is_not_null())
    money = pl.col(AMOUNT).sum() if AMOUNT in orders.lines.has else pl.lit(None, pl.Float64).alias(AMOUNT)
    days = bought.group_by(CUSTOMER, DAY).agg(money).sort(CUSTOMER, DAY)
    days = unscaled(days, AMOUNT, orders.lines.money_scale) if AMOUNT in orders.lines.has else days
    ids = orders.ids.gather(days[CUSTOMER]).alias("customer_id")
    return days.select(ids, pl.col(DAY).alias("day"), pl.col(AMOUNT).cast(pl.Float64).alias("amount"))


def totals(orders: Orders) -> list[pl.DataFrame]:
    """Return money, units and the share of them that came back, over all orders."""
    lines, sums = orders.lines, [pl.len().alias("orders")]
    if AMOUNT in lines.has:
        sums.append(pl.col(AMOUNT).sum().alias("monetary"))
    if UNITS in lines.has:
        sums.append(pl.col(UNITS).sum().alias("quantity"))
    if lines.returned_in is not None:
        sums.append(return_rate(lines.returned_in))
    if CURRENCY in lines.has:
        low, high = pl.col(CURRENCY_LOW).min(), pl.col(CURRENCY_HIGH).max()
        sums.append(pl.when(low == high).then(low).alias("currency"))
    summed = orders.frame.group_by(CUSTOMER).agg(sums).drop("orders")
    return [unscaled(unscaled(summed, "monetary", lines.money_scale), "quantity", lines.units_scale)]


def unscaled(frame: pl.DataFrame, name: str, scale: int) -> pl.DataFrame:
    """Return the frame with a column of scaled whole numbers as the nearest Float64.

    numpy divides; polars would multiply by the inverse, which makes 2.9000000000000004 of 29000 ten-thousandths.
    """
    if name not in frame.columns:
        return frame
    return frame.with_columns(pl.Series(name, frame[name].to_numpy() / 10.0**scale, dtype=pl.Float64))


def return_rate(net: str) -> pl.Expr:
    """Return what came back as a share of what was bought, from 0 to 1; 1 where nothing but returns is known."""
    sold, returned = pl.col(GROSS).sum(), pl.col(GROSS).sum() - pl.col(net).sum()
    share = (returned / sold).clip(0.0, 1.0)
    return pl.when(sold > 0).then(share).when(returned > 0).then(1.0).otherwise(0.0).alias("return_rate")


def purchases(orders: Orders) -> list[pl.DataFrame]:
    """Return the number of purchases, and the total of the last one."""
    wanted = [pl.len().cast(pl.Int64).alias("frequency")]
    if AMOUNT in orders.lines.has:
        wanted.append(pl.col(AMOUNT).last().alias("last_order_amount"))
    counted = orders.purchases.group_by(CUSTOMER, maintain_order=True).agg(wanted)
    return [unscaled(counted, "last_order_amount", orders.lines.money_scale)]


def when(orders: Orders) -> list[pl.DataFrame]:
    """Return first and last day of purchase (of any order for who never purchased), and the habits of day and hour."""
    if MOMENT not in orders.lines.has:
        return []
    bought = orders.purchases.filter(pl.col(DAY).is_not_null())
    habits = [
        pl.col(DAY).min().alias("bought_first"),
        pl.col(DAY).max().alias("bought_last"),
        (pl.col(DAY).dt.weekday() >= SATURDAY).mean().alias("weekend_share"),
    ]
    if orders.lines.has_time and orders.frame.select(minute_of_day().max()).item():
        habits.append((minute_of_day().sum() / pl.len() / 60.0).alias("hour_mean"))
    days = [pl.col(DAY).min().alias("any_first"), pl.col(DAY).max().alias("any_last")]
    return [bought.group_by(CUSTOMER).agg(habits), orders.frame.group_by(CUSTOMER).agg(days)]


def minute_of_day() -> pl.Expr:
    """Return the minutes from midnight to the first line of an order."""
    return pl.col(FIRST).dt.hour().cast(pl.Int64) * 60 + pl.col(FIRST).dt.minute()


def gaps(orders: Orders) -> list[pl.DataFrame]:
    """Return mean and standard deviation (of the sample) of the days between days of purchase, from whole numbers."""
    if MOMENT not in orders.lines.has:
        return []
    days = orders.purchases.select(CUSTOMER, DAY).drop_nulls()
    gap = (pl.col(DAY) - pl.col(DAY).shift(1)).dt.total_days()
    same = (pl.col(CUSTOMER) == pl.col(CUSTOMER).shift(1)) & (gap > 0)
    between = days.select(CUSTOMER, gap.alias("gap"), same.alias("same"))
    count, total, squares = pl.len().cast(pl.Int64), pl.col("gap").sum(), (pl.col("gap") ** 2).sum()
    variance = (count * squares - total**2) / (count * (count - 1))
    spread = pl.when(count > 1).then(variance.sqrt())
    return [
        between.filter("same")
        .group_by(CUSTOMER)
        .agg((total / count).alias("gap_days_mean"), spread.alias("gap_days_std"))
    ]


def trend(orders: Orders) -> list[pl.DataFrame]:
    """Return how spending moved: (last third − first third) / (last third + first third), from −1 to 1.

    The thirds are of the time from the customer's first purchase to ``as_of``; who purchased on one day only has none.
    """
    if MOMENT not in orders.lines.has or AMOUNT not in orders.lines.has or orders.as_of is None:
        return []
    bought = orders.purchases.filter(pl.col(DAY).is_not_null())
    firsts = bought.group_by(CUSTOMER).agg(pl.col(DAY).min().alias("began"))
    bought = bought.select(CUSTOMER, DAY, AMOUNT).join(firsts, on=CUSTOMER, how="left")
    first = pl.col("began")
    age, tenure = days_between(pl.col(DAY), first), days_between(pl.lit(orders.as_of), first)
    placed = bought.with_columns((3 * age < tenure).alias("early"), (3 * age >= 2 * tenure).alias("recent"))
    early, recent = pl.col(AMOUNT).filter("early").sum(), pl.col(AMOUNT).filter("recent").sum()
    several = pl.col(DAY).max() > pl.col(DAY).min()
    moved = pl.when(several & (early + recent > 0)).then((recent - early) / (recent + early))
    return [placed.group_by(CUSTOMER).agg(moved.alias("trend"))]


def days_between(later: pl.Expr, earlier: pl.Expr) -> pl.Expr:
    """Return whole days from ``earlier`` to ``later``."""
    return (later - earlier).dt.total_days()


def derived(table: pl.DataFrame, orders: Orders) -> pl.DataFrame:
    """Add what follows from the other columns: recency, tenure, the average order."""
    if "monetary" in table.columns:
        average = pl.when(pl.col("frequency") > 0).then(pl.col("monetary") / pl.col("frequency"))
        table = table.with_columns(average.alias("average_order_value"))
    if MOMENT not in orders.lines.has:
        return table
    table = table.with_columns(
        pl.coalesce("bought_first", "any_first").alias("first_order"),
        pl.coalesce("bought_last", "any_last").alias("last_order"),
    )
    as_of = pl.lit(orders.as_of, dtype=pl.Date)
    return table.with_columns(
        days_between(as_of, pl.col("last_order")).alias("recency_days"),
        days_between(as_of, pl.col("first_order")).alias("tenure_days"),
    )


VIEWS: tuple[Callable[[Orders], list[pl.DataFrame]], ...] = (totals, purchases, when, gaps, trend)

COUNTS = ("frequency", "products", "categories")

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
