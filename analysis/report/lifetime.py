"""The part of the report about lifetime value: the fitted models, their forecast beside what happened, who is gone."""

from __future__ import annotations

from typing import Any, NamedTuple

from analysis.clv.holdout import Holdout, TrackedWeek
from analysis.report.markup import Html, element, joined, paragraphs, section, table
from analysis.report.numbers import shown
from analysis.report.result import RunResult
from analysis.report.svg import line, picture, text

MODELS = {"bg_nbd": "BG/NBD", "mbg_nbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD"}
HELD_OUT = ("", "Happened", "Model", "Mean error", "Own past", "Mean error")
GROUPS = ("Repeats before", "Customers", "Bought in it", "Model", "Own past")
PARAMETERS = ("Model", "Parameter", "Estimate", "Standard error")
Rows = list[tuple[str, ...]]


class Lifetime(NamedTuple):
    """What is told of lifetime value: sentences, and the rows of three tables (parameters, holdout, by repeats)."""

    said: list[str]
    parameters: Rows
    held_out: Rows
    groups: Rows
    holdout: Holdout | None


def lifetime_of(run: RunResult) -> Lifetime | None:
    """Return what there is to tell; None where the value is no lifetime value, or could not be computed."""
    details = run.value.details
    if run.value.unavailable or "buying" not in details:
        return None
    held = details.get("holdout")
    holdout = None if held is None else Holdout.model_validate(held)
    return Lifetime(_said(run, holdout), _parameters(details), _held_out(holdout), _groups(holdout), holdout)


def _said(run: RunResult, holdout: Holdout | None) -> list[str]:
    intervals: Any = run.value.details.get("intervals") or {}
    said = []
    if intervals:
        bought, worth = intervals["purchases_a_customer"], intervals["value_a_customer"]
        said.append(
            f"A customer is expected to buy {shown(bought['low'])} to {shown(bought['high'])} times, worth "
            f"{shown(worth['low'], 'money', run.customers.currency)} to "
            f"{shown(worth['high'], 'money', run.customers.currency)} (90 % intervals of the mean from "
            f"{bought['replicates']} bootstrap refits)."
        )
    if "p_alive" in run.result.columns:
        alive = run.result["p_alive"].mean()
        said.append(f"On average {shown(float(alive), 'share')} are still customers." if alive is not None else "")  # type: ignore[arg-type]
    if holdout is not None:
        said.append(
            f"Held out: the model saw {holdout.start} to {holdout.calibration_end} and forecast the time to "
            f"{holdout.end} for {holdout.customers:,} customers. Own past: each customer's own rate until then."
        )
    return [sentence for sentence in said if sentence]


def _parameters(details: Any) -> Rows:  # noqa: ANN401 - the plain values of a summary
    rows: Rows = []
    for name, model in ((MODELS[details["model"]], details["buying"]), ("Gamma-Gamma", details["spending"])):
        errors = model["standard_errors"]
        rows += [(name, key, f"{value:.4g}", f"{errors[key]:.2g}") for key, value in model["params"].items()]
        rows.append((name, "log-likelihood", f"{model['log_likelihood']:,.2f}", ""))
    return rows


def _held_out(holdout: Holdout | None) -> Rows:
    if holdout is None:
        return []
    lines = [("Purchases", "number", holdout.actual_purchases, holdout.purchases, holdout.purchases_baseline)]
    if holdout.actual_money is not None and holdout.money is not None and holdout.money_baseline is not None:
        lines.append(("Money", "money", holdout.actual_money, holdout.money, holdout.money_baseline))
    return [
        (
            title,
            shown(actual, unit),
            shown(model.total, unit),
            shown(model.mean_absolute_error),
            shown(past.total, unit),
            shown(past.mean_absolute_error),
        )
        for title, unit, actual, model, past in lines
    ]


def _groups(holdout: Holdout | None) -> Rows:
    groups = holdout.groups if holdout else ()
    return [
        (
            f"{one.repeats}{' or more' if one is groups[-1] else ''}",
            f"{one.customers:,}",
            *(f"{figure:.2f}" for figure in (one.actual, one.model, one.baseline)),
        )
        for one in groups
    ]


def lifetime_section(run: RunResult) -> Html:
    """Return the part of the page; nothing where there is no lifetime value."""
    found = lifetime_of(run)
    if found is None:
        return Html("")
    parts = [paragraphs(*found.said)]
    if found.holdout is not None:
        parts += [
            table(HELD_OUT, found.held_out, numeric=range(1, 6)),
            element("div", tracking(found.holdout), table(GROUPS, found.groups, numeric=range(1, 5)), class_="columns"),
        ]
    parts.append(table(PARAMETERS, found.parameters, numeric=(2, 3)))
    return section("lifetime", "Lifetime value", *parts)


def tracking(holdout: Holdout) -> Html:
    """Return repeat purchases week by week, happened and expected, with a line where the model saw no further."""
    width, height, edge = 460.0, 230.0, 40.0
    weeks = holdout.tracking
    most = max((max(week.actual, week.model) for week in weeks), default=1.0) or 1.0
    last = weeks[-1].week if weeks else 1

    def place(week: float, amount: float) -> str:
        x, y = edge + (width - 2 * edge) * week / last, height - edge - (height - 2 * edge) * amount / most
        return f"{x:.1f},{y:.1f}"

    def path(kind: str) -> str:
        return " ".join(place(week.week, getattr(week, kind)) for week in weeks)

    seen = edge + (width - 2 * edge) * (holdout.calibration_end - holdout.start).days / 7 / last
    return picture(
        width,
        height,
        "Repeat purchases, happened and expected",
        line(edge, height - edge, width - edge, height - edge),
        line(seen, edge / 2, seen, height - edge, "whisker"),
        text(seen + 4, edge / 2 + 8, "forecast from here", class_="faint"),
        element("polyline", points=path("actual"), class_="curve"),
        element("polyline", points=path("model"), class_="curve", stroke_dasharray="5 4"),
        text(edge, 12, f"repeats so far, up to {shown(round(most))}; — happened, - - model", class_="faint"),
        text(width - edge, height - edge + 16, f"week {last}", "end", "faint"),
        *_ends(weeks, place),
    )


def _ends(weeks: tuple[TrackedWeek, ...], place: Any) -> list[Html]:  # noqa: ANN401 - a function of the picture
    """Return a dot at the end of either curve that says its figure."""
    if not weeks:
        return []
    found = []
    for kind, name in (("actual", "happened"), ("model", "model")):
        amount = getattr(weeks[-1], kind)
        x, y = place(weeks[-1].week, amount).split(",")
        found.append(element("circle", element("title", f"{name}: {shown(amount)}"), cx=x, cy=y, r=3, class_="dot"))
    return [joined(*found)]
