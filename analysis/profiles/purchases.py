"""From order lines to what each customer bought, in one pass over the rows on whatever engine holds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.belonging import belonging
from analysis.customers.lines import AMOUNT, CATEGORY, CUSTOMER, LATE, MOMENT, PRODUCT, UNITS, Lines, order_lines
from analysis.engines import collect
from analysis.profiles.mixes import Purchases
from analysis.rows import Rows


def purchases_of(sources: Sequence[Rows], as_of: date | None) -> Purchases:
    """Return what the customers of the transactions among ``sources`` bought, up to ``as_of``; empty without any.

    Lines with a quantity below 0 are returns: they lower the revenue of their month and are no purchase of a product.
    Products carry their names where a source has them.
    """
    sources = belonging(sources).rows
    orders = [rows for rows in sources if rows.kind == "transactions"]
    if not orders:
        return Purchases()
    names = _product_names(sources)
    categories = _mapping(sources, "product_id", "category")
    parts = [_of(order_lines(rows, as_of)) for rows in orders]
    products = _named(_stack([part.products for part in parts]), names, "product", "product")
    known = _stack([part.categories for part in parts])
    if known.is_empty() and categories:
        known = _named(_stack([part.products for part in parts]), categories, "product", "category")
    return Purchases(products, known, _stack([part.months for part in parts]))


def _of(lines: Lines) -> Purchases:
    frame = lines.frame.filter(~nw.col(CUSTOMER).is_null())
    frame = frame.filter(~nw.col(LATE)) if LATE in lines.has else frame
    bought = frame.filter(nw.col(UNITS) > 0) if UNITS in lines.has else frame
    months = _months(frame, lines) if MOMENT in lines.has else pl.DataFrame()
    return Purchases(_distinct(bought, lines, PRODUCT), _distinct(bought, lines, CATEGORY), months)


def _distinct(frame: nw.LazyFrame[Any], lines: Lines, column: str) -> pl.DataFrame:
    if column not in lines.has:
        return pl.DataFrame()
    found = collect(frame.select(CUSTOMER, column).unique())
    return found.select(pl.col(CUSTOMER).cast(pl.String).alias("customer_id"), pl.col(column).cast(pl.String))


def _months(frame: nw.LazyFrame[Any], lines: Lines) -> pl.DataFrame:
    moment = nw.col(MOMENT)
    month = moment.dt.year().cast(nw.Int64) * 12 + moment.dt.month().cast(nw.Int64) - 1
    money = nw.col(AMOUNT).sum().alias("revenue") if AMOUNT in lines.has else nw.len().alias("lines")
    counted = collect(frame.filter(~moment.is_null()).with_columns(month=month).group_by(CUSTOMER, "month").agg(money))
    revenue = (
        pl.col("revenue").cast(pl.Float64) / 10**lines.money_scale if AMOUNT in lines.has else pl.lit(None, pl.Float64)
    )
    year, rest = pl.col("month") // 12, pl.col("month") % 12 + 1
    return counted.select(
        pl.col(CUSTOMER).cast(pl.String).alias("customer_id"),
        month=pl.format("{}-{}", year.cast(pl.String).str.zfill(4), rest.cast(pl.String).str.zfill(2)),
        revenue=revenue,
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


def _named(frame: pl.DataFrame, names: dict[str, str], column: str, called: str) -> pl.DataFrame:
    if frame.is_empty() or not names:
        return frame
    return frame.select("customer_id", pl.col(column).replace(names).alias(called)).unique()


def _stack(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    filled = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(filled, how="vertical_relaxed") if filled else pl.DataFrame()
