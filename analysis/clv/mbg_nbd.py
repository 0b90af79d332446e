"""MBG/NBD. Batislam, E. P., Denizel, M. and Filiztekin, A. (2007), "Empirical validation and comparison of models for
customer base analysis", International Journal of Research in Marketing 24(3).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.bg_nbd import NAMES, starts
from analysis.clv.counted import Counted, check_unit, histories
from analysis.clv.geometric import mbg_surface, purchases_while_alive
from analysis.clv.model import Model, fields_of
from analysis.clv.optimum import maximise

Floats = NDArray[np.float64]


class MbgNbd(Model):
    """As BG/NBD, but customers may stop after their first purchase too, so that one-time buyers may be gone."""

    def probability_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, unit: str = "weeks") -> Floats:  # noqa: N803
        """Return the probability that each customer still buys, given repeats, time of the last and time observed."""
        self.require(unit)
        repeats, last, observed = histories(x, t_x, T)
        r, alpha, a, b = self.params.values()
        gone = np.log(a / (b + repeats)) + (r + repeats) * (np.log(alpha + observed) - np.log(alpha + last))
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
            found = purchases_while_alive(r, alpha, a, b + 1, ahead)
            return np.asarray(b / (a + b) * found)[()]
        repeats, _, observed = histories(x, t_x, T)
        alive = self.probability_alive(x, t_x, T, unit)
        return np.asarray(alive * purchases_while_alive(r + repeats, alpha + observed, a, b + repeats + 1, ahead))[()]


def fit_mbg_nbd(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, unit: str = "weeks", seed: int = 0) -> MbgNbd:  # noqa: N803
    """Fit by maximum likelihood to customers' repeats ``x``, time to the last ``t_x`` and time observed ``T``."""
    check_unit(unit)
    rows = Counted.of(*(np.ravel(part) for part in histories(x, t_x, T)))
    found = maximise(mbg_surface, rows, starts(rows), seed)
    return MbgNbd(*fields_of(NAMES, found), unit, rows.customers, found.warnings)
