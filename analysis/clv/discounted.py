"""What expected purchases are worth today."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

from analysis.clv.buying import BuyingModel
from analysis.clv.counted import UNITS

Floats = NDArray[np.float64]


def discounted_purchases(
    model: BuyingModel, histories: tuple[Floats, Floats, Floats], horizon_days: float, discount: float
) -> tuple[Floats, Floats]:
    """Return each customer's expected purchases within the horizon, plain and discounted.

    ``histories`` are x, t_x and T in the model's unit; ``discount`` is a rate a year. Purchases are taken month by
    month (the last month may be shorter) and discounted as if made in the month's middle. Customers with equal
    histories are worked out once.
    """
    distinct, places = np.unique(np.stack(histories, axis=1), axis=0, return_inverse=True)
    x, last, observed = distinct.T
    months = max(1, ceil(horizon_days / UNITS["months"] - 1e-9))
    ends = np.minimum(np.arange(1, months + 1) * UNITS["months"], horizon_days)
    before, start = np.zeros(len(x)), 0.0
    worth = np.zeros(len(x))
    for end in ends:
        total = model.expected_purchases(end / UNITS[model.unit], x, last, observed, unit=model.unit)
        worth += (total - before) / (1 + discount) ** ((start + end) / 2 / UNITS["years"])
        before, start = total, end
    return before[places.ravel()], worth[places.ravel()]
