"""What only an engine can do: collect, scan, read cells tolerantly. One module an engine, imported when met."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, cast

import narwhals.stable.v2 as nw
import polars as pl

from analysis.errors import AnalysisError

ENGINES: dict[str, str] = {"polars": "analysis.engines.polars", "duckdb": "analysis.engines.duckdb"}
"""Engine → the module that is its only user."""


Reading = tuple[str, Callable[[pl.Expr], pl.Expr]]
"""A column, and the polars expression that makes a typed value of each of its cells alone."""


class Engine(Protocol):
    """What a module under ``analysis.engines`` offers."""

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """Return the frame's rows; only for small results."""

    def batches(self, frame: nw.LazyFrame[Any]) -> Iterator[pl.DataFrame]:
        """Yield the frame's rows in their order, some at a time."""

    def scan(self, paths: tuple[Path, ...]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files as a plan."""

    def hold(self, frame: pl.LazyFrame) -> nw.LazyFrame[Any]:
        """Return the rows of a polars plan as a plan of this engine."""

    def read_cells(self, frame: nw.LazyFrame[Any], wanted: Mapping[str, Reading]) -> nw.LazyFrame[Any]:
        """Add columns, each new name → (column of text, how polars reads it); same cell, same result."""

    def write(self, frame: nw.LazyFrame[Any], path: Path) -> None:
        """Write the frame as one Parquet file."""


def engine(name: str) -> Engine:
    """Return the engine of that name; AnalysisError where it is not known or not installed."""
    if name not in ENGINES:
        raise AnalysisError(f"there is no engine {name!r}", remedy=f"choose one of {', '.join(ENGINES)}")
    try:
        return cast(Engine, importlib.import_module(ENGINES[name]))
    except ModuleNotFoundError as error:
        remedy = f'install it: pip install "crm-tui[{name}]"'
        raise AnalysisError(f"the engine {name} is not installed", remedy=remedy) from error


def engine_of(frame: nw.LazyFrame[Any]) -> Engine:
    """Return the engine that a frame lives on."""
    return engine(frame.implementation.value)


def collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return a frame's rows in the same types whatever the engine: counts as Int64, exact sums as Int128."""
    found = engine_of(frame).collect(frame)
    return found.with_columns(
        *(pl.col(name).cast(plain) for name, dtype in found.schema.items() if (plain := plain_type(dtype)) is not None)
    )


def batches(frame: nw.LazyFrame[Any]) -> Iterator[pl.DataFrame]:
    """Yield a frame's rows in their order, some at a time, so that they need not all be held."""
    return engine_of(frame).batches(frame)


def plain_type(dtype: pl.DataType) -> type[pl.DataType] | None:
    """Return the type that stands for ``dtype`` on every engine, None where it is that already."""
    if isinstance(dtype, pl.Decimal) and dtype.scale == 0:
        return pl.Int128
    if dtype.is_unsigned_integer() or dtype in (pl.Int8, pl.Int16, pl.Int32):
        return pl.Int64
    return None
