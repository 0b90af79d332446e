"""How a text file separates and quotes its cells, and its text put into the one form that the fast parsers know.

Canonical text has a delimiter of one character, quotes escaped by doubling and nothing around its rows; its lines are
the lines of the file, so that line numbers hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACES = "spaces"
"""The delimiter of columns aligned with spaces."""

UNIT = "\x1f"
ESCAPED = "\ue0ff"
"""Stands for a delimiter that was escaped by a backslash, until the cells are cut."""

_RULE = re.compile(r"(?m)^[ \t]*(?=.*[-=]{2})[-+|:= ]{3,}\r?$")
_FRAME = re.compile(r"(?m)^[ \t]*\|[ \t]*|[ \t]*\|[ \t]*(?=\r?$)")


@dataclass(frozen=True)
class Dialect:
    """How cells are cut.

    ``delimiter``: "" for a single column, ``SPACES`` for aligned columns; ``quote``: "" for none; ``escape``: ""
    where quotes are doubled, else the backslash; ``width``: cells of most rows; ``padded``: blanks around cells go;
    ``framed``: pipes stand around each row; ``wrapped``: each row is quoted as a whole; ``gap``: blanks that part
    aligned cells, at least, or 0 where they start at the ``positions``; ``ending``: what stands at the end of each row
    before that of the line.
    """

    delimiter: str
    quote: str = ""
    escape: str = ""
    width: int = 1
    padded: bool = False
    framed: bool = False
    wrapped: bool = False
    gap: int = 1
    positions: tuple[int, ...] = ()
    ending: str = ""

    @property
    def marks(self) -> tuple[str, str]:
        """Delimiter and quote of the canonical text: one character each, or "" for no quote."""
        if self.delimiter and (self.delimiter == SPACES or self.padded or len(self.delimiter.encode()) > 1):
            return UNIT, self.quote
        return self.delimiter or UNIT, self.quote

    @property
    def plain(self) -> bool:
        """Whether text is canonical as it is."""
        altered = self.escape or self.padded or self.framed or self.wrapped or self.ending
        return not altered and self.marks[0] in (self.delimiter or UNIT)

    @property
    def ruled(self) -> bool:
        """Whether lines of dashes may stand between the rows; they become blank."""
        return self.framed or self.padded or self.delimiter == SPACES


def canonical(text: str, dialect: Dialect) -> str:
    """The text with the delimiter and quote of ``dialect.marks``."""
    if dialect.ending:
        text = re.sub(rf"{re.escape(dialect.ending)}(?=\r?$)", "", text, flags=re.MULTILINE)
    if dialect.ruled:
        text = _RULE.sub("", text)
    if dialect.delimiter == SPACES:
        return _aligned(text, dialect)
    if dialect.framed:
        text = _FRAME.sub("", text)
    if dialect.wrapped:
        text = re.sub(r'(?m)^"(.*)"(?=\r?$)', lambda match: match[1].replace('""', '"'), text)
    if dialect.escape:
        text = _unescaped(text, dialect)
    return _one_character(text, dialect)


def _aligned(text: str, dialect: Dialect) -> str:
    if dialect.positions:
        return "\n".join(_sliced(line, dialect.positions) for line in text.split("\n"))
    gap = "[ \t]+" if dialect.gap < 2 else "[ \t]{2,}|\t"
    return re.sub(gap, UNIT, re.sub(r"(?m)^[ \t]+|[ \t]+$|[ \t]+(?=\r)", "", text))


def _sliced(line: str, positions: tuple[int, ...]) -> str:
    """The cells of one line of fixed-width columns; a line that ends early has fewer."""
    stops = (*positions[1:], len(line) + 1)
    cells = [
        line[start:stop].strip() for start, stop in zip(positions, stops, strict=True) if start < len(line) or not start
    ]
    return UNIT.join(cells)


def _unescaped(text: str, dialect: Dialect) -> str:
    """The text with escaped quotes doubled, escaped delimiters put aside, and escaped backslashes single."""
    meant = {"\\": "\\", dialect.delimiter: ESCAPED, dialect.quote: dialect.quote * 2}
    known = "|".join(re.escape(mark) for mark in meant if mark)
    return re.sub(rf"\\({known})", lambda match: meant[match[1]], text)


def _one_character(text: str, dialect: Dialect) -> str:
    """The text with a delimiter of several characters, or with blanks around it, replaced where it is not in quotes."""
    mark, quote = dialect.marks
    if mark == dialect.delimiter or not dialect.delimiter:
        return text
    cut = f" *{re.escape(dialect.delimiter.strip(' '))} *" if dialect.padded else re.escape(dialect.delimiter)
    if dialect.padded and dialect.delimiter.startswith(" "):
        text = re.sub(r"(?m)^ +| +(?=\r?$)", "", text)
    if not quote or quote not in text:
        return re.sub(cut, mark, text) if dialect.padded else text.replace(dialect.delimiter, mark)
    quoted = (
        f"(?:(?<![^\n])|(?<={re.escape(dialect.delimiter)})){quote}(?:[^{quote}]|{quote}{quote})*{quote}(?={cut}|\r?$)"
    )
    return re.sub(f"({quoted})|{cut}", lambda match: match[1] or mark, text, flags=re.MULTILINE)
