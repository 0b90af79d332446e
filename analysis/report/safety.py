"""Keeps data from doing anything: no cell runs as a formula, no text breaks out of a page or moves a cursor."""

from __future__ import annotations

import html
import unicodedata

import polars as pl

FORMULA_START = r"^[=+\-@\t\r\n＝＋－＠|]"
"""What makes a spreadsheet run a cell (OWASP, "CSV injection"), full-width forms included."""
PLAIN_NUMBER = r"^[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?$"
MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>|~&"})
DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with a ``'`` before each text cell, and column name, that a spreadsheet would run as a formula.

    Numbers, and texts that are nothing but a number, stay as they are.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype in (pl.String, pl.Categorical, pl.Enum)]
    frame = frame.with_columns(pl.col(texts).cast(pl.String))
    risky = [name for name in texts if frame[name].str.contains(FORMULA_START).any()]
    cell = pl.col(risky)
    runs = cell.str.contains(FORMULA_START) & ~cell.str.contains(PLAIN_NUMBER)
    safe = frame.with_columns(pl.when(runs).then(pl.lit("'") + cell).otherwise(cell).name.keep()) if risky else frame
    names = pl.Series(frame.columns, dtype=pl.String)
    renamed = {name: f"'{name}" for name, runs in zip(names, names.str.contains(FORMULA_START), strict=True) if runs}
    return safe.rename(renamed)


def printable(text: object, most: int = 300) -> str:
    """Return text with control characters and changes of direction made visible, on one line, at most ``most`` long."""
    shown = str(text)[: most + 1]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(_visible(character) for character in shown)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _visible(character: str) -> str:
    if character in "\n\r\t":
        return " "
    if character in DIRECTIONS or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"}:
        return "\ufffd"
    return character


def escaped(text: object, most: int = 300) -> str:
    """Return text for HTML, in an element or a quoted attribute."""
    return html.escape(printable(text, most), quote=True)


def markdown(text: object, most: int = 300) -> str:
    """Return text for Markdown, also inside a table: nothing in it is markup, a link or HTML."""
    plain = printable(text, most).translate(MARKDOWN).replace("://", ":\u200b//")
    # At the start of a line these make a heading, a list or a rule.
    return f"\\{plain}" if plain[:1] in {"#", "+", "-", "="} and not plain[1:2].isalnum() else plain
