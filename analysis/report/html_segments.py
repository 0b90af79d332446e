"""The part of the page that describes each segment: what sets it apart, what to do, what it is made of."""

from __future__ import annotations

from analysis.profiles import Estimate, Level, SegmentProfile
from analysis.report.markup import Html, element, joined, sentence, table
from analysis.report.numbers import percent, shown
from analysis.report.result import RunResult
from analysis.report.sentences import figure, moves, stake, worth
from analysis.report.svg import colour, differences, months
from analysis.strategies import SegmentStrategy, Target
from analysis.wording import counted

MOST_DIFFERENCES = 12


def segment_sections(run: RunResult) -> Html:
    """Return one section per segment."""
    return joined(*(segment_section(run, one) for one in run.profiles.segments))


def segment_section(run: RunResult, one: SegmentProfile) -> Html:
    """Return everything about one segment."""
    currency = run.customers.currency
    sheet = next((sheet for sheet in run.sheets if (sheet.segment or 0) == one.id), None)
    targets = run.targets.get(one.id or None, ())
    said = f"{counted(one.size, 'customer')} ({percent(one.share)})"
    said += (
        ""
        if one.revenue is None
        else f", {shown(one.revenue, 'money', currency)} ({percent(one.revenue_share)} of the revenue)"
    )
    parts = [element("p", said), apart(one)]
    if sheet is not None:
        parts.append(strategy(sheet, currency))
    if targets:
        parts.append(target_table(targets, currency))
    parts.append(measures(one, currency))
    parts.append(made_of(one, currency))
    title = joined(element("span", one.id or "–", class_=f"badge {colour(one.id)}"), " ", one.name)
    return element("section", element("h2", title), *parts, id=f"segment-{one.id}")


def apart(one: SegmentProfile) -> Html:
    """Return what sets a segment apart from the rest."""
    if not one.differences:
        return Html("")
    note = (
        "Difference of the mean from all other customers, in standard deviations, with its 95 % interval. "
        "* formed the segments, so it differs by construction. ≈ may be noise: the interval contains 0."
    )
    picture = differences(one.differences[:MOST_DIFFERENCES], one.id)
    return joined(element("h3", "What sets it apart"), picture, element("p", note, class_="faint"))


def strategy(sheet: SegmentStrategy, currency: str | None) -> Html:
    """Return the strategy sheet: who, why, what, how much is at stake."""
    lines = [
        ("What", f"{sheet.action}{': ' + sheet.offer if sheet.offer else ''}"),
        ("How", sheet.channel),
        ("Who", f"customers with {sheet.when}"),
        ("Why", f"{sheet.why} Triggered by: {'; '.join(figure(one) for one in sheet.figures)}."),
        ("At stake", stake(sheet, currency)),
    ]
    items = joined(*(joined(element("dt", term), element("dd", sentence(said))) for term, said in lines if said))
    others = [
        (
            share.name,
            share.action,
            shown(share.customers),
            percent(share.share),
            shown(share.revenue, "money"),
            percent(share.revenue_share),
        )
        for share in sheet.shares
    ]
    header = ("Strategy", "Action", "Customers", "Share", "Revenue", "Share of revenue")
    shares = table(header, others, numeric=(2, 3, 4, 5))
    more = (
        element("details", element("summary", f"All {len(others)} strategies in this segment"), shares)
        if len(others) > 1
        else Html("")
    )
    return joined(element("h3", f"Strategy: {sheet.name}"), element("div", element("dl", items), class_="sheet"), more)


def target_table(targets: tuple[Target, ...], currency: str | None) -> Html:
    """Return the what-if targets."""
    rows = [
        (
            one.metric.replace("_", " "),
            shown(one.current),
            f"× {one.factor:g}",
            shown(one.target),
            worth(one, currency),
            moves(one),
        )
        for one in targets
    ]
    header = ("Metric", "Now", "Factor", "Target", "Worth", "Customers to rise one tier")
    return joined(element("h3", "Targets"), table(header, rows, numeric=(1, 2, 3)))


def measures(one: SegmentProfile, currency: str | None) -> Html:
    """Return mean, median and spread of each measure with their intervals."""
    rows = [
        (
            stats.title,
            shown(stats.known),
            estimate(stats.mean, stats.unit, currency),
            estimate(stats.median, stats.unit, currency),
            shown(stats.std.value, stats.unit),
        )
        for stats in one.measures
    ]
    header = ("Measure", "Known for", "Mean (95 % interval)", "Median (95 % interval)", "Std")
    title = element("summary", "Means, medians and spreads")
    return element("details", title, table(header, rows, numeric=(1, 2, 3, 4))) if rows else Html("")


def estimate(one: Estimate, unit: str, currency: str | None = None) -> str:
    """Return a figure with its interval."""
    if one.value is None or one.low is None or one.high is None:
        return shown(one.value, unit, currency)
    return f"{shown(one.value, unit, currency)} ({shown(one.low, unit)} to {shown(one.high, unit)})"


def made_of(one: SegmentProfile, currency: str | None) -> Html:
    """Return what the segment buys, its revenue by month and the mix of each category."""
    parts = []
    if one.months:
        parts.append(joined(element("h3", "By month"), months(one.months, one.id, currency)))
    bought = [levels("Product", one.products), levels("Category", one.categories)]
    mixes = [levels(mix.title, mix.levels) for mix in one.mixes]
    if any(bought):
        parts.append(joined(element("h3", "What they buy"), element("div", *bought, class_="columns")))
    if mixes:
        parts.append(element("details", element("summary", "Who they are"), element("div", *mixes, class_="columns")))
    return joined(*parts)


def levels(title: str, found: tuple[Level, ...]) -> Html:
    """Return the values of a category with count, share and lift."""
    if not found:
        return Html("")
    rows = [
        (level.name, shown(level.count), percent(level.share), None if level.lift is None else f"{level.lift:.2f}")
        for level in found
    ]
    return table((title, "Customers", "Share", "Lift"), rows, numeric=(1, 2, 3))
