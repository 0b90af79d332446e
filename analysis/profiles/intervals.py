"""Bootstrap intervals of means, spreads, medians and differences that stay cheap at a million customers.

Efron, B. (1979), "Bootstrap methods: another look at the jackknife". Customers are dealt into at most ``GROUPS`` random
groups, and the groups are resampled with Poisson weights: sums of groups are all that a resample needs. The bootstrap
of a median needs no resampling at all: its distribution over the order statistics is known, and its middle 95 % lie
within 0.98·√n places of the middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.profiles.summary import Estimate

Floats = NDArray[np.float64]
RESAMPLES = 400
GROUPS = 2000
BOUNDS = (0.025, 0.975)
NOISE = 1e-13
"""What is smaller than this part of what it was computed from is rounding, and counts as 0."""
NORMAL_975 = 1.959963984540054


@dataclass(frozen=True)
class Sums:
    """Sums over the customers who have a measure: how many, of the values and of their squares.

    Each is an array of shape (1 + RESAMPLES, measures): the first row is the data themselves, the others resamples.
    Values are taken less ``shift`` (measures,), so that squares stay exact.
    """

    count: Floats
    total: Floats
    squares: Floats
    shift: Floats

    def __add__(self, other: Sums) -> Sums:
        """Return the sums over both groups of customers."""
        return Sums(
            self.count + other.count, self.total + other.total, self.squares + other.squares, self.shift
        )  # fmt: skip

    def without(self, part: Sums) -> Sums:
        """Return the sums over the customers who are not in ``part``."""
        return Sums(self.count - part.count, self.total - part.total, self.squares - part.squares, self.shift)

    def means(self) -> Floats:
        """Return the mean of each measure in each row; NaN where nobody has it."""
        means: Floats = _divide(self.total, self.count) + self.shift
        size = np.abs(self.shift) + np.sqrt(_divide(self.squares, self.count))
        return np.where(np.abs(means) < NOISE * size, 0.0, means)

    def spreads(self) -> Floats:
        """Return the standard deviation (n - 1) of each measure in each row; NaN under two customers."""
        mean = _divide(self.total, self.count)
        squares = _divide(self.squares, self.count)
        variance = np.where(squares - mean**2 < NOISE * squares, 0.0, squares - mean**2)
        freedom = np.where(self.count > 1, _divide(self.count, np.maximum(self.count - 1, 1e-300)), np.nan)
        return np.asarray(np.sqrt(np.maximum(variance, 0.0) * freedom))


def _divide(above: Floats, below: Floats) -> Floats:
    ratio: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0.5)
    return ratio


class Resampler:
    """Sums over the same customers, and over resamples of them, of one measure after another.

    The sums over the data are taken in the order of the customers, so that they do not depend on the seed.
    """

    def __init__(self, count: int, seed: tuple[int, ...]) -> None:
        self._random = np.random.default_rng(seed)
        self._count, self._groups = count, min(GROUPS, count)
        self._dealt = self._random.permutation(count)
        self._starts = np.linspace(0, count, self._groups, endpoint=False).astype(np.int64)
        self._sums: list[list[float]] = []
        self._grouped: list[Floats] = []
        self._shift: list[float] = []

    def add(self, values: Floats, shift: float) -> None:
        """Take in the values of a measure, NaN for unknown; they are summed less ``shift``."""
        there = np.isfinite(values)
        known = None if there.all() else there.astype(np.float64)
        centred = values - shift if known is None else np.where(there, values - shift, 0.0)
        count = float(self._count) if known is None else known.sum()
        self._sums.append([count, centred.sum(), (centred**2).sum()])
        self._grouped.append(self._by_group(known, centred))
        self._shift.append(shift)

    def _by_group(self, known: Floats | None, centred: Floats) -> Floats:
        """Return counts, sums and sums of squares (3, groups) of the groups into which the customers were dealt."""
        if not self._groups:
            return np.zeros((3, 0))
        if known is None:
            counts = np.diff(self._starts, append=self._count).astype(np.float64)
        else:
            counts = np.add.reduceat(known[self._dealt], self._starts)
        dealt = centred[self._dealt]
        sums = np.add.reduceat(dealt, self._starts)
        dealt **= 2
        return np.stack([counts, sums, np.add.reduceat(dealt, self._starts)])

    def sums(self) -> Sums:
        """Return the sums of all measures that were taken in."""
        measures = len(self._shift)
        weights = self._random.poisson(1.0, (RESAMPLES, self._groups)).astype(np.float64)
        sums = np.zeros((1 + RESAMPLES, measures, 3))
        sums[0] = np.reshape(self._sums, (measures, 3))
        grouped = np.reshape(self._grouped, (3 * measures, self._groups))
        sums[1:] = (weights @ grouped.T).reshape(RESAMPLES, measures, 3)
        known, total, squares = (np.ascontiguousarray(sums[:, :, kind]) for kind in range(3))
        return Sums(known, total, squares, np.asarray(self._shift, dtype=np.float64))


def estimates(figures: Floats) -> list[Estimate]:
    """Return one estimate a column: the first row is the figure, the other rows its resamples."""
    return [_estimate(figures[0, place], figures[1:, place]) for place in range(figures.shape[1])]


def _estimate(figure: float, resamples: Floats) -> Estimate:
    if not np.isfinite(figure):
        return Estimate(value=None)
    low, high = interval(resamples)
    return Estimate(value=float(figure), low=low, high=high)


def interval(resamples: Floats) -> tuple[float | None, float | None]:
    """Return the middle 95 % of resampled figures; None where fewer than half of them could be computed."""
    known = resamples[np.isfinite(resamples)]
    if len(known) < RESAMPLES / 2:
        return None, None
    low, high = np.quantile(known, BOUNDS)
    return float(low), float(high)


def median_estimate(values: Floats) -> Estimate:
    """Return the median of the known values with the interval of its bootstrap distribution."""
    there = np.isfinite(values)
    # All are sorted: quicker than to part them at four places, above all where many are equal.
    ordered = np.sort(values if there.all() else values[there])
    count = len(ordered)
    if not count:
        return Estimate(value=None)
    reach = NORMAL_975 * np.sqrt(count) / 2
    low = max(int(np.floor(count / 2 - reach)), 0)
    high = min(int(np.ceil(count / 2 + reach)), count - 1)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return Estimate(value=float(middle), low=float(ordered[low]), high=float(ordered[high]))
