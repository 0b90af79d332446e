"""Cells that a program guards against spreadsheets, which would take them for numbers: ``="007"`` and ``'007``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

NEARLY_ALL = 0.9
_GUARDS = (r'^="([^"]*)"$', r"^'([+-]?\d[^']*)$")
"""What guarded cells look like, and what stands in them."""


def unguarded(frame: pl.LazyFrame, first: Mapping[str, Sequence[str]]) -> pl.LazyFrame:
    """Return the rows with the cells of guarded columns as they are meant; ``first``: some cells of each column."""
    meant = {}
    for name, cells in first.items():
        for guard in _GUARDS if cells and cells[0].startswith(("=", "'")) else ():
            if sum(bool(re.match(guard, cell)) for cell in cells) >= NEARLY_ALL * len(cells):
                meant[name] = pl.col(name).str.replace(guard, "${1}")
    return frame.with_columns(**meant) if meant else frame
