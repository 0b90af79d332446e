"""The shape of a score as a screen can show it: a histogram over the readable range, and what lies beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 120
FENCE = 3.0
"""Values further from the quartiles than so many times their distance are counted, not drawn (Tukey's outer fence)."""
FEW = 0.005
"""Where some lie beyond a fence, the outermost of this share are not drawn either."""
MARGIN = 0.1


def score_shape(values: NDArray[np.float64], cuts: Sequence[float] = ()) -> dict[str, Any]:
    """Return ``histogram`` (counts in bins of equal width), ``edges`` (the ends of the range that is drawn),
    ``outside`` (how many values lie below and above it) and ``extremes`` (the least and the greatest value).

    The range is the whole where no value lies far out; else it ends at the fence, or nearer where few lie before it,
    moved out so that all ``cuts`` are inside. NaN is left out; without any value all four are empty.
    """
    known = values[np.isfinite(values)]
    if not known.size:
        return {"histogram": [], "edges": [], "outside": [0, 0], "extremes": []}
    low, high = readable_range(known, cuts)
    counts, edges = np.histogram(known, bins=BINS, range=(low, high))
    return {
        "histogram": counts.tolist(),
        "edges": [float(edges[0]), float(edges[-1])],
        "outside": [int((known < low).sum()), int((known > high).sum())],
        "extremes": [float(known.min()), float(known.max())],
    }


def share_shape(shares: NDArray[np.float64]) -> dict[str, Any]:
    """Return the shape of shares between 0 and 1 as :func:`score_shape` does, always over the whole of that range."""
    known = shares[np.isfinite(shares)]
    counts, _ = np.histogram(known, bins=BINS, range=(0.0, 1.0))
    extremes = [float(known.min()), float(known.max())] if known.size else []
    return {"histogram": counts.tolist(), "edges": [0.0, 1.0], "outside": [0, 0], "extremes": extremes}


def readable_range(known: NDArray[np.float64], cuts: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the range in which the shape of finite values can be seen."""
    low, high = float(known.min()), float(known.max())
    quarter, three_quarters = (float(edge) for edge in np.quantile(known, [0.25, 0.75]))
    if quarter == three_quarters:
        quarter, three_quarters = (float(edge) for edge in np.quantile(known, [0.01, 0.99]))
    reach = FENCE * (three_quarters - quarter)
    if reach <= 0:
        return low, high
    few, most = (float(edge) for edge in np.quantile(known, [FEW, 1 - FEW]))
    below = low if low >= quarter - reach else max(quarter - reach, few)
    above = high if high <= three_quarters + reach else min(three_quarters + reach, most)
    if cuts:
        margin = MARGIN * (max(above, *cuts) - min(below, *cuts))
        below, above = min(below, min(cuts) - margin), max(above, max(cuts) + margin)
    return max(low, below), min(high, above)
