"""How unequally customers bring revenue: the Lorenz curve, and what it says in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_tui.format import count, number, share
from crm_tui.widgets.plots import Plot, Series

Told = Mapping[str, Any]


def concentration_of(told: Mapping[str, Told]) -> Told | None:
    """Return what is told of the concentration of revenue; None before the review is computed, or without revenue."""
    found: Told | None = told.get("review", {}).get("profiles", {}).get("concentration")
    return found


def lorenz(found: Told) -> Plot:
    """Return the curve beside the line of equal shares, in per cent, with an upright line where the top begins."""
    xs, ys = (tuple(100 * point[place] for point in found["curve"]) for place in (0, 1))
    series = (
        Series("revenue", "o", "cyan", xs[::4], ys[::4]),
        Series("all alike", ".", "", (0.0, 100.0), (0.0, 100.0)),
    )
    return Plot("lines", series, "% of customers", "% of revenue", 100 * (1 - found["top"]))


def lorenz_line(found: Told) -> str:
    """Return what the curve says: the share of the best, Gini's figure, and who brought less than nothing."""
    below = found["below_zero"]
    minus = (
        f" {count(below)} brought less than nothing and {'counts' if below == 1 else 'count'} as 0." if below else ""
    )
    return (
        f"The top {share(found['top'], 0)} of {count(found['customers'])} customers, right of the line, bring "
        f"{share(found['brings'])} of the revenue (Gini {number(found['gini'], 2)}).{minus}"
    )
