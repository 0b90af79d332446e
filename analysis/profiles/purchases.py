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
from analysis.profiles.bought import CUSTOMER_ID, Purchases
from analysis.profiles.line_purchases import NAMES, TEXT, are_numbered, line_purchases
from analysis.profiles.text_purchases import Told, purchases_told
from analysis.rows import Rows


def purchases_of(
    sources: Sequence[Rows], customers: pl.Series, as_of: date | None, currencies: Sequence[str] = ()
) -> Purchases:
    """Return what the customers (ids as text) bought by the transactions among ``sources`` up to ``as_of``.

    Lines with a quantity below 0 are returns: they lower the revenue of their month and are no purchase of a product.
    Products carry their names where a source has them. Of several ``currencies`` there is no revenue; one alone is what
    counts.
    """
    sources = belonging(sources).rows
    orders = [rows for rows in sources if rows.kind == "transactions"]
    if not orders:
        return Purchases(customers)
    names = _product_names(sources)
    categories = _mapping(sources, "product_id", "category")
    if len(currencies) == 1:
        orders = [in_currency(rows, currencies[0])[0] for rows in orders]
    every = [order_lines(rows, as_of) for rows in orders]
    if len(currencies) > 1:
        every = [replace(lines, has=lines.has - {AMOUNT}) for lines in every]
    found = None
    if len(every) == 1 and are_numbered(every[0]):
        found = line_purchases(every[0], customers, names, categories)
    return found or _in_text(every, customers, names, categories)


def _in_text(
    every: Sequence[Lines], customers: pl.Series, names: Mapping[str, str], categories: Mapping[str, str]
) -> Purchases:
    """Return what each customer bought, matched as text, as the lines of several sources must be."""
    scale = max(lines.money_scale for lines in every)
    parts = [_told_by(lines, scale) for lines in every]
    products, known, months = (
        _stack([getattr(part, name) for part in parts]) for name in ("products", "categories", "months")
    )
    if known.is_empty() and categories:
        known = _named(products, categories, "category")
    return purchases_told(Told(_named(products, names, "product"), known, months), customers, scale)


def _told_by(lines: Lines, scale: int) -> Told:
    """Return what each customer bought, all in text; money in whole numbers of ``scale`` decimals."""
    frame = lines.frame.filter(~nw.col(CUSTOMER).is_null())
    frame = frame.filter(~nw.col(LATE)) if LATE in lines.has else frame
    bought = frame.filter(nw.col(UNITS) > 0) if UNITS in lines.has else frame
    months = _months(frame, lines, scale) if MOMENT in lines.has else pl.DataFrame()
    products, categories = (_distinct(bought, lines, column) for column in (PRODUCT, CATEGORY))
    return Told(*(_worded(each, lines) for each in (products, categories, months)))


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


def _months(frame: nw.LazyFrame[Any], lines: Lines, scale: int) -> pl.DataFrame:
    moment = nw.col(MOMENT)
    month = moment.dt.year().cast(nw.Int64) * 12 + moment.dt.month().cast(nw.Int64) - 1
    money = nw.col(AMOUNT).sum().alias("revenue") if AMOUNT in lines.has else nw.len().alias("lines")
    counted = collect(frame.filter(~moment.is_null()).with_columns(month=month).group_by(CUSTOMER, "month").agg(money))
    raised = pl.col("revenue").cast(pl.Int64) * 10 ** (scale - lines.money_scale)
    revenue = raised if AMOUNT in lines.has else pl.lit(None, pl.Int64)
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


def _named(products: pl.DataFrame, words: Mapping[str, str], called: str) -> pl.DataFrame:
    """Return who bought what, each product called by the word for it."""
    if products.is_empty():
        return products
    return products.select(CUSTOMER_ID, pl.col("product").replace(words).alias(called))


def _stack(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    filled = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(filled, how="vertical_relaxed") if filled else pl.DataFrame()
