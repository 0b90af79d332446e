"""Value by RFM score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from analysis.tiers.scores import RawScore, ScoreSummary, no_score
from analysis.value.base import ValueMethod
from analysis.value.rfm import Rfm, RfmScores, RfmSummary, score_rfm
from analysis.value.rfm_cuts import LETTERS

if TYPE_CHECKING:
    from analysis.customers import Customers


class RfmValue(Rfm, ValueMethod):
    """The weighted score w1·R + w2·F + w3·M of recency, frequency and money scores."""

    method: Literal["rfm"] = "rfm"

    def compute(self, customers: Customers, seed: int) -> RawScore:
        """Return the weighted score; each letter's part is in ``drivers``."""
        del seed
        return self._raw(customers, score_rfm(customers, self))

    def compute_as_before(self, customers: Customers, before: ScoreSummary) -> RawScore:
        """Return the weighted score by the cuts of an earlier run."""
        earlier = RfmSummary.model_validate(before.details["rfm"]) if "rfm" in before.details else None
        return self._raw(customers, score_rfm(customers, self, earlier))

    def _raw(self, customers: Customers, scores: RfmScores) -> RawScore:
        if scores.unavailable:
            return no_score(customers, "points", scores.unavailable)
        weights = {"r": self.weight_r, "f": self.weight_f, "m": self.weight_m}
        letters = {"r": scores.r, "f": scores.f, "m": scores.m}
        return RawScore(
            scores.score,
            "points",
            " + ".join(f"{weights[letter]:g}·{letter.upper()}" for letter in LETTERS),
            scores.summary.notes,
            drivers=pl.DataFrame({letter: letters[letter] * weights[letter] for letter in LETTERS}),
            details={"rfm": scores.summary.model_dump(mode="json")},
        )
