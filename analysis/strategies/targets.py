"""What-if targets of each segment: a metric raised by a factor, what that is worth a year, and how far it is to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, field_validator

from analysis.settings import Settings, Summary
from analysis.strategies.money_a_year import Yearly, yearly
from analysis.strategies.situation import TierNames, among
from analysis.tiers.scores import measured

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]

METRICS: dict[str, tuple[str, ...]] = {
    "value": (),
    "loyalty": (),
    "satisfaction": ("satisfaction", "rating_mean", "rating"),
    "conversion_rate": ("conversion_rate",),
    "lifetime_value": ("clv", "lifetime_value"),
}
"""The metrics that targets are set for → the roles or names of the customers' column; none: a column of the result."""

ONLY_MONEY = "only value and conversion turn into revenue directly"


class Targets(Settings):
    """By which factor each metric is to rise."""

    factor: float = Field(1.1, ge=0.1, le=10.0, title="Factor", description="What every metric is multiplied by.")
    factors: dict[str, float] = Field(
        default_factory=dict,
        title="Factors by metric",
        description=f"Another factor for a metric: {', '.join(METRICS)}.",
    )

    @field_validator("factors")
    @classmethod
    def _known(cls, factors: dict[str, float]) -> dict[str, float]:
        for metric, factor in factors.items():
            if metric not in METRICS:
                raise ValueError(f"{metric} is no metric; there are {', '.join(METRICS)}")
            if not 0.1 <= factor <= 10:
                raise ValueError(f"the factor of {metric} must be between 0.1 and 10")
        return factors

    def of(self, metric: str) -> float:
        """Return the factor of a metric."""
        return self.factors.get(metric, self.factor)


class Target(Summary):
    """One metric of one segment: its mean now, the mean aimed at, and what reaching it is worth in money a year.

    ``worth`` None: ``reason`` says why no money can be named. ``moves``: how many of its customers would have to rise
    by one tier to get there, each to that tier's mean; None where ``moves_reason`` says why there is no such number.
    """

    metric: str
    current: float | None
    factor: float
    target: float | None
    worth: float | None = None
    reason: str = ""
    moves: int | None = None
    moves_reason: str = ""


@dataclass(frozen=True)
class _Segment:
    """The rows of one segment with everything that its targets are made from."""

    rows: NDArray[np.intp]
    money: Yearly
    metrics: dict[str, Floats]
    tiers: dict[str, _Ladder]


@dataclass(frozen=True)
class _Ladder:
    """Tiers of one score: each customer's step (-1: none) and the mean score of each step over all customers."""

    steps: NDArray[np.intp]
    means: Floats


def set_targets(
    result: pl.DataFrame, customers: Customers, choices: Targets, tiers: TierNames
) -> dict[int | None, tuple[Target, ...]]:
    """Return the targets of every segment of ``result`` (row-aligned with ``customers.frame``), by its id.

    Worth of value: (factor - 1) × what the segment brings a year; of conversion: the extra orders × its average order
    value; nothing else turns into money directly.
    """
    metrics = _metrics(result, customers)
    ladders: dict[str, _Ladder] = {
        score: _ladder(result[f"{score}_tier"], getattr(tiers, score), metrics[score])
        for score in ("value", "loyalty")
        if score in metrics
    }
    money = yearly(customers)
    segments = result["segment"].cast(pl.Int64).fill_null(-1).to_numpy()
    found: dict[int | None, tuple[Target, ...]] = {}
    for segment in np.unique(segments):
        part = _Segment(np.flatnonzero(segments == segment), money, metrics, ladders)
        found[None if segment < 0 else int(segment)] = tuple(_target(part, name, choices.of(name)) for name in metrics)
    return found


def _metrics(result: pl.DataFrame, customers: Customers) -> dict[str, Floats]:
    metrics: dict[str, Floats] = {}
    for name, roles in METRICS.items():
        values = _column(result, "clv" if name == "lifetime_value" else name)
        if values is None and roles:
            values = measured(customers, *roles)
        if values is not None:
            metrics[name] = values
    return metrics


def _column(result: pl.DataFrame, name: str) -> Floats | None:
    if name not in result.columns or result[name].null_count() == result.height:
        return None
    return result[name].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _ladder(labels: pl.Series, names: tuple[str, ...], values: Floats) -> _Ladder:
    place = {name: number for number, name in enumerate(names)}
    steps = among(labels, place).cast(pl.Int64).fill_null(-1).to_numpy()
    means = [
        float(np.nanmean(values[steps == step])) if (steps == step).any() else np.nan for step in range(len(names))
    ]
    return _Ladder(steps, np.asarray(means))


def _target(part: _Segment, metric: str, factor: float) -> Target:
    values = part.metrics[metric][part.rows]
    known = values[np.isfinite(values)]
    if not len(known):
        return Target(metric=metric, current=None, factor=factor, target=None, reason="unknown for all its customers")
    current = float(known.mean())
    if current <= 0:
        return Target(metric=metric, current=current, factor=factor, target=None, reason="the mean is not above 0")
    target = max(min(current * factor, _highest(metric, current, part.metrics[metric])), current if factor > 1 else 0.0)
    worth, reason = _worth(part, metric, target / current)
    moves, why_not = _moves(part, metric, target - current, len(known))
    return Target(
        metric=metric, current=current, factor=factor, target=target,
        worth=worth, reason=reason, moves=moves, moves_reason=why_not,
    )  # fmt: skip


def _highest(metric: str, current: float, values: Floats) -> float:
    """Return what a mean can be at most: points end at 100, rates at 1, ratings where the best rating given is."""
    if metric == "loyalty":
        return 100.0
    if metric == "conversion_rate" and current <= 1:
        return 1.0
    return float(np.nanmax(values)) if metric == "satisfaction" else np.inf


def _worth(part: _Segment, metric: str, ratio: float) -> tuple[float | None, str]:
    if metric not in {"value", "conversion_rate"}:
        return None, ONLY_MONEY
    if part.money.revenue is None:
        return None, part.money.reason
    revenue = float(np.nansum(part.money.revenue[part.rows]))
    if metric == "value":
        return (ratio - 1) * revenue, ""
    orders = 0.0 if part.money.orders is None else float(np.nansum(part.money.orders[part.rows]))
    if not orders:
        return None, "no column counts the orders"
    extra_orders, order_value = (ratio - 1) * orders, revenue / orders
    return extra_orders * order_value, ""


def _moves(part: _Segment, metric: str, rise: float, count: int) -> tuple[int | None, str]:
    """Return how many customers, those who gain most first, must rise by one tier for the mean to rise so far."""
    ladder = part.tiers.get(metric)
    if ladder is None:
        return None, "it has no tiers"
    steps, values = ladder.steps[part.rows], part.metrics[metric][part.rows]
    can = (steps >= 0) & (steps < len(ladder.means) - 1) & np.isfinite(values)
    if not can.any():
        return None, "all its customers are in the highest tier" if (steps >= 0).any() else "it has no tiers"
    gains = ladder.means[steps[can] + 1] - values[can]
    reached = np.cumsum(np.sort(gains[gains > 0])[::-1])
    needed = rise * count
    if needed <= 0:
        return 0, ""
    if not len(reached) or reached[-1] < needed:
        return None, "not even if every customer rose by one tier"
    return int(np.searchsorted(reached, needed)) + 1, ""
