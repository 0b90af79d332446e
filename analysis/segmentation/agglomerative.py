"""Agglomerative clustering: customers merged pair by pair into a tree that is cut at k."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Floats, Labels, Task
from analysis.segmentation.density import neighbour_model
from analysis.segmentation.summary import Dendrogram
from analysis.segmentation.sweep import Candidate, SweepSegmenter, sampled_sentence

FITTED_ROWS = 5_000
Linkage = Literal["ward", "average", "complete"]
TOP = 30
"""Leaves of the part of the tree that is shown."""


class Agglomerative(SweepSegmenter):
    """A hierarchy: the two nearest groups are merged again and again, and the tree is cut where k groups are left."""

    title: ClassVar[str] = "Agglomerative"
    about: ClassVar[str] = "A tree of ever larger groups; ward makes round ones, average and complete follow distances."
    pool_rows: ClassVar[int] = 1_500
    measures_all: ClassVar[bool] = False

    method: Literal["agglomerative"] = "agglomerative"
    linkage: Linkage = Field(
        "ward", title="Linkage", description="Ward: least spread inside; average, complete: mean, largest distance."
    )

    def candidates(self, task: Task, ks: Sequence[int]) -> list[Candidate]:
        """Build one tree and cut it at every k."""
        points, merges = self.tree(task)
        task.context.progress(1, 1, "fits")
        found = []
        for k in ks:
            model = neighbour_model("agglomerative", task, points, cut(merges, k), np.inf)
            found.append(Candidate(k, model))
        return found

    def tree(self, task: Task) -> tuple[Floats, npt.NDArray[np.float64]]:
        """Return the fitted customers (p, m) and the merges (p - 1, 4), remembered."""
        points = task.values[task.sample(FITTED_ROWS, 61)].astype(np.float64)

        def make() -> Arrays:
            return {"merges": merge(points, self.linkage)}

        merges = task.context.remember(self.fit_name(), make)["merges"]
        return points, merges

    def cluster(self, values: Floats, ks: Sequence[int], random: np.random.Generator) -> list[Labels]:
        """Build the tree anew and cut it at every k."""
        del random
        merges = merge(values.astype(np.float64), self.linkage)
        return [cut(merges, k) for k in ks]

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say how large the sample was, and give the top of the tree."""
        del chosen
        points, merges = self.tree(task)
        return sampled_sentence(len(points), task, "with the nearest of these"), Extras(dendrogram=top_of(merges))


def merge(values: Floats, linkage: Linkage) -> npt.NDArray[np.float64]:
    """Return the merges as scipy writes them: two nodes, the height, the size."""
    from scipy.cluster.hierarchy import linkage as build

    return np.asarray(build(values, method=linkage), dtype=np.float64)


def cut(merges: npt.NDArray[np.float64], k: int) -> Labels:
    """Return the groups (from 0) that are left when the last k - 1 merges are undone; fewer rows than k: one each."""
    rows = len(merges) + 1
    k = min(k, rows)
    below = _groups_below(merges, rows, k)
    return below[:rows]


def _groups_below(merges: npt.NDArray[np.float64], rows: int, k: int) -> Labels:
    """Hand the group of every node that is left down to its leaves."""
    nodes = rows + len(merges)
    groups = np.full(nodes, -1, dtype=np.int32)
    kept = nodes - (k - 1)  # nodes from here on are undone
    pairs = merges[:, :2].astype(np.intp)
    roots = pairs[kept - rows :].ravel() if k > 1 else np.array([nodes - 1])
    groups[np.sort(roots[roots < kept])] = np.arange(k, dtype=np.int32)
    for node in range(kept - 1, rows - 1, -1):
        groups[pairs[node - rows]] = groups[node]
    return groups


def top_of(merges: npt.NDArray[np.float64]) -> Dendrogram:
    """Return the last merges, over at most 30 leaves."""
    rows = len(merges) + 1
    leaves = min(TOP, rows)
    first = rows + len(merges) - (leaves - 1)
    pairs = merges[first - rows :, :2].astype(np.intp)
    low = np.unique(pairs[pairs < first])
    sizes = [1 if node < rows else int(merges[node - rows, 3]) for node in low.tolist()]
    number = {node: at for at, node in enumerate(low.tolist())}
    number |= {first + at: leaves + at for at in range(len(pairs))}
    shown = [
        (number[left], number[right], float(height))
        for (left, right), height in zip(pairs.tolist(), merges[first - rows :, 2].tolist(), strict=True)
    ]
    return Dendrogram(leaves=tuple(sizes), merges=tuple(shown))
