"""Frames in the files of a workspace: their columns as conditions know them, and the rows that match one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl

from analysis.errors import AnalysisError, RecipeError
from analysis.expressions import compile_condition
from analysis.sources.table import ValueType


def scan(path: Path) -> pl.LazyFrame:
    """Open an Arrow or Parquet file lazily."""
    return pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_ipc(path)


def value_type(dtype: pl.DataType) -> ValueType:
    """Return what the expression language takes a polars type for."""
    if dtype == pl.Boolean:
        return "boolean"
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "decimal"
    if dtype == pl.Date:
        return "date"
    return "datetime" if dtype.is_temporal() else "text"


def value_types(frame: pl.LazyFrame) -> dict[str, ValueType]:
    """Return what the expression language takes each column of a frame for; reads no row."""
    return {name: value_type(dtype) for name, dtype in frame.collect_schema().items()}


@lru_cache(maxsize=32)
def types_in(path: Path) -> Mapping[str, ValueType]:
    """Return what the expression language takes each column of a file for; what is under a path never changes."""
    return value_types(scan(path))


def value_of(path: Path, column: str, text: str | None) -> object:
    """Return the value that a text stands for in a column of a file: a number where the column holds numbers."""
    try:
        kind = types_in(path).get(column)
    except OSError:  # the file was removed meanwhile, which the filter will say
        kind = "text"
    if text is None or kind not in {"integer", "decimal", "boolean"}:
        return text
    return text == "true" if kind == "boolean" else int(text) if kind == "integer" else float(text)


def wrong_condition(text: str, path: Path) -> str:
    """Return what is wrong with a condition over a file's columns, in one sentence; empty where nothing is."""
    if not text.strip():
        return ""
    try:
        compile_condition(text, types_in(path))
    except AnalysisError as error:
        return str(error)
    except OSError:
        return ""
    return ""


def matching(frame: pl.LazyFrame, condition: str) -> pl.LazyFrame:
    """Return the rows for which the condition holds; RecipeError names the position of a mistake."""
    if not condition:
        return frame
    compiled = compile_condition(condition, value_types(frame))
    lazy = nw.from_native(frame)
    return lazy.filter(compiled.expr(compiled.statistics_of(lazy))).to_native()


def row_numbers(frame: pl.LazyFrame, condition: str, order: list[tuple[str, bool]]) -> np.ndarray[Any, Any]:
    """Return the numbers (from 0, int64) of the rows that match, in the order asked for; ties keep the file's order."""
    rows = frame.with_row_index("__row__")
    for name, _ in order:
        if name not in rows.collect_schema().names():
            raise RecipeError(f"there is no column “{name}” to sort by", remedy="press r to reset the view")
    columns = {"__row__", *(name for name, _ in order)}
    rows = matching(rows, condition).select([pl.col(name) for name in sorted(columns)])
    if order:
        names, falling = zip(*order, strict=True)
        rows = rows.sort([*names, "__row__"], descending=[*falling, False], nulls_last=True)
    return rows.select(pl.col("__row__").cast(pl.Int64)).collect().to_series().to_numpy()
