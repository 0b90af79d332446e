"""The currency of the money in orders: chosen, told in a column, or written beside the numbers or in a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.customers.lines import column_of
from analysis.customers.orders import Orders
from analysis.customers.table import CustomerChoices
from analysis.rows import Rows
from analysis.sources.currencies import CODES, code_of

CODE = re.compile(rf"(?<![A-Za-z])({'|'.join(CODES)})(?![A-Za-z])|([€£₹₽₩₺₪฿₫₱₦₴₸₾₼])")
"""A currency in the name of a column, such as Betrag (EUR)."""

ISO_LETTERS = 3


DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "BRL"})
MONEY_ROLES = ("amount", "unit_price", "purchase_amount", "total_purchase", "monetary")


def currencies_met(choices: CustomerChoices, orders: Orders | None, sources: Sequence[Rows]) -> tuple[str, ...]:
    """Return the currencies of the money in order: those of a column that tells them, else those beside the numbers.

    Beside the numbers, a chosen currency stands for all of them.
    """
    if orders is not None and orders.currencies:
        return orders.currencies
    if choices.currency:
        return (choices.currency,)
    return tuple(sorted({code for rows in sources for code in written(rows)}))


def currency_of(choices: CustomerChoices, met: Sequence[str], orders: Orders | None) -> str | None:
    """Return the currency that was chosen, else the only one that the orders tell; None for none or several."""
    if choices.currency is None and (orders is None or len(met) != 1):
        return None
    only = choices.currency or met[0]
    return only.upper() if only.isascii() and only.isalpha() and len(only) == ISO_LETTERS else only


def written(rows: Rows) -> set[str]:
    """Return the currencies beside the numbers of the first column of money, and in its name."""
    column = next((found for role in MONEY_ROLES if (found := column_of(rows, role))), None)
    if column is None:
        return set()
    signs = {code_of(sign) for sign in column.currencies}
    signs -= {"$"} if signs & DOLLARS else set()
    named = {code_of(code or sign) for code, sign in CODE.findall(column.name)}
    return signs or named
