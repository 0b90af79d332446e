"""Gamma-Gamma model of spend per purchase. Fader, P. S. and Hardie, B. G. S. (2013), "The gamma-gamma model of monetary
value".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.counted import Counted
from analysis.clv.model import Model, fields_of
from analysis.clv.optimum import Expansion, Surface, maximise
from analysis.errors import AnalysisError

Floats = NDArray[np.float64]
NAMES = ("p", "q", "v")


class GammaGamma(Model):
    """What customers spend on a purchase, each around a mean of their own that does not depend on how often they buy.

    Time plays no part in it, so its unit is never asked for.
    """

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


class _SpendLikelihood:
    """The log-likelihood of rows of (repeats, mean value) for parameters p, q, v."""

    def __init__(self, rows: Counted) -> None:
        self.counts, (self.repeats, means) = rows.counts, rows.columns
        self.x, of_x = np.unique(self.repeats, return_inverse=True)
        self.by_x = np.bincount(of_x, weights=rows.counts)
        self.spent = self.repeats * means
        self.log_spent = float(rows.counts @ (self.repeats * np.log(self.spent)))
        self.log_means = float(rows.counts @ np.log(means))

    def value(self, params: Floats) -> float:
        """Return the log-likelihood."""
        from scipy.special import gammaln

        p, q, v = params
        per_x = gammaln(p * self.x + q) - gammaln(p * self.x) - gammaln(q) + q * np.log(v)
        rest = float((self.counts * (p * self.repeats + q)) @ np.log(v + self.spent))
        return float(self.by_x @ per_x) + float(p) * self.log_spent - self.log_means - rest

    def expand(self, params: Floats) -> Expansion:
        """Return the log-likelihood with its first and second derivatives."""
        from scipy.special import psi, zeta

        p, q, v = params
        x, weight, counts = self.x, self.by_x, self.counts
        log, near = np.log(v + self.spent), 1 / (v + self.spent)
        often, shape = counts * self.repeats, counts * (p * self.repeats + q)
        slope = np.array(
            [
                (weight * x) @ (psi(p * x + q) - psi(p * x)) + self.log_spent - often @ log,
                weight @ (psi(p * x + q) - psi(q) + np.log(v)) - counts @ log,
                weight.sum() * q / v - shape @ near,
            ]
        )
        curved = zeta(2, p * x + q)
        pp, pq = (weight * x**2) @ (curved - zeta(2, p * x)), (weight * x) @ curved
        qq, pv, qv = weight @ (curved - zeta(2, q)), -(often @ near), weight.sum() / v - counts @ near
        vv = -weight.sum() * q / v**2 + shape @ near**2
        return Expansion(self.value(params), slope, np.array([[pp, pq, pv], [pq, qq, qv], [pv, qv, vv]]))


def spend_surface(rows: Counted) -> Surface:
    """Return the log-likelihood of the Gamma-Gamma model."""
    likelihood = _SpendLikelihood(rows)
    return Surface(likelihood.value, likelihood.expand)
