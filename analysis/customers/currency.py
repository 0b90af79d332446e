"""The currency of the money in orders: chosen, told in a column, or written beside the numbers or in a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.customers.lines import column_of
from analysis.customers.orders import Orders
from analysis.customers.table import CustomerChoices
from analysis.rows import Rows

SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₪": "ILS",
    "zł": "PLN",
    "R$": "BRL",
    "元": "CNY",
}
"""Signs that mean one currency only; the dollar and the yen or yuan sign stand as they are."""

CODE = re.compile(
    r"(?<![A-Za-z])(USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|CAD|AUD|NZD|BRL|MXN|SEK|NOK|DKK|PLN|CZK|HUF|TRY|RUB|ZAR|KRW|SGD|HKD|TWD)"
    r"(?![A-Za-z])|([€£₹₽₩₺₪])"
)
"""A currency in the name of a column, such as Betrag (EUR)."""

ISO_LETTERS = 3


def currency_of(choices: CustomerChoices, orders: Orders | None, transactions: Sequence[Rows]) -> str | None:
    """Return the currency that was chosen, else the only one that the data tells; None for none or several."""
    if choices.currency or orders is None:
        return choices.currency
    beside = {code for rows in transactions for code in written(rows)}
    found = set(orders.currencies) or beside
    only = next(iter(found)) if len(found) == 1 else None
    return only.upper() if only and only.isascii() and only.isalpha() and len(only) == ISO_LETTERS else only


def written(rows: Rows) -> set[str]:
    """Return the currencies beside the numbers of the money column and in its name."""
    column = column_of(rows, "amount") or column_of(rows, "unit_price")
    if column is None:
        return set()
    signs = {SIGNS.get(sign.strip(), sign.strip()) for sign in column.currencies}
    named = {SIGNS.get(code or sign, code or sign) for code, sign in CODE.findall(column.name)}
    return signs or named
