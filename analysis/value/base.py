"""What every method of customer value has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.tiers import TierChoices
from analysis.tiers.scores import RawScore, ScoreSummary
from analysis.wording import counted

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]


class ValueMethod(TierChoices):
    """A way to say what a customer is worth; each subclass is one method, known by its ``method``."""

    def compute(self, customers: Customers, seed: int) -> RawScore:
        """Return the raw value of every customer, in the order of the customers' frame."""
        raise NotImplementedError

    def compute_as_before(self, customers: Customers, before: ScoreSummary) -> RawScore:
        """Return the raw value of later customers with what an earlier run found out, where the method learns."""
        del before
        return self.compute(customers, 0)


def money_unit(customers: Customers, per: str = "") -> str:
    """Return the unit of an amount of money: the currency where it is known."""
    unit = customers.currency or "money"
    return f"{unit} {per}" if per else unit


def negative_notes(amounts: Floats) -> tuple[str, ...]:
    """Say how many customers brought less than nothing, and what that does to shares of revenue."""
    negative = int((amounts < 0).sum())
    if not negative:
        return ()
    who = counted(negative, "customer", "has", "have")
    shares = "shares of revenue may lie below 0 or above 100 %"
    return (f"{who} spent less than nothing (returns exceed purchases), so that {shares}",)
