"""The segments of the review as rows and sentences: from the summaries to cells, no widget here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from crm_tui.format import money
from crm_tui.glyphs import UNICODE, Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.bars import bar_text
from crm_tui.widgets.pages import PageColumn
from crm_tui.widgets.table.layout import GAP

Told = Mapping[str, Any]
MIX_CELLS = 8
WIDE = 100
"""Cells from which a window is wide."""
NARROWEST_NAME, WIDEST_NAME = 18, 36
WIDTHS = {"id": 2, "size": 7, "share": 6, "revenue_share": 7, "mix": MIX_CELLS, "trust": 13}
"""Cells of the text in the columns that are always shown; the name takes what remains."""


def has_money(told: Told) -> bool:
    """Say whether revenue is known."""
    return any(profile["revenue"] is not None for profile in told["profiles"]["segments"])


def segment_columns(told: Told, currency: str | None) -> tuple[PageColumn, ...]:
    """Return the columns of the segments' table; what this data cannot give is left out."""
    return _segment_columns(has_money(told), any(map(_value_mix, told["profiles"]["segments"])), currency)


@lru_cache(maxsize=8)
def _segment_columns(money_known: bool, tiers_known: bool, currency: str | None) -> tuple[PageColumn, ...]:
    """Return the columns, the same ones for the same choices: equal tables are not drawn again."""
    columns = (
        (True, PageColumn("id", "integer", title="#", show=lambda value: "–" if value is None else str(value))),
        (True, PageColumn("name", title="segment")),
        (True, PageColumn("size", "count", title="size")),
        (True, PageColumn("share", "share")),
        (money_known, PageColumn("revenue_share", "share", title="revenue")),
        (tiers_known, PageColumn("mix", title="tiers")),
        (True, PageColumn("trust", tone=lambda value: None if str(value).startswith("stable") else "warning")),
        (
            money_known,
            PageColumn("revenue", "money", title="money", show=lambda value: money(value, currency, short=True)),
        ),
        (tiers_known, PageColumn("tiers", title="tier shares")),
    )
    return tuple(column for known, column in columns if known)


def segment_widths(columns: Sequence[PageColumn], width: int) -> dict[int, int]:
    """Return a width for each column so that all that matters fits ``width`` cells; the name takes what remains."""
    digits = {"id": 1} if width < WIDE else {"size": 9}
    fixed = {place: (WIDTHS | digits)[column.name] for place, column in enumerate(columns) if column.name in WIDTHS}
    room = width - sum(fixed.values()) - GAP * (len(fixed) + 1)
    name = [column.name for column in columns].index("name")
    return fixed | {name: min(max(room, NARROWEST_NAME), WIDEST_NAME)}


def segment_rows(told: Told, segmentation: Told, tiers: Sequence[str]) -> list[dict[str, object]]:
    """Return a row for every segment: size, shares, tier mix, trust. ``tiers`` are the value tiers, lowest first."""
    lines = {line["id"]: line for line in segmentation.get("segments", [])}
    return [
        {
            "id": profile["id"] or None,
            "name": profile["name"],
            "size": profile["size"],
            "share": profile["share"],
            "revenue_share": profile["revenue_share"],
            "mix": mix_text(_value_mix(profile), tiers),
            "trust": trust(profile, lines.get(profile["id"], {})),
            "revenue": profile["revenue"],
            "tiers": tier_mix(profile),
        }
        for profile in told["profiles"]["segments"]
    ]


def trust(profile: Told, line: Told) -> str:
    """Return how far a segment can be trusted, in a word, with its stability where that was measured."""
    if not profile["id"]:
        return "in none"
    word = "slice" if profile["is_slice"] and line.get("stable", True) else "stable" if line.get("stable", True) else ""
    stability = line.get("stability")
    if stability is None:
        return "as defined" if word == "stable" else word or "unstable"
    return f"{word or 'unstable'} {stability:.2f}"


def _value_mix(profile: Told) -> Sequence[Told]:
    found: Sequence[Told] = next((one["levels"] for one in profile["mixes"] if one["column"] == "value_tier"), ())
    return found


def tier_mix(profile: Told) -> str:
    """Return the shares of the value tiers in words: ``high 61% medium 30%``."""
    return ", ".join(f"{inert(level['name'], 20)} {level['share']:.0%}" for level in _value_mix(profile)[:4])


