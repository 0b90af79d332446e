"""k-means on numpy alone: many starts at once, the same result on any number of threads.

Lloyd's algorithm (Lloyd 1982) with k-means++ starts (Arthur and Vassilvitskii 2007). One matrix product scores a block
of rows against the centroids of every start, a second one sums the rows of each centroid, so that a sweep over k, its
restarts and its resamples cost about the same per centroid as one run. Sums over blocks are kept in double precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.int32]

BLOCK_BYTES = 1 << 19  # scores held at once: they should stay in the processor's cache
DOUBLE_ROWS = 20_000  # up to here the rows are held in double precision
JUDGED_AFTER = 5  # passes after which a few short descents show which of them will end lowest


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


def squared_to(prepared: Prepared, rows: npt.NDArray[np.integer]) -> Floats:
    """Return the squared distances (len(rows), n) from the given rows to all."""
    body = prepared.augmented[:, :-1]
    return _squared(body, np.einsum("ij,ij->i", body, body), rows)


def _squared(body: Floats, squares: Floats, rows: npt.NDArray[np.integer]) -> Floats:
    """Return the squared distances (len(rows), n) from the given rows to all."""
    distances: Floats = body[rows] @ body.T
    distances *= -2
    distances += squares
    distances += squares[rows][:, None]
    np.maximum(distances, 0, out=distances)
    return distances


def best_for_each(prepared: Prepared, ks: Sequence[int], starts: int, random: np.random.Generator) -> list[Labels]:
    """Return, for every k, the labels of a short descent from the best of a few starts: from that which has come
    furthest after a few passes. All k share the draws of their starts.
    """
    spreads = [spread_starts(prepared, max(ks), random) for _ in range(starts)]
    fits = descend(prepared, [spread[:k] for k in ks for spread in spreads], passes=JUDGED_AFTER, tolerance=1e-4)
    best = [min(fits[first : first + starts], key=lambda fit: fit.inertia) for first in range(0, len(fits), starts)]
    fits = descend(prepared, [fit.centroids for fit in best], passes=60, tolerance=1e-4)
    return [nearest(prepared, fit.centroids)[0] for fit in fits]


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
    before = np.concatenate(groups)
    scorer = _scorer(before).astype(kind)
    runs = _equal_runs(groups)
    sums = np.zeros((len(scorer), prepared.columns + 1))
    inertias = np.zeros(len(groups))
    block = _block_rows(scorer)
    scores = np.empty((len(scorer), block), dtype=kind)
    nearest = np.empty((len(scorer), block), dtype=kind)
    for first in range(0, prepared.rows, block):
        rows = prepared.augmented[first : first + block]
        part, chosen = scores[:, : len(rows)], nearest[:, : len(rows)]
        np.matmul(scorer, rows.T, out=part)
        for run in runs:
            inertias[run.groups] += _choose(part[run.centroids], chosen[run.centroids], run.size)
        summed = chosen @ rows
        if round(float(summed[:, -1].sum())) > len(groups) * len(rows):
            for run in runs:
                _break_ties(chosen[run.centroids], run.size)
            summed = chosen @ rows
        sums += summed
    means = _means(prepared, sums, before, [len(group) for group in groups])
    return means, np.maximum(inertias + prepared.square_sum, 0).tolist()


@dataclass(frozen=True)
class Run:
    """Neighbouring groups of ``size`` centroids each, which are scored at once: their places and their centroids'."""

    groups: slice
    centroids: slice
    size: int


def _equal_runs(groups: Sequence[npt.NDArray[np.float64]]) -> list[Run]:
    """Return the runs of neighbouring groups with the same number of centroids."""
    runs, group, centroid = [], 0, 0
    for size, equal in groupby(len(one) for one in groups):
        count = len(list(equal))
        runs.append(Run(slice(group, group + count), slice(centroid, centroid + count * size), size))
        group, centroid = group + count, centroid + count * size
    return runs


def _choose(scores: Floats, chosen: Floats, size: int) -> Floats:
    """Mark in ``chosen`` (groups * size, n) the lowest scores of each group; return their sums by group."""
    apart = scores.reshape(-1, size, scores.shape[1])
    lowest = apart.min(axis=1, keepdims=True)
    np.equal(apart, lowest, out=chosen.reshape(apart.shape), casting="unsafe")
    total: Floats = lowest.sum(axis=(1, 2), dtype=np.float64)
    return total


def _block_rows(scorer: Floats) -> int:
    """Return how many rows to score at once."""
    return max(256, BLOCK_BYTES // (len(scorer) * scorer.itemsize))


def _scorer(centroids: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the rows that give, times an augmented row, the squared distance less the row's own square."""
    rows = np.empty((len(centroids), centroids.shape[1] + 1))
    np.multiply(centroids, -2, out=rows[:, :-1])
    np.einsum("ij,ij->i", centroids, centroids, out=rows[:, -1])
    return rows


def _break_ties(chosen: Floats, size: int) -> None:
    """Leave each row (a column of ``chosen``) with the first of its nearest centroids in every group."""
    apart = chosen.reshape(-1, size, chosen.shape[1])
    apart *= np.cumsum(apart, axis=1) == 1


def _means(
    prepared: Prepared, sums: npt.NDArray[np.float64], before: npt.NDArray[np.float64], sizes: Sequence[int]
) -> list[npt.NDArray[np.float64]]:
    """Divide the sums by the counts in their last column and part them by group.

    Centroids without rows take the rows furthest from all of their group.
    """
    counts = sums[:, -1:]
    moved = np.where(counts > 0, sums[:, :-1] / np.maximum(counts, 1), before)
    edges = np.cumsum(sizes)
    groups: list[npt.NDArray[np.float64]] = [
        moved[edge - size : edge] for edge, size in zip(edges.tolist(), sizes, strict=True)
    ]
    empty = np.flatnonzero(counts[:, 0] == 0)
    for at in np.unique(np.searchsorted(edges, empty, side="right")).tolist() if len(empty) else ():
        _, distances = nearest(prepared, groups[at])
        own = empty[(empty >= edges[at] - sizes[at]) & (empty < edges[at])] - (edges[at] - sizes[at])
        furthest = np.argsort(-distances, kind="stable")[: len(own)]
        groups[at][own[: len(furthest)]] = prepared.augmented[furthest, :-1]
    return groups


def nearest(prepared: Prepared, centroids: npt.NDArray[np.float64]) -> tuple[Labels, npt.NDArray[np.float32]]:
    """Return each row's nearest centroid (from 0) and its squared distance to it."""
    scorer = _scorer(centroids).astype(prepared.augmented.dtype)
    labels = np.empty(prepared.rows, dtype=np.int32)
    distances = np.empty(prepared.rows, dtype=np.float32)
    block = _block_rows(scorer)
    for first in range(0, prepared.rows, block):
        rows = prepared.augmented[first : first + block]
        here = slice(first, first + len(rows))
        scores = rows @ scorer.T
        labels[here] = scores.argmin(axis=1)
        body = rows[:, :-1]
        lowest = scores[np.arange(len(rows)), labels[here]] + np.einsum("ij,ij->i", body, body)
        distances[here] = np.maximum(lowest, 0)
    return labels, distances
