"""Amounts with the side of the ledger after them: ``1,234.56 CR`` and ``80.00 DR``, or ``S`` and ``H`` in German."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

PAIRS = (("CR", "DR"), ("H", "S"), ("C", "D"))
"""Words for credit and debit; single letters are believed only where every amount carries one and both occur."""

_AMOUNT = r"\d[.,]\d\d\)? ?"
_ALL_BUT = 0.01
SIDED = r"(?i)[\d) ](?:CR|DR|[HSCD])\.?$"
"""What a cell without blanks around it ends with if it tells its side."""

_LAST = re.compile(r"(?i)(?<=[\d) ])(?:CR|DR|[HSCD])\.?\s*$")


@dataclass(frozen=True)
class Sides:
    """The two words of a column's ledger, and which of them marks what is taken off (``minus``, "" for neither)."""

    words: tuple[str, str]
    minus: str = ""

    def off(self, column: pl.Expr) -> pl.Expr:
        """Return the cells without their side."""
        return column.str.replace(_ending("|".join(self.words)), "")

    def negative(self, column: pl.Expr) -> pl.Expr:
        """Mark (True) the cells on the side that is taken off."""
        return column.str.contains(_ending(self.minus)) if self.minus else pl.lit(False)


def _ending(words: str) -> str:
    return rf"(?i) ?(?:{words})\.?$"


def sides_of(cells: Mapping[str, int]) -> Sides | None:
    """Return the sides that stand after the amounts of a column (cell → rows), None where none do.

    What is taken off is the rarer side, as credit notes are among invoices, or the only one where others have none.
    """
    marked = {cell: rows for cell, rows in cells.items() if _LAST.search(cell)}
    total = sum(cells.values())
    for words in PAIRS if marked else ():
        rows = [_rows_on(word, marked) for word in words]
        if len(words[0]) == 1 and (0 in rows or sum(rows) < (1 - _ALL_BUT) * total):
            continue
        if sum(rows):
            return Sides(words, _taken_off(words, rows, total - sum(rows)))
    return None


def _rows_on(word: str, cells: Mapping[str, int]) -> int:
    ending = re.compile(rf"(?i){_AMOUNT}{word}\.?$")
    return sum(rows for cell, rows in cells.items() if ending.search(cell.strip()))


def _taken_off(words: tuple[str, str], rows: list[int], without: int) -> str:
    if all(rows):
        return words[0] if rows[0] < rows[1] else words[1]
    only = words[0] if rows[0] else words[1]
    return only if without else ""
