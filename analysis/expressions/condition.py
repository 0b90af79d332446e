"""A condition, ready to be applied to the rows of any engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw

from analysis.engines import collect
from analysis.errors import AnalysisError, RecipeError
from analysis.expressions.parser import Parser
from analysis.expressions.rounding import significant
from analysis.expressions.terms import Statistic, Statistics, Term, Value
from analysis.sources.table import ValueType

FLOATING = frozenset({"mean", "std"})
"""Statistics whose last digits depend on the order of addition; they are rounded, the others are exact."""


@dataclass(frozen=True)
class Condition:
    """A checked condition. A row whose answer is not known, because a cell is missing, does not satisfy it.

    ``columns`` are the columns it names, in order of appearance; ``statistics`` the figures of whole columns it needs.
    """

    text: str
    columns: tuple[str, ...]
    statistics: tuple[Statistic, ...]
    term: Term = field(repr=False, compare=False)

    def expr(self, statistics: Statistics | None = None) -> nw.Expr:
        """Return the expression: true, false, or null where the answer is not known.

        ``statistics`` is what ``statistics_of`` gave for the rows the figures are to be taken of.
        """
        return self.term.build(statistics or {})

    def statistics_of(self, frame: nw.LazyFrame[Any]) -> dict[str, Value]:
        """Return the figures it needs, by their key such as ``p80(monetary)``, in one pass over ``frame``."""
        if not self.statistics:
            return {}
        named = {f"figure_{number}": one.expr() for number, one in enumerate(self.statistics)}
        found = collect(frame.select(**named)).row(0)
        figures: dict[str, Value] = {}
        for one, value in zip(self.statistics, found, strict=True):
            if value is None:
                raise AnalysisError(
                    f"{one.key} is not known: column {one.column!r} has too few values", where=self.text
                )
            figures[one.key] = significant(value) if one.function in FLOATING else value
        return figures


def compile_condition(
    text: str, columns: Mapping[str, ValueType], aliases: Mapping[str, str] | None = None
) -> Condition:
    """Return the condition that ``text`` says over columns of the given types.

    ``aliases`` are further names for columns (short name → column). RecipeError says at which character the text cannot
    be understood and what to write instead.
    """
    if not text.strip():
        raise RecipeError("the condition is empty", where="condition", remedy="write one, such as quantity > 0")
    short = {name: column for name, column in (aliases or {}).items() if name not in columns and column in columns}
    parser = Parser(text, columns, short)
    term = parser.parse()
    if not parser.used:
        raise RecipeError(f"the condition {text!r} names no column", where="condition", remedy="compare a column")
    return Condition(text, tuple(parser.used), tuple(parser.statistics), term)
