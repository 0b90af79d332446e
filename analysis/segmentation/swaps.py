"""Out of a local optimum of k-means: put one centroid on a far row, wherever that lowers the inertia.

The local search of Lattanzi and Sohler (ICML 2019), with several rows tried at once: a row is drawn with its squared
distance as weight, and takes the place of the centroid that is missed least.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.segmentation.lloyd import Floats, Prepared, Start, descend, squared_to

ROWS_TRIED = 8
FAILURES = 3
"""So many draws in a row that lead nowhere end the search."""
MOST_SWAPS = 50
LEAST_GAIN = 1e-4
"""A swap has to lower the inertia by this share."""


def search(prepared: Prepared, start: Start, random: np.random.Generator) -> Start:
    """Return the start after swaps, each followed by a descent; as it was where no swap lowers the inertia."""
    failures = 0
    for _ in range(MOST_SWAPS):
        swapped = best_swap(prepared, start, random)
        found = start if swapped is None else descend(prepared, [swapped], passes=60, tolerance=1e-5)[0]
        better = found.inertia < start.inertia * (1 - LEAST_GAIN)
        start, failures = (found, 0) if better else (start, failures + 1)
        if failures == FAILURES:
            break
    return start


def best_swap(prepared: Prepared, start: Start, random: np.random.Generator) -> npt.NDArray[np.float64] | None:
    """Return the centroids with the best of a few swaps; None where none of them lowers the inertia."""
    own, first, second = two_nearest(prepared, start.centroids)
    cumulative = np.cumsum(first, dtype=np.float64)
    drawn = np.searchsorted(cumulative, random.random(ROWS_TRIED) * cumulative[-1])
    drawn = np.unique(np.minimum(drawn, prepared.rows - 1))
    best, most = None, 0.0
    for row, distances in zip(drawn.tolist(), squared_to(prepared, drawn), strict=True):
        with_it = np.minimum(first, distances)
        missed = np.bincount(own, np.minimum(second, distances) - with_it, len(start.centroids))
        least = int(missed.argmin())
        gain = float((first - with_it).sum(dtype=np.float64)) - float(missed[least])
        if gain > most:
            best, most = (least, row), gain
    if best is None:
        return None
    centroids = start.centroids.copy()
    centroids[best[0]] = prepared.augmented[best[1], :-1]
    return centroids


def two_nearest(prepared: Prepared, centroids: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """Return each row's nearest centroid and its squared distances to that and to the next."""
    kind = prepared.augmented.dtype
    body = prepared.augmented[:, :-1]
    scores = body @ (-2 * centroids.T).astype(kind)
    scores += np.einsum("ij,ij->i", centroids, centroids).astype(kind)
    scores += np.einsum("ij,ij->i", body, body)[:, None]
    own = scores.argmin(axis=1)
    two = np.partition(scores, min(1, scores.shape[1] - 1), axis=1)
    return own, np.maximum(two[:, 0], 0), np.maximum(two[:, min(1, scores.shape[1] - 1)], 0)
