"""From a file of order lines to customers, as ours and the others make them: imports stand inside, as each pays for it.

What a function returns are sums over all customers, one for each measure, so that what several make must agree.
"""

from __future__ import annotations

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
