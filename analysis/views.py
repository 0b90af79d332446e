"""What a screen asks of a frame: which rows in which order, how often each value, what a column looks like.

A sorted or filtered view is an array of row numbers, written beside the frame; the screen pages through the
memory-mapped frame by it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl

from analysis.errors import RecipeError
from analysis.expressions import compile_condition
from analysis.source_views import misfits, preview
from analysis.sources.table import ValueType

VIEWS_KEPT = 30
COPIES_KEPT = 3
BINS = 40
MINI_BINS = 12
"""Bins of the histogram of one column, and of each column in a list of columns."""


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
    for name, _ in order:
        if name not in rows.collect_schema().names():
            raise RecipeError(f"there is no column “{name}” to sort by", remedy="press r to reset the view")
    columns = {"__row__", *(name for name, _ in order)}
    rows = matching(rows, condition).select([pl.col(name) for name in sorted(columns)])
    if order:
        names, falling = zip(*order, strict=True)
        rows = rows.sort([*names, "__row__"], descending=[*falling, False], nulls_last=True)
    return rows.select(pl.col("__row__").cast(pl.Int64)).collect().to_series().to_numpy()


def view(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Write the row numbers of a filtered, sorted view; return their path, their count and the frame to page through.

    Rows of a view lie anywhere in the frame. Parquet would be unpacked group after group for one page of them, so that
    an uncompressed Arrow copy is made of it the first time, in bounded memory, and is the ``frame`` of the answer.
    """
    frame = Path(job["frame"])
    order = [(str(name), bool(falling)) for name, falling in job.get("order", [])]
    condition = str(job.get("filter", ""))
    folder = Path(job["workspace"]) / "views"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"{_digest(frame, condition, order)}.npy"
    if not path.exists():
        channel.progress(what="filtering" if condition else "sorting")
        numbers = row_numbers(scan(frame), condition, order)
        _whole(path, lambda temporary: np.save(temporary, numbers, allow_pickle=False))
    copy = _arrow_copy(frame, folder, channel)
    _forget(folder, kept={path, copy})
    return {"rows": str(path), "count": int(np.load(path, mmap_mode="r").shape[0]), "frame": str(copy)}


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()[:16]


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a private file whole or not at all."""
    temporary = path.with_name(f"part-{os.getpid()}-{path.name}")
    try:
        write(temporary)
        temporary.chmod(0o600)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _arrow_copy(frame: Path, folder: Path, channel: Channel) -> Path:
    if frame.suffix != ".parquet":
        return frame
    copy = folder / f"{_digest(frame)}.arrow"
    if not copy.exists():
        channel.progress(what="unpacking")
        oldest = pl.CompatLevel.oldest()
        _whole(copy, lambda temporary: scan(frame).sink_ipc(temporary, compression="uncompressed", compat_level=oldest))
    return copy


def _forget(folder: Path, kept: set[Path]) -> None:
    """Remove the views that were made longest ago; a screen that shows one still has it mapped."""
    for pattern, most in (("*.npy", VIEWS_KEPT), ("*.arrow", COPIES_KEPT)):
        newest = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in newest[most:]:
            if path not in kept:
                path.unlink(missing_ok=True)


def frequency(job: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001
    """Count how often each value of a column occurs among the matching rows: the most frequent first, at most 1000."""
    rows = matching(scan(Path(job["frame"])), str(job.get("filter", "")))
    column = str(job["column"])
    counts = rows.group_by(pl.col(column).alias("value")).agg(pl.len().alias("count")).collect()
    top = counts.sort(["count", "value"], descending=[True, False], nulls_last=True).head(1000)
    if top["value"].dtype.is_temporal():  # polars would write six decimals of the seconds
        values = [None if value is None else str(value) for value in top["value"].to_list()]
    else:
        values = top["value"].cast(pl.String, strict=False).to_list()
    return {
        "total": int(counts["count"].sum()),
        "distinct": counts.height,
        "values": [[value, count] for value, count in zip(values, top["count"].to_list(), strict=True)],
    }


def describe(job: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001
    """Describe a column of the matching rows, as :func:`describe_column` does."""
    return describe_column(matching(scan(Path(job["frame"])), str(job.get("filter", ""))), str(job["column"]))


def describe_column(rows: pl.LazyFrame, column: str, edges: tuple[float, float] | None = None) -> dict[str, Any]:
    """Return count, nulls, distinct and the most frequent values; of numbers mean, spread, quantiles, histogram too.

    The histogram spans ``edges``, by default the values without the outermost hundredth where that is far out;
    ``outside`` are the values below and above it.
    """
    values = rows.select(pl.col(column).alias("x")).collect().to_series()
    known = values.drop_nulls()
    counted = known.value_counts().sort(["count", "x"], descending=[True, False]) if known.len() else None
    told: dict[str, Any] = {
        "column": column,
        "rows": values.len(),
        "nulls": values.null_count(),
        "distinct": 0 if counted is None else counted.height,
        "top": [] if counted is None else [[str(value), count] for value, count in counted.head(10).iter_rows()],
    }
    if known.len() and known.dtype.is_numeric():
        told |= _describe_numbers(known.cast(pl.Float64), edges)
    elif known.len():
        text = known.cast(pl.String, strict=False)
        told |= {"minimum": text.min(), "maximum": text.max()}
    return told


def _describe_numbers(values: pl.Series, edges: tuple[float, float] | None) -> dict[str, Any]:
    array = values.to_numpy()
    finite = array[np.isfinite(array)]
    if not finite.size:
        return {}
    low, high = edges or _central(finite)
    with np.errstate(over="ignore", invalid="ignore"):  # of values near the largest number the mean may be none
        mean, deviation = float(finite.mean()), float(finite.std(ddof=1)) if finite.size > 1 else None
    return {
        "mean": mean,
        "std": deviation,
        "quantiles": {str(q): _quantile(finite, q) for q in (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)},
        "histogram": _binned(finite, low, high),
        "edges": [low, high],
        "outside": [int((finite < low).sum()), int((finite > high).sum())],
    }


def _binned(values: np.ndarray[Any, Any], low: float, high: float) -> list[int]:
    """Count the values from ``low`` to ``high`` in bins of equal width; one bin where the range is none."""
    inside = values[(values >= low) & (values <= high)] / 2  # half, so that no range is infinite
    span = high / 2 - low / 2
    if not span > np.finfo(float).tiny:
        return [int(inside.size)]
    place = np.minimum(((inside - low / 2) / span * BINS).astype(np.int64), BINS - 1)
    return [int(count) for count in np.bincount(place, minlength=BINS)]


def _central(values: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Return the range of values that shows their shape: all of it, unless a few far out would squeeze the others."""
    low, high = float(values.min()), float(values.max())
    return _wide_enough((low, high), (_quantile(values, 0.01), _quantile(values, 0.99)))


