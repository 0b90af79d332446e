"""What a discount beside price and quantity is, told from the first rows: a share, percent, or an amount."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from analysis.sources.discounts import AMOUNT, PER_UNIT, PERCENT, PLAIN, SHARE, SHIFTS, TAKEN_OFF
from analysis.sources.role_content import ColumnFacts
from analysis.sources.roles import RoleFound

ENOUGH = 10
"""So many lines with a discount must say the same."""
_NEARLY_ALL, _SOME = 0.9, 0.01
_CENT = 0.0051
_MONEY_THERE = 5.0
"""The money of a line from which on a cent is small beside a hundredth of it."""

_RATE = re.compile(
    r"(?i)%|percent|pct|prozent|pour ?cent|porcent|procent|процент|rate|ratio|share|taux|tasa|taxa|率|율"
)
_MONEY = re.compile(
    r"(?i)am(?:oun)?t|value|sum|total|betrag|montant|importe|import[eo]|valor|сумма|金额|金額|额|額|금액|액$"
)
_STAYS = re.compile("折")
"""折扣 0.8 is mostly what is paid, not what is taken off."""


UNCLEAR = "the amount is quantity × price before it, and it does not show what it takes off"


@dataclass(frozen=True)
class Told:
    """Lines with a discount: ``gross`` money, ``price``, ``units``, ``off`` (without sign); and of all lines ``most``.

    ``name`` is what the column is called; ``most`` its largest magnitude in the whole file; ``usual`` what most lines
    have.
    """

    name: str
    lines: pl.DataFrame
    most: float
    usual: float

    def share(self, what: pl.Expr) -> float:
        """Return on what share of the lines ``what`` holds."""
        return float(self.lines.select(what.fill_null(False).mean()).item() or 0.0)


GROSS, OFF, PRICE, UNITS = (pl.col(name) for name in ("gross", "off", "price", "units"))

NET: dict[str, pl.Expr] = {
    SHARE: GROSS * (1 - OFF),
    PERCENT: GROSS * (1 - OFF / 100),
    AMOUNT: GROSS - OFF,
    PER_UNIT: GROSS - OFF * UNITS,
}
"""What a discount may be → the money of a line without it."""


def of_discount(
    rows: pl.DataFrame, roles: Mapping[str, RoleFound], facts: Mapping[str, ColumnFacts]
) -> dict[str, RoleFound]:
    """Return column → role, where ``rows``, named by role, show what the discount takes off, and off what.

    An amount that is less by the discount already is left alone. What the rows do not decide stays a plain discount,
    which takes nothing off.
    """
    found = dict(roles)
    name = next((name for name, each in roles.items() if each.role in (PLAIN, *TAKEN_OFF)), None)
    told = None if name is None else _told(rows, found[name].role, facts[name])
    if name is None or told is None:
        return found
    decided = _beside_amount(told) if "amount" in rows.columns else _alone(told)
    role, why = decided or (PLAIN, "")
    if found[name].role == role:
        # Named by a recipe, which says what was found in the files that it was made for.
        found[name] = replace(found[name], evidence=why or found[name].evidence)
    elif found[name].role == PLAIN:
        found[name] = replace(found[name], role=role, evidence=f"{found[name].evidence}; {why}")
    return found


def said_of_discount(roles: Mapping[str, RoleFound]) -> tuple[str, ...]:
    """Return in words what is taken off the money, or may have to be, and how to count otherwise."""
    unclear = (name for name, each in roles.items() if each.role == PLAIN and each.evidence.endswith(UNCLEAR))
    open_yet = tuple(f"{name}: {UNCLEAR}; give it one of the roles {', '.join(TAKEN_OFF)}" for name in unclear)
    return open_yet + tuple(
        f"{name}: {TAKEN_OFF[each.role]} ({each.evidence.rpartition('; ')[2]}), taken off the money of each line; "
        "give it the role discount to count without"
        for name, each in roles.items()
        if each.role in TAKEN_OFF
    )


def _told(rows: pl.DataFrame, role: str, facts: ColumnFacts) -> Told | None:
    """The lines that tell something of the discount; None where there are too few, or it goes both ways."""
    names = ("quantity", "unit_price", role)
    if not set(names) <= set(rows.columns) or not all(rows[name].dtype.is_numeric() for name in names):
        return None
    units, price, off = (pl.col(name).cast(pl.Float64) for name in names)
    sold = rows.filter((units > 0) & (price > 0))
    if ((sold[role] > 0).any() and (sold[role] < 0).any()) or sold.is_empty():
        return None
    lines = sold.filter(off != 0).with_columns(
        (units * price).alias("gross"), off.abs().alias("off"), price.alias("price"), units.alias("units")
    )
    if lines.height < ENOUGH or facts.lowest is None or facts.highest is None:
        return None
    most = max(abs(facts.lowest), abs(facts.highest))
    usual = sold[role].cast(pl.Float64).fill_null(0).mode().abs().min()
    return Told(facts.name, lines, most, usual if isinstance(usual, float) else 0.0)


def _beside_amount(told: Told) -> tuple[str, str] | None:
    """What the discount is where a column tells the amount: nothing to take off where that is less by it already."""
    amount = pl.col("amount").cast(pl.Float64)
    slack = _CENT * (1 + UNITS.abs())
    for role, net in NET.items():
        apart = replace(told, lines=told.lines.filter((GROSS - net).abs() > 2 * slack))
        if apart.lines.height >= ENOUGH and apart.share((amount - net).abs() <= slack) >= _NEARLY_ALL:
            return PLAIN, f"the amount is quantity × price less this, {TAKEN_OFF[role]}"
    if told.share((amount - GROSS).abs() <= slack) < _NEARLY_ALL:
        return None
    decided = _alone(told)
    return (decided[0], f"{decided[1]}, and the amount is quantity × price") if decided else (PLAIN, UNCLEAR)


def _alone(told: Told) -> tuple[str, str] | None:
    """What the discount is by its own values and name; None where they do not decide."""
    if told.most <= 1:
        return _share(told)
    as_amount, as_share = _amount(told), _percent(told)
    decided = as_share if as_amount is None else as_amount if as_share is None else None
    if decided is not None and decided[0] not in SHIFTS and _repeated(told):
        return None
    return decided


def _share(told: Told) -> tuple[str, str] | None:
    """A share of 1: parts of 1 in steps, or called one; what most lines have 1 of is rather what is paid."""
    steps = told.share((OFF * 200 - (OFF * 200).round()).abs() < 1e-6) >= _NEARLY_ALL
    large = told.share(GROSS >= _MONEY_THERE) >= 0.5
    if told.usual == 1 or (_STAYS.search(told.name) and told.usual != 0) or told.share(OFF < 1) == 0:
        return None
    if _RATE.search(told.name) or (steps and large and not _MONEY.search(told.name)):
        return SHARE, f"it lies between 0 and 1, mostly {_range(told)}"
    return None


def _percent(told: Told) -> tuple[str, str] | None:
    """Percent: never more than 100, and called so, or more than the whole money of many lines."""
    if told.most > 100 or (_STAYS.search(told.name) and told.usual != 0):
        return None
    if _RATE.search(told.name):
        return PERCENT, f"its name says so, and it is at most {told.most:g}"
    more = told.share(GROSS < OFF)
    if more >= _SOME and more * told.lines.height >= ENOUGH:
        return PERCENT, f"it is at most {told.most:g}, and more than the money of {more:.0%} of the lines"
    return None


def _amount(told: Told) -> tuple[str, str] | None:
    """An amount: a round part of the line or of the price, or called one and never more than these."""
    lines = replace(told, lines=told.lines.filter(GROSS >= 4 * _MONEY_THERE))
    if lines.lines.height >= ENOUGH:
        ways = {role: _steps(lines, whole) for role, whole in ((AMOUNT, GROSS), (PER_UNIT, PRICE))}
        fits = {role: steps for role, steps in ways.items() if steps}
        if fits:
            role = min(fits, key=lambda role: (fits[role], role))
            return role, f"it is a round part of the {'line' if role == AMOUNT else 'price'}, mostly {_range(told)}"
    if told.share(GROSS < OFF) >= _SOME or not (_MONEY.search(told.name) or told.most > 100):
        return None
    several = replace(told, lines=told.lines.filter(UNITS > 1))
    if several.lines.is_empty() or several.share(OFF > PRICE) >= _SOME:
        return AMOUNT, f"it is at most {told.most:g}, and less than the money of the line"
    return None


def _steps(told: Told, whole: pl.Expr) -> int:
    """How many parts of ``whole`` in whole percent the discounts are; 0 where they are no such parts, or few differ."""
    part = OFF / whole * 100
    near = (part - part.round()).abs() <= 100 * _CENT / whole
    if told.share(near & (part < 100.5)) < _NEARLY_ALL:
        return 0
    parts = told.lines.select(part.round().n_unique()).item()
    return int(parts) if told.lines["off"].n_unique() >= 2 * parts else 0


def _repeated(told: Told) -> bool:
    """Whether nearly all orders of several lines tell one amount on each, which is then that of the order."""
    if "order_id" not in told.lines.columns:
        return False
    orders = told.lines.group_by("order_id").agg(pl.len().alias("lines"), pl.col("off").n_unique().alias("amounts"))
    orders = orders.filter(pl.col("lines") > 1)
    return orders.height >= ENOUGH and orders.filter(pl.col("amounts") == 1).height >= _NEARLY_ALL * orders.height


def _range(told: Told) -> str:
    low, high = (told.lines["off"].quantile(share, "nearest") for share in (0.05, 0.95))
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
