"""What the columns of the results are called in words, and in which unit each is."""

from __future__ import annotations

from collections.abc import Mapping

RESULT_COLUMNS: Mapping[str, tuple[str, str]] = {
    "customer_id": ("Customer", "identifier"),
    "segment": ("Segment", "number"),
    "segment_name": ("Segment name", "text"),
    "segment_confidence": ("Confidence", "share"),
    "value": ("Value", "money"),
    "value_rank": ("Value rank", "count"),
    "value_percentile": ("Value percentile", "points"),
    "value_tier": ("Value tier", "text"),
    "loyalty": ("Loyalty", "points"),
    "loyalty_tier": ("Loyalty tier", "text"),
    "strategy": ("Strategy", "text"),
    "r": ("Recency score", "number"),
    "f": ("Frequency score", "number"),
    "m": ("Money score", "number"),
    "rfm_segment": ("RFM segment", "text"),
    "customer_class": ("Customer class", "text"),
    "clv": ("Lifetime value", "money"),
    "p_alive": ("Chance to be active", "share"),
    "expected_purchases": ("Orders expected", "number"),
    "expected_value": ("Order expected", "money"),
}
"""Column → its title and unit. The customers' measures bring their own; a value can be in points, says its summary."""
