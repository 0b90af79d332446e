"""k-means: segments around means, each customer in the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Floats, Labels, Task, share_text
from analysis.segmentation.lloyd import Prepared, Start, best_for_each, descend, prepare, spread_starts
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.swaps import search
from analysis.segmentation.sweep import Candidate, SweepSegmenter

FEW_ROWS = 20_000
"""Up to so many customers every start is finished on all of them."""
STAGES = ((8_000, 10, 1e-4), (30_000, 5, 1e-5), (150_000, 3, 1e-5), (400_000, 2, 1e-5))
"""Rows of a growing sample, how many starts go on from it, and the gain at which a start is finished there."""
SEARCHED_ROWS = 30_000
"""On the sample of this size those that go on try to leave their local optimum."""
SAME, HOPELESS = 5e-5, 1e-2
"""Fits with inertias this near (as a share) ended in the same place; one this much worse will not become the best."""
ALL_ROWS_TOLERANCE = 1e-5
JUDGED_PASSES = 2
"""After so many passes over all customers only the best of the starts that are left goes on."""


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
        return best_for_each(prepare(values, double=False), ks, 2, random)

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say how large the sample of the starts was."""
        del chosen
        first = STAGES[0][0]
        tried = f"the starts were tried on {share_text(first, len(task.values))}, and the best of them polished on all"
        return "", Extras(notes=(tried,) if len(task.values) > FEW_ROWS else ())


def polish(prepared: Prepared, k: int, restarts: int, random: np.random.Generator) -> Start:
    """Return the best of many starts: all on a sample, the best few on larger ones, the best of those on all rows."""
    if prepared.rows <= FEW_ROWS:
        starts = [spread_starts(prepared, k, random) for _ in range(restarts)]
        return min(descend(prepared, starts), key=lambda fit: fit.inertia)
    starts = survivors(prepared, k, restarts, random)
    if len(starts) > 1:
        starts = [min(descend(prepared, starts, passes=JUDGED_PASSES), key=lambda fit: fit.inertia).centroids]
    return descend(prepared, starts, tolerance=ALL_ROWS_TOLERANCE)[0]


def survivors(prepared: Prepared, k: int, restarts: int, random: np.random.Generator) -> list[npt.NDArray[np.float64]]:
    """Return the centroids of the few starts that did best on ever larger samples, none of them of all rows."""
    order = random.permutation(prepared.rows)
    starts: list[npt.NDArray[np.float64]] = []
    for rows, going_on, tolerance in STAGES:
        if prepared.rows <= rows:
            break
        part = prepared.take(np.sort(order[:rows]))
        starts = starts or [spread_starts(part, k, random) for _ in range(restarts)]
        fits = different(descend(part, starts, tolerance=tolerance))[:going_on]
        if rows == SEARCHED_ROWS:
            fits = different([search(part, fit, random) for fit in fits])
        starts = [fit.centroids for fit in fits]
    return starts


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
