"""A text file after its dialect was found out and before its columns have types."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.sources.canonical import Dialect
from analysis.sources.table import Findings


@dataclass(frozen=True)
class TextTable:
    """Every cell of a table as text, lazily, and what was found out on the way.

    ``frame`` has the table's columns in order, all String, each cell exactly as written but without its quotes; an
    empty cell is null, whether quoted or not, and so is a cell that a short row lacks. Unnamed columns are
    ``column_1`` …, by position; a repeated name gets " (2)", " (3)" …. The last column is
    ``analysis.sources.table.LINE`` (Int64): the line of the file on which the row starts, counted from 1, ascending.
    ``findings.columns`` is left empty: types and roles come later. ``dialect`` is how a text file cuts its cells, which
    others of its folder are tried with first.
    """

    frame: pl.LazyFrame
    findings: Findings
    dialect: Dialect | None = None
