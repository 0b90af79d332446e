"""The first cells of each column of text, which tell whether something is to be done to all of it."""

from __future__ import annotations

import polars as pl

from analysis.sources.table import LINE

LOOKED_AT, LOOKED_FURTHER = 100, 10_000
"""How many rows are looked at, and how many where there was nothing in these."""


def first_cells(frame: pl.LazyFrame) -> dict[str, list[str]]:
    """Return cells that are not empty, by column, at most ``LOOKED_AT`` of each."""
    texts = [name for name, kind in frame.collect_schema().items() if kind == pl.String and name != LINE]
    found = _cells(frame.select(texts).head(LOOKED_AT))
    sparse = [name for name, cells in found.items() if not cells]
    return found | _cells(frame.select(sparse).head(LOOKED_FURTHER)) if sparse else found


def _cells(rows: pl.LazyFrame) -> dict[str, list[str]]:
    read = rows.collect()
    return {name: [cell for cell in read[name].to_list() if cell][:LOOKED_AT] for name in read.columns}
