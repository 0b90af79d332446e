"""What the review shows, as rows and lines: from the summaries to cells, no widget here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_tui.format import compact, count, money, number, share
from crm_tui.inert import inert
from crm_tui.widgets.pages import ColumnKind, PageColumn

Told = Mapping[str, Any]
PROFILE = (
    PageColumn("what"),
    PageColumn("name", title="statistic"),
    PageColumn("here"),
    PageColumn("rest"),
    PageColumn("difference", title="difference (sd)"),
    PageColumn("interval", title="95 % interval"),
    PageColumn("note"),
)
KINDS: dict[str, ColumnKind] = {
    "customer_id": "identifier",
    "segment": "integer",
    "segment_confidence": "share",
    "value": "money",
    "value_rank": "count",
    "monetary": "money",
    "clv": "money",
    "p_alive": "share",
}


def segment_columns(currency: str | None) -> tuple[PageColumn, ...]:
    """Return the columns of the segments' table."""
    return (
        PageColumn("id", "integer", title="#"),
        PageColumn("name"),
        PageColumn("size", "count", title="customers"),
        PageColumn("share", "share"),
        PageColumn("revenue", "money", unit=currency, show=lambda value: money(value, currency, short=True)),
        PageColumn("revenue_share", "share", title="of revenue"),
        PageColumn("stability", "decimal", show=lambda value: number(value, 2)),
        PageColumn("marks", title="trust", tone=lambda value: "warning" if value != "stable" else None),
        PageColumn("tiers", title="value tiers"),
    )


def segment_rows(told: Told, segmentation: Told) -> list[tuple[object, ...]]:
    """Return a row for every segment: size, shares, stability, tier mix."""
    lines = {line["id"]: line for line in segmentation.get("segments", [])}
    found: list[tuple[object, ...]] = []
    for profile in told["profiles"]["segments"]:
        line = lines.get(profile["id"], {})
        stability = line.get("stability")
        trust = (
            "noise"
            if not profile["id"]
            else "slice"
            if profile["is_slice"]
            else "stable"
            if line.get("stable", True)
            else "unstable"
        )
        found.append(
            (
                profile["id"] or None, profile["name"], profile["size"], profile["share"], profile["revenue"],
                profile["revenue_share"], stability, trust, tier_mix(profile),
            )
        )  # fmt: skip
    return found


def tier_mix(profile: Told) -> str:
    """Return the shares of the value tiers in words: ``high 61 % medium 30 %``."""
    mix = next((one for one in profile["mixes"] if one["column"] == "value_tier"), None)
    return (
        ""
        if mix is None
        else " ".join(f"{inert(level['name'], 20)} {level['share']:.0%}" for level in mix["levels"][:3])
    )


def verdict(told: Told, segmentation: Told) -> str:
    """Return what is to be thought of the segments, in a few sentences."""
    structure = segmentation.get("structure") or {}
    sentences = [structure.get("sentence", ""), segmentation.get("k_chosen_by", ""), segmentation.get("sampled", "")]
    concentration = told["profiles"].get("concentration")
    if concentration:
        sentences.append(
            f"The best {concentration['top']:.0%} of the customers bring {concentration['brings']:.0%} of the revenue."
        )
    return "  ".join(sentence.rstrip(".") + "." for sentence in sentences if sentence)


def figure(value: float | None, unit: str, currency: str | None) -> str:
    """Return a figure in its unit."""
    if unit == "money":
        return money(value, currency)
    if unit == "share":
        return share(value)
    return number(value, None if value is None or abs(value) >= 10 else 2)


