"""New, active, returning and lapsed customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.tiers.scores import measured

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
CLASSES = ("new", "active", "returning", "lapsed")
SHORTEST = 30.0
WITHOUT_REPEATS = 90.0


@dataclass(frozen=True)
class RfmClasses:
    """The class of each customer (String, null where unknown) and the number of days that it was decided by."""

    labels: pl.Series
    lapsed_days: float | None
    notes: tuple[str, ...] = ()


def classify(customers: Customers, chosen: int | None, before: float | None) -> RfmClasses:
    """Class every customer by a number of days: the chosen one, else that of an earlier run, else one from the data.

    lapsed: the last order is longer ago; new: the first order is not longer ago; returning: ordered again lately after
    a longer pause; active: the others. The pause before the last order is known from the days of purchase; without
    them it is known only for customers with two orders, and those with more count as active.
    """
    recency, frequency = measured(customers, "recency_days"), measured(customers, "frequency")
    tenure = measured(customers, "tenure_days")
    if recency is None or frequency is None or tenure is None:
        reason = "new, active, returning and lapsed need the dates of the first and the last order"
        return RfmClasses(
            pl.Series("customer_class", [None] * customers.frame.height, dtype=pl.String), None, (reason,)
        )
    days = chosen or before or usual_pause(recency, frequency, tenure)
    pause, notes = last_pause(customers), []
    if pause is None:
        pause = np.where(frequency == 2, tenure - recency, 0.0)
        notes.append(
            "pauses before the last order are known only for customers with two orders; others count as active"
        )
    conditions = [~(np.isfinite(recency) & (frequency > 0)), recency > days, tenure <= days, pause > days]
    named = pl.Series("customer_class", [None, "lapsed", "new", "returning", "active"], dtype=pl.String)
    labels = named.gather(np.select(conditions, [0, 1, 2, 3], default=4))
    return RfmClasses(labels, float(days), tuple(notes))


def last_pause(customers: Customers) -> Floats | None:
    """Return the days between the last two days of purchase, 0 for who bought on one day; None where unknown."""
    days: pl.DataFrame | None = getattr(customers, "order_days", None)
    if days is None:
        return None
    bought = days.select("customer_id", "day").unique().sort("customer_id", "day")
    last_two = pl.col("day").last() - pl.col("day").slice(-2).first()
    pauses = bought.group_by("customer_id").agg(last_two.dt.total_days().cast(pl.Float64).alias("pause"))
    joined = customers.frame.select("customer_id").join(pauses, on="customer_id", how="left", maintain_order="left")
    return joined["pause"].fill_null(0.0).to_numpy()


def usual_pause(recency: Floats, frequency: Floats, tenure: Floats) -> float:
    """Return twice the median, over customers with repeats, of the mean time between orders; at least 30 days."""
    repeats = (frequency > 1) & np.isfinite(tenure - recency)
    if not repeats.any():
        return WITHOUT_REPEATS
    pauses = (tenure - recency)[repeats] / (frequency[repeats] - 1)
    return max(SHORTEST, float(np.round(2 * np.median(pauses))))
