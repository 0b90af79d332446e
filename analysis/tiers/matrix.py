"""The value × loyalty matrix: how many customers and how much money are in each pair of tiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.customers import Customers
from analysis.exact import exact_total
from analysis.settings import Summary
from analysis.tiers.cutting import Floats, Tiers, exact_sum
from analysis.tiers.scores import Scores, spend

PAIR = ("value_tier", "loyalty_tier")


@dataclass(frozen=True)
class TierMatrix:
    """The value × loyalty matrix: ``cells`` has value_tier, loyalty_tier, customers and revenue."""

    cells: pl.DataFrame


class MatrixCell(Summary):
    """The customers who are in one value tier and one loyalty tier, and their share of the revenue (0 to 1)."""

    value_tier: str
    loyalty_tier: str
    customers: int
    revenue: float | None
    revenue_share: float | None


def matrix_of(customers: Customers, value: Scores, loyalty: Scores) -> TierMatrix:
    """Return the matrix, a row a cell that has customers; revenue is null where money is not known."""
    return TierMatrix(_crossed(value.tiers, loyalty.tiers, spend(customers)).sort(*PAIR, nulls_last=True))


def tell_tiers(found: TierMatrix) -> dict[str, Any]:
    """Return the cells."""
    return {"matrix": found.cells.to_dicts()}


def tier_matrix(value: Tiers, loyalty: Tiers, amounts: Floats | None) -> tuple[MatrixCell, ...]:
    """Return one cell for each pair of a value tier and a loyalty tier, lowest value tier first; none without both."""
    if value.reason or loyalty.reason:
        return ()
    total = exact_sum(amounts)
    found = {(row, column): told for row, column, *told in _crossed(value, loyalty, amounts).iter_rows()}
    cells = []
    for row in value.names:
        for column in loyalty.names:
            customers, revenue = found.get((row, column), (0, None if amounts is None else 0.0))
            share = revenue / total if revenue is not None and total else None
            told = {"customers": customers, "revenue": revenue, "revenue_share": share}
            cells.append(MatrixCell(value_tier=row, loyalty_tier=column, **told))
    return tuple(cells)


def _crossed(value: Tiers, loyalty: Tiers, amounts: Floats | None) -> pl.DataFrame:
    """Return customers and revenue of every pair of tiers that has customers."""
    frame = pl.DataFrame([tiers.labels.alias(name) for name, tiers in zip(PAIR, (value, loyalty), strict=True)])
    money = pl.lit(None, dtype=pl.Float64)
    if amounts is not None:
        frame, money = frame.with_columns(pl.Series("spent", amounts)), exact_total("spent")
    return frame.group_by(*PAIR).agg(pl.len().alias("customers"), money.alias("revenue"))
