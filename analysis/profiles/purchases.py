"""From order lines to what each customer bought, in one pass over the rows on whatever engine holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.belonging import belonging
from analysis.customers.lines import AMOUNT, CATEGORY, CUSTOMER, LATE, MOMENT, PRODUCT, UNITS, Lines, order_lines
from analysis.customers.several_currencies import in_currency
from analysis.engines import collect
from analysis.exact import exact_total
from analysis.profiles.bought import Purchased, Purchases
from analysis.profiles.line_purchases import NAMES, TEXT, LinePurchases, are_numbered
from analysis.rows import Rows

CUSTOMER_ID = "customer_id"


def purchases_of(sources: Sequence[Rows], as_of: date | None, currencies: Sequence[str] = ()) -> Purchased:
    """Return what the customers of the transactions among ``sources`` bought, up to ``as_of``; empty without any.

    Lines with a quantity below 0 are returns: they lower the revenue of their month and are no purchase of a product.
    Products carry their names where a source has them. Of several ``currencies`` there is no revenue; one alone is what
    counts.
    """
    sources = belonging(sources).rows
    orders = [rows for rows in sources if rows.kind == "transactions"]
    if not orders:
        return Purchases()
    names = _product_names(sources)
    categories = _mapping(sources, "product_id", "category")
    if len(currencies) == 1:
        orders = [in_currency(rows, currencies[0])[0] for rows in orders]
    every = [order_lines(rows, as_of) for rows in orders]
    if len(currencies) > 1:
        every = [replace(lines, has=lines.has - {AMOUNT}) for lines in every]
    if len(every) == 1 and are_numbered(every[0]):
        return LinePurchases(every[0], names, categories, lambda: _in_text(every, names, categories))
    return _in_text(every, names, categories)


def _in_text(every: Sequence[Lines], names: Mapping[str, str], categories: Mapping[str, str]) -> Purchases:
    """Return what each customer bought, matched as text, as the lines of several sources must be."""
    parts = [_of(lines) for lines in every]
    products = _named(_stack([part.products for part in parts]).unique(), names, "product", "product")
    known = _stack([part.categories for part in parts]).unique()
    if known.is_empty() and categories:
        known = _named(_stack([part.products for part in parts]), categories, "product", "category")
    return Purchases(products, known, _month_by_month(_stack([part.months for part in parts])))


def _month_by_month(months: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each month of a customer, whose revenue may come from several sources."""
    if months.is_empty():
        return months
    revenue = pl.when(pl.col("revenue").count() > 0).then(exact_total("revenue"))
    return months.group_by("customer_id", "month").agg(revenue=revenue)


def _of(lines: Lines) -> Purchases:
    """Return what each customer bought, all in text."""
    frame = lines.frame.filter(~nw.col(CUSTOMER).is_null())
    frame = frame.filter(~nw.col(LATE)) if LATE in lines.has else frame
    bought = frame.filter(nw.col(UNITS) > 0) if UNITS in lines.has else frame
    months = _months(frame, lines) if MOMENT in lines.has else pl.DataFrame()
    products, categories = (_distinct(bought, lines, column) for column in (PRODUCT, CATEGORY))
    return Purchases(*(_worded(each, lines) for each in (products, categories, months)))


def _worded(frame: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """Return the frame with text in the place of customers, products and categories."""
    for column, name in {CUSTOMER: CUSTOMER_ID, **NAMES}.items():
        if name in frame.columns:
            told = frame.select(pl.col(name).unique().alias(column)).with_columns(lines.text(column).alias(TEXT))
            frame = frame.join(told, left_on=name, right_on=column, how="left", nulls_equal=True)
            frame = frame.with_columns(pl.col(TEXT).alias(name)).drop(TEXT)
    return frame


def _distinct(frame: nw.LazyFrame[Any], lines: Lines, column: str) -> pl.DataFrame:
    if column not in lines.has:
        return pl.DataFrame()
    found = collect(frame.select(CUSTOMER, column).unique())
    return found.rename({CUSTOMER: CUSTOMER_ID, column: NAMES[column]})


def _months(frame: nw.LazyFrame[Any], lines: Lines) -> pl.DataFrame:
    moment = nw.col(MOMENT)
    month = moment.dt.year().cast(nw.Int64) * 12 + moment.dt.month().cast(nw.Int64) - 1
    money = nw.col(AMOUNT).sum().alias("revenue") if AMOUNT in lines.has else nw.len().alias("lines")
    counted = collect(frame.filter(~moment.is_null()).with_columns(month=month).group_by(CUSTOMER, "month").agg(money))
    revenue = (
        pl.col("revenue").cast(pl.Float64) / 10**lines.money_scale if AMOUNT in lines.has else pl.lit(None, pl.Float64)
    )
    year, rest = pl.col("month") // 12, pl.col("month") % 12 + 1
    text = pl.format("{}-{}", year.cast(pl.String).str.zfill(4), rest.cast(pl.String).str.zfill(2))
    told = counted.select(pl.col("month").unique()).with_columns(text.alias(TEXT))
    return counted.join(told, on="month", how="left").select(
        pl.col(CUSTOMER).alias(CUSTOMER_ID), pl.col(TEXT).alias("month"), revenue=revenue
    )


def _product_names(sources: Sequence[Rows]) -> dict[str, str]:
    return _mapping(sources, "product_id", "product_name")


def _mapping(sources: Sequence[Rows], key: str, value: str) -> dict[str, str]:
    """Return key → value from the first source that has both roles, products before orders; of several the smallest."""
    for rows in sorted(sources, key=lambda rows: rows.kind != "products"):
        keys, values = rows.role(key), rows.role(value)
        if keys is None or values is None:
            continue
        named = rows.frame.select(key=nw.col(keys).cast(nw.String), value=nw.col(values).cast(nw.String))
        smallest = collect(named.drop_nulls().group_by("key").agg(nw.col("value").min()))
        return dict(smallest.iter_rows())
    return {}


def _named(frame: pl.DataFrame, names: Mapping[str, str], column: str, called: str) -> pl.DataFrame:
    if frame.is_empty() or not names:
        return frame
    return frame.select("customer_id", pl.col(column).replace(names).alias(called)).unique()


def _stack(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    filled = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(filled, how="vertical_relaxed") if filled else pl.DataFrame()
