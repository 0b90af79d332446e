"""What every method of loyalty has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from analysis.tiers import TierChoices
from analysis.tiers.scores import RawScore, ScoreSummary

if TYPE_CHECKING:
    from analysis.customers import Customers


class LoyaltyMethod(TierChoices):
    """A way to say how loyal a customer is; each subclass is one method, known by its ``method``.

    Two tiers with no cuts of their own call the top third loyal; three or more are of equal size.
    """

    tiers: tuple[str, ...] = Field(
        ("not loyal", "loyal"),
        strict=False,
        min_length=2,
        max_length=9,
        title="Tiers",
        description="Names of the tiers, from the lowest scores to the highest; of two, the upper is the top third.",
    )

    def compute(self, customers: Customers) -> RawScore:
        """Return the raw loyalty of every customer, in the order of the customers' frame."""
        raise NotImplementedError

    def compute_as_before(self, customers: Customers, before: ScoreSummary) -> RawScore:
        """Return the raw loyalty of later customers, measured against the customers of an earlier run."""
        raise NotImplementedError

    def tier_choices(self) -> TierChoices:
        """Return how the score is cut, with the top third spelled out where it applies."""
        halves = self.cut == "quantile" and self.cuts is None and len(self.tiers) == 2
        return TierChoices(tiers=self.tiers, cut=self.cut, cuts=(2 / 3,) if halves else self.cuts)
