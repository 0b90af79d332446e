"""Are there any groups? The data's silhouettes against those of data like them without groups.

The statistic is the largest, over k, of the silhouette's distance from the null's mean in the null's standard
deviations; the data's own is its median over several samples of the size of the references.

The null knows rank correlations only: columns that depend on each other along a curve (a ring, a parabola) have no
groups and can still be claimed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.progress import Progress, silent
from analysis.segmentation.lloyd import Floats, best_for_each, prepare
from analysis.segmentation.quality.null import fit_null
from analysis.segmentation.quality.silhouettes import mean_silhouettes

REFERENCES = 199
LOOK_EVERY, ENOUGH_REACHED = 20, 10
"""Now and then the references drawn so far are looked at: where so many of them reach the data there are no groups to
be claimed any more, and p is known as well as need be (Besag and Clifford 1991).
"""
ROWS = 1_000
SAMPLES = 11
STARTS = 3
FIT_ROWS = 20_000  # rows the null is fitted to
SURE, UNSURE = 0.01, 0.10
LEAST_DEVIATION = 1e-3  # smaller differences of silhouettes mean nothing, however little they vary by chance

Doubles = npt.NDArray[np.float64]
Verdict = Literal["segments", "unclear", "none"]


@dataclass(frozen=True)
class StructureTest:
    """What the test found, per k of ``ks``: the data's median silhouette, and the mean one of data without groups."""

    ks: tuple[int, ...]
    silhouettes: tuple[float, ...]
    means: tuple[float, ...]
    p_value: float
    rows: int
    references: int

    def excess_of(self, k: int, silhouette: float | None) -> float | None:
        """Return how far a silhouette for ``k`` lies above the mean one of data without groups; None if untested."""
        if k not in self.ks or silhouette is None:
            return None
        return silhouette - self.means[self.ks.index(k)]

    @property
    def reached(self) -> int:
        """How many of the references cluster as well as the data do."""
        return round(self.p_value * (self.references + 1)) - 1

    @property
    def verdict(self) -> Verdict:
        """``segments`` below p = .01, ``unclear`` up to .10, ``none`` above."""
        if self.p_value < SURE:
            return "segments"
        return "unclear" if self.p_value <= UNSURE else "none"


def structure_test(
    values: Floats,
    ks: Sequence[int],
    seed: int,
    split_columns: Sequence[Sequence[int]] = (),
    progress: Progress = silent,
) -> StructureTest:
    """Test ``values`` (n, m; n ≥ 10, finite) for groups, looking for ``ks`` of them.

    ``split_columns`` names sets of columns that were made from one column of categories. The cost does not grow with n,
    and is less where there are no groups: the test ends when enough references reach the data.
    """
    random = np.random.default_rng([seed, 4711])
    fitted_to = values if len(values) <= FIT_ROWS else values[np.sort(random.permutation(len(values))[:FIT_ROWS])]
    null = fit_null(fitted_to, split_columns, random)
    rows = min(ROWS, len(values))
    samples = SAMPLES if len(values) > rows else 1
    total = samples + REFERENCES
    own = np.empty((samples, len(ks)))
    for at in range(samples):
        chosen = values if samples == 1 else values[np.sort(random.permutation(len(values))[:rows])]
        own[at] = best_silhouettes(chosen, ks, random)
        progress(at + 1, total, "samples")
    drawn = np.empty((REFERENCES, len(ks)))
    for at in range(REFERENCES):
        drawn[at] = best_silhouettes(null.draw(rows, random), ks, random)
        progress(samples + at + 1, total, "references without groups")
        if (at + 1) % LOOK_EVERY == 0 and compared(ks, own, drawn[: at + 1], rows).reached >= ENOUGH_REACHED:
            break
    return compared(ks, own, drawn[: at + 1], rows)


def compared(ks: Sequence[int], own: Doubles, drawn: Doubles, rows: int) -> StructureTest:
    """Hold the silhouettes of samples of the data (samples, ks) against those of data without groups."""
    mean, deviation = drawn.mean(axis=0), np.maximum(drawn.std(axis=0, ddof=1), LEAST_DEVIATION)
    excess = (own - mean) / deviation
    statistic = float(np.median(excess.max(axis=1)))
    reached = int((((drawn - mean) / deviation).max(axis=1) >= statistic).sum())
    return StructureTest(
        ks=tuple(ks),
        silhouettes=tuple(np.median(own, axis=0).tolist()),
        means=tuple(mean.tolist()),
        p_value=(1 + reached) / (1 + len(drawn)),
        rows=rows,
        references=len(drawn),
    )


def best_silhouettes(values: Floats, ks: Sequence[int], random: np.random.Generator) -> Doubles:
    """Return the silhouettes of the best k-means of ``values`` for every k, from a few starts each."""
    labelings = best_for_each(prepare(values, double=False), ks, STARTS, random)
    return np.asarray(np.nan_to_num(mean_silhouettes(values, labelings)), dtype=np.float64)
