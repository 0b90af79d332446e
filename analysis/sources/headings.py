"""Rows under headings, as in reports of accountants: a line of nothing but a name, then its rows with no name in them.

The name belongs to the rows below it; the heading itself is no row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.sources.cells import Cells, is_value
from analysis.sources.header import Header, find_header
from analysis.sources.table import LINE

LEAST = 2
"""How many headings are believed."""

_BY = re.compile(r"(?i)\bby ([a-z]+)\b|\bnach ([a-zäöü]+)\b|\bpar ([a-zéè]+)\b|\bpor ([a-z]+)\b")

_ATTRIBUTE, _DATA = re.compile(r"(?i)@attribute\s+('[^']*'|\"[^\"]*\"|\S+)"), re.compile(r"(?i)@data\s*$")
"""Lines that name one column each above the data, and the line between, as programs for learning write them."""


def attributes_of(above: Sequence[Cells]) -> list[str]:
    """The names that lines of their own tell above the data, whose last line says that it begins; else nothing."""
    if not above or not _DATA.match(above[-1][0]):
        return []
    return [match[1].strip("'\"") for cells in above if (match := _ATTRIBUTE.match(cells[0]))]


def cells_of(rows: Sequence[tuple[int, Cells]]) -> list[Cells]:
    """The cells of rows with their lines."""
    return [cells for _, cells in rows]


def header_above(rows: Sequence[tuple[int, Cells]], body: Sequence[Cells], width: int) -> Header:
    """The header of a table with headings among its ``rows`` (line, cells), the first between header and data."""
    plain = [row for row in rows if not _is_heading(row[1])]
    found = find_header(cells_of(plain), body, width)
    if not found.rows:
        return found
    return replace(found, skipped=[line for line, _ in rows].index(plain[found.skipped][0]))


def under_headings(rows: Sequence[Cells]) -> bool:
    """Whether the first column has something in headings only: rows with nothing else, each over rows without it."""
    headings = [row for row in rows if _is_heading(row)]
    below = [row for row in rows if not row[0].strip() and any(cell.strip() for cell in row)]
    named = len({row[0] for row in headings})
    return named >= LEAST and len(below) > len(headings) and len(headings) + len(below) >= 0.6 * len(rows)


def _is_heading(row: Cells) -> bool:
    return len(row) > 2 and bool(row[0].strip()) and not any(row[1:]) and not is_value(row[0])


def name_from(titles: Sequence[Cells]) -> str:
    """What the headings name, as a title above the table tells it: Customer in “Sales by Customer”; "" for nothing."""
    found = (_BY.search(cell) for cells in titles for cell in cells)
    return next((word for match in found if match for word in match.groups() if word), "")


def is_heading(names: Sequence[str]) -> pl.Expr:
    """Whether a row of text has nothing but its first cell."""
    return pl.col(names[0]).is_not_null() & pl.all_horizontal(pl.col(names[1:]).is_null())


def named(frame: pl.DataFrame, column: str, headings: Sequence[int], before: str | None) -> pl.DataFrame:
    """The rows with the name of the heading above them; ``before``: the heading above the first of them."""
    heading = pl.col(LINE).is_in(headings)
    above = pl.when(heading).then(pl.col(column)).forward_fill().fill_null(pl.lit(before, dtype=pl.String))
    return frame.with_columns(pl.coalesce(column, above).alias(column))
