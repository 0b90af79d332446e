"""Make columns comparable: what is subtracted and what is divided by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def standard(values: Floats) -> tuple[float, float]:
    """Return mean and standard deviation (of the population)."""
    return float(values.mean()), float(values.std())


def minmax(values: Floats) -> tuple[float, float]:
    """Return the smallest value and the range."""
    return float(values.min()), float(values.max() - values.min())


def robust(values: Floats) -> tuple[float, float]:
    """Return the median and the range of the middle half, or the deviation where that half is one value."""
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
    return float(middle), float(high - low) if high > low else float(values.std())


def none(values: Floats) -> tuple[float, float]:
    """Return what changes nothing."""
    del values
    return 0.0, 1.0


SCALES: dict[str, Callable[[Floats], tuple[float, float]]] = {
    "standard": standard,
    "minmax": minmax,
    "robust": robust,
    "none": none,
}


def fit_scale(values: Floats, scale: str) -> tuple[float, float]:
    """Return centre and spread of ``values``; a spread of 0 becomes 1."""
    center, spread = SCALES[scale](values)
    return center, spread or 1.0
