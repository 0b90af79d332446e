"""Whose lines are these: order lines, payments and reviews that name an order get its customer, date and status.

Shops keep orders in several files: one names the customer and the date of each order, another lists what was in it. And
some number a customer anew with every order, with the person's own number in the customers file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw
import polars as pl

from analysis import wording
from analysis.customers.amounts import LineMoney
from analysis.customers.joins import COUNT, KEY, free_name, met, refuse_repeated
from analysis.customers.lines import column_of, money_of_lines, text_id
from analysis.customers.table import Unmatched
from analysis.engines import collect
from analysis.errors import AnalysisError
from analysis.rows import Rows
from analysis.sources.discounts import TAKEN_OFF
from analysis.sources.table import Column

WORTH = "__worth__"
MONEY_ROLES = frozenset({"amount", "unit_price", "quantity", *TAKEN_OFF})


@dataclass(frozen=True)
class Belonging:
    """Sources in which every line of an order names its customer; how they met, and what was left aside, in words."""

    rows: tuple[Rows, ...]
    unmatched: tuple[Unmatched, ...] = ()
    warnings: tuple[str, ...] = ()


def belonging(sources: Sequence[Rows]) -> Belonging:
    """Return the sources with every line that names only its order joined to that order, and orders to their person.

    Where no source tells whose the orders are, all come back as they are. Each order is counted once: of several
    sources that list what was in it, the one with products and money is taken and the others are named as left aside.
    """
    heads = [rows for rows in sources if rows.kind == "transactions" and is_head(rows)]
    parts = [rows for rows in sources if column_of(rows, "order_id") and not column_of(rows, "customer_id")]
    found = Belonging(tuple(sources))
    if heads and parts:
        found = joined(found, heads[0], parts)
    return with_persons(found)


def is_head(rows: Rows) -> bool:
    """Tell whether the source names order and customer."""
    return column_of(rows, "order_id") is not None and column_of(rows, "customer_id") is not None


def joined(found: Belonging, head: Rows, parts: Sequence[Rows]) -> Belonging:
    """Return the sources with ``parts`` joined to the orders of ``head``, each order there once.

    AnalysisError where an order is listed more than once, so that its lines would be multiplied.
    """
    lines = [part for part in parts if part.kind == "transactions"]
    chosen = max(lines, key=richness, default=None)
    keyed = with_key_of(head, chosen or parts[0])
    orders = orders_in(keyed)
    if lines:
        repeated = orders.filter(pl.col(COUNT) > 1)[KEY]
        remedy = "name the order ids of both as order_id, or load one of the two alone"
        refuse_repeated(pl.concat([repeated, repeated]), head.name, "order_id", remedy)
    rows, unmatched, warnings = [], list(found.unmatched), list(found.warnings)
    for source in found.rows:
        if source is head:
            rows.append(with_lines(keyed, chosen) if chosen else head)
        elif all(source is not part for part in parts):
            rows.append(source)
        elif source is chosen or source.kind != "transactions":
            how, said = meeting(source, keyed, orders)
            unmatched.append(how)
            warnings += said
            rows += [] if source is chosen else [with_customer(source, keyed)]
        else:
            assert chosen is not None
            warnings.append(f"{source.name} tells of the same orders as {chosen.name}, which is counted; left aside")
    return Belonging(tuple(rows), tuple(unmatched), (*warnings, *said_of_money(head, chosen)))


def orders_in(head: Rows) -> pl.DataFrame:
    """Return the ids of the orders and on how many lines each stands."""
    key = column_of(head, "order_id")
    assert key is not None
    counted = collect(head.frame.select(text_id(key).alias(KEY)).group_by(KEY).agg(nw.len().alias(COUNT)))
    return counted.drop_nulls(KEY)


def with_key_of(head: Rows, part: Rows) -> Rows:
    """Return the orders with the column as order id that is called as in ``part``, where they number orders twice."""
    key = column_of(part, "order_id")
    own = column_of(head, "order_id")
    assert key is not None and own is not None
    named = next((column for column in head.columns if column.name.casefold() == key.name.casefold()), None)
    if named is None or named.name == own.name or named.role not in (None, "order_id"):
        return head
    roles = {named.name: "order_id", own.name: None}
    columns = (column.model_copy(update={"role": roles.get(column.name, column.role)}) for column in head.columns)
    return replace(head, columns=tuple(columns))


def said_of_money(head: Rows, part: Rows | None) -> list[str]:
    """Return in words which of two amounts is counted where both orders and their lines tell one."""
    told = [column.name for column in head.columns if column.role in ("amount", "unit_price")]
    if part is None or not told or not any(column.role in ("amount", "unit_price") for column in part.columns):
        return []
    return [f"money is counted as the lines of {part.name} tell it, not as {told[0]} of {head.name}"]


def richness(rows: Rows) -> tuple[bool, bool, str]:
    """Return how much a source says of what was in an order; of equals the first name counts."""
    has = {column.role for column in rows.columns}
    return bool(has & {"product_id", "product_name"}), bool(has & {"amount", "unit_price"}), rows.name


def meeting(part: Rows, head: Rows, orders: pl.DataFrame) -> tuple[Unmatched, list[str]]:
    """Return how the lines met the orders, and what was left out, in lines and money."""
    key = column_of(part, "order_id")
    assert key is not None
    money = money_of_lines(part) if part.kind == "transactions" else LineMoney()
    worth = money.worth() if money.factors else nw.lit(0)
    lines = part.frame.select(text_id(key).alias(KEY), worth.alias(WORTH))
    counted = collect(lines.group_by(KEY).agg(nw.len().alias(COUNT), nw.col(WORTH).sum()))
    how = met((part.name, counted), (head.name, orders[KEY]), key.name)
    if not how.matched and part.kind == "transactions":
        ours, theirs = ", ".join(how.left_examples[:3]), ", ".join(how.right_examples[:3])
        raise AnalysisError(
            f"no line of {part.name} names an order of {head.name}: one has {ours}, the other {theirs}",
            where=part.name,
            remedy="name the columns with the same numbers as order_id in both",
        )
    if not how.left_rows:
        return how, []
    lost = counted.drop_nulls(KEY).filter(~pl.col(KEY).is_in(orders[KEY].implode()))[WORTH].sum() / 10**money.scale
    told = f" (money: {lost:,.2f})" if money.factors else ""
    lost_lines = wording.counted(how.left_rows, "line")
    return how, [f"left out: {lost_lines} of {part.name} without an order in {head.name}{told}"]


def with_lines(head: Rows, part: Rows) -> Rows:
    """Return every order with its lines; an order without lines stays. Lines that know money tell it."""
    priced = any(column.role in ("amount", "unit_price") for column in part.columns)
    if not priced and any(column.role in MONEY_ROLES for column in head.columns):
        return head
    kept = tuple(without_role(column, MONEY_ROLES) for column in head.columns)
    return left_join(replace(head, columns=kept), part, ("order_id", "order_id"))


def with_customer(part: Rows, head: Rows) -> Rows:
    """Return reviews and the like with the customers of their orders, as events."""
    order, customer = column_of(head, "order_id"), column_of(head, "customer_id")
    assert order is not None and customer is not None
    pairs = head.frame.group_by(order.name, drop_null_keys=True).agg(nw.col(customer.name).min())
    lean = replace(head, columns=(order, customer), frame=pairs)
    return replace(left_join(part, lean, ("order_id", "order_id")), kind="events")


def left_join(left: Rows, right: Rows, roles: tuple[str, str]) -> Rows:
    """Return ``left`` with the columns of ``right`` whose key is equal; roles that ``left`` plays stay its own."""
    ours, theirs = column_of(left, roles[0]), column_of(right, roles[1])
    assert ours is not None and theirs is not None
    taken = [column.name for column in left.columns]
    added = [column for column in right.columns if column.name != theirs.name]
    names = {column.name: free_name(column.name, taken, right.name) for column in added}
    other = right.frame.select(text_id(theirs).alias(KEY), *(nw.col(old).alias(new) for old, new in names.items()))
    frame = left.frame.with_columns(text_id(ours).alias(KEY)).join(other, on=KEY, how="left").drop(KEY)
    played = frozenset(column.role for column in left.columns if column.role)
    renamed = (without_role(column, played).model_copy(update={"name": names[column.name]}) for column in added)
    return replace(left, frame=frame, columns=(*left.columns, *renamed))


def without_role(column: Column, roles: frozenset[str]) -> Column:
    """Return the column; one that plays any of ``roles`` plays none."""
    return column.model_copy(update={"role": None}) if column.role in roles else column


def with_persons(found: Belonging) -> Belonging:
    """Return the orders with the person's own id where a customers file tells it for the id that the orders carry."""
    people = [rows for rows in found.rows if rows.kind == "customers"]
    rows, said = [], []
    for source in found.rows:
        key = column_of(source, "customer_id") if source.kind in ("transactions", "events") else None
        register = next((one for one in people if key is not None and tells_person(one, key)), None)
        if key is None or register is None:
            rows.append(source)
            continue
        person = column_of(register, "customer_id")
        assert person is not None
        rows.append(of_persons(source, register, person))
        said.append(f"{source.name}: customers are told apart by {person.name} of {register.name}, found by {key.name}")
    return replace(found, rows=tuple(rows), warnings=(*found.warnings, *said))


