"""How two parts of a condition are compared: which kinds go together, and how a date written as text is read."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from analysis.expressions.terms import SPOKEN, Term, any_of, constant, joined
from analysis.expressions.tokens import refuse

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "=": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ORDERED = frozenset({"<", "<=", ">", ">="})
MOMENTS = frozenset({"date", "datetime"})


def compare(condition: str, sign: str, left: Term, right: Term) -> Term:
    """Return the comparison; a day without a time means the whole day, so ``<= '2011-12-09'`` takes all of it."""
    left, right = aligned(condition, left, right)
    if left.kind == "boolean" and sign in ORDERED:
        refuse(condition, left.position, "true or false cannot be ordered", "compare with == or !=")
    return joined(left, right, "boolean", OPERATORS[sign])


def member(condition: str, value: Term, choices: list[Term]) -> Term:
    """Return ``value in [choices]``."""
    found = [compare(condition, "==", value, choice) for choice in choices]
    if all(choice.kind == "text" for choice in choices) and value.kind == "text":
        texts = [choice.literal for choice in choices]
        return value.mapped("boolean", lambda expr: expr.is_in(texts))
    return any_of(found)


def aligned(condition: str, left: Term, right: Term) -> tuple[Term, Term]:
    """Return both sides in one kind, or refuse with what to write instead."""
    left, right = as_moment(condition, left, right), as_moment(condition, right, left)
    if {left.kind, right.kind} == MOMENTS:
        return as_day(left), as_day(right)
    if left.kind != right.kind:
        given, wanted = (left, right) if left.literal is not None else (right, left)
        refuse(
            condition,
            given.position,
            f"{SPOKEN[wanted.kind]} is compared with {SPOKEN[given.kind]}",
            remedy(given, wanted),
        )
    return left, right


def remedy(given: Term, wanted: Term) -> str:
    """Return what to write in place of ``given``, where that is plain."""
    if wanted.kind == "text" and given.literal is not None:
        return f"write '{given.literal}' in quotes"
    if wanted.kind == "number" and given.kind == "text" and given.literal is not None:
        return f"write {given.literal} without quotes"
    return f"compare with {SPOKEN[wanted.kind]}"


def as_moment(condition: str, term: Term, other: Term) -> Term:
    """Return the date that a constant text means where it is compared with a date; any other term as it is."""
    if other.kind not in MOMENTS or term.kind != "text" or not isinstance(term.literal, str):
        return term
    text = term.literal.strip()
    try:
        if len(text) <= len("2011-12-09"):
            return constant("date", date.fromisoformat(text), term.position)
        return constant("datetime", datetime.fromisoformat(text).replace(tzinfo=None), term.position)
    except ValueError:
        refuse(
            condition, term.position, f"{term.literal!r} is no date", "write it as '2011-12-09' or '2011-12-09 12:30'"
        )


def as_day(term: Term) -> Term:
    """Return the day of a date or datetime."""
    return term if term.kind == "date" else term.mapped("date", lambda expr: expr.dt.date())
