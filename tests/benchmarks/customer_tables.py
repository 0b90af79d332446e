"""From a file of order lines to customers, as ours and the others make them: imports stand inside, as each pays for it.

What a function returns are sums over all customers, one for each measure, so that what several make must agree.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

MEASURES = (
    *("recency_days", "frequency", "monetary", "average_order_value", "tenure_days", "gap_days_mean", "gap_days_std"),
    *("products", "quantity", "return_rate", "weekend_share", "hour_mean", "trend", "last_order_amount"),
)
"""What is compared; the first and the last day, which ours has too, are what recency and tenure are counted from."""


def table_ours(path: str) -> dict[str, float]:
    """Open the file, do the proposed cleaning, and make the sixteen measures of each customer."""
    from analysis.intake.opening import open_files
    from analysis.pipeline import Pipeline
    from analysis.workspace import MemoryStore

    store = MemoryStore()
    customers = Pipeline(open_files([path], store).recipe, store).result("table").frame
    return {"customers": customers.height, **{name: float(customers[name].sum()) for name in MEASURES}}


DUCK_LINES = """
create temp table lines as
select customer_id, order_id, order_date, product, quantity, quantity * unit_price as amount
from {file}
where customer_id is not null and unit_price > 0;
"""

DUCK_TOLD = """
read_csv('{path}', columns={{'order_id': '{id}', 'customer_id': '{id}', 'order_date': 'TIMESTAMP',
                             'product': 'VARCHAR', 'quantity': 'INTEGER', 'unit_price': 'DECIMAL(10, 2)'}})
"""

DUCK_FINDS = "read_csv('{path}')"

DUCK_SEVEN = """
create table customers as
with orders as (
    select customer_id, order_id, sum(amount) as amount, sum(quantity) as units,
           min(order_date) as first, max(order_date) as last
    from lines group by all),
bought as (select customer_id, count(distinct product) as products from lines group by all),
ends as (select cast(max(last) as date) + 1 as as_of from orders)
select customer_id,
       date_diff('day', coalesce(max(cast(first as date)) filter (amount > 0), max(cast(first as date))),
                 any_value(as_of)) as recency_days,
       count(*) filter (amount > 0) as frequency, sum(amount) as monetary,
       sum(amount) / nullif(count(*) filter (amount > 0), 0) as average_order_value,
       date_diff('day', coalesce(min(cast(first as date)) filter (amount > 0), min(cast(first as date))),
                 any_value(as_of)) as tenure_days,
       any_value(products) as products, sum(units) as quantity
from orders join bought using (customer_id), ends group by customer_id;
"""

DUCK_ALL = """
create temp table orders as
select customer_id, min(order_date) as moment, cast(min(order_date) as date) as day, sum(amount) as amount,
       sum(quantity) as units, sum(greatest(quantity, 0)) as gross
from lines group by customer_id, order_id;
create table customers as
with ends as (select cast(max(order_date) as date) + 1 as as_of from lines),
bought as (select customer_id, count(distinct product) as products from lines group by customer_id),
gaps as (
    select customer_id, avg(gap) as gap_days_mean, stddev_samp(gap) as gap_days_std
    from (select customer_id, day - lag(day) over (partition by customer_id order by day) as gap
          from orders where amount > 0)
    where gap > 0 group by customer_id),
counted as materialized (
    select customer_id, count(*) filter (amount > 0) as frequency,
           sum(amount) as monetary, sum(units) as quantity, sum(gross) as gross,
           coalesce(min(day) filter (amount > 0), min(day)) as first_order,
           coalesce(max(day) filter (amount > 0), max(day)) as last_order,
           count(*) filter (amount > 0 and isodow(day) >= 6) as weekend,
           sum(hour(moment) * 60 + minute(moment)) filter (amount > 0) as minutes,
           arg_max(amount, moment) filter (amount > 0) as last_order_amount
    from orders group by customer_id),
thirds as (
    select customer_id,
           coalesce(sum(amount) filter (3 * (day - first_order) < as_of - first_order), 0) as early,
           coalesce(sum(amount) filter (3 * (day - first_order) >= 2 * (as_of - first_order)), 0) as recent
    from orders join counted using (customer_id), ends where amount > 0 group by customer_id)
select customer_id, as_of - last_order as recency_days, frequency, monetary,
       monetary / nullif(frequency, 0) as average_order_value, as_of - first_order as tenure_days,
       gap_days_mean, gap_days_std, products, quantity,
       case when gross > 0 then least((gross - quantity) / gross, 1)
            when quantity < 0 then 1 else 0 end as return_rate,
       weekend / nullif(frequency, 0) as weekend_share, minutes / nullif(frequency, 0) / 60 as hour_mean,
       case when last_order > first_order and early + recent > 0
            then (recent - early) / (recent + early) end as trend,
       last_order_amount, first_order, last_order
from counted join bought using (customer_id) left join gaps using (customer_id)
     left join thirds using (customer_id), ends;
"""


def table_duckdb(path: str) -> dict[str, float]:
    """Make the same sixteen measures with SQL; ids are told to be numbers, money is exact, as that is faster.

    Of two orders of a customer at one moment it takes the amount of either as the last, ours the larger.
    """
    return in_duckdb(DUCK_TOLD.format(path=path, id="INTEGER"), DUCK_ALL)


def table_duckdb_text(path: str) -> dict[str, float]:
    """Make the same; ids are text, as ours reads them, so that 007 and 7 are two customers."""
    return in_duckdb(DUCK_TOLD.format(path=path, id="VARCHAR"), DUCK_ALL)


def table_duckdb_finds(path: str) -> dict[str, float]:
    """Make the same, told nothing but the names, as ours is told nothing: ids become numbers, money floats."""
    return in_duckdb(DUCK_FINDS.format(path=path), DUCK_ALL)


def table_duckdb_seven(path: str) -> dict[str, float]:
    """Make seven of these measures with SQL; ids are text."""
    return in_duckdb(DUCK_TOLD.format(path=path, id="VARCHAR"), DUCK_SEVEN)


def in_duckdb(file: str, measures: str) -> dict[str, float]:
    """Run SQL that makes a table of customers of the lines in a file, and add up its measures."""
    import duckdb

    base = duckdb.connect()
    base.execute(DUCK_LINES.format(file=file) + measures)
    made = [name for name, *_ in base.execute("describe customers").fetchall()]
    names = [name for name in MEASURES if name in made]
    found = base.execute(f"select count(*), {', '.join(f'sum({name})' for name in names)} from customers").fetchone()
    return {name: float(value) for name, value in zip(("customers", *names), found, strict=True)}


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


def table_pandas_all(path: str) -> dict[str, float]:
    """Make the same sixteen measures as the usual script goes on: columns where one comes to mind, else lambdas."""
    lines = usual_lines(path)
    as_of = lines["order_date"].max().normalize() + timedelta(days=1)
    lines["gross"] = lines["quantity"].clip(lower=0)
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
    table = lines.groupby("customer_id").agg(
        monetary=("amount", "sum"),
        quantity=("quantity", "sum"),
        gross=("gross", "sum"),
        products=("product", "nunique"),
    )
    table = table.join(orders.groupby("customer_id").agg(any_first=("day", "min"), any_last=("day", "max")))
    bought = orders[orders["amount"] > 0].groupby("customer_id")
    table = table.join(
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


TABLES: tuple[Callable[[str], dict[str, float]], ...] = (
    *(table_ours, table_duckdb, table_duckdb_text, table_duckdb_finds, table_duckdb_seven),
    *(table_pandas_tuned, table_pandas, table_pandas_all),
)
