"""What the money of a table is the money of, told from its first rows: of a piece, of a line, or of the whole order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from analysis.sources.discounts import PLAIN, TAKEN_OFF
from analysis.sources.roles import RoleFound

LOOKED_AT = ("order_id", "product_id", "product_name", "quantity", "unit_price", "amount", PLAIN, *TAKEN_OFF)
"""Roles of the columns that are looked at."""

ENOUGH = 10
"""So many quantities of a product beside its first, or so many orders, must say the same."""
_NEARLY_ALL, _ALIKE = 0.9, 0.005
_LESS, _MORE = 0.5, 1.1
"""What lines add up to beside the total of their order, which may have shipping in it, or a discount taken off."""

SAME = "every line of an order tells the same amount"
OF_ORDER = "every line of an order tells its total, whatever was bought"


def of_what(
    rows: pl.DataFrame,
    roles: Mapping[str, RoleFound],
    given: Mapping[str, str],
    beside: Callable[[], pl.DataFrame] = pl.DataFrame,
) -> dict[str, RoleFound]:
    """Return column → role, corrected by ``rows``, typed and named by role; what is ``given`` stays.

    A total of the order that stands on each of its lines is no amount where price and quantity tell that of the line,
    or one of the columns of money ``beside``, which play no role and have their own names.
    What grows with the quantity of a product is no price of a piece, and what does not is no amount of a line.
    """
    found = dict(roles)
    names = {each.role: name for name, each in roles.items()}
    if {"amount", "order_id"} <= set(rows.columns) and "unit_price" not in rows.columns and _same_on_lines(rows):
        amount = found[names["amount"]]
        line = "" if "amount" in given else _of_lines(rows, beside())
        if line:
            del found[names["amount"]]
            why = f"“{names['amount']}” is the order's total, repeated on each line, and this adds up to it"
            return found | {line: replace(amount, evidence=why)}
        why = OF_ORDER if _of_several_products(rows) else SAME
        return found | {names["amount"]: replace(amount, evidence=f"{amount.evidence}; {why}")}
    if "amount" in given or "quantity" not in rows.columns:
        return found
    if {"amount", "unit_price", "order_id"} <= set(rows.columns):
        if _repeats_total(rows):
            said = f"“{names['amount']}” is the order's total, repeated on each line"
            price = found[names["unit_price"]]
            del found[names["amount"]]
            found[names["unit_price"]] = replace(price, evidence=f"{price.evidence}; {said}")
        return found
    single = [role for role in ("unit_price", "amount") if role in rows.columns and role not in given]
    if len(single) == 1 and _grows(rows, single[0]) == {"unit_price": True, "amount": False}[single[0]]:
        other = "amount" if single[0] == "unit_price" else "unit_price"
        why = "it grows" if other == "amount" else "it does not grow"
        name = names[single[0]]
        found[name] = RoleFound(other, found[name].score, f"{why} with the quantity of a product")
    return found


def said_of_money(roles: Mapping[str, RoleFound]) -> tuple[str, ...]:
    """Return in words which amount may be counted more than once."""
    return tuple(
        f"{name}: {SAME}; if it is the order's total, name the column of the line's money, or leave one line an order"
        for name, each in roles.items()
        if each.evidence.endswith(SAME)
    )


def _same_on_lines(rows: pl.DataFrame) -> bool:
    """Whether the lines of nearly all orders of several lines tell one amount."""
    lines = rows.drop_nulls(["order_id", "amount"]).group_by("order_id")
    orders = lines.agg(pl.len().alias("lines"), pl.col("amount").n_unique().alias("amounts")).filter(
        pl.col("lines") > 1
    )
    return orders.height >= ENOUGH and orders.filter(pl.col("amounts") == 1).height >= _NEARLY_ALL * orders.height


def _of_several_products(rows: pl.DataFrame) -> bool:
    """Whether the lines of nearly all orders of several products tell one amount, which is that of the order."""
    product = next((each for each in ("product_id", "product_name") if each in rows.columns), None)
    if product is None:
        return False
    lines = rows.drop_nulls(["order_id", "amount", product]).group_by("order_id")
    counts = lines.agg(pl.col(product).n_unique().alias("products"), pl.col("amount").n_unique().alias("amounts"))
    several = counts.filter(pl.col("products") > 1)
    return several.height >= ENOUGH and several.filter(pl.col("amounts") == 1).height >= _NEARLY_ALL * several.height


def _of_lines(rows: pl.DataFrame, beside: pl.DataFrame) -> str:
    """The column whose cells add up to the amount of nearly all orders of several lines, "" where none does."""
    if beside.is_empty():
        return ""
    orders = pl.concat([rows.select("order_id", "amount"), beside], how="horizontal").drop_nulls("order_id")
    sums = [pl.col(name).cast(pl.Float64).sum() for name in beside.columns]
    several = (
        orders.group_by("order_id")
        .agg(pl.len().alias("_lines"), pl.first("amount"), *sums)
        .filter((pl.col("_lines") > 1) & (pl.col("amount") > 0))
    )
    if several.height < ENOUGH:
        return ""
    near = {
        name: several.filter((pl.col(name) / pl.col("amount")).is_between(_LESS, _MORE)).height
        for name in beside.columns
    }
    best = max(near, key=lambda name: near[name])
    return best if near[best] >= _NEARLY_ALL * several.height else ""


def _repeats_total(rows: pl.DataFrame) -> bool:
    """Whether each line of an order tells the same amount, which is that of its lines together."""
    money = pl.col("unit_price") * pl.col("quantity")
    orders = (
        rows.drop_nulls(["order_id", "amount", "unit_price", "quantity"])
        .group_by("order_id")
        .agg(pl.len().alias("lines"), pl.col("amount").n_unique().alias("amounts"), pl.first("amount"), money.sum())
        .filter((pl.col("lines") > 1) & (pl.col("amount") > 0))
    )
    if orders.height < ENOUGH:
        return False
    same = orders.filter(pl.col("amounts") == 1)
    nearer = (pl.col("unit_price") / pl.col("amount")).is_between(0.5, 1.5)
    return same.height >= _NEARLY_ALL * orders.height and same.filter(nearer).height >= _NEARLY_ALL * same.height


def _grows(rows: pl.DataFrame, role: str) -> bool | None:
    """Whether the money of a product grows with its quantity; None where too few products tell."""
    product = next((each for each in ("product_id", "product_name") if each in rows.columns), None)
    if product is None:
        return None
    lines = rows.filter((pl.col("quantity") > 0) & (pl.col(role) > 0)).drop_nulls(product)
    each = pl.col(role) / pl.col("quantity")
    products = (
        lines.group_by(product)
        .agg(
            pl.col("quantity").n_unique().cast(pl.Int64).alias("quantities"),
            (pl.col(role).max() / pl.col(role).min() - 1).alias("whole"),
            (each.max() / each.min() - 1).alias("each"),
        )
        .filter(pl.col("quantities") > 1)
    )
    grow, stay = (int((products.filter(pl.col(one) <= _ALIKE)["quantities"] - 1).sum()) for one in ("each", "whole"))
    if grow + stay < ENOUGH or max(grow, stay) < _NEARLY_ALL * (grow + stay):
        return None
    return grow > stay
