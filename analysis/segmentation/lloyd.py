"""k-means on numpy alone: many starts at once, the same result on any number of threads.

Lloyd's algorithm (Lloyd 1982) with k-means++ starts (Arthur and Vassilvitskii 2007). One matrix product scores a block
of rows against the centroids of every start, a second one sums the rows of each centroid, so that a sweep over k, its
restarts and its resamples cost about the same per centroid as one run. Sums over blocks are kept in double precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.int32]

BLOCK_BYTES = 1 << 19  # scores held at once: they should stay in the processor's cache
DOUBLE_ROWS = 20_000  # up to here the rows are held in double precision


@dataclass(frozen=True)
class Prepared:
    """Rows ready for scoring: ``augmented`` (n, m + 1) centred, with a last column of ones; ``centre`` (m,) was taken
    off.
    """

    augmented: Floats
    centre: npt.NDArray[np.float64]
    square_sum: float

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self.augmented.shape[0])

    @property
    def columns(self) -> int:
        """The number of columns without the ones."""
        return int(self.augmented.shape[1]) - 1

    def take(self, rows: npt.NDArray[np.integer]) -> Prepared:
        """Return the given rows only, around the same centre."""
        augmented = np.ascontiguousarray(self.augmented[rows])
        return Prepared(augmented, self.centre, _square_sum(augmented))


@dataclass(frozen=True)
class Start:
    """Centroids (k, m), centred as the rows are, and the squared distances of the rows to the nearest, summed."""

    centroids: npt.NDArray[np.float64]
    inertia: float


def prepare(values: Floats, *, double: bool | None = None) -> Prepared:
    """Centre ``values`` (n, m) and append ones; unless told, double precision for few rows and single for many."""
    rows, columns = values.shape
    kind = np.float64 if (rows <= DOUBLE_ROWS if double is None else double) else np.float32
    centre = values.mean(axis=0, dtype=np.float64)
    augmented = np.ones((rows, columns + 1), dtype=kind)
    np.subtract(values, centre.astype(kind), out=augmented[:, :columns], casting="same_kind")
    return Prepared(augmented, centre, _square_sum(augmented))


def _square_sum(augmented: Floats) -> float:
    """Sum the squares of all cells but the ones."""
    body = augmented[:, :-1]
    return float(np.einsum("ij,ij->j", body, body, dtype=np.float64).sum())


def spread_starts(prepared: Prepared, k: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Draw ``k`` starting centroids by greedy k-means++: each one from the rows far from those before it."""
    body = prepared.augmented[:, :-1]
    squares = np.einsum("ij,ij->i", body, body)
    trials = 2 + int(np.log(k)) if k > 1 else 1
    chosen = [int(random.integers(prepared.rows))]
    closest = _squared(body, squares, np.array(chosen))[0]
    for _ in range(1, k):
        cumulative = np.cumsum(closest, dtype=np.float64)
        drawn = np.searchsorted(cumulative, random.random(trials) * cumulative[-1])
        drawn = np.minimum(drawn, prepared.rows - 1)
        candidates = np.minimum(_squared(body, squares, drawn), closest)
        best = int(candidates.sum(axis=1).argmin())
        chosen.append(int(drawn[best]))
        closest = candidates[best]
    return np.asarray(body[chosen], dtype=np.float64)


def _squared(body: Floats, squares: Floats, rows: npt.NDArray[np.integer]) -> Floats:
    """Return the squared distances (len(rows), n) from the given rows to all."""
    distances: Floats = body[rows] @ body.T
    distances *= -2
    distances += squares
    distances += squares[rows][:, None]
    np.maximum(distances, 0, out=distances)
    return distances


def descend(
    prepared: Prepared, starts: Sequence[npt.NDArray[np.float64]], passes: int = 300, tolerance: float = 0.0
) -> list[Start]:
    """Move the centroids of every start to the means of their rows until the inertia falls no further.

    A start is finished when a pass lowers its inertia by ``tolerance`` (a share of it) or less. A centroid that loses
    all its rows is put on the row furthest from its centroid.
    """
    current = [start.copy() for start in starts]
    inertias = [np.inf] * len(current)
    active = list(range(len(current)))
    for _ in range(passes):
        moved, reached = one_pass(prepared, [current[at] for at in active])
        still = []
        for position, at in enumerate(active):
            if reached[position] < inertias[at] * (1 - tolerance) - 1e-12 * prepared.square_sum:
                inertias[at], current[at] = reached[position], moved[position]
                still.append(at)
        active = still
        if not active:
            break
    return [Start(centroids, inertia) for centroids, inertia in zip(current, inertias, strict=True)]


