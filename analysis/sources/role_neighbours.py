"""Roles that the columns beside a column give it or take from it, whatever its own name says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.sources.currencies import CODES
from analysis.sources.role_content import ColumnFacts, holds_times
from analysis.sources.role_matching import matches, words_of
from analysis.sources.roles import RoleFound, named_like_id
from analysis.sources.table import Kind

Found = dict[str, RoleFound]
Facts = Mapping[str, ColumnFacts]

OF_PEOPLE = frozenset(
    {
        "email",
        "first_name",
        "last_name",
        "phone",
        "gender",
        "age",
        "birthday",
        "birth_year",
        "income",
        "city",
        "country",
    }
    | {"region", "postal_code", "address", "signup_date", "last_order_date", "churned", "total_purchase", "total_order"}
    | {"marital_status", "education", "occupation", "loyalty", "channel", "purchase_frequency", "customer_lifetime"}
)
"""Roles of columns that tell of people, and of nothing that a shop sells."""

OF_GOODS = frozenset({"product_id", "category", "unit_price"})
GOODS_WORDS = frozenset({"brand", "retail", "cost", "price", "stock", "weight", "msrp", "sku", "supplier"})
"""Roles, and words of names, of columns that tell of goods."""

OF_TRADE = frozenset({"order_id", "amount", "unit_price", "quantity", "product_id", "event_type", "session_id"})
"""Roles of columns that a list of people has none of."""

GENERIC_IDS = frozenset(
    {("id",), ("number",), ("no",), ("record", "id"), ("uuid",), ("guid",), ("reference",), ("ref",)}
)
"""Names of columns that say no more than that each row has its own."""

HARDLY_AN_ID = 0.65
"""So little sure is a column called no more than “id”."""

EVIDENT = 0.8
"""A name that says no more than this is not evident."""
FEES = frozenset({"fee", "fees", "commission"})
AFTER_FEES = frozenset({("net",), ("net", "amount"), ("net", "earnings")})
"""Words for what a payment service keeps, and what it calls the rest."""

OWN = 0.99
"""The share of different values from which each row has its own."""
ENOUGH = 20
"""So many rows show that a column never repeats."""


def of_goods(found: Found, facts: Facts, given: Mapping[str, str]) -> Found:
    """Return the roles; in a list of goods the column called “id” is theirs, and so is the one called “name”."""
    names = {each.role: name for name, each in found.items()}
    key = names.get("customer_id", "")
    if not key or "customer_id" in given or found[key].score > HARDLY_AN_ID or names.keys() & OF_PEOPLE:
        return found
    words = {word for name in facts for word in words_of(name)}
    if len((names.keys() & OF_GOODS) | (words & GOODS_WORDS)) < 2 or names.keys() & {"order_id", "order_date"}:
        return found
    left = {name: each for name, each in found.items() if each.role not in ("customer_id", "name", "product_id")}
    left[key] = RoleFound("product_id", HARDLY_AN_ID, f"it numbers the rows of a list of goods; {facts[key].counted}")
    named = names.get("name", "")
    if named and "product_name" not in names:
        left[named] = RoleFound("product_name", HARDLY_AN_ID, "the rows are those of a list of goods")
    return left


def of_contacts(found: Found, facts: Facts, given: Mapping[str, str]) -> str:
    """Return the column called “id” that numbers people, where what repeats are the firms that they work for; or ""."""
    names = {each.role: name for name, each in found.items()}
    firm, mail = facts.get(names.get("customer_id", "")), facts.get(names.get("email", ""))
    if firm is None or mail is None or "customer_id" in given or names.keys() & OF_TRADE:
        return ""
    if _own(firm) or not _own(mail) or mail.held * 2 < mail.rows or not names.keys() & {"first_name", "last_name"}:
        return ""
    return next(
        (name for name in facts if name not in found and words_of(name) in GENERIC_IDS and _own(facts[name])), ""
    )


def of_repeated_goods(found: Found, facts: Facts, given: Mapping[str, str], kind: Kind) -> Found:
    """Return the roles; of two columns of goods in order lines, one that never repeats numbers the lines instead.

    Where there is no other, and nothing else of goods, it numbers the orders.
    """
    name = next((name for name, each in found.items() if each.role == "product_id"), "")
    if kind != "transactions" or not name or "product_id" in given or not _own(facts[name]):
        return found
    others = [
        other
        for other in facts
        if other not in found and _score(other, "product_id") >= HARDLY_AN_ID and facts[other].distinct > 1
    ]
    other = next((each for each in others if not _own(facts[each]) and facts[each].held * 2 > facts[each].rows), "")
    if not other and {each.role for each in found.values()} & {"order_id", "quantity", "unit_price", "product_name"}:
        return found
    if not other:
        return found | {name: RoleFound("order_id", HARDLY_AN_ID, f"it numbers the rows; {facts[name].counted}")}
    why = f"“{name}” has another value in each line; {facts[other].counted}"
    left = {each: role for each, role in found.items() if each != name}
    return left | {other: RoleFound("product_id", _score(other, "product_id"), why)}


def of_reviews(found: Found, given: Mapping[str, str]) -> Found:
    """Return the roles; a title beside the words of a review is that of the review."""
    title = next((name for name, each in found.items() if each.role == "product_name"), "")
    told = {each.role for each in found.values()} & {"feedback", "rating"}
    if not told or "product_name" in given or words_of(title)[-1:] != ("title",) or len(words_of(title)) > 1:
        return found
    return {name: each for name, each in found.items() if name != title}


HARDLY_GOODS = 0.8
"""So little sure is a column called no more than “title” or “description”."""

TICKET_WORDS = frozenset({"priority", "subject", "agent", "assignee", "resolution", "requester", "severity", "issue"})
"""Words of names of columns that tell of questions to a help desk."""


def of_titles(found: Found, given: Mapping[str, str]) -> Found:
    """Return the roles; in a list of people with first and last names, a title is theirs and no product."""
    names = {each.role: name for name, each in found.items()}
    title = names.get("product_name", "")
    if not title or "product_name" in given or found[title].score > HARDLY_GOODS or names.keys() & OF_TRADE:
        return found
    if not names.keys() & {"first_name", "last_name"}:
        return found
    left = {name: each for name, each in found.items() if name != title}
    if words_of(title) == ("title",) and "occupation" not in names.keys() | given.keys():
        left[title] = RoleFound("occupation", HARDLY_AN_ID, "it is the title of people")
    return left


def of_tickets(found: Found, facts: Facts, given: Mapping[str, str]) -> Found:
    """Return the roles; the tickets of a help desk, which cost nothing, are no orders."""
    names = {each.role: name for name, each in found.items()}
    ticket = names.get("order_id", "")
    if "ticket" not in words_of(ticket) or "order_id" in given or names.keys() & {"amount", "unit_price", "quantity"}:
        return found
    told = {word for name in facts for word in words_of(name)} & TICKET_WORDS
    return {name: each for name, each in found.items() if name != ticket} if len(told) > 1 else found


def of_fees(found: Found, facts: Facts, given: Mapping[str, str]) -> Found:
    """Return the roles; beside fees, what is left of them is less than the customer paid, which is the gross amount."""
    name = next((name for name, each in found.items() if each.role == "amount"), "")
    words = words_of(name)
    if "amount" in given or words not in AFTER_FEES or not any(FEES & {*words_of(each)} for each in facts):
        return found
    wanted = tuple("gross" if word == "net" else word for word in words)
    gross = next((each for each in facts if words_of(each) == wanted and each not in found), "")
    if not gross or facts[gross].type not in ("integer", "decimal"):
        return found
    left = {each: role for each, role in found.items() if each != name}
    return left | {gross: RoleFound("amount", found[name].score, f"“{name}” is what is left after fees")}


DEBITS = frozenset(
    {
        "debit",
        "soll",
        "debe",
        "debito",
        "dare",
        "withdrawal",
        "withdrawals",
        "ausgaben",
        "дебет",
        "借方",
        "支出",
        "出金",
    }
)
CREDITS = frozenset(
    {"credit", "haben", "haber", "credito", "avere", "deposit", "deposits", "einnahmen", "кредит", "贷方", "貸方"}
    | {"收入", "入金"}
)
"""Words of names of columns in which a ledger keeps its two sides."""

BALANCES = frozenset({"balance", "bal", "saldo", "solde", "kontostand", "остаток", "余额", "餘額", "残高"})
NO_SIDES = frozenset({"card", "limit", "score", "rating", "note"})
"""Words beside these that make them something else."""


def of_sides(found: Found, facts: Facts, given: Mapping[str, str]) -> Found:
    """Return the roles; of the two sides of a ledger the debits are what was sold, of those of a bank the credits.

    What else is called an amount goes before both; a bank tells the balance beside them.
    """
    amount = next((name for name, each in found.items() if each.role == "amount"), "")
    sides = [_side(facts, words) for words in (DEBITS, CREDITS)]
    if not all(sides) or {"amount", "unit_price"} & given.keys() or amount not in ("", *sides):
        return found
    debit, credit = sides
    bank = any(BALANCES.intersection(words_of(name)) for name in facts)
    name = credit if bank else debit
    why = f"what came in, beside what went out in “{debit}”" if bank else f"what was charged, beside “{credit}”"
    left = {each: role for each, role in found.items() if each not in (amount, name)}
    return left | {name: RoleFound("amount", HARDLY_AN_ID, f"it is {why}")}


def _side(facts: Facts, words: frozenset[str]) -> str:
    """Return the one column of numbers whose name has one of the words, "" where there is none or several."""
    named = [
        name
        for name, each in facts.items()
        if each.type in ("integer", "decimal")
        and words.intersection(words_of(name))
        and not NO_SIDES.intersection(words_of(name))
    ]
    return named[0] if len(named) == 1 else ""


def of_one_currency(found: Found, facts: Facts, given: Mapping[str, str]) -> Found:
    """Return the roles; beside money in several currencies, that in one, as its name says, is the amount of all."""
    names = {each.role: name for name, each in found.items()}
    told, amount = names.get("currency", ""), names.get("amount", "")
    if not told or not amount or given.keys() & {"currency", "amount"} or facts[told].distinct < 2:
        return found
    same = amount
    if not _currency_named(amount):
        numbers = (name for name, each in facts.items() if name not in found and each.type in ("integer", "decimal"))
        named = (name for name in numbers if _currency_named(name) and _score(name, "amount") >= HARDLY_AN_ID)
        same = next(named, "")
    if not same:
        return found
    left = {name: each for name, each in found.items() if name not in (told, amount)}
    why = f"its name tells the currency, and “{told}” that of another column"
    return left | {same: RoleFound("amount", found[amount].score, why)}


def _currency_named(name: str) -> bool:
    return any(part.upper() in CODES for part in re.split(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])", name))


def of_people(found: Found, facts: Facts, kind: Kind) -> Found:
    """Return the roles; where rows are of people and one column alone is of ids, each its own, it tells them apart."""
    roles = {each.role for each in found.values()}
    if kind != "customers" or "customer_id" in roles or not roles & OF_PEOPLE:
        return found
    ids = [name for name in facts if name not in found and named_like_id(name) and _own(facts[name])]
    if len(ids) != 1 or facts[ids[0]].nulls:
        return found
    return found | {ids[0]: RoleFound("customer_id", 0.6, f"it is the only column of ids; {facts[ids[0]].counted}")}


def of_times(found: Found, facts: Facts, given: Mapping[str, str]) -> Found:
    """Return the roles; a time of day is that of an order, or an event, only beside its day that has none itself.

    Of several columns of times it has to be evident by its name.
    """
    name = next((name for name, each in found.items() if each.role == "order_time"), "")
    if not name or "order_time" in given:
        return found
    names = {each.role: column for column, each in found.items()}
    day = facts.get(names.get("order_date", names.get("event_date", "")))
    others = [other for other, each in facts.items() if other != name and holds_times(each)]
    surest = max((_score(other, "order_time") for other in others), default=0.0)
    evident = not others or _score(name, "order_time") > max(surest, EVIDENT)
    if day is not None and not day.timed and evident:
        return found
    return {each: role for each, role in found.items() if each != name}


def _own(facts: ColumnFacts) -> bool:
    return facts.held >= ENOUGH and facts.distinct_share >= OWN


def _score(name: str, role: str) -> float:
    found = matches(name).get(role)
    return found.score if found else 0.0
