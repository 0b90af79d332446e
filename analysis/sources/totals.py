"""Rows inside a table that sum up the ones above them: told from the rows that were looked at, then looked for in all.

A row is a total where a cell says so and cells are empty that every other row has: a customer who is called “Total Gym”
has an id and a date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from analysis.sources.cells import is_value

Cells = tuple[str, ...]

TOTAL_WORDS = (
    r"(?:grand|sub|overall)?[ -]?totals?|total general|sum|summe|gesamt\w*|suma|somme|totale|totaal|razem|итого|всего"
    r"|averages?|mean|count|合计|总计|小计|總計|合計|小計|总和|平均|共计|합계|총계|平均値"
)
"""How a row begins that sums up others."""

_SAYS_SO = (
    rf"(?i)^\W*(?:{TOTAL_WORDS}|zwischensumme|sous-total|subtotale|ergebnis|promedio|소계)(?:\b|$)"
    r"|\b(?:sub-?totals?|totals?|ergebnis|gesamt|summe|összesen|итог|итого)\W*$|(?:合计|总计|小计|合計|小計|總計|소계)\W*$"
)
_PATTERN = re.compile(_SAYS_SO)
_ENOUGH = 5
_NEARLY_ALL = 0.98
LACKING = 2
"""How many of the cells that other rows always have a total lacks at least."""


def always_filled(rows: Sequence[Cells], width: int) -> tuple[int, ...]:
    """The columns that all ``rows`` but totals have, where there are totals among them; () where there are none."""
    totals = [row for row in rows if _says_so(row)]
    others = [row for row in rows if not _says_so(row) and sum(bool(cell.strip()) for cell in row) > 1]
    if not totals or len(others) < _ENOUGH:
        return ()
    filled = [sum(bool("".join(row[column : column + 1]).strip()) for row in others) for column in range(width)]
    always = tuple(column for column, count in enumerate(filled) if count >= _NEARLY_ALL * len(others))
    lacking = [sum(not "".join(row[column : column + 1]).strip() for column in always) for row in totals]
    return always if max(lacking) >= LACKING else ()


def _says_so(row: Cells) -> bool:
    return any(_PATTERN.search(cell) for cell in row) and any(is_value(cell) for cell in row)


def is_total(names: Sequence[str], always: Sequence[str]) -> pl.Expr:
    """Whether a row of text is a total: a cell of ``names`` says so, and cells of ``always`` are empty."""
    says_so = pl.any_horizontal(pl.col(names).str.contains(_SAYS_SO).fill_null(False))
    return says_so & (pl.sum_horizontal(pl.col(always).is_null()) >= LACKING)
