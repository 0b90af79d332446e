"""Digits of other scripts: Arabic, Persian, Indian, Thai and full-width ones, and what stands among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import polars as pl

_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0)
_MARKS = {"٫": ".", "٬": ",", "٪": "%"}
_UNSEEN = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of writing direction, which programs put around numbers and dates."""

_WESTERN = {
    **{chr(zero + digit): str(digit) for zero in _ZEROS for digit in range(10)},
    **_MARKS,
    **dict.fromkeys(_UNSEEN, ""),
}
_FOREIGN = re.compile(f"[{''.join(_WESTERN)}\uff10-\uff19]")
_TABLE = str.maketrans(_WESTERN)


def foreign(cells: Iterable[str]) -> bool:
    """Tell whether any cell has digits of another script, or marks of direction."""
    return any(not cell.isascii() and _FOREIGN.search(cell) for cell in cells)


def western_text(cell: str) -> str:
    """Return a cell with the digits 0 to 9, and marks as they stand among these."""
    return unicodedata.normalize("NFKC", cell).translate(_TABLE)


def western(column: pl.Expr) -> pl.Expr:
    """Return the cells of a column so."""
    return column.str.normalize("NFKC").str.replace_many(list(_WESTERN), list(_WESTERN.values()))
