"""DuckDB database files: which tables they hold, and one of them as a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from analysis.errors import AnalysisError


@contextmanager
def _connected(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        what = f"the database cannot be read ({str(error).splitlines()[0][:160]})"
        raise AnalysisError(
            what, where=str(path), remedy="check that it is whole and no other program uses it"
        ) from error
    try:
        yield connection
    except duckdb.Error as error:
        what = f"the database cannot be read ({str(error).splitlines()[0][:160]})"
        raise AnalysisError(what, where=str(path), remedy="check that it is whole") from error
    finally:
        connection.close()


def _named(table: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in table.split(".", 1))


def tables(path: Path) -> dict[str, int]:
    """Return the tables and views of a database file with their rows; those outside ``main`` as ``schema.table``."""
    query = "SELECT table_schema, table_name FROM information_schema.tables ORDER BY 1, 2"
    with _connected(path) as connection:
        found = [
            name if schema == "main" else f"{schema}.{name}" for schema, name in connection.execute(query).fetchall()
        ]
        return {each: _rows(connection, each) for each in found}


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    counted = connection.execute(f"SELECT count(*) FROM {_named(table)}").fetchone()
    return int(counted[0]) if counted else 0


def export(path: Path, table: str, target: Path, head: int | None = None) -> None:
    """Write the rows of ``table`` (the first ``head``) to the Parquet file ``target``, whole or not at all."""
    limit = "" if head is None else f" LIMIT {int(head)}"
    unfinished = target.with_suffix(".part")
    with _connected(path) as connection:
        place = str(unfinished).replace("'", "''")
        connection.execute(f"COPY (SELECT * FROM {_named(table)}{limit}) TO '{place}' (FORMAT parquet)")
    unfinished.rename(target)
