"""What a run means, in sentences: the same in the page and in the text report."""

from __future__ import annotations

from analysis.report.numbers import shown
from analysis.report.result import RunResult
from analysis.strategies import Figure, SegmentStrategy, Target
from analysis.wording import counted

VERDICTS = {
    "segments": "There are segments in this data",
    "unclear": "It is unclear whether there are segments in this data",
    "none": "There are no segments in this data: the slices below are cuts through one cloud",
}


def verdict(run: RunResult) -> str:
    """Return whether the segments are real, how it was tested, and how their number was chosen."""
    summary = run.segmentation
    structure = summary.structure
    if structure is None:
        return f"{summary.k} segments by {summary.method}: defined, not found, so there is nothing to test."
    if not summary.k:
        return structure.sentence
    said = structure.sentence
    if structure.p_value is not None:
        tested = f"p = {structure.p_value:.3g}, against data without groups, on {structure.rows:,} customers"
        said = f"{VERDICTS[structure.verdict]} ({tested})."
    silhouette = "" if summary.silhouette is None else f" Silhouette {summary.silhouette:.3f}."
    chosen = f" How their number was chosen: {summary.k_chosen_by}." if summary.k_chosen_by else ""
    chosen = f" Method {summary.method}, {summary.k} segments.{chosen}"
    return f"{said}{silhouette}{chosen}"


def warnings_of(run: RunResult) -> list[str]:
    """Return what a reader must know before believing the figures."""
    said = []
    slices = [one for one in run.profiles.segments if one.is_slice]
    if slices:
        said.append(
            f"{len(slices)} of {sum(one.id > 0 for one in run.profiles.segments)} segments are not to be relied on; "
            "they stay numbered slices, and strategies come from value, loyalty and RFM alone."
        )
    said += [run.segmentation.sampled] if run.segmentation.sampled else []
    said += [*run.segmentation.notes, *run.customers.warnings, *run.notes]
    for score, summary in (("Value", run.value), ("Loyalty", run.loyalty)):
        reason = summary.unavailable or summary.tier_reason
        said += [f"{score}: {reason}."] if reason else []
    return list(dict.fromkeys(said))


def figure(one: Figure) -> str:
    """Return one figure behind a strategy, such as ``value_tier high (93.1%)``."""
    if isinstance(one.value, float | int):
        return f"{one.column} median {shown(one.value)}"
    share = f" ({one.share:.1%})" if one.share is not None else ""
    return f"{one.column} {one.value or 'unknown'}{share}"


def stake(sheet: SegmentStrategy, currency: str | None) -> str:
    """Return how much is at stake: customers, and their revenue where it is known."""
    said = f"{counted(sheet.customers, 'customer')} ({sheet.share:.1%} of the segment)"
    if sheet.stake is None:
        return said
    share = f", {sheet.stake_share:.1%} of its revenue" if sheet.stake_share is not None else ""
    return f"{said}, {shown(sheet.stake, 'money', currency)}{share}"


def worth(target: Target, currency: str | None) -> str:
    """Return what a target is worth a year, or a dash and why."""
    if target.worth is not None:
        return f"{shown(target.worth, 'money', currency)} a year"
    return f"– ({target.reason})" if target.reason else "–"


def moves(target: Target) -> str:
    """Return how many customers would have to rise by a tier, or a dash and why."""
    if target.moves is not None:
        return f"{target.moves:,}"
    return f"– ({target.moves_reason})" if target.moves_reason else "–"
