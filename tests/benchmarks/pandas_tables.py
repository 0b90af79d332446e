"""The same customer tables with pandas: tuned, and as the usual script makes them, which also makes three measures."""

from __future__ import annotations

from datetime import timedelta

from tests.benchmarks.customer_tables import MEASURES


def table_pandas_tuned(path: str) -> dict[str, float]:
    """Make the same measures with pandas as who knows it does: pyarrow reads, products are codes, all is in columns."""
    import pandas as pd

    lines = lines_by_pyarrow(path)
    lines["amount"] = (lines["quantity"] * lines["unit_price"]).round(2)
    lines["gross"] = lines["quantity"].clip(lower=0)
    as_of = lines["order_date"].max().normalize() + pd.Timedelta(days=1)
    products = lines[["customer_id", "product"]].drop_duplicates().groupby("customer_id").size()
    orders = lines.groupby(["customer_id", "order_id"], sort=False).agg(
        moment=("order_date", "min"), amount=("amount", "sum"), units=("quantity", "sum"), gross=("gross", "sum")
    )
    del lines
    orders = orders.reset_index()
    orders["amount"], orders["day"] = orders["amount"].round(2), orders["moment"].dt.normalize()
    table = orders.groupby("customer_id").agg(
        monetary=("amount", "sum"),
        quantity=("units", "sum"),
        gross=("gross", "sum"),
        any_first=("day", "min"),
        any_last=("day", "max"),
    )
    found = purchases(in_time(orders[orders["amount"] > 0]), as_of)
    return summed(finished(table.join(found).assign(products=products), as_of))