def _quantile(values: np.ndarray[Any, Any], share: float) -> float:
    """Return a quantile of finite values, between their ends however large these are."""
    return min(float(np.quantile(values / 2, share)), np.finfo(float).max / 2) * 2


def _wide_enough(whole: tuple[float, float], inner: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of the inner range, each moved out to the end of the whole where that is not far."""
    span = inner[1] - inner[0]
    if not 0 < span < np.inf:
        return whole
    low = whole[0] if whole[0] >= inner[0] - span else inner[0]
    high = whole[1] if whole[1] <= inner[1] + span else inner[1]
    return low, high


def shapes(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Return a small histogram for each column of a frame: numbers and dates by range, else the commonest values."""
    frame = scan(Path(job["frame"]))
    found: dict[str, list[int]] = {}
    for done, (name, dtype) in enumerate(frame.collect_schema().items()):
        channel.progress(what="counting", done=done)
        if not name.startswith("__"):
            found[name] = _shape(frame.select(pl.col(name).alias("x")), dtype)
    return {"shapes": found}


def _shape(column: pl.LazyFrame, dtype: pl.DataType) -> list[int]:
    """Return at most ``MINI_BINS`` counts of one column, in one or two passes of the streaming engine."""
    x = pl.col("x")
    if not (dtype.is_numeric() or dtype.is_temporal()):
        counted = column.drop_nulls().group_by("x").len().select(pl.col("len").top_k(MINI_BINS))
        return [int(count) for count in counted.collect(engine="streaming").to_series().sort(descending=True)]
    number = (x if dtype.is_numeric() else x.to_physical()).cast(pl.Float64)
    numbers = column.select(number).filter(x.is_finite())
    rows, low, high, inner_low, inner_high = (
        numbers.select(
            pl.len(), x.min().alias("a"), x.max().alias("b"), x.quantile(0.01).alias("c"), x.quantile(0.99).alias("d")
        )
        .collect(engine="streaming")
        .row(0)
    )
    if rows == 0 or low == high:
        return [rows] if rows else []
    low, high = _wide_enough((low, high), (inner_low, inner_high))
    place = ((x - low) / (high - low) * MINI_BINS).floor().clip(0, MINI_BINS - 1).cast(pl.Int32)
    binned = numbers.filter(x.is_between(low, high)).select(place).group_by("x").len()
    counts = dict(binned.collect(engine="streaming").iter_rows())
    return [int(counts.get(bin_, 0)) for bin_ in range(MINI_BINS)]


def find(job: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001
    """Return the number of the next row (in file order, from ``start``) any of whose cells holds the text, or -1."""
    frame = scan(Path(job["frame"])).with_row_index("__row__")
    needle = str(job["text"]).casefold()
    names = job.get("columns") or [name for name in frame.collect_schema().names() if name != "__row__"]
    hit = pl.any_horizontal(
        [
            pl.col(name).cast(pl.String, strict=False).str.to_lowercase().str.contains(needle, literal=True)
            for name in names
        ]
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
    "shapes": shapes,
    "preview": preview,
    "misfits": misfits,
    "customer": _deep("customer"),
    "step": _deep("step"),
    "propose": _deep("propose"),
    "advice": _deep("advice"),
    "labels": _deep("labels"),
    "in_words": _deep("in_words"),
    "lint": _deep("lint"),
    "edit": _deep("edit"),
    "edit_undo": _deep("edit_undo"),
    "erase": _deep("erase"),
    "playbook": _deep("playbook"),
    "crossing": _deep("crossing"),
}
"""Name of a job of the view child → what does it."""

__all__ = ["JOBS", "describe_column", "matching", "row_numbers", "scan", "value_type"]
