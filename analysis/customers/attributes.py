"""What order lines say about the customer as a person: country, gender, channel and the like, line after line."""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.lines import DATES, NUMERIC, column_of, customer_column, day_of, text_id
from analysis.customers.people import CUSTOMER_ID, People, described
from analysis.engines import collect
from analysis.rows import Rows
from analysis.sources.table import Column

ROLES = (
    *("country", "region", "city", "gender", "age", "birthday", "income", "marital_status", "education", "occupation"),
    *("channel", "payment_method", "satisfaction", "rating"),
)
"""Columns of order lines that describe who ordered rather than what was ordered."""

AVERAGED = frozenset({"satisfaction", "rating"})
"""Of these the mean is told, where they are numbers."""

COUNT = "__count__"


def attributes_of(rows: Rows, as_of: date | None) -> People | None:
    """Return the most frequent value of each such column for each customer (of ratings the mean).

    Of equally frequent values it is the smallest. Lines after ``as_of`` do not count. None where there is no such
    column.
    """
    columns = [column for role in ROLES if (column := column_of(rows, role)) is not None]
    if not columns:
        return None
    names = [column.name for column in columns]
    customer, code = customer_column(rows), rows.codes.get(customer_column(rows).name)
    key = nw.col(code.name) if code else text_id(customer)
    kept = up_to(rows, as_of).select(key.alias(CUSTOMER_ID), *(nw.col(name) for name in names))
    counted = collect(kept.group_by(CUSTOMER_ID, *names).agg(nw.len().alias(COUNT)))
    # Lines are many more than customers with a value: only of these is the text made.
    counted = counted.with_columns(code.text(pl.col(CUSTOMER_ID)).alias(CUSTOMER_ID)) if code else counted
    counted = counted.filter(pl.col(CUSTOMER_ID).str.strip_chars() != "")
    frame = counted.select(CUSTOMER_ID).unique().sort(CUSTOMER_ID)
    for column in columns:
        told = mean if column.role in AVERAGED and column.type in NUMERIC else most_frequent
        frame = frame.join(told(counted, column), on=CUSTOMER_ID, how="left", maintain_order="left")
    return described(frame, columns, {name: name for name in names}, (rows.name, as_of))


def up_to(rows: Rows, as_of: date | None) -> nw.LazyFrame[Any]:
    """Return the lines that are not dated after ``as_of``."""
    moment = column_of(rows, "order_date", DATES)
    if as_of is None or moment is None:
        return rows.frame
    return rows.frame.filter(~(day_of(moment) > nw.lit(as_of)).fill_null(False))


def most_frequent(counted: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Return customer and the value of ``column`` that most of the customer's lines have."""
    sums = counted.drop_nulls(column.name).group_by(CUSTOMER_ID, column.name).agg(pl.col(COUNT).sum())
    ordered = sums.sort(CUSTOMER_ID, COUNT, column.name, descending=[False, True, False])
    return ordered.unique(CUSTOMER_ID, keep="first", maintain_order=True).drop(COUNT)


def mean(counted: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Return customer and the mean of ``column`` over the customer's lines, to nine decimals."""
    value, count = pl.col(column.name), pl.col(COUNT)
    known = counted.drop_nulls(column.name).sort(CUSTOMER_ID, column.name)
    return known.group_by(CUSTOMER_ID).agg(((value * count).sum() / count.sum()).round(9).alias(column.name))
