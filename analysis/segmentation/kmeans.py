"""k-means: segments around means, each customer in the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Floats, Labels, Task, share_text
from analysis.segmentation.lloyd import best_for_each, prepare
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.starts import FEW_ROWS, STAGES, Growing, polish
from analysis.segmentation.sweep import Candidate, SweepSegmenter


class KMeans(SweepSegmenter):
    """Centroids found by Lloyd's algorithm: many starts on a sample, the best polished on all customers."""

    title: ClassVar[str] = "k-means"
    about: ClassVar[str] = (
        "Round groups of similar spread; fast on millions of customers; every customer gets a segment."
    )
    pool_rows: ClassVar[int] = 4_000
    resamples: ClassVar[int] = 25
    tested_itself: ClassVar[bool] = True

    method: Literal["kmeans"] = "kmeans"
    restarts: int = Field(30, title="Starts", description="How many random starts are tried for every k.", ge=1, le=200)

    def candidates(self, task: Task, ks: Sequence[int]) -> list[Candidate]:
        """Fit every k, each kept when it is finished."""
        growing = Growing.of(prepare(task.values), task.random(1))  # every k is fitted to the same samples
        found = []
        for done, k in enumerate(ks):
            arrays = task.context.remember(f"{self.fit_name()} k={k}", partial(self.fit_one, task, growing, k))
            found.append(Candidate(k, centroid_model("kmeans", task, arrays["centroids"])))
            task.context.progress(done + 1, len(ks), "numbers of segments")
        return found

    def fit_one(self, task: Task, growing: Growing, k: int) -> Arrays:
        """Return the centroids (k, m) for one k, in the features' units."""
        best = polish(growing, k, self.restarts, task.random(1, k))
        return {"centroids": best.centroids + growing.whole.centre, "inertia": np.array(best.inertia)}

    def cluster(self, values: Floats, ks: Sequence[int], random: np.random.Generator) -> list[Labels]:
        """Return k-means labels for every k, from two starts each."""
        return best_for_each(prepare(values, double=False), ks, 2, random)

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say how large the sample of the starts was."""
        del chosen
        first = STAGES[0][0]
        tried = f"the starts were tried on {share_text(first, len(task.values))}, and the best of them polished on all"
        return "", Extras(notes=(tried,) if len(task.values) > FEW_ROWS else ())


def centroid_model(method: str, task: Task, centroids: Floats) -> SegmentModel:
    """Return the frozen model of given centroids (k, m)."""
    card = ModelCard(kind="centroids", method=method, columns=task.columns)
    return SegmentModel(card, {"centroids": np.asarray(centroids, dtype=np.float64)})
