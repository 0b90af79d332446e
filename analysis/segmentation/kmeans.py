"""k-means: segments around means, each customer in the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Floats, Labels, Task, share_text
from analysis.segmentation.lloyd import Prepared, Start, descend, nearest_two, prepare, spread_starts
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.sweep import Candidate, SweepSegmenter

STAGES = ((30_000, 8, 1e-5), (150_000, 4, 1e-5), (400_000, 2, 1e-5))
"""Rows of a growing sample, how many starts go on from it, and the gain at which a start is finished there."""
SAME, HOPELESS = 5e-5, 3e-3
"""Fits with inertias this near (as a share) ended in the same place; one this much worse will not become the best."""
ALL_ROWS_TOLERANCE = 1e-5


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
    restarts: int = Field(20, title="Starts", description="How many random starts are tried for every k.", ge=1, le=200)

    def candidates(self, task: Task, ks: Sequence[int]) -> list[Candidate]:
        """Fit every k, each kept when it is finished."""
        prepared = prepare(task.values)
        found = []
        for done, k in enumerate(ks):
            arrays = task.context.remember(f"{self.fit_name()} k={k}", partial(self.fit_one, task, prepared, k))
            found.append(Candidate(k, centroid_model("kmeans", task, arrays["centroids"])))
            task.context.progress(done + 1, len(ks), "numbers of segments")
        return found

    def fit_one(self, task: Task, prepared: Prepared, k: int) -> Arrays:
        """Return the centroids (k, m) for one k, in the features' units."""
        best = polish(prepared, k, self.restarts, task.random(1, k))
        return {"centroids": best.centroids + prepared.centre, "inertia": np.array(best.inertia)}

    def cluster(self, values: Floats, ks: Sequence[int], random: np.random.Generator) -> list[Labels]:
        """Return k-means labels for every k, from two starts each."""
        prepared = prepare(values, double=False)
        starts = []
        for _ in range(2):
            spread = spread_starts(prepared, max(ks), random)
            starts += [spread[:k] for k in ks]
        fits = descend(prepared, starts, passes=60, tolerance=1e-4)
        best = [min(fits[at :: len(ks)], key=lambda fit: fit.inertia) for at in range(len(ks))]
        return [nearest_two(prepared, fit.centroids)[0] for fit in best]

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say how large the sample of the starts was."""
        del chosen
        first = STAGES[0][0]
        tried = f"the starts were tried on {share_text(first, len(task.values))}, and the best of them polished on all"
        return "", Extras(notes=(tried,) if len(task.values) > first else ())


def polish(prepared: Prepared, k: int, restarts: int, random: np.random.Generator) -> Start:
    """Return the best of many starts: all on a sample, the best few on larger ones, the best of those on all rows."""
    order = random.permutation(prepared.rows) if prepared.rows > STAGES[0][0] else np.arange(prepared.rows)
    starts = None
    for rows, survivors, tolerance in STAGES:
        if prepared.rows <= rows:
            break
        part = prepared.take(np.sort(order[:rows]))
        if starts is None:
            starts = [spread_starts(part, k, random) for _ in range(restarts)]
        fits = descend(part, starts, tolerance=tolerance)
        starts = [fit.centroids for fit in different(fits)[:survivors]]
    if starts is None:
        starts = [spread_starts(prepared, k, random) for _ in range(restarts)]
        return min(descend(prepared, starts), key=lambda fit: fit.inertia)
    return min(descend(prepared, starts, tolerance=ALL_ROWS_TOLERANCE), key=lambda fit: fit.inertia)


def different(fits: Sequence[Start]) -> list[Start]:
    """Return the best fit and those not much worse that ended elsewhere, best first."""
    kept: list[Start] = []
    for fit in sorted(fits, key=lambda fit: fit.inertia):
        if not kept or kept[-1].inertia * (1 + SAME) < fit.inertia <= kept[0].inertia * (1 + HOPELESS):
            kept.append(fit)
    return kept


def centroid_model(method: str, task: Task, centroids: Floats) -> SegmentModel:
    """Return the frozen model of given centroids (k, m)."""
    card = ModelCard(kind="centroids", method=method, columns=task.columns)
    return SegmentModel(card, {"centroids": np.asarray(centroids, dtype=np.float64)})
