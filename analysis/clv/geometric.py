"""What BG/NBD and MBG/NBD share: customers who may stop after any purchase, with a probability p of their own.

For a customer who is still alive, λ is Gamma(r + x, α + T) and p is Beta(a, B); both papers' formulas for the purchases
to come are the mean of (1 − e^(−λpt)) / p over the two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.counted import Counted
from analysis.clv.optimum import Expansion, Surface

Floats = NDArray[np.float64]
NEAR_ONE = 1e-4
POINTS = 400


class GeometricLikelihood:
    """The log-likelihood of rows of (x, t_x, T) for parameters r, alpha, a, b.

    ``survived`` is the number of purchases besides repeats after which a customer may stop: 0 in BG/NBD, 1 in MBG/NBD.
    What depends on x, t_x or T alone is worked out once for each distinct one, not for each row.
    """

    def __init__(self, rows: Counted, survived: int) -> None:
        self.counts, self.survived = rows.counts, survived
        (self.x, self.of_x), (self.last, self.of_last), (self.end, self.of_end) = (
            np.unique(column, return_inverse=True) for column in rows.columns
        )
        cells = np.bincount(
            self.of_x * len(self.end) + self.of_end, weights=rows.counts, minlength=len(self.x) * len(self.end)
        )
        self.by_x_and_end = cells.reshape(len(self.x), len(self.end))
        self.by_x = self.by_x_and_end.sum(axis=1)
        self.may_be_gone = self.x + survived > 0

    def value(self, params: Floats) -> float:
        """Return the log-likelihood."""
        odds, _ = self._odds_of_being_gone(params)
        return self._while_alive(params) + float(self.counts @ np.logaddexp(0.0, odds))

    def _while_alive(self, params: Floats) -> float:
        from scipy.special import betaln, gammaln

        r, alpha, a, b = params
        second = self.x + b + self.survived
        per_x = gammaln(r + self.x) - gammaln(r) + r * np.log(alpha) + betaln(a, second) - betaln(a, b)
        return float(self.by_x @ per_x) - float((r + self.x) @ (self.by_x_and_end @ np.log(alpha + self.end)))

    def _odds_of_being_gone(self, params: Floats) -> tuple[Floats, Floats]:
        """Return the logarithm of P(gone) / P(alive) of each row, and its slope along r."""
        r, alpha, a, b = params
        stayed = np.where(self.may_be_gone, self.x + b + self.survived - 1, 1.0)
        odds = np.where(self.may_be_gone, np.log(a) - np.log(stayed), -np.inf)
        waited = np.log(alpha + self.end)[self.of_end] - np.log(alpha + self.last)[self.of_last]
        return odds[self.of_x] + (r + self.x)[self.of_x] * waited, waited

    def expand(self, params: Floats) -> Expansion:
        """Return the log-likelihood with its first and second derivatives."""
        from scipy.special import expit

        odds, waited = self._odds_of_being_gone(params)
        value = self._while_alive(params) + float(self.counts @ np.logaddexp(0.0, odds))
        gone = expit(odds)
        slope, curvature = self._slopes_while_alive(params)
        weight = self.counts * gone
        first, second = self._slopes_of_odds(params, weight, waited)
        slope += first @ weight
        curvature += (first * (weight * (1 - gone))) @ first.T + second
        return Expansion(value, slope, curvature)

    def _slopes_while_alive(self, params: Floats) -> tuple[Floats, Floats]:
        from scipy.special import psi, zeta

        r, alpha, a, b = params
        x, weight, second = self.x, self.by_x, self.x + b + self.survived
        by_end = self.by_x_and_end
        near = 1 / (alpha + self.end)
        total = weight.sum()
        slope = np.array(
            [
                weight @ (psi(r + x) - psi(r) + np.log(alpha)) - (by_end @ np.log(alpha + self.end)).sum(),
                total * r / alpha - (r + x) @ (by_end @ near),
                weight @ (psi(a + b) - psi(a + second)),
                weight @ (psi(second) - psi(a + second) - psi(b) + psi(a + b)),
            ]
        )
        curvature = np.zeros((4, 4))
        curvature[0, 0] = weight @ (zeta(2, r + x) - zeta(2, r))
        curvature[0, 1] = curvature[1, 0] = total / alpha - (by_end @ near).sum()
        curvature[1, 1] = -total * r / alpha**2 + (r + x) @ (by_end @ near**2)
        curvature[2:, 2:] = weight @ (zeta(2, a + b) - zeta(2, a + second))
        curvature[3, 3] += weight @ (zeta(2, second) - zeta(2, b))
        return slope, curvature

    def _slopes_of_odds(self, params: Floats, weight: Floats, waited: Floats) -> tuple[Floats, Floats]:
        """Return the slopes of each row's log odds, and the sum of their curvatures with weights."""
        r, alpha, a, b = params
        end, last = (1 / (alpha + self.end))[self.of_end], (1 / (alpha + self.last))[self.of_last]
        shape = (r + self.x)[self.of_x]
        stayed = (1 / np.where(self.may_be_gone, self.x + b + self.survived - 1, 1.0))[self.of_x]
        nearer = end - last
        first = np.empty((4, len(shape)))
        first[0], first[1], first[2], first[3] = waited, shape * nearer, 1 / a, -stayed
        second = np.zeros((4, 4))
        second[0, 1] = second[1, 0] = weight @ nearer
        second[1, 1] = -(weight @ (shape * nearer * (end + last)))
        second[2, 2] = -weight.sum() / a**2
        second[3, 3] = weight @ stayed**2
        return first, second


