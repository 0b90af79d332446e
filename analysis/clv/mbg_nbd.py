"""MBG/NBD. Batislam, E. P., Denizel, M. and Filiztekin, A. (2007), "Empirical validation and comparison of models for
customer base analysis", International Journal of Research in Marketing 24(3).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.clv.bg_nbd import starts
from analysis.clv.buying import BuyingModel
from analysis.clv.geometric import mbg_surface, purchases_while_alive

Floats = NDArray[np.float64]


class MbgNbd(BuyingModel):
    """As BG/NBD, but customers may stop after their first purchase too, so that one-time buyers may be gone."""

    NAMES = ("r", "alpha", "a", "b")
    surface = staticmethod(mbg_surface)
    starts = staticmethod(starts)

    def log_odds_gone(self, repeats: Floats, last: Floats, observed: Floats) -> Floats:
        """Return the logarithm of the odds that a customer has stopped."""
        r, alpha, a, b = self.params.values()
        gone: Floats = np.log(a / (b + repeats)) + (r + repeats) * (np.log(alpha + observed) - np.log(alpha + last))
        return gone

    @property
    def stays(self) -> float:
        """The mean probability of not stopping."""
        _, _, a, b = self.params.values()
        return b / (a + b)

    def purchases_while_alive(self, repeats: Floats, observed: Floats, ahead: Floats) -> Floats:
        """Return the mean number of purchases in the time ahead."""
        r, alpha, a, b = self.params.values()
        return purchases_while_alive(r + repeats, alpha + observed, a, b + repeats + 1, ahead)
