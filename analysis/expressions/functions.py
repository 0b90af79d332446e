"""The functions a condition may call. Adding one is a line in FUNCTIONS."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from analysis.expressions.terms import Kind


@dataclass(frozen=True)
class Function:
    """What a function takes (the kinds of its first argument, then whether a constant text follows) and gives."""

    takes: frozenset[Kind]
    gives: Kind
    build: Callable[[nw.Expr, str], nw.Expr]
    needs_text: bool = False


NUMBERS: frozenset[Kind] = frozenset({"number"})
TEXTS: frozenset[Kind] = frozenset({"text"})
MOMENTS: frozenset[Kind] = frozenset({"date", "datetime"})


def logarithm(value: nw.Expr) -> nw.Expr:
    """Natural logarithm, null where there is none, so that engines which raise and engines which give -inf agree."""
    return nw.when(value > 0).then(value).log()


FUNCTIONS: dict[str, Function] = {
    "abs": Function(NUMBERS, "number", lambda value, _: value.abs()),
    "log": Function(NUMBERS, "number", lambda value, _: logarithm(value)),
    "lower": Function(TEXTS, "text", lambda value, _: value.str.to_lowercase()),
    "upper": Function(TEXTS, "text", lambda value, _: value.str.to_uppercase()),
    "trim": Function(TEXTS, "text", lambda value, _: value.str.strip_chars()),
    "length": Function(TEXTS, "number", lambda value, _: value.str.len_chars().cast(nw.Int64)),
    "contains": Function(TEXTS, "boolean", lambda value, part: value.str.contains(part, literal=True), True),
    "startswith": Function(TEXTS, "boolean", lambda value, part: value.str.starts_with(part), True),
    "endswith": Function(TEXTS, "boolean", lambda value, part: value.str.ends_with(part), True),
    "year": Function(MOMENTS, "number", lambda value, _: value.dt.year().cast(nw.Int64)),
    "month": Function(MOMENTS, "number", lambda value, _: value.dt.month().cast(nw.Int64)),
    "day": Function(MOMENTS, "number", lambda value, _: value.dt.day().cast(nw.Int64)),
    "weekday": Function(MOMENTS, "number", lambda value, _: value.dt.weekday().cast(nw.Int64)),
    "hour": Function(frozenset({"datetime"}), "number", lambda value, _: value.dt.hour().cast(nw.Int64)),
}

STATISTICS: dict[str, frozenset[Kind]] = {
    "mean": NUMBERS,
    "std": NUMBERS,
    "median": NUMBERS,
    "min": NUMBERS | MOMENTS,
    "max": NUMBERS | MOMENTS,
}
PERCENTILE = re.compile(r"p(\d{1,3}(?:\.\d+)?)")


def statistic_takes(name: str) -> frozenset[Kind] | None:
    """Return the kinds of column that the statistic ``name`` is taken of; None where it is no statistic."""
    match = PERCENTILE.fullmatch(name)
    if match and float(match[1]) <= 100:
        return NUMBERS
    return STATISTICS.get(name)
