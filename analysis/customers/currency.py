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
    "円": "JPY",
    "원": "KRW",
    "Kč": "CZK",
    "Ft": "HUF",
    "TL": "TRY",
    "лв": "BGN",
    "лв.": "BGN",
    "руб": "RUB",
    "руб.": "RUB",
    "грн": "UAH",
    "грн.": "UAH",
    "lei": "RON",
    "฿": "THB",
    "₫": "VND",
    "₱": "PHP",
    "₦": "NGN",
    "NT$": "TWD",
    "HK$": "HKD",
    "S$": "SGD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "CA$": "CAD",
    "US$": "USD",
    "MX$": "MXN",
    "RM": "MYR",
    "Rp": "IDR",
}
"""Signs that mean one currency only; the dollar and the yen or yuan sign stand as they are."""

CODE = re.compile(
    r"(?<![A-Za-z])(USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|CAD|AUD|NZD|BRL|MXN|SEK|NOK|DKK|PLN|CZK|HUF|TRY|RUB|ZAR|KRW|SGD|HKD|TWD)"
    r"(?![A-Za-z])|([€£₹₽₩₺₪])"
)
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
    signs = {SIGNS.get(sign.strip(), sign.strip()) for sign in column.currencies}
    signs -= {"$"} if signs & DOLLARS else set()
    named = {SIGNS.get(code or sign, code or sign) for code, sign in CODE.findall(column.name)}
    return signs or named