def profile_rows(profile: Told, currency: str | None) -> list[tuple[str, ...]]:
    """Return what is known of a segment: what sets it apart, its mixes, what it buys, its months."""
    stats = {one["measure"]: one for one in profile["measures"]}
    found: list[tuple[str, ...]] = []
    for one in profile["differences"]:
        note = " ".join(
            filter(
                None, ["" if one["clear"] else "≈ no clear difference", "made the segments" if one["formed"] else ""]
            )
        )
        interval = f"{one['low']:+.2f} … {one['high']:+.2f}"
        unit = stats.get(one["measure"], {}).get("unit", "number")
        here, rest = figure(one["here"], unit, currency), figure(one["rest"], unit, currency)
        found.append(("apart", one["title"], here, rest, f"{one['difference']:+.2f}", interval, note))
    for one in profile["measures"]:
        mean, median, std = (one[name]["value"] for name in ("mean", "median", "std"))
        low, high = one["mean"]["low"], one["mean"]["high"]
        interval = (
            "" if low is None else f"{figure(low, one['unit'], currency)} … {figure(high, one['unit'], currency)}"
        )
        spread = f"median {figure(median, one['unit'], currency)}, sd {figure(std, one['unit'], currency)}"
        found.append(("mean", one["title"], figure(mean, one["unit"], currency), "", "", interval, spread))
    for mix in profile["mixes"]:
        found += [_level("mix", f"{mix['title']}: {level['name']}", level) for level in mix["levels"]]
    found += [_level("product", level["name"], level) for level in profile["products"]]
    found += [_level("category", level["name"], level) for level in profile["categories"]]
    found += [
        ("month", one["month"], money(one["revenue"], currency), "", "", "", f"{count(one['customers'])} customers")
        for one in profile["months"]
    ]
    return found


def _level(what: str, name: str, level: Told) -> tuple[str, ...]:
    lift = "" if level["lift"] is None else f"{level['lift']:.2f} × the average"
    return (what, name, share(level["share"]), count(level["count"]), "", "", lift)


def customer_columns(names: Sequence[str], currency: str | None) -> list[PageColumn]:
    """Return the columns of the customers of a segment; those that say the same for all are left out."""
    order = ["customer_id", "value", "value_tier", "loyalty", "loyalty_tier", "strategy"]
    rest = [name for name in names if name not in {*order, "segment", "segment_name"}]
    return [
        PageColumn(
            name,
            KINDS.get(name, "text" if name.endswith(("tier", "strategy", "segment")) else "decimal"),
            unit=currency,
        )
        for name in [*order, *rest]
        if name in names
    ]


def sheet_lines(sheet: Told, currency: str | None) -> list[str]:
    """Return the strategy sheet of a segment: who, why, what, how much is at stake."""
    stake = (
        "-"
        if sheet["stake"] is None
        else f"{money(sheet['stake'], currency)} ({share(sheet['stake_share'])} of the segment's revenue)"
    )
    lines = [
        f"{inert(sheet['name'], 80)}: {inert(sheet['action'], 200)}",
        f"  who    {count(sheet['customers'])} customers ({share(sheet['share'])} of the segment)",
        f"  why    {inert(sheet['why'] or sheet['when'], 300)}",
        f"  when   {inert(sheet['when'], 300)}",
        f"  how    {inert(sheet['channel'] or '-', 100)}; offer: {inert(sheet['offer'] or '-', 200)}",
        f"  stake  {stake}",
    ]
    lines += [f"         {_figure_line(one)}" for one in sheet["figures"]]
    others = sheet["shares"][1:]
    if others:
        lines.append("  others " + ", ".join(f"{inert(one['name'], 40)} {share(one['share'])}" for one in others[:4]))
    return lines


def _figure_line(one: Told) -> str:
    return ", ".join(
        f"{inert(key, 30)} {inert(compact(value) if isinstance(value, float) else value, 60)}"
        for key, value in one.items()
        if value is not None
    )


def target_columns(currency: str | None) -> tuple[PageColumn, ...]:
    """Return the columns of the targets' table."""
    return (
        PageColumn("metric"),
        PageColumn("current", "decimal"),
        PageColumn("factor", "decimal"),
        PageColumn("target", "decimal"),
        PageColumn("worth", "money", title="worth a year", unit=currency),
        PageColumn("moves", "count", title="have to rise a tier"),
        PageColumn("reason"),
    )


def target_rows(targets: Sequence[Told]) -> list[tuple[object, ...]]:
    """Return a row for every target; what cannot be computed says why."""
    return [
        (
            one["metric"],
            one["current"],
            one["factor"],
            one["target"],
            one["worth"],
            one["moves"],
            one["reason"] or one["moves_reason"],
        )
        for one in targets
    ]