def bg_surface(rows: Counted) -> Surface:
    """Return the log-likelihood of BG/NBD."""
    likelihood = GeometricLikelihood(rows, survived=0)
    return Surface(likelihood.value, likelihood.expand)


def mbg_surface(rows: Counted) -> Surface:
    """Return the log-likelihood of MBG/NBD."""
    likelihood = GeometricLikelihood(rows, survived=1)
    return Surface(likelihood.value, likelihood.expand)


def purchases_while_alive(shape: ArrayLike, rate: ArrayLike, a: float, second: ArrayLike, t: ArrayLike) -> Floats:
    """Return the mean number of purchases in the next ``t`` of customers who are alive.

    λ is Gamma(``shape``, ``rate``), p is Beta(``a``, ``second``). This is the formula of the papers after Euler's
    transformation of the hypergeometric function, which leaves it small parameters for customers with any number of
    purchases. At a = 1, where the formula is 0 / 0, the mean of its neighbours is taken.
    """
    given = [np.asarray(part, dtype=np.float64) for part in (shape, rate, second, t)]
    if abs(a - 1) < NEAR_ONE:
        return np.asarray((_while_alive(1 - NEAR_ONE, *given) + _while_alive(1 + NEAR_ONE, *given)) / 2)
    return _while_alive(a, *given)


def _while_alive(a: float, shape: Floats, rate: Floats, second: Floats, t: Floats) -> Floats:
    from scipy.special import hyp2f1

    z = t / (rate + t)
    top = a + second - 1
    top = np.where(np.abs(top) < 1e-9, 1e-9, top)
    with np.errstate(all="ignore"):
        series = np.exp((a - 1) * np.log1p(-z)) * hyp2f1(top - shape, a - 1, top, z)
        found = top / (a - 1) * (1 - series)
    trusted = np.isfinite(found) & (found >= 0) & (found <= shape / rate * t * (1 + 1e-9))
    if not trusted.all():
        found = np.where(trusted, found, _by_midpoints(a, shape, rate, second, t))
    return np.asarray(found)


def _by_midpoints(a: float, shape: Floats, rate: Floats, second: Floats, t: Floats) -> Floats:
    """Return the same mean by the midpoint rule over quantiles of p: rough but never wrong, for extreme parameters."""
    from scipy.special import betaincinv

    total = np.zeros(np.broadcast_shapes(shape.shape, rate.shape, second.shape, t.shape))
    for quantile in (np.arange(POINTS) + 0.5) / POINTS:
        p = np.maximum(betaincinv(a, second, quantile), 1e-12)
        total += -np.expm1(-shape * np.log1p(p * t / rate)) / p
    return total / POINTS
