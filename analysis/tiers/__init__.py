"""A score for every customer, cut into tiers: the cuts, the summary that tells of them, the shape, the matrix."""

from __future__ import annotations

from analysis.tiers.cutting import (
    TierChoices,
    TierLine,
    Tiers,
    cut_tiers,
    exact_sum,
    label_tiers,
    quantile_cuts,
)

__all__ = ["TierChoices", "TierLine", "Tiers", "cut_tiers", "exact_sum", "label_tiers", "quantile_cuts"]
