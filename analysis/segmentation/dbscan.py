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

        kept = task.context.remember(self.fit_name(), make)
        task.context.progress(1, 1, "fits")
        model = neighbour_model("dbscan", task, kept["points"].astype(np.float64), kept["groups"], eps)
        return self.settle(task, model, lambda values: dbscan(values, eps, enough)[0], Extras(distance_curve=curve))


def dbscan(values: Floats, eps: float, min_samples: int) -> tuple[Labels, npt.NDArray[np.bool_]]:
    """Return each row's region (from 0, -1 noise) and whether it is a core; border rows go to their nearest core."""
    from scipy.spatial import cKDTree
    from sklearn.cluster import DBSCAN as Sklearn  # noqa: N811 - the method's own name

    fitted = Sklearn(eps=eps, min_samples=min_samples).fit(values)
    groups = fitted.labels_.astype(np.int32)
    core = np.zeros(len(values), dtype=np.bool_)
    core[fitted.core_sample_indices_] = True
    border = np.flatnonzero((groups >= 0) & ~core)
    if len(border):
        _, nearest = cKDTree(values[core]).query(values[border])
        groups[border] = groups[core][nearest]
    return groups, core


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
