"""Cells that a program guards against spreadsheets, which would take them for numbers: ``="007"`` and ``'007``."""

from __future__ import annotations

import re

import polars as pl

from analysis.sources.table import LINE

LOOKED_AT = 100
"""How many rows tell whether a column is guarded."""

NEARLY_ALL = 0.9
_GUARDS = (r'^="([^"]*)"$', r"^'([+-]?\d[^']*)$")
"""What guarded cells look like, and what stands in them."""


def unguarded(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows with the cells of guarded columns as they are meant."""
    texts = [name for name, kind in frame.collect_schema().items() if kind == pl.String and name != LINE]
    head = frame.select(texts).head(LOOKED_AT).collect()
    meant = {}
    for name in texts:
        cells = [cell for cell in head[name].to_list() if cell]
        for guard in _GUARDS if cells and cells[0].startswith(("=", "'")) else ():
            if sum(bool(re.match(guard, cell)) for cell in cells) >= NEARLY_ALL * len(cells):
                meant[name] = pl.col(name).str.replace(guard, "${1}")
    return frame.with_columns(**meant) if meant else frame
