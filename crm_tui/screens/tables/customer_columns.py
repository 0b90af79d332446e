"""The columns of a table of customers: what each holds, how it is headed and written, which come first."""

from __future__ import annotations

from crm_tui.format import number
from crm_tui.screens.tables.result_columns import Told, titles_and_units, unavailable
from crm_tui.widgets.pages import ColumnKind, PageColumn

KINDS: dict[str, ColumnKind] = {
    "identifier": "identifier",
    "money": "money",
    "share": "share",
    "text": "text",
    "date": "date",
    "count": "count",
}
"""Unit of a column → how its cells are written; all others are decimal numbers."""
WHOLE: dict[str, ColumnKind] = {"recency_days": "count", **dict.fromkeys(("segment", "r", "f", "m"), "integer")}
FIRST = ("customer_id", "value", "value_tier", "loyalty", "loyalty_tier", "strategy")
HEADINGS = {"recency_days": "Days since order"}
"""Titles that are shorter over a column than on a line of their own."""


def customer_columns(told: Told) -> list[PageColumn]:
    """Return the columns of the customers of a segment; those that say the same for all are left out.

    ``told`` are the summaries of the stages, that of the review among them.
    """
    empty = unavailable(told)
    names = [name for name in told["review"]["columns"] if name not in empty]
    rest = [name for name in names if name not in {*FIRST, "segment", "segment_name"}]
    known, currency = titles_and_units(told), told.get("customers", {}).get("currency")
    return [_column(name, known.get(name, (name, "number")), currency) for name in [*FIRST, *rest] if name in names]


def _column(name: str, known: tuple[str, str], currency: str | None) -> PageColumn:
    title, unit = known
    kind = WHOLE.get(name) or KINDS.get(unit, "decimal")
    show = two_decimals if unit == "points" else None
    return PageColumn(name, kind, title=HEADINGS.get(name, title), unit=currency, show=show)


def two_decimals(value: float | None) -> str:
    """Return a score; more decimals than two say nothing."""
    return number(value, 2)
