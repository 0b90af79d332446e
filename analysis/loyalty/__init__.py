"""How loyal each customer is: one method a file, and the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.loyalty.base import LoyaltyMethod
from analysis.loyalty.weighted import LoyaltyScore
from analysis.tiers.scores import Scores, ScoreSummary, finish, finish_as_before, spend

if TYPE_CHECKING:
    from analysis.customers import Customers

__all__ = ["METHODS", "AnyLoyalty", "LoyaltyMethod", "LoyaltyScore", "rescore", "score"]

METHODS: dict[str, type[LoyaltyMethod]] = {"score": LoyaltyScore}
"""Every method of loyalty by the name it has in a recipe."""

AnyLoyalty = LoyaltyScore
"""The settings of any method of loyalty, as a recipe holds them."""


def score(customers: Customers, choices: LoyaltyMethod) -> Scores:
    """Score the customers' loyalty and cut it into tiers; ``drivers`` says what each part contributes to each score."""
    raw = choices.compute(customers)
    return finish(raw, _name(choices), choices.tier_choices(), spend(customers))


def rescore(customers: Customers, choices: LoyaltyMethod, before: ScoreSummary) -> Scores:
    """Score later customers against the customers and with the tiers of an earlier run."""
    return finish_as_before(choices.compute_as_before(customers, before), before, spend(customers))


def _name(choices: LoyaltyMethod) -> str:
    return next(name for name, method in METHODS.items() if type(choices) is method)
