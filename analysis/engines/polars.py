"""The default engine: polars' streaming engine, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from analysis.engines import Reading


def collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return the frame's rows."""
    return native(frame).collect(engine="streaming")


def batches(frame: nw.LazyFrame[Any]) -> Iterator[pl.DataFrame]:
    """Yield the frame's rows, as many at a time as the engine works on."""
    yield from native(frame).collect_batches(engine="streaming")


def scan(paths: tuple[Path, ...]) -> nw.LazyFrame[Any]:
    """Return the rows of Parquet files as a plan."""
    return hold(pl.scan_parquet(list(paths)))


def hold(frame: pl.LazyFrame) -> nw.LazyFrame[Any]:
    """Return a polars plan as it is."""
    return nw.from_native(frame)


def read_cells(frame: nw.LazyFrame[Any], wanted: Mapping[str, Reading]) -> nw.LazyFrame[Any]:
    """Add columns of typed values, each read cell by cell from a column of text."""
    return hold(native(frame).with_columns(**{name: read(pl.col(column)) for name, (column, read) in wanted.items()}))


def write(frame: nw.LazyFrame[Any], path: Path) -> None:
    """Write the frame as one Parquet file."""
    native(frame).sink_parquet(path)


def native(frame: nw.LazyFrame[Any]) -> pl.LazyFrame:
    """Return the polars plan inside."""
    return cast(pl.LazyFrame, frame.to_native())
