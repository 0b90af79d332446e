"""From the customer table to the buying histories that models of lifetime value take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.clv.counted import UNITS
from analysis.clv.order_days import Histories, histories_until
from analysis.tiers.scores import measured, spend

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ClvInputs:
    """Histories of the customers who ever bought (``buyers`` says who, in the order of the customers' frame).

    ``order_days`` (customer_id, day, amount) is None where the customer table does not carry the days of purchase;
    histories then come from its columns, and no forecast can be held against what happened.
    """

    histories: Histories
    buyers: NDArray[np.bool_]
    order_days: pl.DataFrame | None
    notes: tuple[str, ...] = ()


def clv_inputs(customers: Customers, unit: str) -> ClvInputs | str:
    """Return the histories in ``unit``, or why there are none."""
    if customers.kind != "orders" or customers.as_of is None:
        return "lifetime value needs orders with dates; a customers file does not say when customers bought"
    days: pl.DataFrame | None = getattr(customers, "order_days", None)
    if days is not None:
        return _from_days(customers, days, customers.as_of, unit)
    return _from_columns(customers, unit)


def _from_days(customers: Customers, days: pl.DataFrame, as_of: date, unit: str) -> ClvInputs:
    days = days.filter(pl.col("customer_id").is_in(customers.frame["customer_id"].implode()))
    who, histories = histories_until(days, as_of, unit)
    buyers = customers.frame["customer_id"].is_in(who["customer_id"].implode()).to_numpy()
    return ClvInputs(histories, buyers, days)


def _from_columns(customers: Customers, unit: str) -> ClvInputs | str:
    """Work out the number of days of purchase from the mean gap between them: last − first = repeats × mean gap."""
    recency, tenure = measured(customers, "recency_days"), measured(customers, "tenure_days")
    frequency, gap = measured(customers, "frequency"), measured(customers, "gap_days_mean")
    if recency is None or tenure is None or frequency is None:
        return "lifetime value needs the dates of the first and the last order and the number of orders"
    between = tenure - recency
    x = frequency - 1 if gap is None else np.round(np.divide(between, gap, out=np.zeros(len(gap)), where=gap > 0))
    x = np.asarray(np.where(between > 0, np.maximum(x, 1), 0.0), dtype=np.float64)
    spent = spend(customers)
    money = np.full(len(x), np.nan) if spent is None else spent
    buyers = (frequency > 0) & np.isfinite(tenure) & (between >= 0)
    day = UNITS[unit]
    value = np.where(x > 0, money / (x + 1), np.nan)
    observed = np.asarray(np.maximum(tenure, 1.0) / day, dtype=np.float64)
    found = Histories(x, between / day, observed, value, money, unit).where(buyers)
    return ClvInputs(
        found, buyers, None, ("the value of a repeat is the mean over all of a customer's days of purchase",)
    )
