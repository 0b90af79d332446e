"""How unequally customers bring revenue (Lorenz 1905, Gini 1912)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.profiles.summary import Concentration

TOP = 0.2
POINTS = 101


def concentration(spent: NDArray[np.float64] | None) -> Concentration | None:
    """Return how concentrated revenue is; None where it is not known, or nobody brings any."""
    if spent is None:
        return None
    known = spent[np.isfinite(spent)]
    amounts = np.sort(np.maximum(known, 0.0))
    total = float(amounts.sum())
    if not len(amounts) or total <= 0:
        return None
    customers = np.linspace(0, 1, len(amounts) + 1)
    revenue = np.concatenate([[0.0], np.cumsum(amounts)]) / total
    points = np.linspace(0, 1, POINTS)
    area = float(np.sum((revenue[1:] + revenue[:-1]) / 2) / len(amounts))
    return Concentration(
        customers=len(amounts),
        top=TOP,
        brings=1.0 - float(np.interp(1 - TOP, customers, revenue)),
        gini=1.0 - 2.0 * area,
        curve=tuple(zip(points.tolist(), np.interp(points, customers, revenue).tolist(), strict=True)),
        below_zero=int((known < 0).sum()),
    )
