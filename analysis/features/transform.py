"""Straighten skewed numbers: log1p, or Yeo and Johnson's power transform (Biometrika 87, 2000)."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.features.choices import Transform

Floats = NDArray[np.float64]
Straight = Literal["none", "log1p", "yeo_johnson"]

SKEWED = 1.0
"""A distribution whose skewness is beyond this is straightened by ``auto``."""

MOST_NEGATIVE = 0.05
"""The largest share of negative values that log1p takes for 0."""

FIT_ROWS = 100_000
"""The exponent of Yeo-Johnson is fitted to at most so many values, evenly spaced."""


def skewness(values: Floats) -> float:
    """Return the skewness of the finite ``values`` (third standardised moment); 0 for a constant."""
    if values.size == 0:
        return 0.0
    away = values - values.mean()
    spread = float(np.sqrt(np.mean(away**2)))
    if spread <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return 0.0
    away /= spread
    return float(np.mean(away * away * away))


def fit_transform(values: Floats, wanted: Transform, name: str) -> tuple[Straight, float]:
    """Return the transform for the known ``values`` of the column ``name``, and its exponent (1 but for Yeo-Johnson).

    ``auto``: none where the skewness is within ±1 or would not shrink. log1p takes negative values for 0; AnalysisError
    where it is asked for and more than a twentieth are negative.
    """
    if wanted == "auto":
        return automatic(values)
    if wanted == "log1p" and not few_negative(values):
        raise AnalysisError(
            f"log1p takes negative values for 0, and {np.mean(values < 0):.0%} of them are negative",
            where=f"features, {name}",
            remedy='choose transform = "yeo_johnson" or "none"',
        )
    return wanted, exponent_of(values) if wanted == "yeo_johnson" else 1.0


def automatic(values: Floats) -> tuple[Straight, float]:
    """Return log1p (skewed to the right, hardly a negative value) or Yeo-Johnson where that straightens, else none."""
    skew = skewness(values)
    if abs(skew) <= SKEWED:
        return "none", 1.0
    wanted: Straight = "log1p" if skew > 0 and few_negative(values) else "yeo_johnson"
    exponent = exponent_of(values) if wanted == "yeo_johnson" else 1.0
    better = abs(skewness(transformed(values, wanted, exponent))) < abs(skew)
    return (wanted, exponent) if better else ("none", 1.0)


def few_negative(values: Floats) -> bool:
    """Tell whether at most a twentieth of the values are negative, as money is where returns are netted."""
    return bool(values.size == 0 or np.mean(values < 0) <= MOST_NEGATIVE)


def exponent_of(values: Floats) -> float:
    """Return the most likely exponent of Yeo-Johnson for ``values``; 1, which changes nothing, for a constant."""
    step = -(-values.size // FIT_ROWS) or 1
    ordered = np.sort(values)[::step]
    if ordered.size < 3 or ordered[0] == ordered[-1]:
        return 1.0
    exponent = most_likely(ordered)
    return round(float(np.clip(exponent, -5.0, 5.0)), 9) if np.isfinite(exponent) else 1.0


def most_likely(values: Floats) -> float:
    """Return what ``scipy.stats.yeojohnson_normmax`` returns, whose import takes longer than the search itself."""
    from scipy.optimize import fminbound

    logs = np.log1p(np.abs(values))
    pull = np.sum(np.sign(values) * logs)

    def unlikely(exponent: float) -> float:
        with np.errstate(divide="ignore"):
            spread = np.log(np.var(yeo_johnson(values, exponent)))
        return float(values.size / 2 * spread - (exponent - 1) * pull)

    # Beyond these bounds the variance of the transformed values leaves the range of floats.
    kind, reach = np.finfo(np.float64), np.log1p(20 * np.max(np.abs(values)))
    low = (np.log(kind.tiny) - np.log(kind.eps)) / 2 / reach
    high = (np.log(kind.max) + np.log(kind.eps)) / 2 / reach
    if values[-1] < 0:
        low, high = 2 - high, 2 - low
    elif values[0] < 0:
        low, high = max(2 - high, low), min(2 - low, high)
    with np.errstate(all="ignore"):  # where all values become one, its parabola goes through an infinite place
        return float(fminbound(unlikely, low, high, xtol=1.48e-08))


def transformed(values: Floats, transform: Straight, exponent: float) -> Floats:
    """Return ``values`` after a fitted transform."""
    if transform == "log1p":
        return np.log1p(np.maximum(values, 0.0))
    return yeo_johnson(values, exponent) if transform == "yeo_johnson" else values


def yeo_johnson(values: Floats, exponent: float) -> Floats:
    """Return the power transform of ``values`` with ``exponent``."""
    right, left = np.maximum(values, 0.0), np.maximum(-values, 0.0)
    up = np.log1p(right) if abs(exponent) < 1e-12 else np.expm1(exponent * np.log1p(right)) / exponent
    other = 2.0 - exponent
    down = np.log1p(left) if abs(other) < 1e-12 else np.expm1(other * np.log1p(left)) / other
    return up - down
