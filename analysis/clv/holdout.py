"""Forecasts against what happened: fitted to the first part of the history, asked for the rest."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.clv.buying import BuyingModel
from analysis.clv.counted import UNITS
from analysis.clv.gamma_gamma import fit_gamma_gamma
from analysis.clv.lifetime import BUYING
from analysis.clv.order_days import Histories, histories_until
from analysis.settings import Summary

Floats = NDArray[np.float64]
MOST_REPEATS = 7


class Forecast(Summary):
    """A forecast of the holdout: its total, its mean error a customer, how well it ranks customers (−1 to 1)."""

    total: float
    mean_absolute_error: float
    rank_correlation: float | None


class TrackedWeek(Summary):
    """Repeat purchases of all customers since the start, up to the end of a week: what happened and the model's."""

    week: int
    actual: float
    model: float


class RepeatGroup(Summary):
    """Customers with the same number of repeats before the holdout (the last group: or more); their means in it."""

    repeats: int
    customers: int
    actual: float
    model: float
    baseline: float


class Holdout(Summary):
    """How the model would have done: fitted from ``start`` to ``calibration_end``, compared with what came to ``end``.

    Baselines: purchases, the customer's own past rate x / T; money, what the customer spent before, per time.
    """

    model: str
    start: date
    calibration_end: date
    end: date
    customers: int
    actual_purchases: float
    purchases: Forecast
    purchases_baseline: Forecast
    actual_money: float | None = None
    money: Forecast | None = None
    money_baseline: Forecast | None = None
    tracking: tuple[TrackedWeek, ...] = ()
    groups: tuple[RepeatGroup, ...] = ()


def hold_out(order_days: pl.DataFrame, name: str, between: tuple[date, date], unit: str, seed: int = 0) -> Holdout:
    """Fit the model ``name`` up to the first day of ``between`` and compare with what came until the second.

    ``order_days`` is as in :func:`analysis.clv.order_days.histories_until`.
    """
    until, end = between
    who, before = histories_until(order_days, until, unit)
    model = BUYING[name].fit(before.x, before.t_x, before.T, unit=unit, seed=seed)
    ahead = (end - until).days / UNITS[unit]
    expected = np.asarray(model.expected_purchases(ahead, before.x, before.t_x, before.T, unit=unit))
    later = order_days.filter((pl.col("day") > until) & (pl.col("day") <= end)).group_by("customer_id", "day")
    came = later.agg(pl.col("amount").sum()).sort("customer_id", "day").group_by("customer_id", maintain_order=True)
    table = who.join(came.agg(pl.len().alias("n"), pl.col("amount").sum()), on="customer_id", how="left")
    table = table.sort("customer_id").with_columns(pl.col("n", "amount").fill_null(0))
    actual, money = table["n"].cast(pl.Float64).to_numpy(), table["amount"].cast(pl.Float64).to_numpy()
    rate = before.x / before.T * ahead
    found = Holdout(
        model=name,
        start=who["first_day"].min(),
        calibration_end=until,
        end=end,
        customers=who.height,
        actual_purchases=float(actual.sum()),
        purchases=compare(expected, actual),
        purchases_baseline=compare(rate, actual),
        tracking=_track(order_days, who, model, end),
        groups=_groups(before.x, actual, expected, rate),
    )
    return found.model_copy(update=_money(before, expected, money, ahead))


def compare(forecast: Floats, actual: Floats) -> Forecast:
    """Return how near a forecast came."""
    error = float(np.abs(forecast - actual).mean())
    return Forecast(total=float(forecast.sum()), mean_absolute_error=error, rank_correlation=_ranked(forecast, actual))


def _ranked(forecast: Floats, actual: Floats) -> float | None:
    ranks = [pl.Series(part).rank("average").to_numpy() for part in (np.round(forecast, 9), actual)]
    if min(part.std() for part in ranks) == 0:
        return None
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _money(before: Histories, expected: Floats, actual: Floats, ahead: float) -> dict[str, object]:
    """Return the fields about money, where spend is known of enough customers."""
    usable = (before.x > 0) & (before.value > 0)
    if usable.sum() < 30 or not np.isfinite(before.spent).all():
        return {}
    spend = fit_gamma_gamma(before.x[usable], before.value[usable])
    worth = expected * spend.expected_value(np.where(usable, before.x, 0), np.where(usable, before.value, 0))
    if not np.isfinite(worth).all():
        return {}
    return {
        "actual_money": float(actual.sum()),
        "money": compare(worth, actual),
        "money_baseline": compare(before.spent / before.T * ahead, actual),
    }


def _track(order_days: pl.DataFrame, who: pl.DataFrame, model: BuyingModel, end: date) -> tuple[TrackedWeek, ...]:
    """Return cumulative repeats week by week: observed, and expected of customers who start when these did."""
    cohorts = who.group_by("first_day").len().sort("first_day")
    start: date = cohorts["first_day"][0]
    repeats = order_days.join(who, on="customer_id").filter(pl.col("day") > pl.col("first_day"))
    days = repeats.select("customer_id", "day").unique()["day"].sort()
    weeks = []
    for week in range(1, (end - start).days // 7 + 1):
        until = start + timedelta(days=7 * week)
        open_cohorts = cohorts.filter(pl.col("first_day") < until)
        age = pl.select((pl.lit(until) - open_cohorts["first_day"]).dt.total_days()).to_series().to_numpy()
        each = model.expected_purchases(age / UNITS[model.unit], unit=model.unit)
        expected = float(np.asarray(each) @ open_cohorts["len"].to_numpy())
        weeks.append(TrackedWeek(week=week, actual=float((days <= until).sum()), model=expected))
    return tuple(weeks)


def _groups(x: Floats, actual: Floats, expected: Floats, rate: Floats) -> tuple[RepeatGroup, ...]:
    group = np.minimum(x, MOST_REPEATS)
    return tuple(
        RepeatGroup(
            repeats=int(repeats),
            customers=int((group == repeats).sum()),
            actual=float(actual[group == repeats].mean()),
            model=float(expected[group == repeats].mean()),
            baseline=float(rate[group == repeats].mean()),
        )
        for repeats in np.unique(group)
    )
