"""The chance of having gone, in the likelihood of Pareto/NBD: s ∫ (α + y)^−(r + x) (β + y)^−(s + 1) dy from t_x to T.

The papers write it as a difference of two hypergeometric functions, which is what is used where it is exact. Where
almost nobody leaves (β far above α), the two are all but equal, and the integral itself is smooth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NODES = 20
SLOW = 0.9
"""Arguments of the hypergeometric series above this make it slow."""

LARGE = 100.0
"""Parameters of the hypergeometric function above this are large."""

TERMS, PRECISE = 2000, 1e-14
"""The continued fraction ends with the term that changes less than so much, or after so many."""

SMOOTH = 5.0
"""Up to this many e-folds over the whole time, (β + y)^−(s + 1) is smooth enough for the nodes."""


class GoneIntegral:
    """The logarithm of the integral for rows of (x, t_x, T), for any parameters r, alpha, s, beta."""

    def __init__(self, x: Floats, last: Floats, observed: Floats) -> None:
        self.x, self.last, self.observed = x, last, observed
        self.distinct, self.places = zip(*(_distinct(x, times) for times in (last, observed)), strict=True)
        self.longest = float(observed.max())

    def log(self, params: Floats) -> Floats:
        """Return the logarithm for each row, minus infinity where t_x is T."""
        r, alpha, s, beta = params
        if (beta - alpha) / (beta + self.longest) > SLOW and (s + 1) * self.longest / beta < SMOOTH:
            return self._by_nodes(params)
        tails = (_log_tail(params, x, times) for x, times in self.distinct)
        lasts, ends = (tail[places] for tail, places in zip(tails, self.places, strict=True))
        return np.asarray(np.log(s / (r + s + self.x)) + _log_difference(lasts, ends))

    def _by_nodes(self, params: Floats) -> Floats:
        """Return it by Gauss's rule, over w = log(α + y) and with the weight e^(−(r + x − 1) w) taken out."""
        r, alpha, s, beta = params
        power = r + self.x - 1
        power = np.where(np.abs(power) < 1e-7, 1e-7, power)
        width = np.log((alpha + self.observed) / (alpha + self.last))
        mass = -np.expm1(-power * width)
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        total = np.zeros(len(self.x))
        for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
            further = (alpha + self.last) * np.expm1(-np.log1p(-node * mass) / power)
            total += weight * np.exp(-(s + 1) * np.log1p(further / (beta + self.last)))
        with np.errstate(divide="ignore"):
            found = np.log(mass / power * total)
        return np.asarray(np.log(s) - power * np.log(alpha + self.last) - (s + 1) * np.log(beta + self.last) + found)


def _distinct(x: Floats, times: Floats) -> tuple[tuple[Floats, Floats], NDArray[np.int64]]:
    """Return the distinct pairs of x and a time, and where each row's pair stands among them."""
    order = np.lexsort((times, x))
    starts = np.ones(len(order), dtype=bool)
    starts[1:] = (np.diff(x[order]) != 0) | (np.diff(times[order]) != 0)
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.cumsum(starts) - 1
    first = order[starts]
    return (x[first], times[first]), places


def _log_tail(params: Floats, x: Floats, y: Floats) -> Floats:
    """Return the logarithm of the hypergeometric term of the likelihood at time ``y``.

    Euler's transformation leaves 2F1(1, ·; r + s + x + 1; z), which is positive and finite up to z = 1; which of its
    two forms is used depends on whether alpha or beta is larger, so that z is never negative.
    """
    r, alpha, s, beta = params
    power = r + s + x
    if alpha >= beta:
        series = np.log(series_of_one(r + x, power + 1, (alpha - beta) / (alpha + y)))
        return np.asarray(series - s * np.log(beta + y) - (r + x) * np.log(alpha + y))
    series = np.log(series_of_one(s + 1 + 0 * x, power + 1, (beta - alpha) / (beta + y)))
    return np.asarray(series - (r + x - 1) * np.log(alpha + y) - (s + 1) * np.log(beta + y))


def series_of_one(b: Floats, c: Floats, z: Floats) -> Floats:
    """Return the hypergeometric function 2F1(1, b; c; z) for 0 < b < c and 0 ≤ z < 1, which lies in 1 … 1 / (1 − z).

    By scipy's function for small parameters; with large ones that takes long, and may be wrong, and Gauss's continued
    fraction takes its place, as it does where scipy's leaves the range.
    """
    from scipy.special import hyp2f1

    b, c, z = np.broadcast_arrays(b, c, z)
    found = np.full(z.shape, np.nan)
    small = np.flatnonzero(c < LARGE)
    with np.errstate(all="ignore"):
        series = np.asarray(hyp2f1(1.0, b[small], c[small], z[small]))
        trusted = np.isfinite(series) & (series >= 1) & (series <= (1 + 1e-9) / (1 - z[small]))
    found[small[trusted]] = series[trusted]
    left = np.flatnonzero(np.isnan(found))
    found[left] = _continued_fraction(b[left], c[left], z[left])
    return found


def _continued_fraction(b: Floats, c: Floats, z: Floats) -> Floats:
    """Return 2F1(1, b; c; z) by Gauss's fraction, https://dlmf.nist.gov/15.7, with as many terms as it takes.

    Forwards, by the method of Lentz (1976): for these parameters no denominator comes near 0.
    """
    whole, upper, lower = np.ones_like(z), np.ones_like(z), np.zeros_like(z)
    for n in range(TERMS):
        odd = -(b + n) * (c + n - 1) / ((c + 2 * n - 1) * (c + 2 * n)) * z if n else -b / c * z
        even = -(n + 1) * (c - b + n) / ((c + 2 * n) * (c + 2 * n + 1)) * z
        for numerator in (odd, even):
            lower, upper = 1 / (1 + numerator * lower), 1 + numerator / upper
            change = upper * lower
            whole = whole * change
        if not len(z) or np.abs(change - 1).max() < PRECISE:
            break
    return np.asarray(1 / whole, dtype=np.float64)


def _log_difference(larger: Floats, smaller: Floats) -> Floats:
    """Return log(e^larger − e^smaller), minus infinity where they are equal."""
    gap = np.minimum(smaller - larger, 0.0)
    return np.asarray(np.where(gap < 0, larger + np.log(-np.expm1(np.where(gap < 0, gap, -1.0))), -np.inf))
