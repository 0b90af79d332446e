"""Principal components: fewer columns that keep most of the spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.settings import Summary

ROWS_AT_ONCE = 50_000


class Projection(Summary):
    """Principal components: ``weights`` is (components, features), ``explained`` the share of the variance of each."""

    mean: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    explained: tuple[float, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """``component 1`` and so on."""
        return tuple(f"component {place + 1}" for place in range(len(self.weights)))

    def apply(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the components of the rows of a scaled matrix, float32 (n, components)."""
        weights, mean = np.asarray(self.weights).T, np.asarray(self.mean)
        found = np.empty((len(values), weights.shape[1]), dtype=np.float32)
        for start in range(0, len(values), ROWS_AT_ONCE):
            part = values[start : start + ROWS_AT_ONCE].astype(np.float64)
            found[start : start + ROWS_AT_ONCE] = (part - mean) @ weights
        return found


def fit_projection(values: NDArray[np.float32], components: int) -> Projection:
    """Return the first ``components`` principal components of the rows of a scaled matrix, at most as many as columns.

    Signs are fixed: the largest weight of a component is positive.
    """
    mean, covariance = moments(values)
    spread, vectors = np.linalg.eigh(covariance)
    order = np.argsort(spread)[::-1][: min(components, len(spread))]
    weights = vectors[:, order].T
    largest = np.abs(weights).argmax(axis=1)
    weights = weights * np.sign(weights[np.arange(len(order)), largest])[:, None]
    total = float(spread.clip(0).sum()) or 1.0
    return Projection(
        mean=tuple(mean.tolist()),
        weights=tuple(tuple(row) for row in weights.tolist()),
        explained=tuple((spread[order].clip(0) / total).tolist()),
    )


def moments(values: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and covariance (of the population) of the rows, added up in double precision, some rows at a time."""
    mean = values.mean(axis=0, dtype=np.float64)
    gram = np.zeros((values.shape[1], values.shape[1]))
    for start in range(0, len(values), ROWS_AT_ONCE):
        part = values[start : start + ROWS_AT_ONCE].astype(np.float64) - mean
        gram += part.T @ part
    return mean, gram / max(len(values), 1)
