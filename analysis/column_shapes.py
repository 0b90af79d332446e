"""What a column looks like: counts, spread and quantiles, and histograms over the range that shows their shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

BINS = 40
MINI_BINS = 12
"""Bins of the histogram of one column, and of each column in a list of columns."""


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


def shape_of(column: pl.LazyFrame, dtype: pl.DataType) -> list[int]:
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
