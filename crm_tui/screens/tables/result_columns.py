"""What the columns of the results of this work are called, in which unit each is, and which of them hold nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.result_columns import RESULT_COLUMNS

Told = Mapping[str, Mapping[str, Any]]

SCORES = {
    "value": ("value", "value_rank", "value_percentile", "value_tier"),
    "loyalty": ("loyalty", "loyalty_tier"),
    "rfm": ("r", "f", "m", "rfm_segment"),
}
"""Score → the columns that hold nothing where these data cannot give it."""


def titles_and_units(told: Told) -> dict[str, tuple[str, str]]:
    """Return column → title and unit, of the results and of the customers' measures, as the summaries tell them."""
    found = {one["name"]: (one["title"], one["unit"]) for one in told.get("customers", {}).get("measures", ())}
    found |= RESULT_COLUMNS
    if told.get("value", {}).get("unit") == "points":
        found["value"] = (RESULT_COLUMNS["value"][0], "points")
    return found


def unavailable(told: Told) -> frozenset[str]:
    """Return the columns of the results that hold nothing, since these data cannot give the score."""
    return frozenset(
        name for score, names in SCORES.items() if told.get(score, {}).get("unavailable") for name in names
    )
