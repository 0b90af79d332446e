"""What the first rows say of roles: which guests are told apart by what, and what the money is the money of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from analysis.sources import role_guests, role_money, role_refunds
from analysis.sources.discounts import PLAIN
from analysis.sources.role_content import ColumnFacts
from analysis.sources.role_discount import of_discount
from analysis.sources.roles import RoleFound, named_like_money
from analysis.sources.typing_pass import Head, Typed


@dataclass(frozen=True)
class HeadRows:
    """The first rows, how each column is read, and what is known of the columns."""

    head: Head
    typed: Mapping[str, Typed]
    facts: Sequence[ColumnFacts]

    def by_role(self, roles: Mapping[str, RoleFound], wanted: Collection[str]) -> pl.DataFrame:
        """Return the rows as read, of the columns that play these roles, named by role."""
        names = {each.role: name for name, each in roles.items() if each.role in wanted}
        return self.head.rows.select(self._read(name).alias(role) for role, name in names.items())

    def numbers_beside(self, roles: Mapping[str, RoleFound], named_like: Callable[[str], bool]) -> pl.DataFrame:
        """Return the rows as read, of the columns of numbers that play no role and are called so."""
        numbers = (name for name, each in self.typed.items() if each.reading.type in ("integer", "decimal"))
        return self.head.rows.select(self._read(name) for name in numbers if name not in roles and named_like(name))

    def _read(self, name: str) -> pl.Expr:
        return self.typed[name].reading.value(pl.col(name))


def roles_by_rows(rows: HeadRows, roles: Mapping[str, RoleFound], given: Mapping[str, str]) -> dict[str, RoleFound]:
    """Return column → role, corrected by what the rows say; what is ``given`` stays."""
    found = role_guests.of_guests(rows.by_role(roles, role_guests.LOOKED_AT), roles, given)
    money = partial(rows.numbers_beside, found, named_like_money)
    found = role_money.of_what(rows.by_role(found, role_money.LOOKED_AT), found, given, money)
    if PLAIN in given:
        return found
    discounted = rows.by_role(found, role_money.LOOKED_AT)
    found = of_discount(discounted, found, {each.name: each for each in rows.facts})
    back = partial(rows.numbers_beside, found, role_refunds.named_like_refund)
    return role_refunds.of_refunds(rows.by_role(found, role_refunds.LOOKED_AT), found, back)
