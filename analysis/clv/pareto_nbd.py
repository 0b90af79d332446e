"""Pareto/NBD. Schmittlein, D. C., Morrison, D. G. and Colombo, R. (1987), "Counting your customers: who are they and
what will they do next?", Management Science 33(1); formulas as in Fader, P. S. and Hardie, B. G. S. (2005), "A note on
deriving the Pareto/NBD model and related expressions".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.counted import Counted, check_unit, histories
from analysis.clv.model import Model, fields_of
from analysis.clv.optimum import Surface, maximise

Floats = NDArray[np.float64]
NAMES = ("r", "alpha", "s", "beta")


class ParetoNbd(Model):
    """Buying at a steady rate over a lifetime that ends at any moment, not only at a purchase."""

    def probability_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, unit: str = "weeks") -> Floats:  # noqa: N803
        """Return the probability that each customer still buys, given repeats, time of the last and time observed."""
        self.require(unit)
        repeats, last, observed = histories(x, t_x, T)
        r, alpha, s, beta = params = np.array(list(self.params.values()))
        lasts, ends = log_tail(params, repeats, last), log_tail(params, repeats, observed)
        gone = np.log(s / (r + s + repeats)) + log_difference(lasts, ends)
        gone += (r + repeats) * np.log(alpha + observed) + s * np.log(beta + observed)
        return np.asarray(np.exp(-np.logaddexp(0.0, gone)))[()]

    def expected_purchases(
        self,
        t: ArrayLike,
        x: ArrayLike | None = None,
        t_x: ArrayLike = 0.0,
        T: ArrayLike = 0.0,  # noqa: N803
        unit: str = "weeks",
    ) -> Floats:
        """Return the mean number of purchases in the next ``t`` given a history; without ``x``, of a new customer."""
        from scipy.special import exprel

        self.require(unit)
        r, alpha, s, beta = self.params.values()
        if x is None:
            alive, repeats, observed = np.ones(()), np.zeros(()), np.zeros(())
        else:
            repeats, _, observed = histories(x, t_x, T)
            alive = self.probability_alive(x, t_x, T, unit)
        ratio = np.log(beta + observed) - np.log(beta + observed + np.asarray(t, dtype=np.float64))
        # (1 - e^((s-1) ratio)) / (s - 1), written so that s = 1 is nothing special
        lifetime = -ratio * exprel((s - 1) * ratio)
        return np.asarray(alive * (r + repeats) * (beta + observed) / (alpha + observed) * lifetime)[()]


def log_tail(params: Floats, x: Floats, y: Floats) -> Floats:
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

    Where scipy's leaves that range (large b and c), Gauss's continued fraction takes its place.
    """
    from scipy.special import hyp2f1

    with np.errstate(all="ignore"):
        found = np.asarray(hyp2f1(1.0, b, c, z))
        trusted = np.isfinite(found) & (found >= 1) & (found <= (1 + 1e-9) / (1 - z))
    if not trusted.all():
        b, c, z = np.broadcast_arrays(b, c, z)
        found = np.where(trusted, found, 1.0)
        found[~trusted] = _continued_fraction(b[~trusted], c[~trusted], z[~trusted])
    return np.asarray(found, dtype=np.float64)


def _continued_fraction(b: Floats, c: Floats, z: Floats, terms: int = 200) -> Floats:
    """Return 2F1(1, b; c; z): Gauss's fraction, https://dlmf.nist.gov/15.7, from its far end inwards."""
    rest = np.ones_like(z)
    for n in range(terms, 0, -1):
        rest = 1 - (b + n) * (c + n - 1) / ((c + 2 * n - 1) * (c + 2 * n)) * z / rest
        rest = 1 - n * (c - b + n - 1) / ((c + 2 * n - 2) * (c + 2 * n - 1)) * z / rest
    return np.asarray(1 / (1 - b / c * z / rest), dtype=np.float64)


def log_difference(larger: Floats, smaller: Floats) -> Floats:
    """Return log(e^larger − e^smaller), minus infinity where they are equal."""
    gap = np.minimum(smaller - larger, 0.0)
    return np.asarray(np.where(gap < 0, larger + np.log(-np.expm1(np.where(gap < 0, gap, -1.0))), -np.inf))


def pareto_surface(rows: Counted) -> Surface:
    """Return the log-likelihood of Pareto/NBD."""
    from scipy.special import gammaln

    repeats, last, observed = rows.columns
    pairs = [Counted.of(repeats, column) for column in (last, observed)]
    places = [_places(repeats, column) for column in (last, observed)]

    def total(params: Floats) -> float:
        r, alpha, s, beta = params
        lasts, ends = (log_tail(params, *pair.columns)[place] for pair, place in zip(pairs, places, strict=True))
        alive = -(r + repeats) * np.log(alpha + observed) - s * np.log(beta + observed)
        gone = np.log(s / (r + s + repeats)) + log_difference(lasts, ends)
        known = gammaln(r + repeats) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        return float(rows.counts @ (known + np.logaddexp(alive, gone)))

    return Surface(total)


def _places(repeats: Floats, times: Floats) -> NDArray[np.int64]:
    """Return where each row's pair of repeats and time stands among the distinct pairs."""
    order = np.lexsort((times, repeats))
    places = np.empty(len(order), dtype=np.int64)
    changes = (np.diff(repeats[order]) != 0) | (np.diff(times[order]) != 0)
    places[order] = np.concatenate([[0], np.cumsum(changes)])
    return places


def fit_pareto_nbd(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, unit: str = "weeks", seed: int = 0) -> ParetoNbd:  # noqa: N803
    """Fit by maximum likelihood to customers' repeats ``x``, time to the last ``t_x`` and time observed ``T``."""
    check_unit(unit)
    rows = Counted.of(*(np.ravel(part) for part in histories(x, t_x, T)))
    found = maximise(pareto_surface, rows, _starts(rows), seed)
    return ParetoNbd(*fields_of(NAMES, found), unit, rows.customers, found.warnings)


def _starts(rows: Counted) -> list[tuple[float, ...]]:
    """Return where to begin, on the scale of the data."""
    repeats, _, observed = rows.columns
    pace = max(float(rows.counts @ repeats), 1.0) / float(rows.counts @ observed)
    span = float(rows.counts @ observed) / rows.customers
    return [(0.5, 0.5 / pace / 1.5, 0.6, span / 3), (2.0, 2.0 / pace, 1.0, span * 2)]
