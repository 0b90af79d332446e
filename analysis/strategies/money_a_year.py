"""What customers bring in a year, from what they brought so far; the reason where the data cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.customers.several_currencies import currency_problem
from analysis.tiers.scores import measured, spend

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
DAYS_A_YEAR = 365.25
SHORTEST_LIFETIME = 0.25
"""Years; a customer known for less counts as known for this long."""


@dataclass(frozen=True)
class Yearly:
    """Per customer, row-aligned, NaN for unknown: revenue and orders a year; ``basis`` says how they were computed.

    Where there is no revenue a year, ``revenue`` is None and ``reason`` says why; likewise ``orders``.
    """

    revenue: Floats | None
    orders: Floats | None
    basis: str = ""
    reason: str = ""


def yearly(customers: Customers) -> Yearly:
    """Return what each customer brings a year.

    From orders: everything so far, divided by the years from the first order of all to ``as_of``. From a customers
    file: total spend divided by the customer's lifetime in years (at least a quarter).
    """
    problem = currency_problem(customers)
    if problem:
        return Yearly(None, None, reason=problem)
    spent = spend(customers)
    orders = measured(customers, "frequency", "total_orders", "total_order", "purchase_frequency")
    years, basis = _years(customers)
    if years is None:
        return Yearly(None, None, reason=basis)
    reason = "" if spent is not None else "no column says what the customers spent"
    return Yearly(_over(spent, years), _over(orders, years), basis, reason)


def _over(amounts: Floats | None, years: Floats | float) -> Floats | None:
    return None if amounts is None else np.asarray(amounts / years, dtype=np.float64)


def _years(customers: Customers) -> tuple[Floats | float | None, str]:
    if customers.kind == "orders":
        days = _days_observed(customers)
        if days is None:
            return None, "the orders have no dates, so nothing is known per year"
        return days / DAYS_A_YEAR, f"what came in over {days} days, per 365.25 days"
    lifetime = measured(customers, "customer_lifetime")
    if lifetime is None:
        return None, "no column says for how long the customers have been known, so nothing is known per year"
    return np.maximum(
        lifetime, SHORTEST_LIFETIME
    ), "total spend by the customer's lifetime in years, at least a quarter"


def _days_observed(customers: Customers) -> int | None:
    if "first_order" not in customers.frame.columns or customers.as_of is None:
        return None
    first = customers.frame.select(pl.col("first_order").cast(pl.Date).min()).item()
    return None if first is None else max((customers.as_of - first).days, 1)
