"""Figures of the results as every screen writes them: in their unit, as a bar beside an axis; a segment by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_tui.format import compact, money, number, share
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert

HALF = 3
"""Cells of a difference's bar to either side of its axis."""
BAR = HALF * 2 + 1
WIDEST_NUMBER, NARROW_NUMBER = 9, 7
DECIMALS = {"days": 1, "points": 2}
"""Unit → decimals of every figure in it."""


def figure(value: float | None, unit: str, currency: str | None, widest: int = WIDEST_NUMBER) -> str:
    """Return a figure in its unit; money that is longer than ``widest`` is shortened.

    Days that were counted (an int) are whole, a mean of them has one decimal; points have two.
    """
    if unit == "money":
        whole = money(value, currency)
        return whole if len(whole) <= widest else money(value, currency, short=True)
    if unit == "share":
        return share(value)
    if value is not None and abs(value) >= 1e6:
        return compact(value)
    if unit in DECIMALS:
        return number(value, 0 if unit == "days" and isinstance(value, int) else DECIMALS[unit])
    return number(value, 2 if value is not None and abs(value) < 10 and value != int(value) else None)


def span(low: float | None, high: float | None, unit: str, currency: str | None) -> str:
    """Return an interval in its unit, nothing where it is not known."""
    if low is None or high is None:
        return ""
    ends = [figure(end, unit, currency) for end in (low, high)]
    if unit == "money" and max(map(len, ends)) > NARROW_NUMBER:
        ends = [money(end, currency, short=True) for end in (low, high)]
    return " … ".join(ends)


def difference_bar(value: float, most: float, glyphs: Glyphs) -> str:
    """Return a bar to the left or the right of an axis, ``HALF`` cells long where the difference is ``most``."""
    halves = round(min(abs(value) / most, 1.0) * HALF * 2) if most > 0 else 0
    fine = len(glyphs.eighths) > 2
    whole, rest = divmod(halves, 2) if fine else (round(halves / 2), 0)
    left, right = ("▐", "▌") if rest else ("", "")
    if value < 0:
        return (left + glyphs.full * whole).rjust(HALF) + glyphs.vertical + " " * HALF
    return " " * HALF + glyphs.vertical + (glyphs.full * whole + right).ljust(HALF)


def name_of(profile: Mapping[str, Any]) -> str:
    """Return a segment's number and name, inert."""
    return f"{profile['id']} {inert(profile['name'], 60)}" if profile["id"] else "customers in no segment"
