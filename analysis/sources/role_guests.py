"""Customers whose ids are those of guests, and whom their e-mail address tells apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from analysis.sources.roles import RoleFound

LOOKED_AT = ("customer_id", "email")
"""Roles of the columns that are looked at."""

GUESTS = ("0", "-1", "", "guest", "Guest", "GUEST", "anonymous")
"""Ids of everybody who bought without an account."""

_SOME, _NEARLY_ALL, _EACH = 0.02, 0.98, 1.2
"""The share of lines of guests from which they count, of lines with an address, and how many an account may have."""


def of_guests(rows: pl.DataFrame, roles: Mapping[str, RoleFound], given: Mapping[str, str]) -> dict[str, RoleFound]:
    """Return column → role; the e-mail address tells customers apart where some have no id, or that of all guests.

    ``rows``: the first rows, named by role. Others must have an address too, and hardly more than one.
    """
    found = dict(roles)
    if "customer_id" in given or not set(LOOKED_AT) <= set(rows.columns) or rows.is_empty():
        return found
    own = pl.col("customer_id").cast(pl.String)
    guest = own.is_null() | own.is_in(GUESTS)
    mailed = pl.col("email").cast(pl.String).str.contains("@", literal=True).fill_null(False)
    known = rows.filter(~guest & mailed)
    told = rows.select(guests=(guest & mailed).mean(), mailed=mailed.mean()).row(0)
    if told[0] < _SOME or told[1] < _NEARLY_ALL:
        return found
    if known["email"].n_unique() > _EACH * known["customer_id"].n_unique():
        return found
    names = {each.role: name for name, each in roles.items()}
    lost = found.pop(names["customer_id"])
    why = f"“{names['customer_id']}” is that of all guests or none, and the e-mail address tells them apart"
    return found | {names["email"]: replace(lost, evidence=why)}
