"""Saying why: segments as rules, one customer's place, old segments found again, which method suits the data."""

from __future__ import annotations

from analysis.segmentation.explain.advice import Advice, advise
from analysis.segmentation.explain.agreement import Agreement, compare
from analysis.segmentation.explain.matching import match_by_customers
from analysis.segmentation.explain.surrogate import Surrogate, SurrogateRule, explain_segments
from analysis.segmentation.explain.why import Move, WhyHere, why_here

__all__ = [
    "Advice",
    "Agreement",
    "Move",
    "Surrogate",
    "SurrogateRule",
    "WhyHere",
    "advise",
    "compare",
    "explain_segments",
    "match_by_customers",
    "why_here",
]
