"""Figures of one labeling: inertia, Calinski-Harabasz, Davies-Bouldin, adjusted Rand, Jaccard of matched segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BLOCK = 8_192  # rows whose distances are taken at once, to stay in the processor's cache
FIRST = 1_000


@dataclass(frozen=True)
class Partition:
    """Figures over the rows that have a segment; None where they are not defined (fewer than two segments).

    ``inertia``: squared distances to the segment's mean, summed. ``calinski_harabasz`` (1974): between over within
    variance. ``davies_bouldin`` (1979): the mean of each segment's worst ratio of spreads to the distance of the means.
    """

    inertia: float
    calinski_harabasz: float | None
    davies_bouldin: float | None
    means: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.int64]


def partition_figures(values: npt.NDArray[np.floating], labels: npt.NDArray[np.integer], groups: int) -> Partition:
    """Return the figures of ``labels`` (n,) 0…groups-1 (negative: none) of ``values`` (n, m), in double precision."""
    inside = labels >= 0
    values, labels = (values, labels) if inside.all() else (values[inside], labels[inside])
    labels = labels.astype(np.intp)  # as bincount would have it every time
    near = values[:FIRST].mean(axis=0, dtype=np.float64) if len(values) else np.zeros(values.shape[1])
    sizes = np.bincount(labels, minlength=groups)
    sums = np.empty((groups, values.shape[1]))
    for column in range(values.shape[1]):
        sums[:, column] = np.bincount(labels, weights=values[:, column] - near[column], minlength=groups)
    middle = sums.sum(axis=0) / max(len(values), 1)
    means, centre = sums / np.maximum(sizes, 1)[:, None] - middle, near + middle
    distances = distances_to_own(values, labels, means + centre)
    inertia = float((distances**2).sum())
    present = np.flatnonzero(sizes)
    if len(present) < 2 or len(values) <= len(present) or not values.shape[1]:
        return Partition(inertia, None, None, means + centre, sizes)
    between = float((sizes * (means**2).sum(axis=1)).sum())
    within = inertia / (len(values) - len(present))
    spread = np.bincount(labels, weights=distances, minlength=groups)[present] / sizes[present]
    return Partition(
        inertia=inertia,
        calinski_harabasz=between / (len(present) - 1) / within if within > 0 else None,
        davies_bouldin=_davies_bouldin(means[present], spread),
        means=means + centre,
        sizes=sizes,
    )


def distances_to_own(
    values: npt.NDArray[np.floating], labels: npt.NDArray[np.integer], means: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the distance (n,) of each row to the mean of its own segment."""
    result = np.empty(len(values))
    for first in range(0, len(values), BLOCK):
        here = slice(first, first + BLOCK)
        gaps = means.take(labels[here], axis=0)
        np.subtract(values[here], gaps, out=gaps)
        np.sqrt(np.einsum("ij,ij->i", gaps, gaps), out=result[here])
    return result


def _davies_bouldin(means: npt.NDArray[np.float64], spread: npt.NDArray[np.float64]) -> float | None:
    """Return the mean over segments of the largest (spread + other spread) / distance of means."""
    gaps = np.sqrt(((means[:, None] - means[None]) ** 2).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    if (gaps <= 0).any():
        return None
    return float(((spread[:, None] + spread[None]) / gaps).max(axis=1).mean())


def crossing(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Count the rows in each pair of a group of ``first`` and one of ``second``; rows without a group in either are
    left out.
    """
    both = (first >= 0) & (second >= 0)
    if not both.any():
        return np.zeros((0, 0), dtype=np.int64)
    rows, columns = int(first[both].max()) + 1, int(second[both].max()) + 1
    cells = first[both].astype(np.int64) * columns + second[both]
    return np.bincount(cells, minlength=rows * columns).reshape(rows, columns)


def adjusted_rand(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> float:
    """Return the agreement of two labelings of the same rows beyond chance (Hubert and Arabie 1985); 1 = the same.

    Rows without a segment count as one more group.
    """
    table = crossing(first + 1, second + 1).astype(np.float64)
    total = table.sum()

    def pairs(counts: npt.NDArray[np.float64]) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    together, left, right = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = left * right / max(pairs(np.array([total])), 1.0)
    most = (left + right) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def best_jaccards(
    reference: npt.NDArray[np.integer], other: npt.NDArray[np.integer], groups: int
) -> npt.NDArray[np.float64]:
    """Return for each group of ``reference`` the largest Jaccard similarity with a group of ``other``; NaN where it is
    empty.
    """
    table = crossing(reference, other)
    sizes = np.bincount(reference[reference >= 0], minlength=groups).astype(np.float64)
    result = np.zeros(groups)
    if table.size:
        others = np.bincount(other[other >= 0], minlength=table.shape[1])
        union = sizes[: len(table), None] + others[: table.shape[1]] - table
        result[: len(table)] = (table / np.maximum(union, 1)).max(axis=1)
    return np.where(sizes > 0, result, np.nan)
