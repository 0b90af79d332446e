"""What a screen asks of a frame: which rows in which order, how often each value, what a column looks like.

A sorted or filtered view is an array of row numbers, written beside the frame; the screen pages through the
memory-mapped frame by it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl

from analysis.expressions import compile_condition
from analysis.sources.table import ValueType


class Channel(Protocol):
    """What a job tells its progress to."""

    def progress(self, **fields: object) -> None:
        """Send progress."""


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


def matching(frame: pl.LazyFrame, condition: str) -> pl.LazyFrame:
    """Return the rows for which the condition holds; RecipeError names the position of a mistake."""
    if not condition:
        return frame
    columns = {name: value_type(dtype) for name, dtype in frame.collect_schema().items()}
    compiled = compile_condition(condition, columns)
    lazy = nw.from_native(frame)
    return lazy.filter(compiled.expr(compiled.statistics_of(lazy))).to_native()


def row_numbers(frame: pl.LazyFrame, condition: str, order: list[tuple[str, bool]]) -> np.ndarray[Any, Any]:
    """Return the numbers (from 0, int64) of the rows that match, in the order asked for; ties keep the file's order."""
    rows = frame.with_row_index("__row__")
    columns = {"__row__", *(name for name, _ in order)}
    rows = matching(rows, condition).select([pl.col(name) for name in sorted(columns)])
    if order:
        names, falling = zip(*order, strict=True)
        rows = rows.sort([*names, "__row__"], descending=[*falling, False], nulls_last=True)
    return rows.select(pl.col("__row__").cast(pl.Int64)).collect().to_series().to_numpy()


def view(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Write the row numbers of a filtered, sorted view and return their path and count."""
    frame = Path(job["frame"])
    order = [(str(name), bool(falling)) for name, falling in job.get("order", [])]
    condition = str(job.get("filter", ""))
    digest = hashlib.sha256(json.dumps([str(frame), condition, order]).encode()).hexdigest()[:16]
    folder = Path(job["workspace"]) / "views"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"{digest}.npy"
    if not path.exists():
        channel.progress(what="filtering" if condition else "sorting")
        numbers = row_numbers(scan(frame), condition, order)
        temporary = path.with_suffix(".tmp.npy")
        np.save(temporary, numbers, allow_pickle=False)
        temporary.rename(path)
    return {"rows": str(path), "count": int(np.load(path, mmap_mode="r").shape[0])}


def frequency(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Count how often each value of a column occurs among the matching rows: the most frequent first, at most 1000."""
    rows = matching(scan(Path(job["frame"])), str(job.get("filter", "")))
    column = str(job["column"])
    counts = rows.group_by(pl.col(column).alias("value")).agg(pl.len().alias("count")).collect()
    top = counts.sort(["count", "value"], descending=[True, False], nulls_last=True).head(1000)
    values = top["value"].cast(pl.String, strict=False).to_list()
    return {
        "total": int(counts["count"].sum()),
        "distinct": counts.height,
        "values": [[value, count] for value, count in zip(values, top["count"].to_list(), strict=True)],
    }


def describe(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Describe a column of the matching rows, as :func:`describe_column` does."""
    return describe_column(matching(scan(Path(job["frame"])), str(job.get("filter", ""))), str(job["column"]))


def describe_column(rows: pl.LazyFrame, column: str) -> dict[str, Any]:
    """Return count, nulls, distinct and the most frequent values; for numbers mean, deviation, quantiles, histogram too."""
    values = rows.select(pl.col(column).alias("x")).collect().to_series()
    known = values.drop_nulls()
    top = known.value_counts().sort(["count", "x"], descending=[True, False]).head(10) if known.len() else None
    told: dict[str, Any] = {
        "column": column,
        "rows": values.len(),
        "nulls": values.null_count(),
        "distinct": known.n_unique(),
        "top": [] if top is None else [[str(value), count] for value, count in top.iter_rows()],
    }
    if known.len() and known.dtype.is_numeric():
        told |= _describe_numbers(known.cast(pl.Float64))
    elif known.len():
        text = known.cast(pl.String, strict=False)
        told |= {"minimum": text.min(), "maximum": text.max()}
    return told


def _describe_numbers(values: pl.Series) -> dict[str, Any]:
    array = values.to_numpy()
    finite = array[np.isfinite(array)]
    if not finite.size:
        return {}
    counts, edges = np.histogram(finite, bins=40)
    return {
        "mean": float(finite.mean()),
        "std": float(finite.std(ddof=1)) if finite.size > 1 else None,
        "quantiles": {str(q): float(np.quantile(finite, q)) for q in (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)},
        "histogram": counts.tolist(),
        "edges": [float(edges[0]), float(edges[-1])],
    }


def find(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Return the number of the next row (in file order, from ``start``) any of whose cells holds the text, or -1."""
    frame = scan(Path(job["frame"])).with_row_index("__row__")
    needle = str(job["text"]).casefold()
    names = job.get("columns") or [name for name in frame.collect_schema().names() if name != "__row__"]
    hit = pl.any_horizontal(
        [pl.col(name).cast(pl.String, strict=False).str.to_lowercase().str.contains(needle, literal=True) for name in names]
    )
    found = frame.filter(hit & (pl.col("__row__") >= int(job.get("start", 0)))).select("__row__").head(1).collect()
    return {"row": int(found.item()) if found.height else -1}


def _deep(name: str) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """Return a job of the run child, imported when it is first asked for: it answers here while a run is going on."""

    def answer(job: dict[str, Any], channel: Any) -> dict[str, Any]:  # noqa: ANN401
        from analysis.jobs import JOBS as RUN_JOBS

        return RUN_JOBS[name](job, channel)

    return answer


JOBS: dict[str, Callable[[dict[str, Any], Any], dict[str, Any]]] = {
    "view": view,
    "frequency": frequency,
    "describe": describe,
    "find": find,
    "customer": _deep("customer"),
    "step": _deep("step"),
    "propose": _deep("propose"),
}
"""Name of a job of the view child → what does it."""

__all__ = ["JOBS", "describe_column", "matching", "row_numbers", "scan", "value_type"]
