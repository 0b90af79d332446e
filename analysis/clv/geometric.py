"""What BG/NBD and MBG/NBD share: customers who may stop after any purchase, with a probability p of their own.

For a customer who is still alive, λ is Gamma(r + x, α + T) and p is Beta(a, B); both papers' formulas for the purchases
to come are the mean of (1 − e^(−λpt)) / p over the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.counted import Counted, blocks, distinct, dot
from analysis.clv.optimum import Expansion, Surface

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
NEAR_ONE = 1e-3
"""So near a = 1, where the formula of the papers is 0 / 0, it loses its digits."""

SMOOTH_FROM = 1.5
"""From here on, the chance to stop is spread so smoothly that few nodes give its mean to eight digits."""

NODES = 121
LEAST_LOG = -600.0
"""Chances to stop below e to this count as so much."""


@dataclass(frozen=True)
class _Rows:
    """How many customers a block of distinct rows stands for, and where each row's x, t_x and T stand."""

    counts: Floats
    of_x: Places
    of_last: Places
    of_end: Places


class _Odds:
    """The logarithm of P(gone) / P(alive): log(a / (b + x - 1 + survived)) + (r + x) log((α + T) / (α + t_x)).

    What belongs to one distinct x, t_x or T is worked out once.
    """

    def __init__(self, likelihood: GeometricLikelihood, params: Floats) -> None:
        r, alpha, a, b = params
        stayed = likelihood.x + b + likelihood.survived - 1
        stayed = np.where(likelihood.x + likelihood.survived > 0, stayed, 1.0)
        self.shape, self.start, self.nearer_end = r + likelihood.x, np.log(a) - np.log(stayed), 1 / stayed
        self.log_last, self.log_end = np.log(alpha + likelihood.last), np.log(alpha + likelihood.end)
        self.by_last, self.by_end = 1 / (alpha + likelihood.last), 1 / (alpha + likelihood.end)
        self.a = float(a)

    def of(self, rows: _Rows) -> tuple[Floats, Floats]:
        """Return the log odds of each row, and its slope along r."""
        waited = self.log_end[rows.of_end] - self.log_last[rows.of_last]
        return self.start[rows.of_x] + self.shape[rows.of_x] * waited, waited

    def expand(self, rows: _Rows) -> Expansion:
        """Return the sum over the rows of log(1 + odds), its slope and its curvature."""
        odds, waited = self.of(rows)
        rest = np.exp(-np.abs(odds))
        value = float(rows.counts @ (np.maximum(odds, 0.0) + np.log1p(rest)))
        gone = rows.counts * np.where(odds > 0, 1.0, rest) / (1 + rest)
        unsure = gone * np.where(odds > 0, rest, 1.0) / (1 + rest)
        end, last = self.by_end[rows.of_end], self.by_last[rows.of_last]
        stayed, bent = self.nearer_end[rows.of_x], self.shape[rows.of_x] * (end - last)
        first = np.stack([waited, bent, np.full(len(waited), 1 / self.a), -stayed])
        curvature = (first * unsure) @ first.T
        curvature[0, 1] += gone @ (end - last)
        curvature[1, 0] = curvature[0, 1]
        curvature[1, 1] -= gone @ (bent * (end + last))
        curvature[2, 2] -= gone.sum() / self.a**2
        curvature[3, 3] += gone @ stayed**2
        return Expansion(value, first @ gone, curvature)


