"""DuckDB: for data larger than memory on one machine; it spills to disk under its memory limit.

All frames live on DuckDB's default connection, so that they can be joined with each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from analysis.engines import Reading

BATCH = 100_000


def collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return the frame's rows."""
    return cast(pl.DataFrame, frame.collect("polars").to_native())


def batches(frame: nw.LazyFrame[Any]) -> Iterator[pl.DataFrame]:
    """Yield the frame's rows, ``BATCH`` at a time."""
    for batch in frame.to_native().to_arrow_reader(BATCH):
        yield cast(pl.DataFrame, pl.from_arrow(batch))


def scan(paths: tuple[Path, ...]) -> nw.LazyFrame[Any]:
    """Return the rows of Parquet files as a plan."""
    return nw.from_native(duckdb.read_parquet([str(path) for path in paths]))


def hold(frame: pl.LazyFrame) -> nw.LazyFrame[Any]:
    """Return the rows of a polars plan; they are collected, DuckDB reads them as Arrow."""
    return nw.from_native(duckdb.from_arrow(frame.collect().to_arrow()))


def read_cells(frame: nw.LazyFrame[Any], wanted: Mapping[str, Reading]) -> nw.LazyFrame[Any]:
    """Add columns of typed values: polars reads each different cell once, a join brings them to the rows."""
    for name, (column, read) in wanted.items():
        cells = collect(frame.select(nw.col(column)).unique()).drop_nulls()
        typed = cells.select(pl.all(), read(pl.col(column)).alias(name)).lazy()
        frame = frame.join(hold(typed), on=column, how="left")
    return frame


def write(frame: nw.LazyFrame[Any], path: Path) -> None:
    """Write the frame as one Parquet file."""
    frame.to_native().write_parquet(str(path))
