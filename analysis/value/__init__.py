"""What each customer is worth: one method a file, and the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from analysis.tiers.scores import Scores, ScoreSummary, finish, finish_as_before, spend
from analysis.value.base import ValueMethod
from analysis.value.clv import Clv
from analysis.value.formula import Formula
from analysis.value.rfm_value import RfmValue
from analysis.value.total import TotalSpend

if TYPE_CHECKING:
    from analysis.customers import Customers

__all__ = ["METHODS", "AnyValue", "Clv", "Formula", "RfmValue", "TotalSpend", "ValueMethod", "rescore", "score"]

METHODS: dict[str, type[ValueMethod]] = {"formula": Formula, "total": TotalSpend, "rfm": RfmValue, "clv": Clv}
"""Every method of value by the name it has in a recipe."""

AnyValue = Annotated[Formula | TotalSpend | RfmValue | Clv, Field(discriminator="method")]
"""The settings of any method of value, as a recipe holds them."""


def score(customers: Customers, choices: ValueMethod, seed: int = 0) -> Scores:
    """Say what each customer is worth and cut it into tiers."""
    return finish(choices.compute(customers, seed), _name(choices), choices, spend(customers))


def rescore(customers: Customers, choices: ValueMethod, before: ScoreSummary) -> Scores:
    """Say what later customers are worth, with what an earlier run found out and with its tiers."""
    return finish_as_before(choices.compute_as_before(customers, before), before, spend(customers))


def _name(choices: ValueMethod) -> str:
    return next(name for name, method in METHODS.items() if type(choices) is method)
