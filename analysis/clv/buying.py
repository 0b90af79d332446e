"""What is asked of any model of buying, whatever it says of when customers stop: a fit, who still buys, how often."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clv.counted import Counted, check_unit, histories
from analysis.clv.model import Model, fields_of
from analysis.clv.optimum import maximise

Floats = NDArray[np.float64]


class BuyingModel(Model):
    """Customers who buy at a steady rate of their own until they stop for good.

    A history is a number of repeats ``x``, the time of the last, ``t_x``, and the time observed, ``T``. ``NAMES`` are
    those of the parameters.
    """

    NAMES: ClassVar[tuple[str, ...]]

    @staticmethod
    def starts(rows: Counted) -> list[tuple[float, ...]]:
        """Return where to look for the parameters, on the scale of the data."""
        raise NotImplementedError

    @classmethod
    def fit(cls, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, unit: str = "weeks", seed: int = 0) -> Self:  # noqa: N803
        """Return the model fitted by maximum likelihood to customers' histories."""
        check_unit(unit)
        rows = Counted.of(*(np.ravel(part) for part in histories(x, t_x, T)))
        found = maximise(cls.surface, rows, cls.starts(rows), seed)
        return cls(*fields_of(cls.NAMES, found), unit, rows.customers, found.warnings)

    def log_odds_gone(self, repeats: Floats, last: Floats, observed: Floats) -> Floats:
        """Return the logarithm of the odds that a customer has stopped, given the history; −∞ for surely not."""
        raise NotImplementedError

    def purchases_while_alive(self, repeats: Floats, observed: Floats, ahead: Floats) -> Floats:
        """Return the mean number of purchases in the time ``ahead`` of customers who have not stopped."""
        raise NotImplementedError

    @property
    def stays(self) -> float:
        """The probability that a new customer has not stopped with the first purchase."""
        return 1.0

    def probability_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, unit: str = "weeks") -> Floats:  # noqa: N803
        """Return the probability that each customer still buys, given the history."""
        self.require(unit)
        gone = self.log_odds_gone(*histories(x, t_x, T))
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
        ahead = np.asarray(t, dtype=np.float64)
        if x is None:
            return np.asarray(self.stays * self.purchases_while_alive(np.zeros(()), np.zeros(()), ahead))[()]
        repeats, _, observed = histories(x, t_x, T)
        alive = self.probability_alive(x, t_x, T, unit)
        return np.asarray(alive * self.purchases_while_alive(repeats, observed, ahead))[()]
