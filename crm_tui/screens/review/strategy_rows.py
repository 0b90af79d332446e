"""Strategies and targets of a segment as lines and rows, in words and with units; no widget here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from crm_tui.format import MISSING, count, counted, money, number, share
from crm_tui.inert import inert
from crm_tui.screens.figures import figure
from crm_tui.widgets.pages import PageColumn

if TYPE_CHECKING:
    from analysis.strategies import Targets

Told = Mapping[str, Any]
Known = Mapping[str, tuple[str, str]]
"""Column → its title and unit."""
METRICS = {"conversion_rate": "share", "satisfaction": "points", "lifetime_value": "money"}
"""Unit of the metrics that are no column of the results."""
LABEL = 7
NO_STRATEGY = "No rule of the playbook holds for these customers: a adds one."


def sheet_lines(sheet: Told | None, currency: str | None, known: Known, width: int) -> list[str]:
    """Return the strategy sheet of a segment, wrapped: what, who, why, how, how much is at stake.

    ``known`` are the titles and units of all columns.
    """
    if sheet is None:
        return [NO_STRATEGY]
    tiers = [f"value {sheet['value_tier']}" if sheet["value_tier"] else "", sheet["loyalty_tier"] or ""]
    mostly = ", ".join(inert(tier, 40) for tier in tiers if tier)
    who = f"{counted(sheet['customers'], 'customer')}, {share(sheet['share'])} of the segment"
    figures = "; ".join(figure_words(one, currency, known) for one in sheet["figures"])
    parts = (
        ("what", f"{inert(sheet['name'], 60)}: {inert(sheet['action'], 200)}"),
        ("who", who + (f"; mostly {mostly}" if mostly else "")),
        ("why", (inert(sheet["why"], 300) or "the rule gives no reason") + (f" ({figures})" if figures else "")),
        ("how", f"{inert(sheet['channel'] or 'any channel', 100)}; {inert(sheet['offer'] or 'no offer', 200)}"),
        ("stake", stake_words(sheet, currency)),
    )
    return [line for label, text in parts for line in hanging(label, text, width)]


def hanging(label: str, text: str, width: int) -> list[str]:
    """Return a text wrapped beside its label."""
    lines = Text(text).wrap(Console(width=width), max(width - LABEL, 20))
    return [f"{label if not at else '':<{LABEL}}{line.plain.rstrip()}" for at, line in enumerate(lines)]


def stake_words(sheet: Told, currency: str | None) -> str:
    """Return how much money is at stake, or that it is not known."""
    if sheet["stake"] is None:
        return "not known: this data has no money in it, or several currencies"
    part = "" if sheet["stake_share"] is None else f", {share(sheet['stake_share'])} of the segment's revenue"
    return f"{money(sheet['stake'], currency)}{part}"


def figure_words(one: Told, currency: str | None, known: Known) -> str:
    """Return a figure that made a rule hold in words: ``Days since the last order: 501 days (median)``."""
    title, unit = known.get(one["column"], (one["column"].replace("_", " "), "number"))
    name, value = inert(title, 60), one["value"]
    if value is None:
        return f"{name} is not known"
    if isinstance(value, str):
        return f"{name} {inert(value, 60)}" + (f" for {share(one['share'], 0)}" if one.get("share") is not None else "")
    if unit != "days":
        return f"{name} {figure(value, unit, currency)} (median)"
    return f"{name} {figure(int(value) if value == int(value) else value, unit, currency)} days (median)"


def strategy_columns(currency: str | None, money_known: bool) -> tuple[PageColumn, ...]:
    """Return the columns of the strategies within a segment."""
    columns = [
        PageColumn("name", title="strategies here"),
        PageColumn("customers", "count"),
        PageColumn("share", "share"),
    ]
    if money_known:
        columns += [
            PageColumn("revenue", "money", show=lambda value: money(value, currency, short=True)),
            PageColumn("revenue_share", "share", title="of revenue"),
        ]
    return (*columns, PageColumn("action"))


def target_columns(currency: str | None) -> tuple[PageColumn, ...]:
    """Return the columns of the targets' table; figures come as text, each metric in its own unit."""
    return (
        PageColumn("metric", title="targets"),
        PageColumn("current", "decimal", title="now", show=str),
        PageColumn("factor", "decimal", title="×", show=lambda value: f"{value:g}"),
        PageColumn("target", "decimal", title="then", show=str),
        PageColumn("worth", "money", title="worth a year", show=lambda value: money(value, currency)),
        PageColumn(
            "moves", "count", title="rise a tier", show=lambda value: MISSING if value is None else count(value)
        ),
        PageColumn("reason", title="why not"),
    )


def target_rows(targets: Sequence[Told], currency: str | None, known: Known) -> list[tuple[object, ...]]:
    """Return a row for every target; what cannot be computed says why."""
    return [
        (
            one["metric"].replace("_", " "),
            _metric(one["metric"], one["current"], currency, known),
            one["factor"],
            _metric(one["metric"], one["target"], currency, known),
            one["worth"],
            one["moves"],
            _reasons(one),
        )
        for one in targets
    ]


def _metric(metric: str, value: float | None, currency: str | None, known: Known) -> str:
    if metric == "conversion_rate" and value is not None and value > 1:
        return number(value)
    return figure(value, METRICS.get(metric) or known[metric][1], currency)


def _reasons(one: Told) -> str:
    worth = f"no money: {one['reason']}" if one["reason"] else ""
    moves = f"no tiers to rise: {one['moves_reason']}" if one["moves_reason"] else ""
    return "; ".join(filter(None, (worth, moves)))


def total_line(targets: Sequence[Told], currency: str | None) -> str:
    """Return what reaching the targets would be worth, in words."""
    known = [f"{one['metric'].replace('_', ' ')} {money(one['worth'], currency)}" for one in targets if one["worth"]]
    if not targets:
        return "No target can be set: neither value nor loyalty, satisfaction or conversion is known. E edits the rule."
    if not known:
        return "E edits what the cursor is on."
    return f"A year, each target alone: {', '.join(known)}. E edits what the cursor is on."


def wrong_factor(text: str) -> str:
    """Return what is wrong with the text of a factor, or nothing; an empty one is the default."""
    try:
        return "" if not text.strip() or 0.1 <= float(text) <= 10 else "a factor lies between 0.1 and 10"
    except ValueError:
        return "a factor is a number such as 1.1; empty: the default"


def with_factor(targets: Targets, metric: str, text: str) -> Targets:
    """Return the targets with a metric's factor changed; an empty text takes it back to the common one."""
    factors = {name: factor for name, factor in targets.factors.items() if name != metric}
    if text.strip():
        factors[metric] = float(text)
    return targets.model_copy(update={"factors": factors})
