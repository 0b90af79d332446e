"""The words of a condition, each with the place where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from analysis.errors import RecipeError

Sort = Literal["number", "text", "name", "column", "sign", "end"]

CONSTANTS = {"true": True, "false": False}
WORDS = frozenset({"and", "or", "not", "in", "is", "null", "none", *CONSTANTS})
"""What no column is called, unless in backticks."""
MOST_CHARACTERS, MOST_TOKENS = 20_000, 1_500
"""Longer conditions are refused: the engines' own planners recurse over them."""

PATTERN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
    |(?P<column>`(?:[^`]|``)+`)
    |(?P<name>p\d+\.\d+(?=\s*\()|[^\W\d]\w*)
    |(?P<sign>==|!=|<>|<=|>=|[<>=()\[\],+\-*/])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One word: what sort it is, its text without quotes, and its position in the condition, counted from 0."""

    sort: Sort
    text: str
    position: int


def refuse(condition: str, position: int, what: str, remedy: str = "") -> NoReturn:
    """Raise the RecipeError that shows where in the condition the problem is."""
    around = condition[max(0, position - 20) : position + 20]
    where = f"condition, character {position + 1} (near {around!r})" if around.strip() else "condition, at its end"
    raise RecipeError(what, where=where, remedy=remedy)


def tokenise(condition: str) -> list[Token]:
    """Cut a condition into words, ending with an ``end`` token; RecipeError with the position where that fails."""
    if len(condition) > MOST_CHARACTERS:
        raise RecipeError(f"the condition is longer than {MOST_CHARACTERS} characters", remedy="split it into steps")
    tokens: list[Token] = []
    position = 0
    while position < len(condition):
        match = PATTERN.match(condition, position)
        if match is None:
            refuse_character(condition, position)
        if match.lastgroup != "space":
            tokens.append(token_of(match))
        position = match.end()
    if len(tokens) > MOST_TOKENS:
        raise RecipeError(f"the condition has more than {MOST_TOKENS} words", remedy="split it into steps")
    return [*tokens, Token("end", "", len(condition))]


def token_of(match: re.Match[str]) -> Token:
    """Return the word that was matched, its quotes taken off."""
    sort, text = match.lastgroup, match.group()
    if sort in {"text", "column"}:
        quote = text[0]
        text = text[1:-1].replace(quote * 2, quote)
    return Token(sort, text, match.start())  # type: ignore[arg-type]


def refuse_character(condition: str, position: int) -> NoReturn:
    """Raise for a character that starts no word."""
    character = condition[position]
    if character in "'\"`":
        refuse(condition, position, f"the quote {character} is not closed", "close it, or double it inside the text")
    remedies = {"&": "write and", "|": "write or", "!": "write not", "%": "use + - * /", "^": "use + - * /"}
    refuse(condition, position, f"{character!r} has no meaning here", remedies.get(character, ""))
