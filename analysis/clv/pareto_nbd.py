"""Pareto/NBD. Schmittlein, D. C., Morrison, D. G. and Colombo, R. (1987), "Counting your customers: who are they and
what will they do next?", Management Science 33(1); formulas as in Fader, P. S. and Hardie, B. G. S. (2005), "A note on
deriving the Pareto/NBD model and related expressions".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.clv.buying import BuyingModel
from analysis.clv.counted import Counted
from analysis.clv.optimum import Surface
from analysis.clv.pareto_integral import GoneIntegral

Floats = NDArray[np.float64]


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


def starts(rows: Counted) -> list[tuple[float, ...]]:
    """Return where to begin, on the scale of the data."""
    repeats, _, observed = rows.columns
    pace = max(float(rows.counts @ repeats), 1.0) / float(rows.counts @ observed)
    span = float(rows.counts @ observed) / rows.customers
    return [(0.5, 0.5 / pace / 1.5, 0.6, span / 3), (2.0, 2.0 / pace, 1.0, span * 2)]


class ParetoNbd(BuyingModel):
    """Buying at a steady rate over a lifetime that ends at any moment, not only at a purchase."""

    NAMES = ("r", "alpha", "s", "beta")
    surface = staticmethod(pareto_surface)
    starts = staticmethod(starts)

    def log_odds_gone(self, repeats: Floats, last: Floats, observed: Floats) -> Floats:
        """Return the logarithm of the odds that a customer has stopped."""
        r, alpha, s, beta = params = np.array(list(self.params.values()))
        shape = repeats.shape
        repeats, last, observed = repeats.ravel(), last.ravel(), observed.ravel()
        gone = GoneIntegral(repeats, last, observed).log(params)
        gone += (r + repeats) * np.log(alpha + observed) + s * np.log(beta + observed)
        return gone.reshape(shape)

    def purchases_while_alive(self, repeats: Floats, observed: Floats, ahead: Floats) -> Floats:
        """Return the mean number of purchases in the time ahead."""
        from scipy.special import exprel

        r, alpha, s, beta = self.params.values()
        ratio = np.log(beta + observed) - np.log(beta + observed + ahead)
        # (1 - e^((s-1) ratio)) / (s - 1), written so that s = 1 is nothing special
        lifetime = -ratio * exprel((s - 1) * ratio)
        return np.asarray((r + repeats) * (beta + observed) / (alpha + observed) * lifetime)
