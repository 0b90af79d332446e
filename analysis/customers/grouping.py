"""Order lines gathered by their engine: ids of any type, on any engine."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.gathered import (
    COUNT,
    CURRENCY_HIGH,
    CURRENCY_LOW,
    DATED,
    FIRST,
    GROSS,
    LAST,
    LINES,
    PRICED,
    THINGS,
    Gathered,
)
from analysis.customers.lines import AMOUNT, CURRENCY, CUSTOMER, LATE, MOMENT, ORDER, UNITS, Lines
from analysis.engines import collect


def grouped(lines: Lines) -> Gathered:
    """Return orders and different things, each in one pass."""
    keys = [CUSTOMER, ORDER] + [LATE] * (LATE in lines.has)
    orders = collect(lines.frame.group_by(keys).agg(*order_sums(lines))).drop(ORDER)
    whole = [name for name in (AMOUNT, UNITS, GROSS, LINES, PRICED, DATED) if name in orders.columns]
    orders = orders.with_columns(pl.col(name).cast(pl.Int64) for name in whole)
    late = 0
    if LATE in lines.has:
        late = int(orders.filter(pl.col(LATE))[LINES].sum())
        orders = orders.filter(~pl.col(LATE)).drop(LATE)
    things = [name for name in THINGS if name in lines.has]
    return Gathered(orders, lambda: {name: different(lines, name) for name in things}, late)


def order_sums(lines: Lines) -> list[nw.Expr]:
    """Return what is summed over the lines of one order."""
    sums = [nw.len().alias(LINES)]
    sums += [nw.col(name).sum() for name in (AMOUNT, UNITS) if name in lines.has]
    if lines.returned_in is not None:
        sums.append(nw.col(lines.returned_in).clip(lower_bound=0).sum().alias(GROSS))
    if AMOUNT in lines.has:
        sums.append(nw.col(AMOUNT).count().alias(PRICED))
    if MOMENT in lines.has:
        moment = nw.col(MOMENT)
        sums += [moment.min().alias(FIRST), moment.max().alias(LAST), moment.count().alias(DATED)]
    if CURRENCY in lines.has:
        sums += [nw.col(CURRENCY).min().alias(CURRENCY_LOW), nw.col(CURRENCY).max().alias(CURRENCY_HIGH)]
    return sums


def different(lines: Lines, name: str) -> pl.DataFrame:
    """Return customer and ``count`` of different values of ``name`` among the customer's lines."""
    kept = lines.frame.filter(~nw.col(LATE)) if LATE in lines.has else lines.frame
    pairs = kept.filter(~nw.col(name).is_null()).group_by(CUSTOMER, name).agg(nw.len().alias(LINES))
    return collect(pairs.group_by(CUSTOMER).agg(nw.len().alias(COUNT)))
