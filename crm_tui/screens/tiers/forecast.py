"""What is shown of a model of lifetime value: its figures, its forecast against what happened, who is still there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crm_tui.format import compact, counted, number, share
from crm_tui.widgets.histogram import Distribution
from crm_tui.widgets.pages import PageColumn
from crm_tui.widgets.plots import Plot, Series

Told = Mapping[str, Any]
MODELS = {"bg_nbd": "BG/NBD", "mbg_nbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD"}
GROUPS = (
    PageColumn("repeats", title="repeats"),
    PageColumn("customers", "count"),
    PageColumn("actual", "decimal", title="bought", show=lambda value: number(value, 2)),
    PageColumn("model", "decimal", show=lambda value: number(value, 2)),
    PageColumn("baseline", "decimal", title="own past", show=lambda value: number(value, 2)),
)


def has_model(told: Told | None) -> bool:
    """Whether a score was made by a model of lifetime value."""
    return bool(told and "buying" in told["details"] and not told["unavailable"])


def model_lines(told: Told) -> list[str]:
    """Return the fitted parameters with standard errors, the intervals, and how the forecast did."""
    details = told["details"]
    lines = [_model_line(MODELS[details["model"]], details["buying"]), _model_line("Gamma-Gamma", details["spending"])]
    intervals = details["intervals"]
    if intervals:
        bought, worth = intervals["purchases_a_customer"], intervals["value_a_customer"]
        figures = f"{_interval(bought, 2)} purchases, worth {_interval(worth, 2)}"
        lines.append(f"A customer in the horizon: {figures} (90 % intervals).")
    if told.get("p_alive"):
        lines.append(f"Still customers: {share(told['p_alive']['mean'])} on average.")
    return [*lines, *holdout_lines(details.get("holdout"))]


def _interval(found: Told, decimals: int) -> str:
    return f"{number(found['low'], decimals)} to {number(found['high'], decimals)}"


def _model_line(name: str, model: Told) -> str:
    errors = model["standard_errors"]
    parts = [
        f"{key} {_param(value)}" + (f" ±{_param(errors[key])}" if errors.get(key) is not None else "")
        for key, value in model["params"].items()
    ]
    return f"{name}: {', '.join(parts)}; log-likelihood {number(model['log_likelihood'], 1)}."


def _param(value: float) -> str:
    """Return a parameter with as many decimals as matter."""
    return number(value, 3 if abs(value) < 10 else 1 if abs(value) < 1000 else 0)


def holdout_lines(held: Told | None) -> list[str]:
    """Return the forecast of the last third of the time beside what happened and beside the plain baselines."""
    if not held:
        return []
    lines = [
        f"Held out {held['calibration_end']} to {held['end']}, {counted(held['customers'], 'customer')}:",
        _compared("purchases", held["actual_purchases"], held["purchases"], held["purchases_baseline"]),
    ]
    if held.get("money"):
        lines.append(_compared("money", held["actual_money"], held["money"], held["money_baseline"]))
    return lines


def _compared(what: str, actual: float, model: Told, baseline: Told) -> str:
    """Return totals, mean errors a customer and rank correlations of model and baseline."""
    figures = [
        f"{name} {compact(one['total'])} (error {number(one['mean_absolute_error'], 2)}, "
        f"rank {number(one['rank_correlation'], 2)})"
        for name, one in (("model", model), ("own past", baseline))
    ]
    return f"  {what} {compact(actual)}; {'; '.join(figures)}"


def tracking(held: Told | None) -> Plot:
    """Return repeat purchases summed week by week: what happened, and the model; a line where it saw no further."""
    weeks = (held or {}).get("tracking") or []
    xs = tuple(float(week["week"]) for week in weeks)
    series = [
        Series(name, mark, style, xs, tuple(float(week[key]) for week in weeks))
        for key, name, mark, style in (("actual", "happened", "o", "cyan"), ("model", "model", "x", "yellow"))
    ]
    if not held or not weeks:
        return Plot("lines", ())
    seen = (date.fromisoformat(held["calibration_end"]) - date.fromisoformat(held["start"])).days / 7
    return Plot("lines", tuple(series), "weeks, forecast from the line on", "repeats so far", seen)


def group_rows(held: Told | None) -> list[tuple[object, ...]]:
    """Return a row for customers with the same number of repeats before the holdout."""
    groups = (held or {}).get("groups") or []
    last = len(groups) - 1
    return [
        (
            f"{one['repeats']}{' or more' if place == last else ''}",
            *[one[name] for name in ("customers", "actual", "model", "baseline")],
        )
        for place, one in enumerate(groups)
    ]


def alive(told: Told) -> Distribution:
    """Return how likely customers are to be customers still."""
    found = told["p_alive"]
    edges = found["edges"] or [0.0, 1.0]
    return Distribution(tuple(found["histogram"]), float(edges[0]), float(edges[-1]))
