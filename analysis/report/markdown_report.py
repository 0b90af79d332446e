"""report.md: the run in plain text that any viewer shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.profiles import SegmentProfile
from analysis.report.html_tiers import RFM_COLUMNS, cells, rfm_rows, rfm_sentences
from analysis.report.lifetime import GROUPS, HELD_OUT, PARAMETERS, lifetime_of
from analysis.report.numbers import percent, shown
from analysis.report.result import RunResult, revenue_told
from analysis.report.safety import markdown
from analysis.report.sentences import figure, moves, stake, verdict, warnings_of, worth
from analysis.strategies import SegmentStrategy
from analysis.tiers.scores import ScoreSummary

MOST_DIFFERENCES = 6


def markdown_report(run: RunResult) -> str:
    """Return the report as Markdown; no text of the data in it is markup."""
    revenue = markdown(revenue_told(run))
    as_of = f", as of {run.provenance.as_of}" if run.provenance.as_of else ""
    blocks = [
        "# Customer segments",
        markdown(", ".join(Path(one.path).name for one in run.inputs)),
        f"{counted(run.customers.frame.height)}, revenue {revenue}{as_of}.{concentrated(run)}",
        markdown(verdict(run), 1000),
        *(f"> {markdown(warning, 1000)}" for warning in warnings_of(run)),
        segments(run),
        matrix(run),
        rfm(run),
        lifetime(run),
        *(segment(run, one) for one in run.profiles.segments),
        ledger(run),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def counted(customers: int) -> str:
    """Return how many customers there are, in words."""
    return f"{shown(customers)} customer{'' if customers == 1 else 's'}"


def concentrated(run: RunResult) -> str:
    """Return how much of the revenue the best customers bring; nothing where it is not known."""
    found = run.profiles.concentration
    if found is None or found.customers < 2:
        return ""
    below = f"; {found.below_zero:,} customers brought less than nothing and count as 0" if found.below_zero else ""
    return f" The top {found.top:.0%} of customers bring {found.brings:.1%} of it (Gini {found.gini:.2f}{below})."


def lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; every cell is made harmless."""
    body = [" | ".join(markdown("–" if cell is None else cell) for cell in row) for row in rows]
    return "\n".join(f"| {row} |" for row in [" | ".join(header), " | ".join("---" for _ in header), *body])


def segments(run: RunResult) -> str:
    """Return one line per segment."""
    stability = {line.id: line.stability for line in run.segmentation.segments}
    sheets = {sheet.segment or 0: sheet for sheet in run.sheets}
    rows = [
        (
            one.id or "–",
            one.name,
            shown(one.size),
            percent(one.share),
            shown(one.revenue, "money"),
            percent(one.revenue_share),
            shown(stability.get(one.id)),
            sheets[one.id].name if one.id in sheets else None,
        )
        for one in run.profiles.segments
    ]
    return lines(("", "Segment", "Customers", "Share", "Revenue", "Share of revenue", "Stability", "Strategy"), rows)


def matrix(run: RunResult) -> str:
    """Return the value × loyalty matrix, and how both were computed or why they were not."""
    rows = [
        (cell.value_tier, cell.loyalty_tier, shown(cell.customers), percent(cell.revenue_share)) for cell in cells(run)
    ]
    table = lines(("Value", "Loyalty", "Customers", "Share of revenue"), rows) if rows else ""
    said = "\n".join(score(title, summary) for title, summary in (("Value", run.value), ("Loyalty", run.loyalty)))
    return "\n\n".join(part for part in ("## Value and loyalty", table, said) if part)


def rfm(run: RunResult) -> str:
    """Return the RFM segments and classes; nothing where there are none."""
    if run.rfm is None or not run.rfm.segments:
        return ""
    parts = [lines(RFM_COLUMNS, rfm_rows(run, run.rfm.segments))]
    if run.rfm.classes:
        parts.append(lines(("Class", *RFM_COLUMNS[1:]), rfm_rows(run, run.rfm.classes)))
    said = "\n".join(f"- {markdown(sentence, 1000)}" for sentence in rfm_sentences(run.rfm))
    return "\n\n".join(["## Recency, frequency, money", *parts, said])


