"""What the customer table is: one row per customer, what each column means, and what was left out on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl
from pydantic import Field

from analysis.cleaning.ledger import LedgerLine
from analysis.settings import Settings, Summary

Unit = Literal["days", "money", "count", "share", "number", "text", "date"]
MeasureKind = Literal["numeric", "category", "text", "date", "identifier"]

SHORT_NAMES = {
    "recency": "recency_days",
    "tenure": "tenure_days",
    "aov": "average_order_value",
    "age_days": "tenure_days",
    "spend": "monetary",
    "orders": "frequency",
}
"""Names that a recipe may use for the columns made from transactions."""


class CustomerChoices(Settings):
    """What the analyst decides about the customer table."""

    as_of: date | None = Field(
        None,
        title="As of",
        description='What "today" means for recency, tenure and age; empty: the day after the last event.',
    )
    currency: str | None = Field(
        None,
        title="Currency",
        description="The currency of the money, such as GBP; of several the one that counts; empty: that of the data.",
    )
    order_days: Literal["auto", "always"] = Field(
        "auto", title="Days of purchase", description="Kept beside the table; auto: unless there are very many orders."
    )


class Measure(Summary):
    """What one column of the customer table is.

    ``origin`` is ``orders``, ``events`` or the name of the source; ``left_out`` says why the column must not become a
    feature (it knows something from after ``as_of``), and is empty otherwise.
    """

    name: str
    title: str
    unit: Unit
    kind: MeasureKind
    role: str | None = None
    origin: str = "orders"
    left_out: str = ""


class Unmatched(Summary):
    """How two sources met on a key: distinct keys on either side that found no partner, with some of them as examples.

    ``left_rows`` counts the rows of the left source whose key found nothing on the right.
    """

    left: str
    right: str
    key: str
    matched: int
    left_keys: int
    left_rows: int
    right_keys: int
    left_examples: tuple[str, ...] = ()
    right_examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Customers:
    """The customer table: ``frame`` has one row per customer, in ascending order of ``customer_id`` (text, unique).

    ``measures`` describes the other columns in order; ``revenue`` is all the money in the table, exact to the last
    decimal of the data, None where it is in several currencies; ``currencies`` are those met; ``kind`` says whether the
    measures come from orders or from a customers file alone; ``edits`` says what the analyst's changes did, where there
    are any.
    """

    frame: pl.DataFrame
    measures: tuple[Measure, ...]
    as_of: date | None
    revenue: float | None
    kind: Literal["orders", "customers"]
    currency: str | None = None
    warnings: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    edits: tuple[LedgerLine, ...] = ()
    currencies: tuple[str, ...] = ()
    amounts: pl.DataFrame | None = None
    """Customer, ``currency`` and ``amount`` of what was spent in each; None unless orders tell several currencies."""
    order_days: pl.DataFrame | None = None
    """Customer, ``day`` (Date) and ``amount`` (Float64) of each day with a purchase; None where that is not known."""

    def measure(self, name: str) -> Measure | None:
        """Return what the column ``name`` is (a short name is understood), or None where there is no such column."""
        name = SHORT_NAMES.get(name, name) if name not in self.frame.columns else name
        return next((measure for measure in self.measures if measure.name == name), None)

    def role(self, role: str) -> str | None:
        """Return the name of the column that plays ``role``, or None."""
        return next((measure.name for measure in self.measures if measure.role == role), None)
