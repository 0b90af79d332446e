"""SQLite files: one table or view, copied to Parquet pieces that can be scanned."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import polars as pl

from analysis.errors import AnalysisError
from analysis.progress import counted
from analysis.sources.declared import declared_table
from analysis.sources.one_of_several import largest_read
from analysis.sources.scratch import place_for
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told

_PIECE = 100_000


def read_sqlite(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return the rows of the table or view that ``options.member`` names, or of the one with the most rows."""
    where = name or str(path)
    try:
        with told(where), closing(_connected(path)) as connection:
            sizes = _tables(connection)
            table = chosen_table(sizes, options.member, where)
            folder = place_for(path, f"table:{table}:{head}", ".pieces")
            if not folder.exists():
                _copy(connection, (table, sizes[table]), folder, head)
    except sqlite3.Error as error:
        what = f"the database cannot be read ({error})"
        raise AnalysisError(what, where=where, remedy="check that the file is whole and not in use") from error
    found = declared_table(pl.scan_parquet(folder / "*.parquet"), path, "SQLite", where)
    return with_tables(found, sizes, table, options.member)


def with_tables(found: TextTable, sizes: dict[str, int], table: str, wanted: str | None) -> TextTable:
    """Put the tables of a database beside what was found out."""
    warnings = found.findings.warnings
    if len(sizes) > 1 and wanted is None:
        warnings = (largest_read(f"the database has {len(sizes)} tables", table, sizes), *warnings)
    changed = {"members": tuple(sizes), "member": table, "warnings": warnings}
    return TextTable(found.frame, found.findings.model_copy(update=changed))


def chosen_table(sizes: dict[str, int], wanted: str | None, where: str) -> str:
    """Return the table to read: the one asked for, or the one with the most rows."""
    if not sizes:
        raise AnalysisError("the database has no tables", where=where, remedy="choose another file")
    if wanted is None:
        return max(sizes, key=lambda each: sizes[each])
    if wanted in sizes:
        return wanted
    raise AnalysisError(f"there is no table “{wanted}”", where=where, remedy=f"the database has {', '.join(sizes)}")


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    return connection


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _tables(connection: sqlite3.Connection) -> dict[str, int]:
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    names = [str(row[0]) for row in connection.execute(query)]
    return {each: connection.execute(f"SELECT count(*) FROM {_named(each)}").fetchone()[0] for each in names}


def _copy(connection: sqlite3.Connection, table: tuple[str, int], folder: Path, head: int | None) -> None:
    """Write the rows in pieces to ``folder``, whole or not at all; ``table``: its name and how many rows it has."""
    name, size = table
    cursor = connection.execute(f"SELECT * FROM {_named(name)} LIMIT 0")
    columns = [str(each[0]) for each in cursor.description]
    schema = {f"{place}": _type(connection, name, column) for place, column in enumerate(columns)}
    unfinished = folder.with_suffix(".part")
    unfinished.mkdir(parents=True, exist_ok=True)
    limit = "" if head is None else f" LIMIT {int(head)}"
    rows = connection.execute(f"SELECT * FROM {_named(name)}{limit}")
    for number, piece in enumerate(counted(_pieces(rows), "rows copied", size, len)):
        cells = {key: [_cell(row[int(key)], kind) for row in piece] for key, kind in schema.items()}
        frame = pl.DataFrame(cells, schema=schema).select(
            pl.col(key).alias(new) for key, new in zip(schema, _unique(columns), strict=True)
        )
        frame.write_parquet(unfinished / f"{number:06}.parquet")
    unfinished.rename(folder)


def _unique(columns: list[str]) -> list[str]:
    from analysis.sources.declared import unique_names

    return unique_names(columns)


def _pieces(rows: sqlite3.Cursor) -> Iterator[list[tuple[object, ...]]]:
    """Yield the rows in pieces; an empty table is one empty piece."""
    first = True
    while (piece := rows.fetchmany(_PIECE)) or first:
        first = False
        yield piece


def _type(connection: sqlite3.Connection, table: str, column: str) -> type[pl.DataType]:
    """The type that all cells of a column have; a column may hold any in each row."""
    query = f"SELECT DISTINCT typeof({_named(column)}) FROM {_named(table)}"
    kinds = {row[0] for row in connection.execute(query)} - {"null"}
    if kinds == {"integer"}:
        return pl.Int64
    return pl.Float64 if kinds and kinds <= {"integer", "real"} else pl.String


def _cell(value: object, kind: type[pl.DataType]) -> object:
    if value is None or kind is not pl.String:
        return float(str(value)) if kind is pl.Float64 and value is not None else value
    return value.hex() if isinstance(value, bytes) else str(value)