def carrier(register: Rows, key: Column) -> Column | None:
    """Return the column of a customers file that holds the ids of the orders' column ``key`` beside an id of its own.

    It has the same name, or holds e-mail addresses as ``key`` does.
    """
    person = column_of(register, "customer_id")
    others = [column for column in register.columns if person is not None and column.name != person.name]
    same = next((column for column in others if column.name.casefold() == key.name.casefold()), None)
    mails = any("@" in each for each in key.examples)
    if (
        person is None
        or person.name.casefold() == key.name.casefold()
        or (mails and any("@" in each for each in person.examples))
    ):
        return None
    return same or (column_of(register, "email") if mails else None)


def tells_person(register: Rows, key: Column) -> bool:
    """Tell whether a customers file lists each id of the orders once, beside another id of its own."""
    carried = carrier(register, key)
    if carried is None:
        return False
    counted = collect(register.frame.select(text_id(carried).alias(KEY)).group_by(KEY).agg(nw.len().alias(COUNT)))
    return counted.drop_nulls(KEY).filter(pl.col(COUNT) > 1).is_empty()


def of_persons(source: Rows, register: Rows, person: Column) -> Rows:
    """Return the lines with the person's id; a customer whom the register does not know keeps the id of the orders."""
    key = column_of(source, "customer_id")
    carried = carrier(register, key) if key else None
    assert key is not None and carried is not None
    name = free_name(person.name, [column.name for column in source.columns], register.name)
    other = register.frame.select(text_id(carried).alias(KEY), text_id(person).alias(name))
    frame = source.frame.with_columns(text_id(key).alias(KEY)).join(other, on=KEY, how="left")
    frame = frame.with_columns(nw.coalesce(nw.col(name), nw.col(KEY)).alias(name)).drop(KEY)
    columns = tuple(without_role(column, frozenset({"customer_id"})) for column in source.columns)
    return replace(source, frame=frame, columns=(*columns, person.model_copy(update={"name": name, "type": "text"})))
