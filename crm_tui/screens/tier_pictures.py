"""What the tiers screen shows, as grids, distributions and lines: from the summaries, no widget here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_tui.format import compact, count, number, share
from crm_tui.inert import inert
from crm_tui.widgets.heatmap import Grid
from crm_tui.widgets.histogram import Distribution

Told = Mapping[str, Any]


def matrix(cells: Sequence[Told], names: tuple[Sequence[str], Sequence[str]], by_revenue: bool) -> Grid:
    """Return the value × loyalty matrix, the highest value on top: customers (or revenue) and share of revenue."""
    value, loyalty = tuple(reversed(names[0])), tuple(names[1])
    found = {(cell["value_tier"], cell["loyalty_tier"]): cell for cell in cells}
    total = sum(cell["revenue"] or 0 for cell in cells)
    rows, texts = [], []
    for row in value:
        here = [found.get((row, column)) for column in loyalty]
        rows.append(tuple(_shown(cell, by_revenue) for cell in here))
        texts.append(tuple(_texts(cell, total, by_revenue) for cell in here))
    return Grid(value, loyalty, tuple(rows), tuple(texts), "value")


def _shown(cell: Told | None, by_revenue: bool) -> float | None:
    if cell is None:
        return None
    amount = cell["revenue"] if by_revenue else cell["customers"]
    return None if amount is None else float(amount)


def _texts(cell: Told | None, total: float, by_revenue: bool) -> tuple[str, ...]:
    if cell is None:
        return ("-", "")
    revenue = cell["revenue"]
    part = share(revenue / total) if revenue is not None and total else ""
    first = compact(revenue) if by_revenue and revenue is not None else count(cell["customers"])
    return (first, f"{part} of revenue" if part else "")


def distribution(told: Told) -> Distribution:
    """Return the distribution of a score with a line where each tier begins."""
    edges = told["edges"] or [0.0, 1.0]
    return Distribution(tuple(told["histogram"]), float(edges[0]), float(edges[-1]), tuple(cuts_of(told)))


def cuts_of(told: Told) -> list[tuple[float, str]]:
    """Return (value, name of the tier that begins there) for every cut."""
    return list(zip(told.get("cuts") or [], (told.get("tier_names") or [])[1:], strict=False))


def rfm_grid(told: Told) -> Grid:
    """Return the RFM map: recency from best to worst down, frequency across; customers and the cell's name."""
    if told.get("unavailable") or not told["cells"]:
        return Grid((), (), ())
    bins = told["bins"]
    found = {(cell["r"], cell["f"]): cell["size"] for cell in told["cells"]}
    names = told["names"]["cells"]
    scores = range(1, bins + 1)
    rows = [tuple(float(found[r, f]) if (r, f) in found else None for f in scores) for r in reversed(scores)]
    texts = [
        tuple((count(found.get((r, f), 0)), inert(_name(names, r, f), 18)) for f in scores) for r in reversed(scores)
    ]
    return Grid(
        tuple(f"R {r}" for r in reversed(scores)), tuple(f"F {f}" for f in scores), tuple(rows), tuple(texts), ""
    )


def _name(names: Sequence[Sequence[str]], r: int, f: int) -> str:
    try:
        return names[len(names) - r][f - 1]
    except IndexError:
        return ""


def summary_lines(section: str, told: Told) -> list[str]:
    """Return how a score was made: formula, tiers with their bounds, notes; or why it cannot be computed."""
    if told.get("unavailable"):
        return [f"Not computed: {told['unavailable']}"]
    if section == "rfm":
        lines = [
            f"{one['name']:<20} {count(one['size']):>9} customers {compact(one['revenue']):>9}"
            for one in told["segments"]
        ]
        return [*lines, *told["notes"]]
    lines = [f"{told['formula']} ({told['unit']})", f"{count(told['known'])} customers have a score"]
    lines += [
        f"  {inert(tier['name'], 16):<16} {count(tier['size']):>9}  {number(tier['low'], 2)} … {number(tier['high'], 2)}"
        for tier in reversed(told["tiers"])
    ]
    return [*lines, *([told["tier_reason"]] if told["tier_reason"] else []), *told["notes"]]
