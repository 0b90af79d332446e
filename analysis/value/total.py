"""Value by total spend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from analysis.customers.several_currencies import currency_problem
from analysis.tiers.scores import RawScore, measured, no_score, spend
from analysis.value.base import ValueMethod, money_unit, negative_notes

if TYPE_CHECKING:
    from analysis.customers import Customers


class TotalSpend(ValueMethod):
    """All that the customer has spent: the plainest figure, and the baseline of the others."""

    method: Literal["total"] = "total"

    def compute(self, customers: Customers, seed: int) -> RawScore:
        """Return the money spent; from a customers file without it, purchase amount × purchase frequency."""
        del seed
        unit = money_unit(customers)
        problem = currency_problem(customers)
        if problem:
            return no_score(customers, unit, problem)
        spent = spend(customers)
        if spent is not None:
            return RawScore(spent, unit, "total spend", negative_notes(spent))
        amount, frequency = measured(customers, "purchase_amount"), measured(customers, "purchase_frequency")
        if amount is None or frequency is None:
            reason = (
                "total spend needs orders with amounts, or columns with the role total_purchase, "
                "or purchase_amount and purchase_frequency"
            )
            return no_score(customers, unit, reason)
        total = amount * frequency
        return RawScore(total, unit, "purchase_amount × purchase_frequency", negative_notes(total))
