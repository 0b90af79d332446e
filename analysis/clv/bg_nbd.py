"""BG/NBD. Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), "'Counting your customers' the easy way: an alternative
to the Pareto/NBD model", Marketing Science 24(2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.counted import Counted, check_unit, histories
from analysis.clv.geometric import bg_surface, purchases_while_alive
from analysis.clv.model import Model, fields_of
from analysis.clv.optimum import maximise

Floats = NDArray[np.float64]
NAMES = ("r", "alpha", "a", "b")


class BgNbd(Model):
    """Buying at a steady rate, stopping for good after any repeat purchase with one's own probability.

    Somebody who never came back has had no chance to stop: P(alive) is 1 for every one-time buyer.
    """

    def probability_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, unit: str = "weeks") -> Floats:  # noqa: N803
        """Return the probability that each customer still buys, given repeats, time of the last and time observed."""
        self.require(unit)
        repeats, last, observed = histories(x, t_x, T)
        r, alpha, a, b = self.params.values()
        ratio = np.log(alpha + observed) - np.log(alpha + last)
        odds = np.log(a) - np.log(np.where(repeats > 0, b + repeats - 1, 1.0)) + (r + repeats) * ratio
        gone = np.where(repeats > 0, odds, -np.inf)
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
        self.require(unit)
        r, alpha, a, b = self.params.values()
        ahead = np.asarray(t, dtype=np.float64)
        if x is None:
            return purchases_while_alive(r, alpha, a, b, ahead)[()]
        repeats, _, observed = histories(x, t_x, T)
        alive = self.probability_alive(x, t_x, T, unit)
        return np.asarray(alive * purchases_while_alive(r + repeats, alpha + observed, a, b + repeats, ahead))[()]


def fit_bg_nbd(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, unit: str = "weeks", seed: int = 0) -> BgNbd:  # noqa: N803
    """Fit by maximum likelihood to customers' repeats ``x``, time to the last ``t_x`` and time observed ``T``."""
    check_unit(unit)
    rows = Counted.of(*(np.ravel(part) for part in histories(x, t_x, T)))
    found = maximise(bg_surface, rows, starts(rows), seed)
    return BgNbd(*fields_of(NAMES, found), unit, rows.customers, found.warnings)


def starts(rows: Counted) -> list[tuple[float, ...]]:
    """Return where to begin: few or many inactive, steady or mixed rates, on the scale of the data."""
    repeats, _, observed = rows.columns
    pace = max(float(rows.counts @ repeats), 1.0) / float(rows.counts @ observed)
    return [(0.3, 0.3 / pace / 1.5, 0.8, 2.5), (1.0, 1.0 / pace / 1.5, 0.3, 3.0), (3.0, 3.0 / pace, 1.0, 1.0)]
