"""From days of purchase to buying histories: days count, so that two orders on one day are one purchase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.clv.counted import UNITS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Histories:
    """Row-aligned buying histories in one unit of time; times of less than a day count as one.

    ``x`` repeats, ``t_x`` from the first purchase to the last, ``T`` from the first to the end of what was observed,
    ``value`` the mean worth of a repeat (NaN where there is none or money is not known), ``spent`` all that was spent.
    """

    x: Floats
    t_x: Floats
    T: Floats
    value: Floats
    spent: Floats
    unit: str

    @property
    def repeat_buyers(self) -> int:
        """How many customers bought again."""
        return int((self.x > 0).sum())

    def where(self, chosen: NDArray[np.bool_]) -> Histories:
        """Return the histories of some of the customers."""
        x, last, observed, value, spent = (part[chosen] for part in (self.x, self.t_x, self.T, self.value, self.spent))
        return Histories(x, last, observed, value, spent, self.unit)


def histories_until(order_days: pl.DataFrame, until: date, unit: str) -> tuple[pl.DataFrame, Histories]:
    """Return the customers who bought up to and on ``until``, and their histories to that day.

    ``order_days`` has ``customer_id``, ``day`` (Date) and ``amount`` (Float64, may be null); several rows of one
    day are one purchase. The frame has ``customer_id`` and ``first_day``, sorted by id.
    """
    known = order_days.filter(pl.col("day") <= until).sort("customer_id", "day", "amount")
    days = known.group_by("customer_id", "day", maintain_order=True).agg(pl.col("amount").sum())
    told = days.group_by("customer_id", maintain_order=True)
    table = told.agg(
        (pl.len() - 1).cast(pl.Float64).alias("x"),
        pl.col("day").first().alias("first_day"),
        pl.col("day").last().alias("last_day"),
        pl.col("amount").slice(1).mean().alias("value"),
        pl.col("amount").sum().alias("spent"),
    ).sort("customer_id")
    day = UNITS[unit]
    last = (table["last_day"] - table["first_day"]).dt.total_days().to_numpy().astype(np.float64)
    observed = pl.select((pl.lit(until) - table["first_day"]).dt.total_days()).to_series().to_numpy()
    value, spent = (table[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("value", "spent"))
    found = Histories(table["x"].to_numpy(), last / day, np.maximum(observed, 1.0) / day, value, spent, unit)
    return table.select("customer_id", "first_day"), found
