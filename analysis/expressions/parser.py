"""The grammar of conditions: from words to one typed term, by recursive descent."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from analysis.expressions.comparing import MOMENTS, OPERATORS, compare, member
from analysis.expressions.terms import Term, all_of, any_of, constant, epoch_day, joined
from analysis.expressions.tokens import Token
from analysis.expressions.values import Values

DEEPEST = 60
MOST_OPERATORS = 100
"""How deep brackets may nest and how many arithmetic signs there may be: engines recurse over both."""


class Parser(Values):
    """Reads one condition."""

    depth, operators = 0, 0

    def parse(self) -> Term:
        """Return the whole condition as a true-or-false term."""
        term = self.either()
        if self.token.sort != "end":
            self.refuse(self.token, f"{self.token.text!r} is not expected here", "join conditions with and / or")
        return self.truth(term)

    def either(self) -> Term:
        """``a or b``."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(self.token, f"brackets nest deeper than {DEEPEST}")
        terms = [self.both()]
        while self.taken("or"):
            terms.append(self.both())
        self.depth -= 1
        return any_of([self.truth(term) for term in terms]) if len(terms) > 1 else terms[0]

    def both(self) -> Term:
        """``a and b``."""
        terms = [self.negated()]
        while self.taken("and"):
            terms.append(self.negated())
        return all_of([self.truth(term) for term in terms]) if len(terms) > 1 else terms[0]

    def negated(self) -> Term:
        """``not a``; several in a row cancel out in pairs."""
        count = 0
        while self.taken("not"):
            count += 1
        term = self.comparison()
        if not count:
            return term
        return self.truth(term).mapped("boolean", nw.Expr.__invert__) if count % 2 else self.truth(term)

    def comparison(self) -> Term:
        """``a < b <= c``, ``a in [..]``, ``a is null``."""
        left = self.total()
        if self.taken("is"):
            return self.missing(left)
        if self.taken("in"):
            return self.membership(left)
        if self.taken("not"):
            self.expect("in")
            return self.membership(left).mapped("boolean", nw.Expr.__invert__)
        return self.chain(left)

    def chain(self, left: Term) -> Term:
        """``< b <= c`` after its first value; that value alone where no sign follows."""
        parts: list[Term] = []
        while self.at(*OPERATORS):
            sign, self.next = self.token, self.next + 1
            if self.at("null", "none"):
                self.refuse(sign, "nothing is equal to null", "write is null or is not null")
            right = self.total()
            parts.append(compare(self.condition, sign.text, left, right))
            left = right
        return all_of(parts) if parts else left

    def missing(self, left: Term) -> Term:
        """``is null`` and ``is not null``, the word ``is`` already read."""
        wanted = not self.taken("not")
        if not self.taken("null", "none"):
            self.refuse(self.token, "'null' is expected after is", "write == to compare with a value")
        found = left.mapped("boolean", nw.Expr.is_null)
        return found if wanted else found.mapped("boolean", nw.Expr.__invert__)

    def membership(self, left: Term) -> Term:
        """``[a, b, c]`` or ``(a, b, c)``, the word ``in`` already read."""
        closing = "]" if self.taken("[") else ")"
        if closing == ")":
            self.expect("(")
        choices: list[Term] = []
        while not self.taken(closing):
            choice = self.total()
            if choice.literal is None:
                self.refuse(choice, "a list holds constants only")
            choices.append(choice)
            if not self.taken(","):
                self.expect(closing)
                break
        if not choices:
            self.refuse(self.token, "the list is empty", "name at least one value")
        return member(self.condition, left, choices)

    def operator(self) -> Token:
        """Pass over an arithmetic sign and return it; each nests one level deeper, so there is an end to them."""
        self.operators += 1
        if self.operators > MOST_OPERATORS:
            self.refuse(self.token, f"there are more than {MOST_OPERATORS} arithmetic signs")
        self.next += 1
        return self.tokens[self.next - 1]

    def total(self) -> Term:
        """``a + b - c``."""
        term = self.product()
        while self.at("+", "-"):
            sign = self.operator()
            right = self.product()
            if sign.text == "-" and term.kind in MOMENTS and right.kind in MOMENTS:
                term = joined(term, right, "number", lambda a, b: epoch_day(a) - epoch_day(b))
            else:
                combine = nw.Expr.__add__ if sign.text == "+" else nw.Expr.__sub__
                term = joined(self.number(term), self.number(right), "number", combine)
        return term

    def product(self) -> Term:
        """``a * b / c``; a division by zero gives null on every engine."""
        term = self.signed()
        while self.at("*", "/"):
            sign = self.operator()
            right = self.number(self.signed())
            combine = nw.Expr.__mul__ if sign.text == "*" else divided
            term = joined(self.number(term), right, "number", combine)
        return term

    def signed(self) -> Term:
        """``-a``."""
        position, negative = self.token.position, False
        while self.at("+", "-"):
            negative ^= self.token.text == "-"
            self.next += 1
        term = self.atom()
        if not negative:
            return term
        literal = self.number(term).literal
        if isinstance(literal, int | float):
            return constant("number", -literal, position)
        return term.mapped("number", lambda expr: nw.lit(0) - expr)


def divided(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """Return the quotient, null where the divisor is zero."""
    return left / nw.when(right != 0).then(right)