class GeometricLikelihood:
    """The log-likelihood of rows of (x, t_x, T) for parameters r, alpha, a, b.

    ``survived`` is the number of purchases besides repeats after which a customer may stop: 0 in BG/NBD, 1 in MBG/NBD.
    """

    def __init__(self, rows: Counted, survived: int) -> None:
        self.survived = survived
        (self.x, of_x), (self.last, of_last), (self.end, of_end) = (distinct(column) for column in rows.columns)
        self.by_x = np.bincount(of_x, weights=rows.counts)
        self.by_end, self.repeats_by_end = (
            np.bincount(of_end, weights=weights).astype(np.float64)
            for weights in (rows.counts, rows.counts * rows.columns[0])
        )
        may_be_gone = np.flatnonzero(rows.columns[0] + survived > 0)
        parts = [may_be_gone[block] for block in blocks(len(may_be_gone))]
        self.blocks = [_Rows(rows.counts[part], of_x[part], of_last[part], of_end[part]) for part in parts]

    def value(self, params: Floats) -> float:
        """Return the log-likelihood."""
        odds = _Odds(self, params)
        total = self._while_alive(params)
        for rows in self.blocks:
            found, _ = odds.of(rows)
            total += float(rows.counts @ (np.maximum(found, 0.0) + np.log1p(np.exp(-np.abs(found)))))
        return total

    def _while_alive(self, params: Floats) -> float:
        from scipy.special import betaln, gammaln

        r, alpha, a, b = params
        second = self.x + b + self.survived
        per_x = gammaln(r + self.x) - gammaln(r) + r * np.log(alpha) + betaln(a, second) - betaln(a, b)
        return float(self.by_x @ per_x) - dot(r * self.by_end + self.repeats_by_end, np.log(alpha + self.end))

    def expand(self, params: Floats) -> Expansion:
        """Return the log-likelihood with its first and second derivatives."""
        odds = _Odds(self, params)
        value = self._while_alive(params)
        slope, curvature = self._slopes_while_alive(params)
        for rows in self.blocks:
            found = odds.expand(rows)
            value, slope, curvature = value + found.value, slope + found.slope, curvature + found.curvature
        return Expansion(value, slope, curvature)

    def _slopes_while_alive(self, params: Floats) -> tuple[Floats, Floats]:
        from scipy.special import psi, zeta

        r, alpha, a, b = params
        x, weight, second = self.x, self.by_x, self.x + b + self.survived
        shape, near = r * self.by_end + self.repeats_by_end, 1 / (alpha + self.end)
        total = weight.sum()
        slope = np.array(
            [
                weight @ (psi(r + x) - psi(r) + np.log(alpha)) - dot(self.by_end, np.log(alpha + self.end)),
                total * r / alpha - dot(shape, near),
                weight @ (psi(a + b) - psi(a + second)),
                weight @ (psi(second) - psi(a + second) - psi(b) + psi(a + b)),
            ]
        )
        curvature = np.zeros((4, 4))
        curvature[0, 0] = weight @ (zeta(2, r + x) - zeta(2, r))
        curvature[0, 1] = curvature[1, 0] = total / alpha - dot(self.by_end, near)
        curvature[1, 1] = -total * r / alpha**2 + dot(shape, near**2)
        curvature[2:, 2:] = weight @ (zeta(2, a + b) - zeta(2, a + second))
        curvature[3, 3] += weight @ (zeta(2, second) - zeta(2, b))
        return slope, curvature


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

    λ is Gamma(``shape``, ``rate``), p is Beta(``a``, ``second``). Where a is small this is the formula of the papers
    after Euler's transformation of the hypergeometric function, which leaves it small parameters for customers with any
    number of purchases. Elsewhere, and where that series fails, it is the mean over p itself.
    """
    given = [np.asarray(part, dtype=np.float64) for part in (shape, rate, second, t)]
    rows = [part.ravel() for part in np.broadcast_arrays(*given)]
    found = np.full(len(rows[0]), np.nan)
    if a <= SMOOTH_FROM and abs(a - 1) > NEAR_ONE:
        found = _by_series(a, *rows)
    left = np.flatnonzero(np.isnan(found))
    if len(left):
        found[left] = _over_p(a, *(part[left] for part in rows))
    return found.reshape(np.broadcast_shapes(*(part.shape for part in given)))


def _by_series(a: float, shape: Floats, rate: Floats, second: Floats, t: Floats) -> Floats:
    """Return the papers' formula; NaN where the series gives what cannot be."""
    from scipy.special import hyp2f1

    z = t / (rate + t)
    top = a + second - 1
    top = np.where(np.abs(top) < 1e-9, 1e-9, top)
    with np.errstate(all="ignore"):
        series = np.exp((a - 1) * np.log1p(-z)) * hyp2f1(top - shape, a - 1, top, z)
        found = top / (a - 1) * (1 - series)
        trusted = np.isfinite(found) & (found >= 0) & (found <= shape / rate * t * (1 + 1e-9))
    return np.asarray(np.where(trusted, found, np.nan))


def _over_p(a: float, shape: Floats, rate: Floats, second: Floats, t: Floats) -> Floats:
    """Return the mean of (1 − (1 + pt / rate)^(−shape)) / p over p by the trapezoid rule.

    It is taken over v with log(p / (1 − p)) = middle + width · sinh(v), in which the density falls off so fast at both
    ends that the rule's error does too (Takahasi and Mori, 1974); the density's constant cancels.
    """
    nodes = NODES if a > SMOOTH_FROM else 3 * NODES
    middle, width = np.log(a / second), np.sqrt(1 / a + 1 / second)
    low, high = (sign * np.arcsinh(np.maximum(9.0, 40 / end / width)) for sign, end in ((-1, a), (1, second)))
    highest = -a * np.logaddexp(0.0, -middle) - second * np.logaddexp(0.0, middle)
    total, mass = np.zeros(len(t)), np.zeros(len(t))
    for node in np.linspace(0.0, 1.0, nodes):
        v = low + (high - low) * node
        odds = middle + width * np.sinh(v)
        log_p = -np.logaddexp(0.0, -odds)
        weight = np.cosh(v) * np.exp(a * log_p - second * np.logaddexp(0.0, odds) - highest)
        p = np.exp(np.maximum(log_p, LEAST_LOG))
        total -= weight * np.expm1(-shape * np.log1p(p * t / rate)) / p
        mass += weight
    return total / np.maximum(mass, np.finfo(np.float64).tiny)
