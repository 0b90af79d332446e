"""DuckDB: for data larger than memory on one machine; it spills to disk under its memory limit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import duckdb
import narwhals.stable.v2 as nw
import polars as pl


def collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return the frame's rows."""
    return cast(pl.DataFrame, frame.collect("polars").to_native())


def scan(paths: tuple[Path, ...]) -> nw.LazyFrame[Any]:
    """Return the rows of Parquet files as a plan."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    return nw.from_native(connection.read_parquet([str(path) for path in paths]))


def hold(frame: pl.LazyFrame) -> nw.LazyFrame[Any]:
    """Return the rows of a polars plan; they are collected, DuckDB reads them as Arrow."""
    return nw.from_native(duckdb.connect().from_arrow(frame.collect().to_arrow()))


def read_dates(frame: nw.LazyFrame[Any], wanted: Mapping[str, tuple[str, str]]) -> nw.LazyFrame[Any]:
    """Add the datetimes that texts mean, null where a text is none."""
    readings = [
        duckdb.FunctionExpression("try_strptime", duckdb.ColumnExpression(column), duckdb.ConstantExpression(form))
        .cast("TIMESTAMP")
        .alias(name)
        for name, (column, form) in wanted.items()
    ]
    relation = cast(duckdb.DuckDBPyRelation, frame.to_native())
    return nw.from_native(relation.select(duckdb.StarExpression(), *readings))


def write(frame: nw.LazyFrame[Any], path: Path) -> None:
    """Write the frame as one Parquet file."""
    frame.to_native().write_parquet(str(path))
