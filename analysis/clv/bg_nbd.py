"""BG/NBD. Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), "'Counting your customers' the easy way: an alternative
to the Pareto/NBD model", Marketing Science 24(2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.clv.buying import BuyingModel
from analysis.clv.counted import Counted
from analysis.clv.geometric import bg_surface, purchases_while_alive

Floats = NDArray[np.float64]


def starts(rows: Counted) -> list[tuple[float, ...]]:
    """Return where to begin: few or many inactive, steady or mixed rates, on the scale of the data."""
    repeats, _, observed = rows.columns
    pace = max(float(rows.counts @ repeats), 1.0) / float(rows.counts @ observed)
    return [(0.3, 0.3 / pace / 1.5, 0.8, 2.5), (1.0, 1.0 / pace / 1.5, 0.3, 3.0), (3.0, 3.0 / pace, 1.0, 1.0)]


class BgNbd(BuyingModel):
    """Buying at a steady rate, stopping for good after any repeat purchase with one's own probability.

    Somebody who never came back has had no chance to stop: P(alive) is 1 for every one-time buyer.
    """

    NAMES = ("r", "alpha", "a", "b")
    surface = staticmethod(bg_surface)
    starts = staticmethod(starts)

    def log_odds_gone(self, repeats: Floats, last: Floats, observed: Floats) -> Floats:
        """Return the logarithm of the odds that a customer has stopped."""
        r, alpha, a, b = self.params.values()
        ratio = np.log(alpha + observed) - np.log(alpha + last)
        odds = np.log(a) - np.log(np.where(repeats > 0, b + repeats - 1, 1.0)) + (r + repeats) * ratio
        return np.where(repeats > 0, odds, -np.inf)

    def purchases_while_alive(self, repeats: Floats, observed: Floats, ahead: Floats) -> Floats:
        """Return the mean number of purchases in the time ahead."""
        r, alpha, a, b = self.params.values()
        return purchases_while_alive(r + repeats, alpha + observed, a, b + repeats, ahead)
