"""The value × loyalty matrix: how many customers and how much money are in each pair of tiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.customers import Customers
from analysis.exact import exact_total
from analysis.scores import Scores, spend


@dataclass(frozen=True)
class TierMatrix:
    """The value × loyalty matrix: ``cells`` has value_tier, loyalty_tier, customers and revenue."""

    cells: pl.DataFrame


def matrix_of(customers: Customers, value: Scores, loyalty: Scores) -> TierMatrix:
    """Return the matrix, a row a cell; revenue is null where money is not known."""
    spent = spend(customers)
    tiers = {"value_tier": value.tiers.labels, "loyalty_tier": loyalty.tiers.labels}
    frame = pl.DataFrame([series.alias(name) for name, series in tiers.items()])
    money = pl.lit(None, dtype=pl.Float64)
    if spent is not None:
        frame, money = frame.with_columns(pl.Series("spent", spent)), exact_total("spent")
    cells = frame.group_by(*tiers).agg(pl.len().alias("customers"), money.alias("revenue"))
    return TierMatrix(cells.sort(*tiers, nulls_last=True))


def tell_tiers(found: TierMatrix) -> dict[str, Any]:
    """Return the cells."""
    return {"matrix": found.cells.to_dicts()}
