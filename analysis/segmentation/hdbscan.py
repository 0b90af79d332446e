"""HDBSCAN: dense regions of different densities, the rest noise."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Fitted, Floats, Labels, Task
from analysis.segmentation.density import DensitySegmenter, gaps_to_nearest, neighbour_model


class HDBSCAN(DensitySegmenter):
    """Regions that persist over many densities, so that thick and thin ones are found together; the rest is noise.

    Campello, Moulavi and Sander 2013.
    """

    title: ClassVar[str] = "HDBSCAN"
    about: ClassVar[str] = "Dense regions of any shape and of different densities; says which customers are noise."
    remedy: ClassVar[str] = "lower min_cluster_size or min_samples"

    method: Literal["hdbscan"] = "hdbscan"
    min_cluster_size: int | None = Field(
        None, title="Smallest segment", description="Customers at least; empty: 2 % of those fitted, at least 5.", ge=2
    )
    min_samples: int | None = Field(
        None, title="Neighbours", description="Larger: more noise, rounder regions; empty: at most 10.", ge=1, le=1000
    )

    def fit(self, task: Task) -> Fitted:
        """Fit to all customers, or to a sample."""
        points = self.fitted_rows(task)

        def make() -> Arrays:
            return {"points": points.astype(np.float32), "groups": self.again(points)}

        kept = self.kept_fit(task, make)
        inside = kept["points"][kept["groups"] >= 0]
        reach = float(gaps_to_nearest(inside).max(initial=0.0)) or np.inf
        model = neighbour_model("hdbscan", task, kept["points"].astype(np.float64), kept["groups"], reach)
        return self.settle(task, model, self.again, Extras())

    def again(self, values: Floats) -> Labels:
        """Return the region (from 0, -1 noise) of each row."""
        from sklearn.cluster import HDBSCAN as Sklearn  # noqa: N811 - the method's own name

        smallest = self.min_cluster_size or max(5, len(values) // 50)
        neighbours = self.min_samples or min(10, smallest)
        if len(values) < max(smallest, neighbours, 2):
            return np.full(len(values), -1, dtype=np.int32)
        fitted = Sklearn(min_cluster_size=smallest, min_samples=neighbours, copy=True).fit(values)
        return np.asarray(np.maximum(fitted.labels_, -1), dtype=np.int32)
