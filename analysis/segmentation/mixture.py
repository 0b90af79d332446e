"""Gaussian mixture: overlapping segments of any spread and tilt, with probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Floats, Labels, Task, share_text
from analysis.segmentation.lloyd import best_for_each, descend, nearest, prepare, spread_starts
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.normal_mixture import (
    Components,
    Points,
    best_of,
    bic,
    climb,
    from_labels,
    likeliest,
)
from analysis.segmentation.sweep import Candidate, SweepSegmenter, sampled_sentence

STAGES = (3_000, 20_000, 200_000)
"""The starts are tried on at most so many customers; the best is carried on with more, and at last fitted to the most.
"""
FITTED_ROWS = STAGES[-1]
ROUGH, FINE = 1e-2, 1e-3
"""Log-likelihood a customer below whose gain a start, or a resample, is fitted well enough; and the fit itself."""


class Mixture(SweepSegmenter):
    """Each segment a normal distribution of its own shape; every customer has a probability for each.

    The confidence is the likeliest segment's probability less the next one's. BIC (Schwarz 1978) stands beside the
    sweep.
    """

    title: ClassVar[str] = "Gaussian mixture"
    about: ClassVar[str] = (
        "Overlapping groups, long or tilted; gives probabilities; suffers from columns of few values."
    )
    pool_rows: ClassVar[int] = 1_000
    resamples: ClassVar[int] = 10

    method: Literal["gaussian_mixture"] = "gaussian_mixture"
    covariance: Literal["full", "tied", "diag", "spherical"] = Field(
        "full",
        title="Shapes",
        description="Full: each its own tilt; tied: one shape for all; diag: no tilt; spherical.",
    )
    restarts: int = Field(5, title="Starts", description="How many random starts are tried for every k.", ge=1, le=50)

    def candidates(self, task: Task, ks: Sequence[int]) -> list[Candidate]:
        """Fit every k, each kept when it is finished."""
        values = task.values[task.sample(FITTED_ROWS, 71)]
        found = []
        for done, k in enumerate(ks):
            arrays = task.context.remember(f"{self.fit_name()} k={k}", partial(self.fit_one, task, values, k))
            card = ModelCard(kind="mixture", method="gaussian_mixture", columns=task.columns)
            model = SegmentModel(card, {name: arrays[name] for name in ("weights", "means", "roots")})
            found.append(Candidate(k, model, bic=float(arrays["bic"])))
            task.context.progress(done + 1, len(ks), "numbers of segments")
        return found

    def fit_one(self, task: Task, values: Floats, k: int) -> Arrays:
        """Return weights (k,), means (k, m), roots of the precisions (k, m, m) and BIC for one k."""
        samples = {len(some): some for some in (thinned(values, most) for most in STAGES)}
        first, *further = (Points.of(some) for some in samples.values())
        begun = started(first, k, self.covariance, self.restarts, task.random(72, k))
        points, fitted = first, climb(first, begun, self.covariance, FINE)
        for points in further:
            fitted = climb(points, replace(fitted, likelihood=-np.inf), self.covariance, FINE)
        return {
            "weights": fitted.weights,
            "means": fitted.means,
            "roots": fitted.roots,
            "bic": np.array(bic(points, fitted, self.covariance)),
        }

    def cluster(self, values: Floats, ks: Sequence[int], random: np.random.Generator) -> list[Labels]:
        """Fit every k anew, from one start each."""
        points = Points.of(values)
        begun = best_for_each(prepare(values), ks, 1, random)
        return [
            likeliest(points, climb(points, from_labels(points, labels, k, self.covariance), self.covariance, ROUGH))
            for k, labels in zip(ks, begun, strict=True)
        ]

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say how large the samples were, of the fit and of the starts."""
        del chosen
        first, whole = STAGES[0], len(task.values)
        tried = f"the starts were tried on {share_text(first, whole)}, and the best of them carried on"
        notes = (tried,) if whole > first else ()
        return sampled_sentence(FITTED_ROWS, task, "into their likeliest segment"), Extras(notes=notes)


def thinned(values: Floats, most: int) -> Floats:
    """Return at most so many of the rows, evenly spaced."""
    return values[:: -(-len(values) // most)]


def started(points: Points, k: int, covariance: str, restarts: int, random: np.random.Generator) -> Components:
    """Return the best of several rough fits, each begun with the groups of k-means from a start of its own."""
    prepared = prepare(points.values)
    starts = [spread_starts(prepared, k, random) for _ in range(restarts)]
    groups = [nearest(prepared, fit.centroids)[0] for fit in descend(prepared, starts, passes=60, tolerance=1e-4)]
    return best_of([climb(points, from_labels(points, labels, k, covariance), covariance, ROUGH) for labels in groups])
