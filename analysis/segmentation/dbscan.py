"""DBSCAN: dense regions of any shape, the rest noise."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Fitted, Floats, Labels, Task
from analysis.segmentation.density import DensitySegmenter, gaps_to_nearest, neighbour_model
from analysis.segmentation.summary import DistanceCurve

CURVE_POINTS = 200
POINTS_AT_ONCE = 250


class DBSCAN(DensitySegmenter):
    """Regions where every customer has enough others near, however shaped; what lies in none is noise.

    Ester, Kriegel, Sander and Xu 1996. A customer near the core of a region belongs to the nearest core, so that the
    result does not depend on the order of the rows.
    """

    title: ClassVar[str] = "DBSCAN"
    about: ClassVar[str] = "Dense regions of any shape; says which customers are noise; one density for all regions."
    remedy: ClassVar[str] = "raise eps or lower min_samples"

    method: Literal["dbscan"] = "dbscan"
    eps: Annotated[float, Field(gt=0)] | Literal["auto"] = Field(
        "auto", title="Reach", description="How far near is; auto: the bend of the curve of distances to neighbours."
    )
    min_samples: Annotated[int, Field(ge=1, le=1000)] | Literal["auto"] = Field(
        "auto",
        title="Neighbours",
        description="How many customers, itself included, make a place dense; auto: 5, or 1 in 200 of those fitted.",
    )

    def fit(self, task: Task) -> Fitted:
        """Fit to all customers, or to a sample."""
        points = self.fitted_rows(task)
        enough = max(5, len(points) // 200) if self.min_samples == "auto" else int(self.min_samples)
        curve = distance_curve(points, max(1, enough - 1))
        eps = curve.suggested if self.eps == "auto" else float(self.eps)

        def make() -> Arrays:
            groups, core = dbscan(points, eps, enough)
            return {"points": points[core].astype(np.float32), "groups": groups[core]}

        kept = self.kept_fit(task, make)
        model = neighbour_model("dbscan", task, kept["points"].astype(np.float64), kept["groups"], eps)
        return self.settle(task, model, lambda values: dbscan(values, eps, enough)[0], Extras(distance_curve=curve))


def dbscan(values: Floats, eps: float, min_samples: int) -> tuple[Labels, npt.NDArray[np.bool_]]:
    """Return each row's region (from 0, -1 noise) and whether it is a core; border rows go to their nearest core.

    Neighbours are never all held at once, so that a reach that covers everybody costs no more memory than a short one.
    """
    from scipy.spatial import cKDTree

    core = np.asarray(cKDTree(values).query_ball_point(values, eps, return_length=True) >= min_samples)
    groups = np.full(len(values), -1, dtype=np.int32)
    if core.any():
        groups[core] = connected(values[core], eps)
        away, nearest = cKDTree(values[core]).query(values[~core])
        groups[~core] = np.where(away <= eps, groups[core][nearest], -1)
    return groups, core


def connected(points: Floats, reach: float) -> Labels:
    """Return the group (from 0) of each point: those in one are connected by steps of at most ``reach``."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from sklearn.neighbors import NearestNeighbors

    known = NearestNeighbors(radius=reach).fit(points)
    groups: npt.NDArray[np.integer] = np.arange(len(points))
    for first in range(0, len(points), POINTS_AT_ONCE):
        near = known.radius_neighbors(points[first : first + POINTS_AT_ONCE], return_distance=False)
        here = np.repeat(np.arange(first, first + len(near)), [len(one) for one in near])
        ends = groups[here], groups[np.concatenate(near)]
        steps = coo_array((np.ones(len(here), dtype=np.bool_), ends), shape=(len(points), len(points)))
        groups = connected_components(steps, directed=False)[1][groups]
    return np.asarray(groups, dtype=np.int32)


def distance_curve(points: Floats, neighbours: int) -> DistanceCurve:
    """Return the sorted distances to the ``neighbours``-th other customer and the distance at the bend.

    The bend is where the curve lies furthest below the straight line from its start to its end (Satopää and others
    2011).
    """
    distances = np.sort(gaps_to_nearest(points, neighbours))
    if not len(distances) or distances[-1] <= 0:
        return DistanceCurve(neighbours=neighbours, distances=tuple(distances[:1].tolist()), suggested=1.0)
    kept = distances[: max(2, int(0.99 * len(distances)))]  # a few far customers would stretch the line
    line = np.linspace(kept[0], kept[-1], len(kept))
    bend = float(kept[int((line - kept).argmax())])
    positive = distances[distances > 0]
    at = np.unique(np.linspace(0, len(distances) - 1, CURVE_POINTS).astype(int))
    return DistanceCurve(
        neighbours=neighbours,
        distances=tuple(distances[at].tolist()),
        suggested=bend if bend > 0 else float(positive[0]),
    )
