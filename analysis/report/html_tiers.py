"""The part of the page with value and loyalty tiers, their matrix, and the RFM segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.report.markup import Html, element, paragraphs, section, table
from analysis.report.numbers import percent, shown
from analysis.report.result import RunResult
from analysis.tiers import Tiers
from analysis.tiers.matrix import MatrixCell, tier_matrix
from analysis.tiers.scores import ScoreSummary, spend

if TYPE_CHECKING:
    from analysis.value.rfm import RfmSegment, RfmSummary


def cells(run: RunResult) -> tuple[MatrixCell, ...]:
    """Return the value × loyalty matrix of a run; empty where either has no tiers."""
    tiers = [
        Tiers(run.result[column], summary.tier_names, summary.cuts, reason=summary.unavailable or summary.tier_reason)
        for column, summary in (("value_tier", run.value), ("loyalty_tier", run.loyalty))
    ]
    return tier_matrix(tiers[0], tiers[1], spend(run.customers))


def tiers_section(run: RunResult) -> Html:
    """Return both tiers and how they cross."""
    currency = run.customers.currency
    return section(
        "tiers",
        "Value and loyalty",
        matrix(run),
        element("div", score("Value", run.value, currency), score("Loyalty", run.loyalty, currency), class_="columns"),
    )


def matrix(run: RunResult) -> Html:
    """Return customers and share of revenue by value tier (down) and loyalty tier (across)."""
    found = {(cell.value_tier, cell.loyalty_tier): cell for cell in cells(run)}
    if not found:
        return Html("")
    largest = max(cell.customers for cell in found.values()) or 1
    rows = []
    for value in reversed(run.value.tier_names):
        line = [element("th", value)]
        line += [_cell(found[value, loyalty], largest) for loyalty in run.loyalty.tier_names]
        rows.append(element("tr", *line))
    head = element("tr", element("th", "value ↓  loyalty →"), *(element("th", name) for name in run.loyalty.tier_names))
    return element(
        "div", element("table", element("thead", head), element("tbody", *rows), class_="matrix"), class_="wide"
    )


def _cell(cell: MatrixCell, largest: int) -> Html:
    strength = 8 + 45 * cell.customers / largest
    style = f"background: color-mix(in srgb, var(--c1) {strength:.0f}%, var(--paper))"
    revenue = "" if cell.revenue_share is None else f"{percent(cell.revenue_share)} of revenue"
    return element("td", element("b", shown(cell.customers)), "customers", Html("<br>"), revenue, style=style)


def score(title: str, summary: ScoreSummary, currency: str | None) -> Html:
    """Return the tiers of a score, and how it was computed or why it was not."""
    reason = summary.unavailable or summary.tier_reason
    unit = "money" if "money" in summary.unit or (currency and currency in summary.unit) else "number"
    rows = [
        (tier.name, shown(tier.size), shown(tier.low, unit), shown(tier.high, unit), shown(tier.revenue, "money"))
        for tier in reversed(summary.tiers)
    ]
    lines = table(("Tier", "Customers", "From", "To", "Revenue"), rows, numeric=(1, 2, 3, 4)) if rows else Html("")
    said = f"{summary.method}: {summary.formula}, in {summary.unit}" if summary.formula else summary.method
    notes = paragraphs(said, f"Not computed: {reason}." if reason else "", *summary.notes)
    return element("div", element("h3", title), lines, element("div", notes, class_="faint"))


RFM_COLUMNS = ("RFM segment", "Customers", "Share", "Orders", "Revenue")


def rfm_rows(run: RunResult, found: Sequence[RfmSegment]) -> list[tuple[str, ...]]:
    """Return a row for every RFM name or class: customers, their share, orders, revenue."""
    total = run.customers.frame.height or 1
    return [
        (one.name, shown(one.size), percent(one.size / total), shown(one.orders), shown(one.revenue, "money"))
        for one in found
    ]


def rfm_sentences(rfm: RfmSummary) -> list[str]:
    """Return how the scores came about, what is wrong with the names, and what else is to be known."""
    cuts = "; ".join(f"{letter}: {', '.join(shown(cut) for cut in found)}" for letter, found in rfm.cuts.items())
    lapsed = f"Lapsed: no order for {shown(rfm.lapsed_days)} days" if rfm.lapsed_days else ""
    said = (f"Cuts between scores: {cuts}", lapsed, *rfm.lint.problems, *rfm.notes)
    return [f"{sentence.rstrip('.')}." for sentence in said if sentence]


def rfm_section(run: RunResult) -> Html:
    """Return the RFM segments and classes with customers, orders and revenue; nothing where there are no orders."""
    if run.rfm is None or not run.rfm.segments:
        return Html("")
    numbers = (1, 2, 3, 4)
    classes = rfm_rows(run, run.rfm.classes)
    return section(
        "rfm",
        "Recency, frequency, money",
        table(RFM_COLUMNS, rfm_rows(run, run.rfm.segments), numeric=numbers),
        table(("Class", *RFM_COLUMNS[1:]), classes, numeric=numbers) if classes else Html(""),
        *(element("p", said, class_="faint") for said in rfm_sentences(run.rfm)),
    )
