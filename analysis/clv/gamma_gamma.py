"""Gamma-Gamma model of spend per purchase. Fader, P. S. and Hardie, B. G. S. (2013), "The gamma-gamma model of monetary
value".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.counted import Counted, blocks
from analysis.clv.model import Model, fields_of
from analysis.clv.optimum import Expansion, Surface, maximise
from analysis.errors import AnalysisError

Floats = NDArray[np.float64]
NAMES = ("p", "q", "v")


@dataclass(frozen=True)
class _Rows:
    """A block of distinct rows: how many customers each stands for, their repeats together, what each spent on them."""

    counts: Floats
    repeats: Floats
    spent: Floats


class _SpendLikelihood:
    """The log-likelihood of rows of (repeats, mean value) for parameters p, q, v."""

    def __init__(self, rows: Counted) -> None:
        repeats, means = rows.columns
        self.x, of_x = np.unique(repeats, return_inverse=True)
        self.by_x = np.bincount(of_x, weights=rows.counts)
        spent = repeats * means
        self.blocks = [
            _Rows(rows.counts[block], (rows.counts * repeats)[block], spent[block]) for block in blocks(len(spent))
        ]
        self.log_spent = sum(float(one.repeats @ np.log(one.spent)) for one in self.blocks)
        self.log_means = sum(float(rows.counts[block] @ np.log(means[block])) for block in blocks(len(means)))

    def value(self, params: Floats) -> float:
        """Return the log-likelihood."""
        p, q, v = params
        rest = sum(float((p * rows.repeats + q * rows.counts) @ np.log(v + rows.spent)) for rows in self.blocks)
        return self._per_x(params) - rest

    def _per_x(self, params: Floats) -> float:
        from scipy.special import gammaln

        p, q, v = params
        per_x = gammaln(p * self.x + q) - gammaln(p * self.x) - gammaln(q) + q * np.log(v)
        return float(self.by_x @ per_x) + float(p) * self.log_spent - self.log_means

    def expand(self, params: Floats) -> Expansion:
        """Return the log-likelihood with its first and second derivatives."""
        from scipy.special import psi, zeta

        p, q, v = params
        x, weight = self.x, self.by_x
        (log_repeats, log_counts), (by_repeats, by_counts), squares = self._sums(float(v))
        slope = np.array(
            [
                (weight * x) @ (psi(p * x + q) - psi(p * x)) + self.log_spent - log_repeats,
                weight @ (psi(p * x + q) - psi(q) + np.log(v)) - log_counts,
                weight.sum() * q / v - p * by_repeats - q * by_counts,
            ]
        )
        curved = zeta(2, p * x + q)
        pp, pq = (weight * x**2) @ (curved - zeta(2, p * x)), (weight * x) @ curved
        qq, pv, qv = weight @ (curved - zeta(2, q)), -by_repeats, weight.sum() / v - by_counts
        vv = -weight.sum() * q / v**2 + squares @ (p, q)
        value = self._per_x(params) - float(p * log_repeats + q * log_counts)
        return Expansion(value, slope, np.array([[pp, pq, pv], [pq, qq, qv], [pv, qv, vv]]))

    def _sums(self, v: float) -> Floats:
        """Return the sums of log(v + spent), of 1 / (v + spent) and of its square, over repeats and over customers."""
        sums = np.zeros((3, 2))
        for rows in self.blocks:
            near = 1 / (v + rows.spent)
            sums += np.stack([-np.log(near), near, near**2]) @ np.stack([rows.repeats, rows.counts], axis=1)
        return sums


def spend_surface(rows: Counted) -> Surface:
    """Return the log-likelihood of the Gamma-Gamma model."""
    likelihood = _SpendLikelihood(rows)
    return Surface(likelihood.value, likelihood.expand)


class GammaGamma(Model):
    """What customers spend on a purchase, each around a mean of their own that does not depend on how often they buy.

    Time plays no part in it, so its unit is never asked for.
    """

    surface = staticmethod(spend_surface)

    def expected_value(self, x: ArrayLike, mean_value: ArrayLike) -> Floats:
        """Return the mean of each customer's future purchases, given ``x`` repeats of ``mean_value``.

        For x = 0 it is what is expected of anybody. Infinite where q ≤ 1, which says that the model does not fit.
        """
        p, q, v = self.params.values()
        repeats = np.asarray(x, dtype=np.float64)
        spent = np.where(repeats > 0, repeats * np.asarray(mean_value, dtype=np.float64), 0.0)
        below = p * repeats + q - 1
        return np.asarray(np.where(below > 0, p * (v + spent) / np.where(below > 0, below, 1.0), np.inf))[()]


def fit_gamma_gamma(x: ArrayLike, mean_value: ArrayLike, *, seed: int = 0) -> GammaGamma:
    """Fit by maximum likelihood to customers with ``x`` ≥ 1 repeats that were worth ``mean_value`` > 0 on average."""
    repeats, means = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(mean_value, dtype=np.float64))
    broken = ~((repeats > 0) & (means > 0) & np.isfinite(repeats) & np.isfinite(means))
    if broken.any() or not broken.size:
        raise AnalysisError(
            f"every customer needs a repeat and a mean value above 0; {int(broken.sum())} of {broken.size} have none",
            where="mean values",
            remedy="leave out customers without repeats and those whose repeats were worth nothing",
        )
    rows = Counted.of(np.ravel(repeats), np.ravel(means))
    mean = float(rows.counts @ rows.columns[1]) / rows.customers
    starts = [(6.0, 4.0, 0.5 * mean), (1.0, 2.5, 1.5 * mean), (20.0, 10.0, 0.45 * mean)]
    found = maximise(spend_surface, rows, starts, seed)
    return GammaGamma(*fields_of(NAMES, found), "none", rows.customers, found.warnings)
