"""What to propose for the habits of shops: a status told once an order, guests under one id, flags of refunds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import narwhals.stable.v2 as nw
import polars as pl

from analysis.cleaning.figures import figures, levels, present
from analysis.cleaning.fill_missing import FillMissing
from analysis.cleaning.keep_where import KeepWhere
from analysis.cleaning.order_status import DONE, UNDONE
from analysis.cleaning.step import Step, is_missing
from analysis.cleaning.tidy_text import TidyText
from analysis.codes import Code
from analysis.engines import collect
from analysis.expressions import literals, quoted
from analysis.rows import Rows
from analysis.sources.table import Column

GUESTS = frozenset(
    [
        "guest",
        "guests",
        "guest user",
        "anonymous",
        "anonym",
        "gast",
        "walk-in",
        "walkin",
        "walk in",
        "walk-in customer",
        "cash customer",
        "unknown",
        "guest customer",
        "guest checkout",
        "cash",
        "cash sale",
        "cash sales",
        "walk-in guest",
        "counter sale",
        "invité",
        "invitado",
        "consumidor final",
        "consumidor finale",
        "cliente final",
        "cliente mostrador",
        "cliente general",
        "clientes varios",
        "público general",
        "público en general",
        "publico en general",
        "client divers",
        "client comptoir",
        "client de passage",
        "laufkunde",
        "laufkundschaft",
        "barverkauf",
        "diverse",
        "klient detaliczny",
        "perakende müşteri",
        "розничный покупатель",
        "частное лицо",
        "비회원",
        "游客",
        "匿名",
        "散客",
        "散户",
        "零售客户",
        "普通顾客",
        "ゲスト",
    ]
)
"""Ids, in any case, under which shops put everybody whom they do not know."""

NUMBERED_GUESTS = ("0", "-1", "99999", "999999", "9999999")
"""The same as numbers; these may be ids like others, and count only where far more lines have them than any other."""

BOUGHT = re.compile(
    r"(?<![a-z])(?:purchased?|order(?:ed)?|bought|buy|transaction|sale|payment|checkout (?:completed?|success))"
    r"(?![a-z])|购买|下单|成交|支付|購入|注文",
    re.IGNORECASE,
)
"""What an event is called in which somebody bought something."""
MOST_EVENTS = 100
NEARLY_ALL = 0.9
FAR_MORE = 5
ESTIMATE = 1.25
"""An estimated number of different ids is at most so many times too small."""


class Partly(NamedTuple):
    """Of how many orders some lines only have a value, how many lines of theirs have none, and whether that is a habit:
    of nearly all orders of several lines exactly one has it.
    """

    orders: int = 0
    lines: int = 0
    habit: bool = False


def told_partly(rows: Rows, column: Column) -> Partly:
    """Return how the lines of orders tell what is in a column."""
    order = rows.role("order_id")
    if order is None or not column.nulls or column.name == order:
        return Partly()
    told = rows.frame.select(nw.col(order).alias("order"), is_missing(column).cast(nw.Int64).alias("empty"))
    orders = told.group_by("order", drop_null_keys=True).agg(
        nw.len().cast(nw.Int64).alias("lines"), nw.col("empty").sum()
    )
    several = orders.filter(nw.col("lines") > 1)
    mixed = (nw.col("empty") > 0) & (nw.col("empty") < nw.col("lines"))
    once = nw.col("empty") == nw.col("lines") - 1
    flags = several.select("empty", mixed=mixed.cast(nw.Int64), once=once.cast(nw.Int64))
    wanted = {
        "several": nw.len(),
        "orders": nw.col("mixed").sum(),
        "lines": (nw.col("mixed") * nw.col("empty")).sum(),
        "once": nw.col("once").sum(),
    }
    found = {name: int(count or 0) for name, count in figures(flags, wanted).items()}
    return Partly(found["orders"], found["lines"], found["once"] >= NEARLY_ALL * found["several"] > 0)


def filled_by_order(rows: Rows, column: Column, orders: int) -> tuple[Step, str, bool]:
    """Return: the lines of so many orders get what another line of theirs tells."""
    reason = f"{column.name} stands on some lines only of {orders:,} orders; the other lines of the order get it"
    return FillMissing(columns=(column.name,), method="mode", by=(str(rows.role("order_id")),)), reason, True


def logged_purchases(rows: Rows) -> tuple[str, ...]:
    """Return the kinds of event that are purchases, as written, in a log of events of other kinds too; else none.

    The log must tell whose each event is, and the order or its money. Payments and refunds alone are no such log.
    """
    column = next((column for column in rows.columns if column.role == "event_type" and column.type == "text"), None)
    has = {column.role for column in rows.columns}
    if column is None or "customer_id" not in has or not has & {"amount", "unit_price", "order_id"}:
        return ()
    states = levels(rows.frame, column)
    bought = tuple(
        sorted(state for state in states if BOUGHT.search(state.replace("_", " ")) and not DONE.search(state))
    )
    others = [state for state in states if state not in bought and not UNDONE.search(state)]
    return bought if others and len(states) <= MOST_EVENTS else ()


def purchases_only(rows: Rows) -> Iterator[tuple[Step, str, bool]]:
    """Yield: of a log of events only the purchases are order lines."""
    bought = logged_purchases(rows)
    column = rows.role("event_type")
    if bought and column:
        yield (
            KeepWhere(condition=f"{quoted(column)} in {literals(bought)}"),
            f"the events that count as orders: {', '.join(bought)}",
            True,
        )


def guests(rows: Rows) -> Iterator[tuple[Step, str, bool]]:
    """Yield: lines of guests, whom nobody can tell apart, go."""
    customer = next((column for column in rows.columns if column.role == "customer_id"), None)
    if customer is None or customer.type != "text":
        return
    counts = levels(rows.frame.filter(maybe_guest(rows, customer)), customer)
    total = figures(rows.frame, {"rows": nw.len()})["rows"] if counts else 0
    numbered = {name: count for name, count in counts.items() if name.casefold() not in GUESTS}
    outstanding = standing_out(rows, customer, numbered, total)
    found = [name for name in counts if name not in numbered or name in outstanding]
    if found and sum(counts[name] for name in found) < total:
        lines = sum(counts[name] for name in found)
        reason = f"{lines:,} lines are of guests ({customer.name} {', '.join(found)}), who cannot be told apart"
        yield KeepWhere(condition=other_than(customer, found)), reason, True


def maybe_guest(rows: Rows, customer: Column) -> nw.Expr:
    """Return whether the id is one of those for guests."""
    code = rows.codes.get(customer.name)
    if code is None or code.levels:
        return nw.col(customer.name).str.to_lowercase().is_in([*GUESTS, *NUMBERED_GUESTS])
    # Coded ids are all one text and then digits, as no word for guests is.
    return nw.col(code.name).is_in(list(code_of(code, NUMBERED_GUESTS).values()))


def code_of(code: Code, texts: Iterable[str]) -> dict[str, int]:
    """Return text → the number that stands for it, of those that have one."""
    told = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String}).filter(
        code.text(code.of(pl.col("text"))) == pl.col("text")
    )
    return dict(told.select("text", code=code.of(pl.col("text"))).iter_rows())


def standing_out(rows: Rows, customer: Column, counts: Mapping[str, int], total: int) -> frozenset[str]:
    """Return which of these ids, given with their lines, far more lines have than any other."""
    # Some other id has at least the mean of all others; how many there are may be an estimate.
    share = 1 / (ESTIMATE * customer.distinct) if customer.distinct else 0.0
    means = {name: (total - customer.nulls - count) * share for name, count in counts.items()}
    maybe = [name for name, count in counts.items() if count > FAR_MORE * max(means[name], 1)]
    if not maybe:
        return frozenset()
    code = rows.codes.get(customer.name)
    short = code is not None and not code.levels
    key = nw.col(code.name) if code and short else present(customer)
    keys = code_of(code, maybe) if code and short else {name: name for name in maybe}
    lines = rows.frame.select(key=key).group_by("key", drop_null_keys=True).agg(nw.len().alias("rows"))
    others = {name: nw.when(nw.col("key") != keys[name]).then(nw.col("rows")).max() for name in maybe}
    most = figures(lines, others)
    return frozenset(name for name in maybe if most[name] and counts[name] > FAR_MORE * most[name])


def other_than(column: Column, values: list[str]) -> str:
    """Return the condition that a column holds none of these values."""
    name = quoted(column.name)
    return f"{name} not in {literals(values)} or {name} is null"


def currencies_in_one_case(rows: Rows) -> Iterator[tuple[Step, str, bool]]:
    """Yield: codes of currencies are written in capitals, where case would make one currency several."""
    column = next((column for column in rows.columns if column.role == "currency" and column.type == "text"), None)
    told = levels(rows.frame, column) if column and (column.distinct or 0) > 1 else {}
    if column and len({code.strip().upper() for code in told}) < len(told):
        reason = f"{column.name} is told in several ways that differ only in their case or in spaces around them"
        yield TidyText(columns=(column.name,), case="upper"), reason, True


def mails_in_one_case(rows: Rows) -> Iterator[tuple[Step, str, bool]]:
    """Yield: e-mail addresses that tell customers apart are written in small letters, where case would split people."""
    customer = next((column for column in rows.columns if column.role == "customer_id"), None)
    if customer is None or customer.type != "text" or not any("@" in each for each in customer.examples):
        return
    cell = nw.col(customer.name)
    low = cell.str.to_lowercase().str.strip_chars()
    kinds = collect(
        rows.frame.select(own=cell, low=low).unique().select(own=nw.col("own").n_unique(), low=nw.col("low").n_unique())
    )
    own, shared = kinds.row(0)
    if shared < own:
        reason = f"{own - shared} e-mail addresses differ from others only in their case or in spaces around them"
        yield TidyText(columns=(customer.name,), case="lower"), reason, True
