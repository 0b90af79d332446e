"""Money that was paid back, told without a minus beside what was paid."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import polars as pl

from analysis.sources.discounts import AMOUNT, TAKEN_OFF
from analysis.sources.roles import RoleFound

LOOKED_AT = ("amount",)
"""Roles of the columns that are looked at."""

PAID_BACK = re.compile(r"refund|erstatt|rembours|reembols|rimbors|devolu|退款|返金|환불|возврат|iade", re.IGNORECASE)
NOT_MONEY = re.compile(r"qty|quantity|count|number|anzahl|数量|件数|수량|\bid\b|rate|率", re.IGNORECASE)
"""What a column is called that tells what was paid back; and what else it may count."""

NET = re.compile(r"net(?:to)?(?![a-z])|实收|after", re.IGNORECASE)
"""What an amount is called from which it may have been taken already."""

_FEWEST, _HALF, _NEARLY_ALL, _CENT = 3, 0.5, 0.99, 0.0051


def named_like_refund(name: str) -> bool:
    """Tell whether the name may be that of the money that was paid back."""
    called = name.replace("_", " ")
    return PAID_BACK.search(called) is not None and not NOT_MONEY.search(called)


def of_refunds(
    rows: pl.DataFrame, roles: Mapping[str, RoleFound], beside: Callable[[], pl.DataFrame]
) -> dict[str, RoleFound]:
    """Return column → role; what was paid back on some lines, never more than was paid, is taken off their money.

    ``rows``: the first rows, named by role; ``beside``: those columns of numbers that are named like refunds.
    """
    found = dict(roles)
    amount = next((name for name, each in roles.items() if each.role == "amount"), "")
    if not amount or NET.search(amount.replace("_", " ")) or any(each.role in TAKEN_OFF for each in roles.values()):
        return found
    for back in beside().iter_columns():
        off = back.cast(pl.Float64).abs().alias("off")
        lines = pl.DataFrame([rows["amount"].cast(pl.Float64).alias("paid"), off]).filter(pl.col("off") > 0)
        fits = lines.filter(pl.col("off") <= pl.col("paid") + _CENT).height
        flag = lines["off"].n_unique() < 2
        if not flag and _FEWEST <= lines.height < _HALF * len(off) and fits >= _NEARLY_ALL * lines.height:
            return found | {back.name: RoleFound(AMOUNT, 0.6, f"it was paid back of “{amount}”")}
    return found
