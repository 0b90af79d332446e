"""Rows inside a table that sum up the ones above them: told from the rows that were looked at, then looked for in all.

A row is a total where a cell says so and cells are empty that every other row has: a customer who is called “Total Gym”
has an id and a date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from analysis.sources.cells import is_value, kind

Cells = tuple[str, ...]

TOTAL_WORDS = (
    r"(?:grand|sub|overall)?[ -]?totals?|total general|sum|summe|gesamt\w*|suma|somme|totale|totaal|razem|итого|всего"
    r"|averages?|mean|count|合计|总计|小计|總計|合計|小計|总和|平均|共计|합계|총계|平均値"
)
"""How a row begins that sums up others."""

TOTALS = re.compile(rf"(?i)\W*(?:{TOTAL_WORDS})\W*")
"""A cell that says that its row sums up the others."""

_SAYS_SO = (
    rf"(?i)^\W*(?:{TOTAL_WORDS}|zwischensumme|sous-total|subtotale|ergebnis|promedio|소계)(?:\b|$)"
    r"|^\s*\*{1,3}\s*$|\b(?:sub-?totals?|totals?|ergebnis|gesamt|summe|összesen|итог|итого)\W*$|(?:合计|总计|小计|合計|小計|總計|소계)\W*$"
)
"""What a cell of a total says; some programs mark these rows with stars."""
_PATTERN = re.compile(_SAYS_SO)
_ENOUGH = 5
_NEARLY_ALL = 0.98
LACKING = 2
"""How many of the cells that other rows always have a total lacks at least."""


def always_filled(rows: Sequence[Cells], width: int) -> tuple[int, ...]:
    """The columns that all ``rows`` but totals have, where there are totals among them; () where there are none."""
    said = [_says_so(row) for row in rows]
    totals = [row for row, so in zip(rows, said, strict=True) if so]
    others = [row for row, so in zip(rows, said, strict=True) if not so and sum(bool(cell.strip()) for cell in row) > 1]
    if not totals or len(others) < _ENOUGH:
        return ()
    filled = [sum(bool("".join(row[column : column + 1]).strip()) for row in others) for column in range(width)]
    always = tuple(column for column, count in enumerate(filled) if count >= _NEARLY_ALL * len(others))
    lacking = [sum(not "".join(row[column : column + 1]).strip() for column in always) for row in totals]
    return always if max(lacking) >= LACKING else ()


def _says_so(row: Cells) -> bool:
    return any(_PATTERN.search(cell) for cell in set(row)) and any(is_value(cell) for cell in row)


def sums_up(row: Cells, body: Sequence[Cells]) -> bool:
    """Whether the row between the header and the ``body`` sums it up, as in exports of web analytics.

    It says so, or it names nothing that every row names, and most of its numbers are larger than all below them.
    """
    others = [other for other in body if other != row]
    said = [place for place, cell in enumerate(row) if TOTALS.fullmatch(cell) and cell not in _column(others, place)]
    if len(others) < _ENOUGH or not any(map(is_value, row)):
        return False
    measured = [place for place in range(len(row)) if sum(kind(cell) == "number" for cell in _column(others, place))]
    named = [place for place in range(len(row)) if place not in measured]
    if not all(_named(other, named) for other in others) or any(row[at].strip() for at in named if at not in said):
        return False
    if said:
        return True
    larger = [_size(row[place]) > max(map(_size, _column(others, place))) for place in measured if row[place].strip()]
    return sum(larger) * 2 > len(larger) > 0


def _column(rows: Sequence[Cells], place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row)]


def _named(row: Cells, places: Sequence[int]) -> bool:
    return any(row[place].strip() for place in places if place < len(row))


def _size(cell: str) -> int:
    """The whole part of a number as written, 0 where there is none."""
    return int(re.sub(r"\D", "", re.sub(r"[.,]\d{1,2}\D*$", "", cell)) or 0)


def is_total(names: Sequence[str], always: Sequence[str]) -> pl.Expr:
    """Whether a row of text is a total: a cell of ``names`` says so, and cells of ``always`` are empty."""
    says_so = pl.any_horizontal(pl.col(names).str.contains(_SAYS_SO).fill_null(False))
    return says_so & (pl.sum_horizontal(pl.col(always).is_null()) >= LACKING)
