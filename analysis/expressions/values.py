"""The smallest parts of a condition: constants, columns, calls of functions, statistics of whole columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import narwhals.stable.v2 as nw

from analysis.expressions.functions import FUNCTIONS, PERCENTILE, STATISTICS, statistic_takes
from analysis.expressions.reader import Reader
from analysis.expressions.terms import KINDS, SPOKEN, Kind, Statistic, Term, column_called, constant
from analysis.expressions.tokens import CONSTANTS, WORDS, Token
from analysis.refusals import nearest
from analysis.sources.table import ValueType


class Values(Reader):
    """Reads values over the given columns; remembers which columns and statistics it meets."""

    def __init__(self, condition: str, columns: Mapping[str, ValueType], aliases: Mapping[str, str]) -> None:
        super().__init__(condition)
        self.columns, self.aliases = columns, aliases
        self.used: dict[str, None] = {}
        self.statistics: dict[Statistic, None] = {}

    def either(self) -> Term:
        """Return a whole expression; what stands in brackets. The grammar of conditions says how."""
        raise NotImplementedError

    def atom(self) -> Term:
        """A constant, a column, a function call, or a condition in brackets."""
        token = self.token
        self.next += 1
        if token.sort == "number":
            return constant("number", number_of(token.text), token.position)
        if token.sort == "text":
            return constant("text", token.text, token.position)
        if token.sort == "column":
            return self.column(token)
        if token.sort == "name":
            return self.named(token)
        if token.sort == "sign" and token.text == "(":
            term = self.either()
            self.expect(")")
            return term
        return self.nothing(token)

    def nothing(self, token: Token) -> NoReturn:
        """Refuse a word that starts no value."""
        what = f"{token.text!r} is not expected here" if token.text else "something is missing here"
        self.refuse(token, what, "name a column, a value or a function")

    def named(self, token: Token) -> Term:
        """A function call, true or false, or a column without backticks."""
        if self.at("(") and token.text not in self.columns:
            return self.call(token)
        word = token.text.lower()
        if word in CONSTANTS and token.text not in self.columns:
            return constant("boolean", CONSTANTS[word], token.position)
        if word in WORDS:
            self.refuse(
                token, f"{token.text!r} is not expected here", f"write `{token.text}` in backticks if it is a column"
            )
        return self.column(token)

    def column(self, token: Token) -> Term:
        """A column that exists, by its name."""
        name = self.aliases.get(token.text, token.text)
        kind = self.columns.get(name)
        if kind is None:
            near = nearest(token.text, [*self.columns, *self.aliases])
            remedy = f"did you mean `{near}`?" if near else f"columns are {', '.join(list(self.columns)[:12])}"
            self.refuse(token, f"there is no column {token.text!r}", remedy)
        self.used[name] = None
        return Term(KINDS[kind], lambda _: column_called(name), token.position)

    def call(self, token: Token) -> Term:
        """``name(…)``: a statistic of a column or a function of a value."""
        name = token.text.lower()
        self.expect("(")
        takes = statistic_takes(name)
        if takes is not None:
            return self.statistic(token, takes)
        function = FUNCTIONS.get(name)
        if function is None:
            self.unknown_function(token)
        value = self.either()
        if value.kind not in function.takes:
            self.refuse(value, f"{name}() does not take {SPOKEN[value.kind]}")
        part = self.part_of_text(name) if function.needs_text else ""
        self.expect(")")
        return value.mapped(function.gives, lambda expr: function.build(expr, part))

    def part_of_text(self, name: str) -> str:
        """The constant text after the comma."""
        self.expect(",")
        if self.token.sort != "text":
            self.refuse(self.token, f"{name}() looks for a text", f"write {name}(column, 'text')")
        self.next += 1
        return self.tokens[self.next - 1].text

    def statistic(self, token: Token, takes: frozenset[Kind]) -> Term:
        """A figure of a whole column, the opening bracket already read."""
        if self.token.sort not in {"name", "column"}:
            self.refuse(self.token, f"{token.text}() is taken of a column", f"write {token.text}(column)")
        term = self.column(self.token)
        statistic = Statistic(token.text.lower(), self.aliases.get(self.token.text, self.token.text))
        if term.kind not in takes:
            self.refuse(term, f"{token.text}() is not taken of {SPOKEN[term.kind]}")
        self.next += 1
        self.expect(")")
        self.statistics[statistic] = None
        return Term(term.kind, lambda known: nw.lit(known[statistic.key]), token.position)

    def unknown_function(self, token: Token) -> NoReturn:
        """Refuse a function that does not exist."""
        if PERCENTILE.fullmatch(token.text.lower()):
            self.refuse(token, f"{token.text} is no percentile", "write p0 to p100")
        known = [*FUNCTIONS, *STATISTICS, "p80"]
        near = nearest(token.text, known)
        remedy = f"did you mean {near}()?" if near else f"functions are {', '.join(known)}"
        self.refuse(token, f"there is no function {token.text}()", remedy)


def number_of(text: str) -> int | float:
    """Return the number a word means: an integer where it is written as one and fits into 64 bits."""
    if text.isdecimal() and len(text) <= 18:
        return int(text)
    return float(text)
