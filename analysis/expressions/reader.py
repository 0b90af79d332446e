"""Walks over the words of a condition, and says where something is wrong."""

from __future__ import annotations

from typing import NoReturn

from analysis.expressions.terms import SPOKEN, Term
from analysis.expressions.tokens import Token, refuse, tokenise


class Reader:
    """The words of one condition and the place where reading stands."""

    def __init__(self, condition: str) -> None:
        self.condition = condition
        self.tokens = tokenise(condition)
        self.next = 0

    @property
    def token(self) -> Token:
        """The word that comes next."""
        return self.tokens[self.next]

    def at(self, *texts: str) -> bool:
        """Tell whether the next word is one of these signs or words, in any case, and not in quotes."""
        return self.token.sort in {"sign", "name"} and self.token.text.lower() in texts

    def refuse(self, token: Token | Term, what: str, remedy: str = "") -> NoReturn:
        """Raise the error that shows where the problem is."""
        refuse(self.condition, token.position, what, remedy)

    def taken(self, *texts: str) -> bool:
        """Pass over the next word if it is one of these signs or words (in any case)."""
        found = self.at(*texts)
        self.next += found
        return found

    def expect(self, text: str) -> None:
        """Pass over a sign that has to stand here."""
        if not self.taken(text):
            found = repr(self.token.text) if self.token.sort != "end" else "the end"
            self.refuse(self.token, f"{text!r} is expected, not {found}")

    def truth(self, term: Term) -> Term:
        """Return a term that is true or false; anything else is refused."""
        if term.kind != "boolean":
            self.refuse(term, f"this is {SPOKEN[term.kind]}, not a condition", "compare it with something, such as > 0")
        return term

    def number(self, term: Term) -> Term:
        """Return a term that is a number; anything else is refused."""
        if term.kind != "number":
            self.refuse(term, f"this is {SPOKEN[term.kind]}, and only numbers can be calculated with")
        return term
