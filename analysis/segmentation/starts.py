"""Many random starts of k-means on ever larger samples, and the best of them polished on all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.segmentation.lloyd import Prepared, Start, descend, spread_starts
from analysis.segmentation.swaps import search

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


@dataclass(frozen=True)
class Growing:
    """Rows and ever larger samples of them, one for each of ``STAGES`` that is smaller; none of few rows."""

    whole: Prepared
    samples: tuple[Prepared, ...]

    @classmethod
    def of(cls, whole: Prepared, random: np.random.Generator) -> Growing:
        """Draw the samples, each with the rows of those before it."""
        if whole.rows <= FEW_ROWS:
            return cls(whole, ())
        order = random.permutation(whole.rows)
        sizes = (rows for rows, *_ in STAGES if rows < whole.rows)
        return cls(whole, tuple(whole.take(np.sort(order[:rows])) for rows in sizes))


def polish(growing: Growing, k: int, restarts: int, random: np.random.Generator) -> Start:
    """Return the best of many starts: all on a sample, the best few on larger ones, the best of those on all rows."""
    prepared = growing.whole
    if not growing.samples:
        starts = [spread_starts(prepared, k, random) for _ in range(restarts)]
        return min(descend(prepared, starts), key=lambda fit: fit.inertia)
    starts = survivors(growing, k, restarts, random)
    if len(starts) > 1:
        starts = [min(descend(prepared, starts, passes=JUDGED_PASSES), key=lambda fit: fit.inertia).centroids]
    return descend(prepared, starts, tolerance=ALL_ROWS_TOLERANCE)[0]


def survivors(growing: Growing, k: int, restarts: int, random: np.random.Generator) -> list[npt.NDArray[np.float64]]:
    """Return the centroids of the few starts that did best on ever larger samples, none of them of all rows."""
    starts: list[npt.NDArray[np.float64]] = []
    for part, (rows, going_on, tolerance) in zip(growing.samples, STAGES, strict=False):
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
