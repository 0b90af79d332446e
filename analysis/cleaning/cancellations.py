"""How the order ids of a source mark cancelled orders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import narwhals.stable.v2 as nw

from analysis.engines import collect
from analysis.rows import Rows
from analysis.sources.table import LINE

DIGITS = "0123456789"
MOST_MARKS = 5_000
"""How many different marks are looked at, the most frequent first; ids that are random letters have more."""
SURE = frozenset(
    [
        "c",
        "can",
        "canc",
        "cancel",
        "cancelled",
        "canceled",
        "cn",
        "cr",
        "crn",
        "cm",
        "cnl",
        "ret",
        "rtn",
        "return",
        "ref",
        "refund",
        "rfd",
        "rma",
        "void",
        "storno",
        "credit",
    ]
)
"""Letters that say cancellation, refund or credit note by themselves when most ids do without them."""
LIKELY = frozenset(["r", "x", "v", "s", "rf", "rt", "rv", "neg"])
"""Letters that may say so; they do where most of their lines are negative."""
SEPARATOR = re.compile(r"[\s_.:/#-]*")


def mark_of(order_id: nw.Expr) -> nw.Expr:
    """Return what is left of an id without the digits at its ends: ``C`` of C536379, nothing of 536379."""
    return order_id.str.strip_chars(DIGITS)


class Marked(NamedTuple):
    """Lines whose order id has one mark: how many, how many take something back, and how many are written as bought."""

    lines: int
    negative: int
    positive: int


def cancellations(rows: Rows) -> dict[str, Marked]:
    """Return the marks of cancelled orders: a word for it before or after what ids otherwise look like.

    ``C`` where most ids are numbers; ``R-`` too, where most of its lines are negative; ``CSO-`` where most begin with
    ``SO-``. Nothing where ids are integers, or where there is no form that most of them have.
    """
    counts = marks(rows)
    if not counts:
        return {}
    forms: Counter[str] = Counter()
    for mark, found in counts.items():
        forms[form_of(mark)] += found.lines
    usual, lines = max(forms.items(), key=lambda item: (item[1], item[0]))
    if 2 * lines <= forms.total():
        return {}
    return {mark: found for mark, found in sorted(counts.items()) if cancels(form_of(mark), usual, found)}


def marks(rows: Rows) -> dict[str, Marked]:
    """Return mark → lines that have it, for order ids of text; the most frequent marks."""
    order_id = next((column for column in rows.columns if column.role == "order_id"), None)
    if order_id is None or order_id.type != "text":
        return {}
    code = rows.codes.get(order_id.name)
    if code and not code.levels:
        # All are one text and then digits: there is no other mark among them.
        return {}
    marked = rows.frame.select(
        mark_of(nw.col(order_id.name)).alias("mark"),
        some(rows, ("quantity", "amount", "unit_price"), lambda cell: cell < 0).cast(nw.Int64).alias("negative"),
        some(rows, ("quantity", "amount"), lambda cell: cell > 0).cast(nw.Int64).alias("positive"),
    )
    counted = marked.group_by("mark", drop_null_keys=True).agg(
        nw.len().alias("lines"), nw.col("negative").sum(), nw.col("positive").sum()
    )
    found = collect(counted.sort("lines", "mark", descending=[True, False]).head(MOST_MARKS))
    return {mark: Marked(*counts) for mark, *counts in found.iter_rows()}


def some(rows: Rows, roles: Collection[str], test: Callable[[nw.Expr], nw.Expr]) -> nw.Expr:
    """Return whether some number in these roles passes the test; never null."""
    columns = [column for column in rows.columns if column.role in roles and column.type in {"integer", "decimal"}]
    flags = [test(nw.col(column.name)).fill_null(False) for column in columns]
    # A literal alone would not stretch over the rows on every engine.
    return nw.any_horizontal(*flags, nw.col(LINE) < 0, ignore_nulls=True)


def form_of(mark: str) -> str:
    """Return what marks have in common that differ in digits only, as in ``SO-2011-``."""
    return re.sub(r"\d+", "9", mark).casefold()


def cancels(form: str, usual: str, found: Marked) -> bool:
    """Return whether ids of this form are the usual ones with a word for cancellation."""
    return any(word in SURE or (word in LIKELY and 2 * found.negative > found.lines) for word in added(form, usual))


def added(form: str, usual: str) -> Iterable[str]:
    """Return the words that make ``form`` of ``usual``, written before or after it, separators taken off."""
    if form == usual or usual not in form:
        return
    for rest in (form.removeprefix(usual), form.removesuffix(usual)):
        if rest != form or not usual:
            yield SEPARATOR.sub("", rest)


def is_cancelled(column: str, marks: Iterable[str]) -> nw.Expr:
    """Return whether the order id has one of these marks; never null."""
    return mark_of(nw.col(column)).is_in(list(marks)).fill_null(False)
