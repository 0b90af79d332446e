"""Value as customer lifetime value: expected purchases within a horizon × expected value of each, discounted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, JsonValue

from analysis.clv.bootstrap import Interval, bootstrap
from analysis.clv.buying import BuyingModel
from analysis.clv.counted import UNITS, Counted
from analysis.clv.discounted import discounted_purchases
from analysis.clv.gamma_gamma import GammaGamma, fit_gamma_gamma
from analysis.clv.holdout import Holdout, hold_out
from analysis.clv.lifetime import BUYING, LifetimeModels
from analysis.clv.mbg_nbd import MbgNbd
from analysis.clv.order_days import Histories
from analysis.customers.several_currencies import currency_problem
from analysis.tiers.scores import RawScore, ScoreSummary, no_score
from analysis.value.base import ValueMethod, money_unit
from analysis.value.clv_inputs import ClvInputs, clv_inputs

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
NOBODY_GONE = 0.98
"""From this mean of p_alive on, it says nothing."""


class Clv(ValueMethod):
    """What each customer is expected to spend within a horizon, discounted: a buying model and a Gamma-Gamma model."""

    method: Literal["clv"] = "clv"
    model: Literal["bg_nbd", "mbg_nbd", "pareto_nbd"] = Field(
        "mbg_nbd",
        title="Buying model",
        description="bg_nbd takes every one-time buyer for a customer still, so that p_alive then comes from "
        "mbg_nbd; pareto_nbd takes longer.",
    )
    horizon_days: int = Field(
        365, ge=1, le=3653, title="Horizon in days", description="How far ahead value is counted."
    )
    discount: float = Field(
        0.1, ge=0, le=1, title="Discount", description="Rate a year by which later money counts less."
    )
    unit: Literal["days", "weeks", "months"] = Field("weeks", title="Unit", description="Unit of time of the models.")
    bootstrap: int = Field(
        50, ge=0, le=1000, title="Replicates", description="Refits for the intervals of the totals; 0: no intervals."
    )
    least_repeat_buyers: int = Field(
        50, ge=10, le=100000, title="Fewest repeat buyers", description="With fewer no model is fitted."
    )
    least_days: int = Field(
        90, ge=14, le=3653, title="Shortest history in days", description="With a shorter history no model is fitted."
    )

    def compute(self, customers: Customers, seed: int) -> RawScore:
        """Return the value of every customer who ever bought; ``columns`` has clv, p_alive and what made them."""
        inputs = self._inputs(customers)
        if isinstance(inputs, str):
            return no_score(customers, self._unit(customers), inputs)
        models = self._fit(inputs.histories, seed)
        if isinstance(models, str):
            return no_score(customers, self._unit(customers), models)
        odd = models.warnings
        # Without written derivatives, fifty refits along a ridge of equally good parameters would take minutes.
        ridge = bool(odd) and self.model == "pareto_nbd"
        intervals = {} if ridge else self._intervals(models, inputs.histories, seed)
        held, said = self._hold_out(customers, inputs, seed)
        details: dict[str, JsonValue] = {
            **models.dump(),
            "holdout": None if held is None else held.model_dump(mode="json"),
            "intervals": intervals,
        }
        notes = (*inputs.notes, *odd, *_alive_notes(models, inputs.histories), *_spend_notes(inputs.histories), *said)
        return self._raw(customers, inputs, models, notes, details)

    def compute_as_before(self, customers: Customers, before: ScoreSummary) -> RawScore:
        """Return the value of later customers by the models of an earlier run."""
        inputs = clv_inputs(customers, self.unit)
        problem = currency_problem(customers) or before.unavailable or (inputs if isinstance(inputs, str) else "")
        if problem or isinstance(inputs, str):
            return no_score(customers, self._unit(customers), problem)
        return self._raw(customers, inputs, LifetimeModels.load(before.details), inputs.notes, dict(before.details))

    def _unit(self, customers: Customers) -> str:
        return money_unit(customers, f"in {self.horizon_days} days")

    def _inputs(self, customers: Customers) -> ClvInputs | str:
        """Return the histories, or why a model cannot be fitted to them."""
        problem = currency_problem(customers)
        inputs = clv_inputs(customers, self.unit)
        if problem or isinstance(inputs, str):
            return problem or str(inputs)
        repeats = inputs.histories.repeat_buyers
        if repeats < self.least_repeat_buyers:
            counted = f"only {repeats} of {len(inputs.histories.x)}" if repeats else "none of the"
            return (
                f"{counted} customers bought on more than one day, and a model of lifetime value needs "
                f"{self.least_repeat_buyers} who did; use method = formula or total"
            )
        days = float(inputs.histories.T.max()) * UNITS[self.unit]
        if days < self.least_days:
            return (
                f"the orders span only {days:.0f} days, and a model of lifetime value needs {self.least_days}; "
                "use method = formula or total"
            )
        return inputs

    def _fit(self, histories: Histories, seed: int) -> LifetimeModels | str:
        """Fit the models, or say why there is no value of a purchase to be had."""
        known = _spenders(histories)
        if known.sum() < self.least_repeat_buyers:
            return f"the value of a repeat purchase is above 0 for only {int(known.sum())} customers"
        x, last, observed = histories.x, histories.t_x, histories.T
        buying = BUYING[self.model].fit(x, last, observed, unit=self.unit, seed=seed)
        alive = buying if self.model != "bg_nbd" else MbgNbd.fit(x, last, observed, unit=self.unit, seed=seed)
        spending = fit_gamma_gamma(x[known], histories.value[known], seed=seed)
        if spending.params["q"] <= 1:
            return "spend per purchase varies so much that its mean cannot be estimated (q ≤ 1); use method = total"
        return LifetimeModels(self.model, buying, alive, spending)

    def _hold_out(self, customers: Customers, inputs: ClvInputs, seed: int) -> tuple[Holdout | None, tuple[str, ...]]:
        """Fit to the first two thirds of the time and compare with the last, where the days of purchase are known."""
        if inputs.order_days is None or customers.as_of is None:
            return None, ("the days of purchase are not at hand, so the forecast is not held against what happened",)
        first, last = inputs.order_days["day"].min(), inputs.order_days["day"].max()
        if not isinstance(first, date) or not isinstance(last, date):
            return None, ()
        until = first + timedelta(days=round((last - first).days * 2 / 3))
        seen = inputs.order_days.filter(pl.col("day") <= until).select("customer_id", "day").unique()
        repeats = int((seen["customer_id"].value_counts()["count"] > 1).sum())
        if repeats < self.least_repeat_buyers:
            return None, (f"only {repeats} customers bought again by {until}, too few to hold a forecast against",)
        return hold_out(inputs.order_days, self.model, (until, last), self.unit, seed), ()

    def _intervals(self, models: LifetimeModels, histories: Histories, seed: int) -> dict[str, JsonValue]:
        """Return 90 % intervals of the mean purchases and the mean value a customer."""
        if not self.bootstrap:
            return {}

        def means(buying: BuyingModel, spending: GammaGamma, rows: Counted) -> Floats:
            x, last, observed, value = rows.columns
            expected, worth = discounted_purchases(buying, (x, last, observed), self.horizon_days, self.discount)
            worth = worth * spending.expected_value(np.where(value > 0, x, 0.0), value)
            return np.array([rows.counts @ expected, rows.counts @ worth]) / rows.customers

        found: tuple[Interval, ...] = bootstrap(
            (models.buying, models.spending), histories, means, self.bootstrap, seed
        )
        names = ("purchases_a_customer", "value_a_customer")
        return {name: interval.model_dump() for name, interval in zip(names, found, strict=True)}

    def _raw(
        self,
        customers: Customers,
        inputs: ClvInputs,
        models: LifetimeModels,
        notes: tuple[str, ...],
        details: dict[str, JsonValue],
    ) -> RawScore:
        histories = inputs.histories
        triple = (histories.x, histories.t_x, histories.T)
        purchases, worth = discounted_purchases(models.buying, triple, self.horizon_days, self.discount)
        usable = _spenders(histories)
        each = models.spending.expected_value(
            np.where(usable, histories.x, 0.0), np.where(usable, histories.value, 0.0)
        )
        found = {
            "clv": worth * each,
            "p_alive": models.alive.probability_alive(*triple, unit=self.unit),
            "expected_purchases": purchases,
            "expected_value": each,
        }
        columns = pl.DataFrame({name: _placed(values, inputs.buyers) for name, values in found.items()})
        formula = (
            f"expected purchases in {self.horizon_days} days ({models.name}) × expected value of each (gamma-gamma), "
            f"discounted by {self.discount:.3g} a year"
        )
        clv = columns["clv"].fill_null(np.nan).to_numpy()
        drivers = columns.select("expected_purchases", "expected_value")
        return RawScore(clv, self._unit(customers), formula, notes, drivers=drivers, columns=columns, details=details)


def _spenders(histories: Histories) -> NDArray[np.bool_]:
    """Tell who has repeats that were worth something."""
    return np.asarray((histories.x > 0) & (histories.value > 0))


def _placed(values: Floats, buyers: NDArray[np.bool_]) -> pl.Series:
    """Return the buyers' values among all customers, null for the others."""
    placed = np.full(len(buyers), np.nan)
    placed[buyers] = values
    return pl.Series(placed).fill_nan(None)


def _alive_notes(models: LifetimeModels, histories: Histories) -> tuple[str, ...]:
    """Say where P(alive) tells nobody apart, so that it is not taken for a figure of churn."""
    alive = models.alive.probability_alive(histories.x, histories.t_x, histories.T, unit=histories.unit)
    if float(alive.mean()) < NOBODY_GONE:
        return ()
    return (
        "these orders hold no sign that customers stop for good: p_alive is about 1 for all and tells nobody apart",
    )


def _spend_notes(histories: Histories) -> tuple[str, ...]:
    """Say where the spend model's assumption fails: that how much and how often have nothing to do with each other."""
    known = _spenders(histories)
    x, value = histories.x[known], histories.value[known]
    if x.std() == 0 or value.std() == 0:
        return ()
    together = float(np.corrcoef(x, value)[0, 1])
    without = int(((histories.x > 0) & ~known).sum())
    notes = [f"{without} repeat buyers whose repeats were worth nothing take no part in the spend model"] * bool(
        without
    )
    if abs(together) > 0.3:
        notes.append(
            f"how much and how often customers buy go together (correlation {together:.2f}), which the spend model "
            "does not know"
        )
    return tuple(notes)