def lifetime(run: RunResult) -> str:
    """Return the models of lifetime value and how their forecast did; nothing where there is none."""
    found = lifetime_of(run)
    if found is None:
        return ""
    tables = ((HELD_OUT, found.held_out), (GROUPS, found.groups), (PARAMETERS, found.parameters))
    shown_tables = [lines(header, rows) for header, rows in tables if rows]
    return "\n\n".join(["## Lifetime value", *(markdown(said, 1000) for said in found.said), *shown_tables])


def score(title: str, summary: ScoreSummary) -> str:
    """Return how a score was computed, or why it or its tiers were not, as one line of a list."""
    told = f"{summary.formula}, in {summary.unit}" if summary.formula else summary.method
    reason = summary.unavailable or (f"there are no tiers: {summary.tier_reason}" if summary.tier_reason else "")
    if summary.unavailable:
        return f"- {title} was not computed: {markdown(reason, 1000)}."
    return f"- {title}: {markdown('; '.join(part for part in (told, reason, *summary.notes) if part), 1000)}."


def segment(run: RunResult, one: SegmentProfile) -> str:
    """Return what sets a segment apart, its strategy and its targets."""
    sheet = next((sheet for sheet in run.sheets if (sheet.segment or 0) == one.id), None)
    parts = [f"## {one.id or '–'} {markdown(one.name)}"]
    rows = [
        (
            difference.title + (" *" if difference.formed else ""),
            f"{'' if difference.clear else '≈ '}{difference.difference:+.2f}",
            f"{difference.low:+.2f} to {difference.high:+.2f}",
            shown(difference.here, difference.unit),
            shown(difference.rest, difference.unit),
        )
        for difference in one.differences[:MOST_DIFFERENCES]
    ]
    if rows:
        parts.append(lines(("Apart by", "std", "95 % interval", "Mean here", "Mean of the rest"), rows))
        parts.append("\\* formed the segments; ≈ may be noise.")
    if sheet is not None:
        parts.append(strategy(sheet, run.customers.currency))
    targets = run.targets.get(one.id or None, ())
    if targets:
        header = ("Metric", "Now", "Target", "Worth", "Customers to rise one tier")
        currency = run.customers.currency
        goals = [(t.metric, shown(t.current), shown(t.target), worth(t, currency), moves(t)) for t in targets]
        parts.append(lines(header, goals))
    return "\n\n".join(parts)


def strategy(sheet: SegmentStrategy, currency: str | None) -> str:
    """Return the strategy sheet as a list."""
    triggers = "; ".join(figure(one) for one in sheet.figures)
    items = {
        "Strategy": sheet.name,
        "What": f"{sheet.action}{': ' + sheet.offer if sheet.offer else ''}",
        "How": sheet.channel,
        "Why": f"{sheet.why} Triggered by: {triggers}.",
        "At stake": stake(sheet, currency),
    }
    return "\n".join(f"- {term}: {markdown(said, 1000)}" for term, said in items.items() if said)


def ledger(run: RunResult) -> str:
    """Return what the cleaning did."""
    rows = [
        (
            line.title or line.step,
            line.source,
            shown(line.rows_before),
            shown(line.rows_after),
            shown(line.amount_before, "money"),
            shown(line.amount_after, "money"),
        )
        for line in run.ledger
    ]
    table = lines(("Step", "Source", "Rows before", "after", "Money before", "after"), rows)
    dropped = [
        (line.title or line.step, rule.rule, shown(rule.rows), shown(rule.amount, "money"))
        for line in run.ledger
        for rule in line.rules
    ]
    rules = lines(("Step", "Rows that went", "Rows", "Money"), dropped)
    return f"## Cleaning\n\n{table}" + (f"\n\n{rules}" if dropped else "") if rows else ""
