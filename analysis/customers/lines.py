"""Order lines of any source in one shape: who, which order, when, how much, still lazy and on any engine.

Money and units are whole numbers, scaled by a power of ten, so that their sums depend neither on the order of the rows
nor on the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from analysis.codes import PREFIX, Code
from analysis.customers.amounts import LineMoney, scale_for, units_of
from analysis.engines import batches
from analysis.errors import AnalysisError
from analysis.progress import counted
from analysis.rows import Rows
from analysis.sources.discounts import PLAIN, TAKEN_OFF
from analysis.sources.table import LINE, Column

CUSTOMER, ORDER, MOMENT = "customer", "order", "moment"
AMOUNT, UNITS = "amount", "units"
PRODUCT, CATEGORY, CURRENCY, LATE = "product", "category", "currency", "late"

LINES = "lines of orders"
"""What is told while they are gone through."""

DESCRIBED_BY = {PRODUCT: ("product_id", "product_name"), CATEGORY: ("category",), CURRENCY: ("currency",)}
"""Column of the lines → the roles that it is taken from, the first that the source has."""

GROUPED_BY = frozenset({"customer_id", "order_id", "product_id", "product_name", "category"})
"""Roles whose columns are only told apart and told, so that codes do as well."""

NUMERIC = ("integer", "decimal")
DATES = ("date", "datetime")
TIMES = ("time",)

TIME_UNKNOWN = timedelta(days=1, microseconds=-1)
"""Where the time of day stands in a column of its own and is missing, the moment is this far into the day: times there
are to the second, and of the lines of an order the one that tells the time comes first.
"""
CLOCK_PARTS = ((0, 3600), (3, 60), (6, 1))
"""Where two digits start in a time of day, and how many seconds each one more of them is."""


@dataclass(frozen=True)
class Lines:
    """Order lines as a lazy frame of the columns named in this module; only those named in ``has`` are there.

    ``money_scale`` and ``units_scale`` are the numbers of decimals kept: an amount of 2.50 is 250 at scale 2. Customer,
    order, product and category are in the cheapest type that keeps them apart; ``text`` tells what they were.
    """

    frame: nw.LazyFrame[Any]
    has: frozenset[str]
    money_scale: int
    units_scale: int
    has_time: bool
    clock_apart: bool = False
    """Whether times of day stood in a column of their own, so that some may be ``TIME_UNKNOWN``."""
    warnings: tuple[str, ...] = ()
    codes: Mapping[str, Code] = field(default_factory=dict)

    def text(self, name: str) -> pl.Expr:
        """Return the column ``name`` of rows that were collected as the text it stands for."""
        code = self.codes.get(name)
        return code.text(pl.col(name)) if code else pl.col(name).cast(pl.String)

    def batches(self, without: Sequence[str] = ()) -> Iterator[pl.DataFrame]:
        """Yield the lines in their order, some at a time, telling between them how many there were."""
        return counted(batches(self.frame.drop(*without)), LINES, 0, lambda batch: batch.height)

    @property
    def returned_in(self) -> str | None:
        """What returns are negative in: units, else money, else None."""
        return next((name for name in (UNITS, AMOUNT) if name in self.has), None)


def column_of(rows: Rows, role: str, types: Sequence[str] = ()) -> Column | None:
    """Return the column that plays ``role``; one of another type than ``types`` is refused, with what to do."""
    column = next((column for column in rows.columns if column.role == role), None)
    if column is not None and types and column.type not in types:
        raise AnalysisError(
            f"the column {column.name!r} plays the role {role} but holds {column.type} values",
            where=rows.name,
            remedy=f"give it the type {types[0]} or name another column as {role}",
        )
    return column


def money_of_lines(rows: Rows) -> LineMoney:
    """Return what a line's money is made of: its amount, else quantity × price, else its price; less its discount."""
    amount = column_of(rows, "amount", NUMERIC)
    price = column_of(rows, "unit_price", NUMERIC)
    quantity = column_of(rows, "quantity", NUMERIC)
    if amount is not None:
        factors = [amount]
    else:
        factors = [column for column in (quantity, price) if column is not None] if price is not None else []
    discount = next((column for role in TAKEN_OFF if (column := column_of(rows, role, NUMERIC))), None)
    return LineMoney(tuple(factors), quantity, discount)


def text_id(column: Column) -> nw.Expr:
    """Return the ids of ``column`` as text, without the ``.0`` that a decimal type would add."""
    expression = nw.col(column.name)
    if column.type == "decimal" and column.decimals == 0:
        expression = expression.cast(nw.Int64)
    return expression.cast(nw.String)


def raw_id(column: Column) -> nw.Expr:
    """Return the ids of ``column`` in the cheapest type that keeps them apart."""
    return nw.col(column.name) if column.type in ("text", "integer") else text_id(column)


def coded(rows: Rows) -> Rows:
    """Return the rows with their codes in the place of the text that is only grouped by, where they carry them."""
    columns = tuple(
        column.model_copy(update={"name": rows.codes[column.name].name})
        if column.role in GROUPED_BY and column.name in rows.codes
        else column
        for column in rows.columns
    )
    return replace(rows, columns=columns)


def customer_column(rows: Rows) -> Column:
    """Return the column of the customer ids, or say how to name it."""
    column = column_of(rows, "customer_id")
    if column is None:
        names = ", ".join(repr(column.name.removeprefix(PREFIX)) for column in rows.columns[:12])
        raise AnalysisError(
            f"no column was found that says which customer a line belongs to (there are {names})",
            where=rows.name,
            remedy='name it: [sources.columns] customer_id = "…"',
        )
    return column


