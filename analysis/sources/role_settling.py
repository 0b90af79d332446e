"""Roles that depend on what a table holds as a whole, beyond what each column says by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.sources.role_content import ColumnFacts
from analysis.sources.role_matching import words_of
from analysis.sources.role_neighbours import (
    GENERIC_IDS,
    of_contacts,
    of_fees,
    of_goods,
    of_one_currency,
    of_people,
    of_repeated_goods,
    of_reviews,
    of_sides,
    of_tickets,
    of_times,
    of_titles,
)
from analysis.sources.roles import RoleFound, assign_roles, kind_of_table
from analysis.sources.table import Kind

OF_ORDERS = ("order_date", "amount", "unit_price", "quantity")
"""Roles of order lines; in a file with a row a customer the same names mean something else."""

DAYS = ("order_date", "event_date")
OF_SALES = frozenset({"amount", "unit_price", "quantity", "order_id", "total_purchase", "purchase_amount"})
LEAST_SURE = 0.6

STAND_INS = ("email", "phone", "name")
"""What tells customers apart where no column holds their ids: the first, or which of the others differs more."""

NO_IDS = "no column holds customer ids"
_HARDLY = 0.65
REPEATED = 0.95
"""The share of different customers above which a file has a row for each."""

LEAST = 2
"""So few names tell some customers apart."""
NEARLY_ALL = 0.5
"""The share of rows that must hold a value for it to stand in for an id."""


def settled_roles(
    columns: Sequence[ColumnFacts], given: Mapping[str, str], kind: Kind | None, *, headerless: bool = False
) -> dict[str, RoleFound]:
    """Return column → role for a table: as by name and content, then as fits what the table holds.

    In a file of customers an amount is what they spent in all, and a date of creation the day they came. Where no
    column holds customer ids, e-mail addresses, telephone numbers or names stand in for them.
    """
    facts = {each.name: each for each in columns}
    found = _assigned(columns, given, headerless)
    if person := of_contacts(found, facts, given):
        given = dict(given) | {"customer_id": person}
        found = _assigned(columns, given, headerless)
    found = _of_each_purchase(_with_day(found, facts, given), facts, given)
    if (kind or _kind(found, facts)) == "customers":
        closed = dict.fromkeys(OF_ORDERS, "") | dict(given)
        found = _assigned(columns, closed, headerless)
    if _counts_units(found, facts) and not {"amount", "quantity"} & set(given):
        name = next(name for name, each in found.items() if each.role == "amount")
        why = "it holds whole numbers smaller than the prices, so it counts units"
        found = found | {name: RoleFound("quantity", found[name].score, why)}
    mistaken = _number_of_orders(found, facts) if "customer_id" not in given else ""
    if mistaken:
        order = {} if "order_id" in {each.role for each in found.values()} | set(given) else {"order_id": mistaken}
        found = _assigned(columns, {"customer_id": ""} | order | dict(given), headerless)
    found = of_fees(of_reviews(of_goods(found, facts, given), given), facts, given)
    found = of_one_currency(found, facts, given)
    found = of_repeated_goods(found, facts, given, kind or _kind(found, facts))
    if "customer_id" not in given:
        found = of_people(found, facts, kind or _kind(found, facts))
    if "customer_id" not in given and "customer_id" not in {each.role for each in found.values()}:
        found = _with_stand_in(found, facts, kind or _kind(found, facts))
    return of_times(_with_order_ids(found, facts, given, kind or _kind(found, facts)), facts, given)


def _assigned(columns: Sequence[ColumnFacts], given: Mapping[str, str], headerless: bool) -> dict[str, RoleFound]:
    """Return the roles by name and content, without those of goods and orders where rows are of people or tickets."""
    found = of_titles(assign_roles(columns, given, headerless=headerless), given)
    facts = {each.name: each for each in columns}
    return of_sides(of_tickets(found, facts, given), facts, given)


def _with_order_ids(
    found: dict[str, RoleFound], facts: Mapping[str, ColumnFacts], given: Mapping[str, str], kind: Kind
) -> dict[str, RoleFound]:
    """Return the roles; a column called no more than “id” numbers payments where no row is of some pieces."""
    roles = {each.role for each in found.values()} | set(given)
    if kind != "transactions" or roles & {"order_id", "quantity", "unit_price", "product_id"}:
        return found
    for name, each in facts.items():
        if name not in found and words_of(name) in GENERIC_IDS and each.rows > 1 and each.distinct == each.rows:
            return found | {name: RoleFound("order_id", 0.6, f"it numbers the rows; {each.counted}")}
    return found


def _with_day(
    found: dict[str, RoleFound], facts: Mapping[str, ColumnFacts], given: Mapping[str, str]
) -> dict[str, RoleFound]:
    """Return the roles; where customers repeat and no column is called the day, the first one of dates tells it."""
    names = {each.role: name for name, each in found.items()}
    customer = facts.get(next((names[role] for role in ("customer_id", "email", "phone") if role in names), ""))
    if customer is None or customer.distinct_share > REPEATED or {*names, *given} & set(DAYS):
        return found
    days = (name for name, each in facts.items() if name not in found and each.type in ("date", "datetime"))
    day = next((name for name in days if facts[name].nulls * 2 < facts[name].rows), None)
    if day is None:
        return found
    role = "order_date" if OF_SALES & names.keys() else "event_date"
    return found | {day: RoleFound(role, LEAST_SURE, "it is the first of dates, and customers repeat")}


def _of_each_purchase(
    found: dict[str, RoleFound], facts: Mapping[str, ColumnFacts], given: Mapping[str, str]
) -> dict[str, RoleFound]:
    """Return the roles; what a customer spends at a purchase is the amount where each row is one of his purchases."""
    names = {each.role: name for name, each in found.items()}
    name, customer = names.get("purchase_amount", ""), facts.get(names.get("customer_id", ""))
    settled = "amount" in names or {"amount", "purchase_amount"} & set(given)
    if not name or settled or customer is None or customer.distinct_share > REPEATED:
        return found
    if not {"order_date", "event_date"} & names.keys():
        return found
    why = f"{found[name].evidence}; customers repeat, so that it is of each purchase"
    return found | {name: RoleFound("amount", found[name].score, why)}


def _kind(found: Mapping[str, RoleFound], facts: Mapping[str, ColumnFacts]) -> Kind:
    return kind_of_table({each.role: name for name, each in found.items()}, facts)


def _counts_units(found: Mapping[str, RoleFound], facts: Mapping[str, ColumnFacts]) -> bool:
    """Whether what is called an amount is one of units: whole numbers that stay below the prices beside them."""
    names = {each.role: name for name, each in found.items()}
    if "quantity" in names or not {"amount", "unit_price"} <= names.keys():
        return False
    amount, price = facts[names["amount"]], facts[names["unit_price"]]
    return amount.type == "integer" and (amount.highest or 0.0) < (price.highest or 0.0)


def _number_of_orders(found: Mapping[str, RoleFound], facts: Mapping[str, ColumnFacts]) -> str:
    """Return the column called no more than “id” that numbers the orders, where people are told by something else."""
    names = {each.role: name for name, each in found.items()}
    name = names.get("customer_id", "")
    if not name or found[name].score > _HARDLY or _kind(found, facts) != "transactions":
        return ""
    own = facts[name]
    orders = facts[names["order_id"]].distinct if "order_id" in names else own.held
    person = next((facts[names[role]] for role in STAND_INS if role in names), None)
    return name if person and own.distinct >= 0.99 * orders and person.distinct < 0.95 * own.distinct else ""


def _with_stand_in(found: dict[str, RoleFound], facts: Mapping[str, ColumnFacts], kind: Kind) -> dict[str, RoleFound]:
    names = {each.role: name for name, each in found.items()}
    named_elsewhere = kind in ("transactions", "events") and "order_id" in names and "order_date" not in names
    if kind == "products" or named_elsewhere:
        return found
    if "name" not in names and "first_name" not in names and "last_name" in names:
        names |= {"name": names["last_name"]}
    telling = sorted(STAND_INS[1:], key=lambda role: -facts[names[role]].distinct if role in names else 1)
    for role in STAND_INS[:2] if kind == "customers" else (STAND_INS[0], *telling):
        name = names.get(role)
        if name is None or facts[name].distinct < LEAST or facts[name].held < NEARLY_ALL * facts[name].rows:
            continue
        if kind == "customers" and (facts[name].distinct_share < 1 or facts[name].nulls):
            continue
        title = {"email": "e-mail address", "phone": "telephone number"}.get(role, role)
        why = f"{NO_IDS}, so the {title} tells customers apart; {facts[name].counted}"
        return found | {name: RoleFound("customer_id", found[name].score, why)}
    return found


def said_of_stand_in(found: Mapping[str, RoleFound]) -> tuple[str, ...]:
    """Return in words which column stands in for customer ids, where one does."""
    return tuple(
        f"{name}: {each.evidence.split(';')[0]}" for name, each in found.items() if each.evidence.startswith(NO_IDS)
    )
