"""Arrow and Feather files: the random-access form is scanned, streams and old Feather files are read whole."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.sources.declared import declared_table
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told


def read_arrow(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return an Arrow file's rows as a plan; no option applies."""
    del options, head
    with told(name or path):
        return declared_table(_frame(path), path, "Arrow", name)


def _frame(path: Path) -> pl.LazyFrame:
    with path.open("rb") as file:
        start = file.read(6)
    if start == b"ARROW1":
        return pl.scan_ipc(path)
    if start.startswith(b"FEA1"):
        return pl.read_ipc(path, use_pyarrow=True).lazy()
    return pl.read_ipc_stream(path).lazy()