@dataclass(frozen=True)
class Roles:
    """The columns of a source of order lines, by what they mean; None where the source has none."""

    customer: Column
    order: Column | None
    moment: Column | None
    money: LineMoney
    clock: Column | None = None
    discount: Column | None = None

    @classmethod
    def of(cls, rows: Rows) -> Roles:
        """Return the roles of ``rows``; AnalysisError where the customer is missing or a type does not fit."""
        return cls(
            customer=customer_column(rows),
            order=column_of(rows, "order_id"),
            moment=column_of(rows, "order_date", DATES),
            money=money_of_lines(rows),
            clock=column_of(rows, "order_time", TIMES),
            discount=column_of(rows, PLAIN),
        )


def order_lines(rows: Rows, as_of: date | None) -> Lines:
    """Return the lines of ``rows`` in one shape; those dated after ``as_of`` are marked, not yet left out."""
    rows = coded(rows)
    roles = Roles.of(rows)
    money, quantity = roles.money, roles.money.quantity
    units_scale = scale_for([quantity] if quantity else [])
    chosen = {CUSTOMER: raw_id(roles.customer), ORDER: order_key(roles)}
    if roles.moment is not None:
        chosen[MOMENT] = moment_of(roles.moment, roles.clock)
        if as_of is not None:
            chosen[LATE] = (day_of(roles.moment) > nw.lit(as_of)).fill_null(False)
    if money.factors:
        chosen[AMOUNT] = money.worth()
    if quantity is not None:
        chosen[UNITS] = units_of(quantity, units_scale)
    described = {name: column for name, wanted in DESCRIBED_BY.items() if (column := first_of(rows, wanted))}
    codes = {code.name: code for code in rows.codes.values()}
    texts = {CUSTOMER: roles.customer, **described}
    return Lines(
        frame=rows.frame.select(**chosen, **{name: raw_id(column) for name, column in described.items()}),
        has=frozenset(chosen) | frozenset(described),
        money_scale=money.scale,
        units_scale=units_scale,
        has_time=roles.moment is not None and (roles.moment.type == "datetime" or roles.clock is not None),
        clock_apart=roles.moment is not None and roles.clock is not None,
        warnings=tuple(missing_roles(rows.name, roles)),
        codes={name: codes[column.name] for name, column in texts.items() if column.name in codes},
    )


def order_key(roles: Roles) -> nw.Expr:
    """Return what tells the orders of a customer apart: the order id, else the day, else the line itself."""
    day = day_of(roles.moment) if roles.moment is not None else None
    if roles.order is None:
        return day if day is not None else nw.col(LINE)
    if roles.order.nulls and day is not None:
        key = text_id(roles.order)
        return nw.when(key.is_null()).then(nw.concat_str(nw.lit("day "), day.cast(nw.String))).otherwise(key)
    return raw_id(roles.order)


def first_of(rows: Rows, roles: Sequence[str]) -> Column | None:
    """Return the column that plays the first of ``roles`` that any column plays."""
    return next((column for role in roles if (column := column_of(rows, role)) is not None), None)


def day_of(moment: Column) -> nw.Expr:
    """Return the day of a date or datetime column."""
    return nw.col(moment.name).dt.date() if moment.type == "datetime" else nw.col(moment.name)


def moment_of(day: Column, clock: Column | None) -> nw.Expr:
    """Return the moment of each line: the day, at the time of day that the column ``clock`` has, if there is one."""
    if clock is None:
        return nw.col(day.name)
    midnight, text = day_of(day).cast(nw.Datetime("us")), nw.col(clock.name)
    hours, minutes, seconds = (text.str.slice(at, 2).cast(nw.Int64) * each for at, each in CLOCK_PARTS)
    known = midnight + (hours + minutes + seconds) * nw.lit(timedelta(seconds=1))
    return nw.coalesce(known, midnight + nw.lit(TIME_UNKNOWN))


def missing_roles(name: str, roles: Roles) -> list[str]:
    """Return what follows from the columns that the source ``name`` does not have, in words."""
    said = []
    if roles.moment is None:
        said.append(f"{name}: no column holds dates, so recency, tenure and trend cannot be computed")
    if roles.order is None:
        unit = "all lines of a customer on one day are" if roles.moment is not None else "each line is"
        said.append(f"{name}: no column holds order ids; {unit} taken as one order")
    money = roles.money
    if not money.factors:
        said.append(f"{name}: no column holds amounts or prices, so money cannot be computed")
    elif money.factors[0].role == "unit_price":
        said.append(f"{name}: no column holds quantities; each line is taken as one unit")
    if money.factors and money.discount is not None:
        counted = " × ".join(column.name for column in money.factors)
        said.append(f"{name}: money is {counted} less {money.discount.name}, {TAKEN_OFF[money.discount.role or '']}")
    elif len(money.factors) > 1 and roles.discount is not None and not nothing_off(roles.discount):
        said.append(f"{name}: quantity × price is counted without taking off {roles.discount.name}")
    return said


def nothing_off(discount: Column) -> bool:
    """Tell whether a column of discounts holds none."""
    return discount.minimum is not None and {discount.minimum, discount.maximum} <= {"0", "0.0"}