def mix_text(levels: Sequence[Told], tiers: Sequence[str], cells: int = MIX_CELLS) -> str:
    """Return the value tiers as one bar of letters, the highest first: ``HHHHHHMML``; initials, or A, B, C."""
    shares = {level["name"]: level["share"] for level in levels}
    if not shares:
        return ""
    order = list(reversed(tiers)) or sorted(shares)
    initials = [name[:1].upper() for name in order]
    letters = initials if len(set(initials)) == len(order) and all(initials) else list("ABCDEFGHIJ")
    total, edge, found = sum(shares.get(name, 0.0) for name in order), 0.0, ""
    for name, letter in zip(order, letters, strict=False):
        edge += shares.get(name, 0.0)
        found += inert(letter, 1) * (round(edge / (total or 1.0) * cells) - len(found))
    return found


STRUCTURE = {
    "segments": "There are groups in these data",
    "unclear": "It is not clear that there are groups",
    "none": "No groups here: these are slices",
}


def verdict(told: Told, segmentation: Told) -> str:
    """Return what is to be thought of the segments, briefly: two lines of 78 cells at most."""
    structure = segmentation.get("structure") or {}
    said = STRUCTURE.get(structure.get("verdict", ""), "")
    p_value = structure.get("p_value")
    sentences = [f"{said} (p = {p_value:.3g})" if said and p_value is not None else said]
    lines = segmentation.get("segments", [])
    unstable = sum(not line.get("stable", True) for line in lines)
    if unstable:
        sentences.append(f"{unstable} of {len(lines)} unstable")
    sentences += concentration_sentence(told)
    problems = sum(bool(one["problem"]) for one in told.get("findings", ()))
    if problems:
        sentences.append(f"Playbook: {problems} findings" if problems > 1 else "Playbook: 1 finding")
    return " ".join(f"{sentence}." for sentence in sentences if sentence) + " I says more."


def concentration_sentence(told: Told) -> list[str]:
    """Return how much of the revenue the best customers bring; nothing where revenue is unknown."""
    found = told["profiles"].get("concentration")
    return [f"The best {found['top']:.0%} of customers bring {found['brings']:.0%} of revenue"] if found else []


TRUST = (
    "Stability: how much of a segment comes back when it is made again from resampled customers (Jaccard, 0 to 1).",
    "Below 0.60 a segment is called unstable.",
    "A slice is a part of the data cut off for convenience, not a group; it keeps its number for a name.",
)


def about_lines(told: Told, segmentation: Told, glyphs: Glyphs = UNICODE) -> list[str]:
    """Return all that is to be said of the segments: structure, choice of k, what trust means, revenue by tenths."""
    structure = segmentation.get("structure") or {}
    known = (structure.get("sentence"), segmentation.get("k_chosen_by"), segmentation.get("sampled"))
    lines = [inert(text, 1000) for text in known if text]
    lines += ["", *TRUST]
    lines += _tenths(told, glyphs)
    findings = [one for one in told.get("findings", ()) if one["problem"]]
    if findings:
        lines += ["", "The playbook:"]
        lines += [
            f"  {inert(one['rule'], 60) + ': ' if one['rule'] else ''}{inert(one['what'], 200)}" for one in findings
        ]
    return lines


def _tenths(told: Told, glyphs: Glyphs) -> list[str]:
    """Return the share of revenue of each tenth of the customers, the best first."""
    found = told["profiles"].get("concentration")
    if not found:
        return []
    curve = [(0.0, 0.0), *(tuple(point) for point in found["curve"])]

    def brought(part: float) -> float:
        """The share of revenue of the poorest ``part`` of the customers, between two points of the curve."""
        for (x, y), (next_x, next_y) in pairwise(curve):
            if part <= next_x + 1e-12:
                return y if next_x <= x else float(y + (next_y - y) * (part - x) / (next_x - x))
        return 1.0

    lines = ["", *(f"{sentence} (Gini {found['gini']:.2f})." for sentence in concentration_sentence(told)), ""]
    for tenth in range(10, 0, -1):
        part = brought(tenth / 10) - brought((tenth - 1) / 10)
        name = {10: "best tenth", 1: "last tenth"}.get(
            tenth, f"{11 - tenth}th" if tenth < 8 else ("2nd", "3rd")[9 - tenth]
        )
        lines.append(f"{name:>10} {bar_text(part, 30, glyphs)} {part:.1%} of revenue")
    return lines
