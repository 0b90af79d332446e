"""Would the segments come out again from other customers like these? Bootstrap Jaccard (Hennig 2007), adjusted Rand.

A pool of customers is drawn again and again; each resample is segmented anew, and every segment is compared with the
most similar one that came out. What the resamples make of the customers they share gives the adjusted Rand index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.progress import Progress, silent
from analysis.segmentation.quality.metrics import adjusted_rand, best_jaccards

Labeling = npt.NDArray[np.integer]
Cluster = Callable[[npt.NDArray[np.floating], np.random.Generator], list[Labeling]]
RESAMPLES = 25


@dataclass(frozen=True)
class Resampling:
    """How to draw: the pool's rows (p, m), how many resamples, with replacement or four fifths of the pool without."""

    pool: npt.NDArray[np.floating]
    resamples: int = RESAMPLES
    replace: bool = True


@dataclass(frozen=True)
class Stability:
    """The mean Jaccard similarity of each segment over the resamples, and the mean adjusted Rand index between
    resamples.
    """

    jaccards: tuple[float, ...]
    adjusted_rand: float


def stabilities(
    resampling: Resampling,
    references: Sequence[Labeling],
    cluster: Cluster,
    random: np.random.Generator,
    progress: Progress = silent,
) -> list[Stability]:
    """Return the stability of every labeling of the pool in ``references``.

    ``cluster`` segments rows anew: one labeling for each of ``references``, groups from 0, -1 for none.
    """
    size = len(resampling.pool)
    seen: list[list[npt.NDArray[np.float64]]] = [[] for _ in references]
    agreements: list[list[float]] = [[] for _ in references]
    before: list[Labeling] | None = None
    for count in range(resampling.resamples):
        chosen = _draw(size, resampling.replace, random)
        labelings = cluster(resampling.pool[chosen], random)
        placed = [_in_pool(size, chosen, labels) for labels in labelings]
        distinct = np.unique(chosen)
        for at, reference in enumerate(references):
            groups = int(reference.max()) + 1
            seen[at].append(best_jaccards(reference[distinct], placed[at][distinct], groups))
            if before is not None:
                shared = (placed[at] > -2) & (before[at] > -2)
                agreements[at].append(adjusted_rand(placed[at][shared], before[at][shared]))
        before = placed
        progress(count + 1, resampling.resamples, "resamples")
    return [
        Stability(tuple(_column_means(np.array(jaccards)).tolist()), float(np.mean(rand)) if rand else float("nan"))
        for jaccards, rand in zip(seen, agreements, strict=True)
    ]


def _draw(size: int, replace: bool, random: np.random.Generator) -> npt.NDArray[np.intp]:
    """Return the positions of one resample, ascending."""
    if replace:
        return np.sort(random.integers(size, size=size))
    return np.sort(random.permutation(size)[: max(2, size * 4 // 5)])


def _in_pool(size: int, chosen: npt.NDArray[np.intp], labels: Labeling) -> Labeling:
    """Put the labels of a resample at their rows of the pool; -2 where a row was not drawn."""
    placed = np.full(size, -2, dtype=np.int64)
    placed[chosen] = labels
    return placed


def _column_means(jaccards: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Average over the resamples in which a segment occurred; 0 where it never did."""
    known = ~np.isnan(jaccards)
    return np.asarray(np.where(known, jaccards, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1), dtype=np.float64)