def one_pass(
    prepared: Prepared, groups: Sequence[npt.NDArray[np.float64]]
) -> tuple[list[npt.NDArray[np.float64]], list[float]]:
    """Return, for every group of centroids, the means of the rows nearest to each, and the inertia before the move."""
    kind = prepared.augmented.dtype
    scorer = np.vstack([_scorer(group) for group in groups]).astype(kind)
    edges = np.cumsum([0, *(len(group) for group in groups)])
    sums = np.zeros((len(scorer), prepared.columns + 1))
    inertias = np.zeros(len(groups))
    block = _block_rows(scorer)
    scores = np.empty((len(scorer), block), dtype=kind)
    nearest = np.empty((len(scorer), block), dtype=kind)
    for first in range(0, prepared.rows, block):
        rows = prepared.augmented[first : first + block]
        part, chosen = scores[:, : len(rows)], nearest[:, : len(rows)]
        np.matmul(scorer, rows.T, out=part)
        for group, (low, high) in enumerate(pairwise(edges.tolist())):
            lowest = part[low:high].min(axis=0)
            np.equal(part[low:high], lowest, out=chosen[low:high], casting="unsafe")
            inertias[group] += lowest.sum(dtype=np.float64)
        summed = chosen @ rows
        if round(float(summed[:, -1].sum())) > len(groups) * len(rows):
            for low, high in pairwise(edges.tolist()):
                _break_ties(chosen[low:high])
            summed = chosen @ rows
        sums += summed
    inertias += prepared.square_sum
    means = [
        _means(prepared, sums[low:high], group) for group, low, high in zip(groups, edges[:-1], edges[1:], strict=True)
    ]
    return means, [max(float(inertia), 0.0) for inertia in inertias]


def _block_rows(scorer: Floats) -> int:
    """Return how many rows to score at once."""
    return max(256, BLOCK_BYTES // (len(scorer) * scorer.itemsize))


def _scorer(centroids: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the rows that give, times an augmented row, the squared distance less the row's own square."""
    return np.hstack([-2 * centroids, np.einsum("ij,ij->i", centroids, centroids)[:, None]])


def _break_ties(chosen: Floats) -> None:
    """Leave each row (a column of ``chosen``) with the first of its nearest centroids."""
    chosen *= np.cumsum(chosen, axis=0) == 1


def _means(
    prepared: Prepared, sums: npt.NDArray[np.float64], before: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Divide the sums by the counts in their last column; a centroid without rows takes the row furthest from all."""
    counts = sums[:, -1:]
    means = np.where(counts > 0, sums[:, :-1] / np.maximum(counts, 1), before)
    empty = np.flatnonzero(counts[:, 0] == 0)
    if len(empty):
        _, distances, _ = nearest_two(prepared, means)
        furthest = np.argsort(-distances, kind="stable")[: len(empty)]
        means[empty[: len(furthest)]] = prepared.augmented[furthest, :-1]
    return np.asarray(means, dtype=np.float64)


def nearest_two(
    prepared: Prepared, centroids: npt.NDArray[np.float64]
) -> tuple[Labels, npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """Return each row's nearest centroid (from 0), its squared distance to it, and its second nearest centroid."""
    scorer = _scorer(centroids).astype(prepared.augmented.dtype)
    labels = np.empty(prepared.rows, dtype=np.int32)
    second = np.empty(prepared.rows, dtype=np.int32)
    distances = np.empty(prepared.rows, dtype=np.float32)
    block = _block_rows(scorer)
    for first in range(0, prepared.rows, block):
        rows = prepared.augmented[first : first + block]
        here = slice(first, first + len(rows))
        scores = rows @ scorer.T
        labels[here] = scores.argmin(axis=1)
        positions = np.arange(len(rows))
        body = rows[:, :-1]
        lowest = scores[positions, labels[here]] + np.einsum("ij,ij->i", body, body)
        distances[here] = np.maximum(lowest, 0)
        scores[positions, labels[here]] = np.inf
        second[here] = scores.argmin(axis=1)
    return labels, distances, second
