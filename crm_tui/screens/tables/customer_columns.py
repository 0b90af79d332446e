"""The columns of a table of customers: what each holds, how it is written, which come first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_tui.format import number
from crm_tui.widgets.pages import ColumnKind, PageColumn

KINDS: dict[str, ColumnKind] = {
    "customer_id": "identifier",
    "segment": "integer",
    "segment_confidence": "share",
    "value": "decimal",
    "value_rank": "count",
    "monetary": "money",
    "clv": "money",
    "p_alive": "share",
    "recency_days": "count",
    "frequency": "count",
    "r": "integer",
    "f": "integer",
    "m": "integer",
}
FIRST = ("customer_id", "value", "value_tier", "loyalty", "loyalty_tier", "strategy")


SCORES = {
    "value": ("value", "value_rank", "value_percentile", "value_tier"),
    "loyalty": ("loyalty", "loyalty_tier"),
    "rfm": ("r", "f", "m", "rfm_segment"),
}
"""Score → the columns that hold nothing where these data cannot give it."""


def customer_columns(told: Mapping[str, Mapping[str, Any]]) -> list[PageColumn]:
    """Return the columns of the customers of a segment; those that say the same for all are left out.

    ``told`` are the summaries of the stages, that of the review among them.
    """
    customers = told.get("customers", {})
    measures, currency = customers.get("measures", ()), customers.get("currency")
    empty = {name for score, names in SCORES.items() if told.get(score, {}).get("unavailable") for name in names}
    names = [name for name in told["review"]["columns"] if name not in empty]
    units: dict[str, ColumnKind] = {"money": "money", "share": "share", "days": "decimal", "text": "text"}
    kinds = {one["name"]: units.get(one["unit"], "decimal") for one in measures if one["kind"] == "numeric"}
    kinds |= {one["name"]: "text" for one in measures if one["kind"] != "numeric"}
    rest = [name for name in names if name not in {*FIRST, "segment", "segment_name"}]
    shows = dict.fromkeys(("value", "loyalty"), two_decimals)
    return [
        PageColumn(
            name,
            KINDS.get(name) or _result_kind(name) or kinds.get(name, "decimal"),
            unit=currency,
            show=shows.get(name),
        )
        for name in [*FIRST, *rest]
        if name in names
    ]


def two_decimals(value: float | None) -> str:
    """Return a score; more decimals than two say nothing."""
    return number(value, 2)


def _result_kind(name: str) -> ColumnKind | None:
    return "text" if name.endswith(("_tier", "strategy", "_segment", "_class")) else None
