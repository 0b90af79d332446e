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
from analysis.clv.pareto_integral import GoneIntegral

Floats = NDArray[np.float64]
NAMES = ("r", "alpha", "s", "beta")


class ParetoNbd(Model):
    """Buying at a steady rate over a lifetime that ends at any moment, not only at a purchase."""

    def probability_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, unit: str = "weeks") -> Floats:  # noqa: N803
        """Return the probability that each customer still buys, given repeats, time of the last and time observed."""
        self.require(unit)
        repeats, last, observed = histories(x, t_x, T)
        r, alpha, s, beta = params = np.array(list(self.params.values()))
        shape = repeats.shape
        repeats, last, observed = repeats.ravel(), last.ravel(), observed.ravel()
        gone = GoneIntegral(repeats, last, observed).log(params)
        gone += (r + repeats) * np.log(alpha + observed) + s * np.log(beta + observed)
        return np.asarray(np.exp(-np.logaddexp(0.0, gone))).reshape(shape)[()]

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


def pareto_surface(rows: Counted) -> Surface:
    """Return the log-likelihood of Pareto/NBD."""
    from scipy.special import gammaln

    repeats, last, observed = rows.columns
    integral = GoneIntegral(repeats, last, observed)

    def total(params: Floats) -> float:
        r, alpha, s, beta = params
        alive = -(r + repeats) * np.log(alpha + observed) - s * np.log(beta + observed)
        gone = integral.log(params)
        known = gammaln(r + repeats) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        return float(rows.counts @ (known + np.logaddexp(alive, gone)))

    return Surface(total)


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
