"""Value by formula: purchase amount × purchase frequency / customer lifetime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from analysis.customers.several_currencies import currency_problem
from analysis.tiers.scores import RawScore, measured, no_score, spend
from analysis.value.base import ValueMethod, money_unit, negative_notes
from analysis.wording import counted

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
ROLES = ("purchase_amount", "purchase_frequency", "customer_lifetime")
DAYS_A_YEAR = 365.25


class Formula(ValueMethod):
    """Purchase amount × purchase frequency / customer lifetime.

    From orders: average order value × orders / years since the first order, which is what was spent a year; lifetimes
    under ``floor_days`` count as that long, so that one large first order yesterday is not a fortune a year.
    """

    method: Literal["formula"] = "formula"
    floor_days: int = Field(
        90,
        ge=1,
        le=3650,
        title="Shortest lifetime in days",
        description="Customers who first ordered fewer days ago count as this old. Only for orders.",
    )

    def compute(self, customers: Customers, seed: int) -> RawScore:
        """Return money a year (orders), or the formula over the columns that have its three roles."""
        del seed
        problem = currency_problem(customers)
        if problem:
            return no_score(customers, money_unit(customers), problem)
        if customers.kind == "orders":
            return self._from_orders(customers)
        return _from_columns(customers)

    def _from_orders(self, customers: Customers) -> RawScore:
        spent, days = spend(customers), measured(customers, "tenure_days")
        if spent is None or days is None:
            reason = (
                "the value formula needs the amounts and dates of orders; name their columns in the source's columns"
            )
            return no_score(customers, money_unit(customers, "a year"), reason)
        floored = int((days < self.floor_days).sum())
        who = counted(floored, "customer")
        also = "counts" if floored == 1 else "count"
        notes = [f"{who} first ordered under {self.floor_days} days ago and {also} as that old"] * bool(floored)
        return RawScore(
            spent / (np.maximum(days, self.floor_days) / DAYS_A_YEAR),
            money_unit(customers, "a year"),
            f"average order value × orders / years since the first order (at least {self.floor_days} days)",
            (*notes, *negative_notes(spent)),
            details={"floor_days": self.floor_days, "floored": floored},
        )


def _from_columns(customers: Customers) -> RawScore:
    unit = money_unit(customers, "× purchases / lifetime")
    columns = {role: measured(customers, role) for role in ROLES}
    missing = [role for role, values in columns.items() if values is None]
    if missing:
        which = "" if len(missing) == len(ROLES) else f" for {' or '.join(missing)}"
        reason = (
            f"the value formula needs columns of numbers for {', '.join(ROLES[:-1])} and {ROLES[-1]}, and there is none"
            f"{which}; name them in the source's columns, or choose another value method"
        )
        return no_score(customers, unit, reason)
    amount, frequency, lifetime = (np.asarray(columns[role], dtype=np.float64) for role in ROLES)
    usable = lifetime > 0
    values = np.divide(amount * frequency, lifetime, out=np.full(len(amount), np.nan), where=usable)
    without = int((~usable).sum())
    notes = [f"{counted(without, 'customer', 'has', 'have')} no lifetime above 0 and so no value"] * bool(without)
    formula = "purchase_amount × purchase_frequency / customer_lifetime"
    return RawScore(values, unit, formula, (*notes, *negative_notes(amount)), details={"without_lifetime": without})
