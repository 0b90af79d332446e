"""DuckDB files: one table or view, copied to Parquet by DuckDB itself."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.errors import AnalysisError
from analysis.progress import tell
from analysis.sources.declared import declared_table
from analysis.sources.scratch import place_for
from analysis.sources.sqlite import chosen_table, with_tables
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told


def read_duckdb(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return the rows of the table or view that ``options.member`` names, or of the one with the most rows."""
    where = name or str(path)
    try:
        from analysis.engines import duckdb_files
    except ModuleNotFoundError as error:
        remedy = 'install it: pip install "crm-tui[duckdb]"'
        raise AnalysisError("reading DuckDB files needs DuckDB", where=where, remedy=remedy) from error
    with told(where):
        sizes = duckdb_files.tables(path)
        table = chosen_table(sizes, options.member, where)
        copy = place_for(path, f"table:{table}:{head}", ".parquet")
        if not copy.exists():
            tell(f"copying the table “{table}”")
            duckdb_files.export(path, table, copy, head)
        return with_tables(declared_table(pl.scan_parquet(copy), path, "DuckDB", where), sizes, table, options.member)
