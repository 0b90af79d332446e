"""How sure a forecast is: the models fitted again to customers drawn with replacement."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.clv.buying import BuyingModel
from analysis.clv.counted import Counted
from analysis.clv.gamma_gamma import GammaGamma
from analysis.clv.model import Model
from analysis.clv.optimum import Plausible, polish
from analysis.clv.order_days import Histories
from analysis.settings import Summary

Floats = NDArray[np.float64]
AnyModel = TypeVar("AnyModel", bound=Model)
MOST = 5_000
"""Of more customers than this, as many are drawn, and what they vary is scaled to all of them."""

REACH = 3.0
"""Refitted parameters stay within a factor of e^3, about 20, of those of the whole."""

Totals = Callable[[BuyingModel, GammaGamma, Counted], Floats]
"""Takes models and counted rows of (x, t_x, T, value) and returns the totals whose intervals are wanted."""


class Interval(Summary):
    """A 90 % interval from ``replicates`` refits to ``customers`` drawn with replacement.

    It holds what is unsure about the models' parameters, not the luck of what customers do next.
    """

    low: float
    high: float
    replicates: int
    customers: int


def bootstrap(
    models: tuple[BuyingModel, GammaGamma], histories: Histories, totals: Totals, replicates: int, seed: int
) -> tuple[Interval, ...]:
    """Return an interval for each of the totals, which are means a customer over the counted rows."""
    rng = np.random.default_rng(seed)
    value = np.where((histories.x > 0) & (histories.value > 0), histories.value, 0.0)
    everybody = Counted.of(histories.x, histories.t_x, histories.T, value)
    rows = everybody.sample(MOST, rng)
    middle = totals(*models, rows)
    drawn = np.array([totals(*refit(models, rows.resample(rng)), rows) for _ in range(replicates)])
    shrink = np.sqrt(rows.customers / everybody.customers)
    low, high = middle + (np.quantile(drawn, (0.05, 0.95), axis=0) - middle) * shrink
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    return tuple(Interval(low=a, high=b, replicates=replicates, customers=rows.customers) for a, b in pairs)


def refit(models: tuple[BuyingModel, GammaGamma], rows: Counted) -> tuple[BuyingModel, GammaGamma]:
    """Return both models fitted to other rows, starting from where they are."""
    x, last, observed, value = rows.columns
    buying, spend = models
    bought = value > 0
    worth = Counted((x[bought], value[bought]), rows.counts[bought])
    return _refit(buying, Counted((x, last, observed), rows.counts)), _refit(spend, worth)


def _refit(model: AnyModel, rows: Counted) -> AnyModel:
    place = np.log(list(model.params.values()))
    found = polish(model.surface, rows, place, Plausible(place, REACH))
    params = dict(zip(model.params, found.params.tolist(), strict=True))
    return type(model)(params, found.log_likelihood, {}, model.unit, rows.customers, found.warnings)
