"""Parquet files, scanned lazily."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.sources.declared import declared_table
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told


def read_parquet(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return a Parquet file's rows as a plan; no option applies."""
    del options, head
    with told(name or path):
        return declared_table(pl.scan_parquet(path, glob=False), path, "Parquet", name)
