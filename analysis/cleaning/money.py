"""The money in rows, summed exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from analysis.cleaning.figures import levels
from analysis.rows import Rows
from analysis.sources.currencies import code_of
from analysis.sources.discounts import PER_UNIT, SHIFTS, discount_of
from analysis.sources.table import Column

LEAST_DECIMALS, MOST_DECIMALS = 4, 9
"""Decimals kept of a decimal column: those that were seen, within these; nobody measured a column that a step made."""
LARGEST, LARGEST_SCALED = 10**15, 1e17
"""A larger integer, or a larger number of smallest units, is no money; within these no sum outgrows 128 bits."""
NUMBERS = frozenset({"integer", "decimal"})


@dataclass(frozen=True)
class Money:
    """How the amount of a row is computed: an integer, ``scale`` decimals to the left."""

    columns: tuple[str, ...]
    amount: nw.Expr
    scale: int

    def cents(self, total: int | None) -> float:
        """Return a sum of amounts in units of currency, rounded to cents (half away from zero), exactly."""
        total = total or 0
        unit = int(10**self.scale)
        cents = (200 * abs(total) + unit) // (2 * unit)
        return float(cents if total >= 0 else -cents) / 100


def money_of(rows: Rows) -> Money | None:
    """Return how much money a row is: its amount, else quantity × price, else its price; None where there is none.

    A column that tells how much less is taken off.
    """
    found = {column.role: column for column in rows.columns if column.type in NUMBERS}
    for roles in (("amount",), ("quantity", "unit_price"), ("unit_price",)):
        if all(role in found for role in roles):
            gross = product([found[role] for role in roles])
            discount = discount_of(found.values())
            return less(gross, discount, found.get("quantity")) if discount else gross
    return None


def in_several_currencies(rows: Rows) -> bool:
    """Tell whether the money of the rows is in several currencies, so that no sum of it means anything."""
    if any(len(column.currencies) > 1 for column in rows.columns if column.role in ("amount", "unit_price")):
        return True
    told = next((column for column in rows.columns if column.role == "currency" and column.type == "text"), None)
    if told is None or told.distinct == 1:
        return False
    return len({code_of(each).upper() for each in levels(rows.frame, told)}) > 1


def less(gross: Money, discount: Column, quantity: Column | None) -> Money:
    """Return the money without the discount; what is no number is none, and no sign makes it more than it was."""
    names = (*gross.columns, discount.name)
    kept = decimals_of(discount)
    told = scaled(discount, kept)
    off = nw.when(told.is_null()).then(nw.lit(0)).otherwise(told).cast(nw.Int128)
    shift = SHIFTS.get(discount.role or "")
    if shift is not None:
        one = nw.lit(10 ** (kept + shift)).cast(nw.Int128)
        return Money(names, gross.amount * (one - off), gross.scale + kept + shift)
    if discount.role == PER_UNIT and quantity is not None:
        names, pieces = (*names, quantity.name), decimals_of(quantity)
        off, kept = off * scaled(quantity, pieces), kept + pieces
    scale = max(gross.scale, kept)
    amount = gross.amount * nw.lit(10 ** (scale - gross.scale)).cast(nw.Int128)
    off = off.abs() * nw.lit(10 ** (scale - kept)).cast(nw.Int128)
    nearer = nw.when(amount > 0).then(amount - off).otherwise(nw.when(amount < 0).then(amount + off).otherwise(amount))
    return Money(tuple(dict.fromkeys(names)), nearer, scale)


def product(columns: Sequence[Column]) -> Money:
    """Return the money that the product of the columns is."""
    decimals = [decimals_of(column) for column in columns]
    amount = scaled(columns[0], decimals[0])
    for column, kept in zip(columns[1:], decimals[1:], strict=True):
        amount = amount * scaled(column, kept)
    return Money(tuple(column.name for column in columns), amount, sum(decimals))


def decimals_of(column: Column) -> int:
    """Return how many decimals of a column are kept."""
    return 0 if column.type == "integer" else min(max(column.decimals, LEAST_DECIMALS), MOST_DECIMALS)


def scaled(column: Column, decimals: int) -> nw.Expr:
    """Return the cell times ten to ``decimals`` as a 128-bit integer; null where it is no number that money can be."""
    cell = nw.col(column.name)
    if column.type == "integer":
        return nw.when(cell.abs() <= LARGEST).then(cell).cast(nw.Int128)
    large = (cell * 10.0**decimals).round(0)
    return nw.when(large.abs() <= LARGEST_SCALED).then(large).cast(nw.Int128)
