"""report.md: the run in plain text that any viewer shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.profiles import SegmentProfile
from analysis.report.html_tiers import cells
from analysis.report.numbers import percent, shown
from analysis.report.result import RunResult, total_revenue
from analysis.report.safety import markdown
from analysis.report.sentences import figure, moves, stake, verdict, warnings_of, worth
from analysis.scores import ScoreSummary
from analysis.strategies import SegmentStrategy

MOST_DIFFERENCES = 6


def markdown_report(run: RunResult) -> str:
    """Return the report as Markdown; no text of the data in it is markup."""
    revenue = markdown(shown(total_revenue(run), "money", run.customers.currency))
    as_of = f", as of {run.provenance.as_of}" if run.provenance.as_of else ""
    blocks = [
        "# Customer segments",
        markdown(", ".join(Path(one.path).name for one in run.inputs)),
        f"{shown(run.customers.frame.height)} customers, revenue {revenue}{as_of}.",
        markdown(verdict(run), 1000),
        *(f"> {markdown(warning, 1000)}" for warning in warnings_of(run)),
        segments(run),
        matrix(run),
        *(segment(run, one) for one in run.profiles.segments),
        ledger(run),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


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
    return f"## Cleaning\n\n{table}" if rows else ""