def lines_by_pyarrow(path: str):
    """Return the lines that count."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    types = {"order_id": pa.int32(), "customer_id": pa.int32(), "order_date": pa.timestamp("s")}
    types |= {"product": pa.dictionary(pa.int32(), pa.string()), "quantity": pa.int32(), "unit_price": pa.float64()}
    lines = csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=types))
    lines = lines.filter(pc.and_(pc.is_valid(lines["customer_id"]), pc.greater(lines["unit_price"], 0)))
    return lines.to_pandas(split_blocks=True, self_destruct=True)


def in_time(orders):
    """Return the orders of each customer together, in the order of time; one sort of numbers takes a third of two."""
    import numpy as np

    seconds = orders["moment"].to_numpy().astype("datetime64[s]").astype(np.int64)
    return orders.iloc[np.argsort((orders["customer_id"].to_numpy().astype(np.int64) << 33) | seconds)]


def purchases(bought, as_of):
    """Return what the orders in which something was bought, in the order of time, tell of each customer."""
    customer = bought["customer_id"]
    days = bought[["customer_id", "day"]].drop_duplicates()
    gaps = days["day"].diff().dt.days.where(days["customer_id"] == days["customer_id"].shift())
    told = bought.assign(
        weekend=bought["day"].dt.day_of_week >= 5,
        hour=(bought["moment"] - bought["day"]).dt.total_seconds() // 60 / 60,
    )
    found = told.groupby("customer_id").agg(
        frequency=("amount", "size"),
        first_order=("day", "min"),
        last_order=("day", "max"),
        weekend_share=("weekend", "mean"),
        hour_mean=("hour", "mean"),
        last_order_amount=("amount", "last"),
    )
    began = customer.map(found["first_order"])
    since, tenure = (bought["day"] - began).dt.days, (as_of - began).dt.days
    return found.assign(
        early=bought["amount"].where(3 * since < tenure, 0.0).groupby(customer).sum(),
        recent=bought["amount"].where(3 * since >= 2 * tenure, 0.0).groupby(customer).sum(),
    ).join(gaps.groupby(days["customer_id"]).agg(gap_days_mean="mean", gap_days_std="std"))


def finished(table, as_of):
    """Return the table with the measures that are made of others."""
    first = table["first_order"].fillna(table["any_first"])
    last = table["last_order"].fillna(table["any_last"])
    gross, net, early, recent = table["gross"], table["quantity"], table["early"], table["recent"]
    share = ((gross - net) / gross.where(gross > 0)).clip(upper=1)
    trend = (recent - early) / (recent + early).where(recent + early > 0)
    return table.assign(
        recency_days=(as_of - last).dt.days,
        tenure_days=(as_of - first).dt.days,
        average_order_value=table["monetary"] / table["frequency"],
        return_rate=share.fillna((net < 0).astype("float64")),
        trend=trend.where(table["last_order"] > table["first_order"]),
    )


def summed(table) -> dict[str, float]:
    """Return the sums of the measures that a pandas table has."""
    return {"customers": len(table), **{name: float(table[name].sum()) for name in MEASURES if name in table}}


def usual_lines(path: str):
    """Return the lines as the usual script reads and cleans them."""
    import pandas as pd

    lines = pd.read_csv(path, parse_dates=["order_date"])
    lines = lines.dropna(subset=["customer_id"])
    lines = lines[lines["unit_price"] > 0].copy()
    lines["customer_id"] = lines["customer_id"].astype(int)
    lines["amount"] = lines["quantity"] * lines["unit_price"]
    return lines


def usual_table(path: str):
    """Return customers as the usual script makes them: three measures, recency by a lambda."""
    lines = usual_lines(path)
    as_of = lines["order_date"].max() + timedelta(days=1)
    return lines.groupby("customer_id").agg(
        recency=("order_date", lambda dates: (as_of - dates.max()).days),
        frequency=("order_id", "nunique"),
        monetary=("amount", "sum"),
    )


def table_pandas(path: str) -> dict[str, float]:
    """Make three measures as everybody writes it; its recency and frequency, which count returns too, are others."""
    customers = usual_table(path)
    return {"customers": len(customers), "monetary": float(customers["monetary"].sum())}


def usual_orders(lines):
    """Return the orders of these lines, in the order of time."""
    orders = (
        lines.groupby(["customer_id", "order_id"])
        .agg(moment=("order_date", "min"), amount=("amount", "sum"))
        .reset_index()
        .sort_values("moment")
    )
    orders["amount"] = orders["amount"].round(2)
    orders["day"] = orders["moment"].dt.normalize()
    orders["weekend"] = orders["moment"].dt.dayofweek >= 5
    orders["hour"] = orders["moment"].dt.hour + orders["moment"].dt.minute / 60
    return orders


def table_pandas_all(path: str) -> dict[str, float]:
    """Make the same sixteen measures as the usual script goes on: columns where one comes to mind, else lambdas."""
    lines = usual_lines(path)
    as_of = lines["order_date"].max().normalize() + timedelta(days=1)
    lines["gross"] = lines["quantity"].clip(lower=0)
    orders = usual_orders(lines)
    days = orders.groupby("customer_id").agg(any_first=("day", "min"), any_last=("day", "max"))
    bought = orders[orders["amount"] > 0].groupby("customer_id")
    table = days.join(
        lines.groupby("customer_id").agg(
            monetary=("amount", "sum"),
            quantity=("quantity", "sum"),
            gross=("gross", "sum"),
            products=("product", "nunique"),
        )
    ).join(
        bought.agg(
            frequency=("order_id", "nunique"),
            first_order=("day", "min"),
            last_order=("day", "max"),
            gap_days_mean=("day", lambda days: days.drop_duplicates().diff().dt.days.mean()),
            gap_days_std=("day", lambda days: days.drop_duplicates().diff().dt.days.std()),
            weekend_share=("weekend", "mean"),
            hour_mean=("hour", "mean"),
            last_order_amount=("amount", "last"),
        )
    )
    thirds = bought.apply(lambda some: early_and_recent(some, as_of))
    return summed(finished(table.join(thirds), as_of))


def early_and_recent(orders, as_of):
    """Return what one customer spent in the first and in the last third of the time since the first purchase."""
    import pandas as pd

    since, tenure = orders["day"] - orders["day"].min(), as_of - orders["day"].min()
    early, recent = orders["amount"][3 * since < tenure], orders["amount"][3 * since >= 2 * tenure]
    return pd.Series({"early": early.sum(), "recent": recent.sum()})
