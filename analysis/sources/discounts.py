"""What a discount takes off the money of a line, by the role of the column that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from analysis.sources.table import Column

PLAIN = "discount"
"""The role of a column that is called a discount and takes nothing off."""

SHARE, PERCENT = "discount_share", "discount_percent"
AMOUNT, PER_UNIT = "discount_amount", "discount_per_unit"

SHIFTS: Mapping[str, int] = MappingProxyType({SHARE: 0, PERCENT: 2})
"""Roles of shares of the money → how many decimals they are short of a share of 1."""

AMOUNTS = (AMOUNT, PER_UNIT)
"""Roles of amounts: off a line, and off each piece of it."""

TAKEN_OFF: Mapping[str, str] = MappingProxyType(
    {
        SHARE: "a share of the price",
        PERCENT: "percent of the price",
        AMOUNT: "an amount off the line",
        PER_UNIT: "an amount off each piece",
    }
)
"""Roles of columns that are taken off the money of a line → what they hold."""


def discount_of(columns: Iterable[Column]) -> Column | None:
    """Return the column that is taken off the money of a line, None where none is."""
    return next((column for column in columns if column.role in TAKEN_OFF), None)
