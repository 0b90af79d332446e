"""From order lines to orders, and from orders to customers.

The lines, which may be many more than memory holds, are grouped once, on their own engine, into one row per order; all
that follows is plain polars over the orders. An order is a purchase when its total is positive: frequency, recency,
tenure and gaps look at purchases, money is the sum of all lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import narwhals.stable.v2 as nw
import polars as pl

from analysis.customers.lines import (
    AMOUNT,
    CATEGORY,
    CURRENCY,
    CUSTOMER,
    LATE,
    MOMENT,
    ORDER,
    PRODUCT,
    UNITS,
    Lines,
)
from analysis.engines import collect
from analysis.errors import AnalysisError

DAY, PLACE, ID = "day", "place", "id"
LINES, FIRST, LAST, DATED, PRICED = "lines", "first", "last", "dated", "priced"
GROSS = "gross"
"""Units (money where there are no units) of the lines that are no returns."""

CURRENCY_LOW, CURRENCY_HIGH = "currency_low", "currency_high"


@dataclass(frozen=True)
class Orders:
    """One row per order of known customers up to ``as_of``, and what was left out.

    ``ids`` are the customers in ascending order; in ``frame`` they are numbered by their place among them (UInt32), and
    the orders are sorted by customer, time and amount, so that of two orders at the same time the larger is the last.
    ``places`` has the number (``place``) of each ``customer`` as the lines have it.
    """

    ids: pl.Series
    places: pl.DataFrame
    frame: pl.DataFrame
    lines: Lines
    as_of: date | None
    currencies: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def purchases(self) -> pl.DataFrame:
        """The orders whose total is positive (units where there is no money; all orders where there is neither)."""
        counted = next((name for name in (AMOUNT, UNITS) if name in self.lines.has), None)
        return self.frame if counted is None else self.frame.filter(pl.col(counted) > 0)

    @property
    def bought(self) -> pl.DataFrame:
        """The orders in which something was bought, if only for nothing: those of goods that cost 0 count too."""
        if AMOUNT not in self.lines.has or UNITS not in self.lines.has:
            return self.purchases
        return self.frame.filter((pl.col(AMOUNT) > 0) | ((pl.col(AMOUNT) == 0) & (pl.col(UNITS) > 0)))


def order_sums(lines: Lines) -> list[nw.Expr]:
    """Return what is summed over the lines of one order."""
    sums = [nw.len().alias(LINES)]
    sums += [nw.col(name).sum() for name in (AMOUNT, UNITS) if name in lines.has]
    if lines.returned_in is not None:
        sums.append(nw.col(lines.returned_in).clip(lower_bound=0).sum().alias(GROSS))
    if AMOUNT in lines.has:
        sums.append(nw.col(AMOUNT).count().alias(PRICED))
    if MOMENT in lines.has:
        moment = nw.col(MOMENT)
        sums += [moment.min().alias(FIRST), moment.max().alias(LAST), moment.count().alias(DATED)]
    if CURRENCY in lines.has:
        sums += [nw.col(CURRENCY).min().alias(CURRENCY_LOW), nw.col(CURRENCY).max().alias(CURRENCY_HIGH)]
    return sums


def orders_of(lines: Lines, as_of: date | None) -> Orders:
    """Group lines into orders; lines after ``as_of`` and lines of nobody are left out and counted.

    ``as_of`` None means the day after the last event.
    """
    keys = [CUSTOMER, ORDER] + [LATE] * (LATE in lines.has)
    grouped = collect(lines.frame.group_by(keys).agg(*order_sums(lines))).drop(ORDER)
    whole = [name for name in (AMOUNT, UNITS, GROSS, LINES, PRICED, DATED) if name in grouped.columns]
    grouped = grouped.with_columns(pl.col(name).cast(pl.Int64) for name in whole)
    late = grouped.filter(pl.col(LATE)) if LATE in lines.has else grouped.clear()
    grouped = grouped.filter(~pl.col(LATE)).drop(LATE) if LATE in lines.has else grouped
    ids, places = numbered(grouped[CUSTOMER], lines)
    known = placed(grouped, places)
    if known.is_empty():
        raise AnalysisError(
            "no order line with a customer is left", where="orders", remedy="look at the cleaning steps and at as_of"
        )
    warnings = left_out(grouped, known, late, as_of)
    del grouped
    as_of = as_of if as_of is not None or MOMENT not in lines.has else day_after(known)
    currencies = currencies_of(known)
    return Orders(
        ids=ids,
        places=places,
        frame=in_order(known),
        lines=lines,
        as_of=as_of,
        currencies=currencies,
        warnings=(*lines.warnings, *warnings),
    )


def day_after(orders: pl.DataFrame) -> date | None:
    """Return the day after the last event, None where no line has a date."""
    last = orders[LAST].cast(pl.Date).max()
    return last + timedelta(days=1) if isinstance(last, date) else None


def numbered(customers: pl.Series, lines: Lines) -> tuple[pl.Series, pl.DataFrame]:
    """Return the customers as text, ascending, and the place of each among them; blank ids are nobody's."""
    told = customers.unique().to_frame().with_columns(lines.text(CUSTOMER).alias(ID))
    named = told.filter(pl.col(ID).str.strip_chars() != "").sort(ID)
    place = pl.int_range(pl.len(), dtype=pl.UInt32).alias(PLACE)
    return named[ID], named.select(CUSTOMER, place)


def placed(orders: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Return the orders of somebody, with the customer's place; nothing is copied where that is all of them."""
    found = orders.select(CUSTOMER).join(places, on=CUSTOMER, how="left", maintain_order="left")[PLACE]
    numbered_orders = orders.drop(CUSTOMER).with_columns(found)
    return numbered_orders.drop_nulls(PLACE) if found.null_count() else numbered_orders


def in_order(known: pl.DataFrame) -> pl.DataFrame:
    """Return the orders sorted, with customers by number and the day of each."""
    kept = [name for name in (AMOUNT, UNITS, GROSS, FIRST, CURRENCY_LOW, CURRENCY_HIGH) if name in known.columns]
    orders = known.select(pl.col(PLACE).alias(CUSTOMER), *kept)
    if FIRST in orders.columns:
        orders = orders.with_columns(pl.col(FIRST).cast(pl.Date).alias(DAY))
    return orders.sort([name for name in (CUSTOMER, FIRST, AMOUNT) if name in orders.columns])


def currencies_of(orders: pl.DataFrame) -> tuple[str, ...]:
    """Return the currencies met, in order."""
    if CURRENCY_LOW not in orders.columns:
        return ()
    met = pl.concat([orders[CURRENCY_LOW].cast(pl.String), orders[CURRENCY_HIGH].cast(pl.String)])
    return tuple(met.drop_nulls().unique().sort().to_list())


def left_out(grouped: pl.DataFrame, known: pl.DataFrame, late: pl.DataFrame, as_of: date | None) -> list[str]:
    """Return what was left out or counts only in part, in words and with counts."""
    nobody = int(grouped[LINES].sum()) - int(known[LINES].sum())
    counts = [
        (int(late[LINES].sum()), f"order lines are dated after {as_of} and were left out"),
        (nobody, "order lines name no customer and were left out"),
        (
            lacking(known, DATED),
            "order lines have no date that can be read; their money counts, their time does not",
        ),
        (without_amount(known), "order lines have no amount that can be read and count as 0"),
    ]
    return [f"{count:,} {what}" for count, what in counts if count]


def lacking(orders: pl.DataFrame, counted: str) -> int:
    """Return how many lines lack what ``counted`` counts, 0 where it is not counted."""
    return int(orders[LINES].sum()) - int(orders[counted].sum()) if counted in orders.columns else 0


def without_amount(orders: pl.DataFrame) -> int:
    """Return how many lines lack an amount; where each order tells it once, the other lines of an order lack none."""
    if PRICED not in orders.columns:
        return 0
    several = orders.filter(pl.col(LINES) > 1)
    if several.height and several[PRICED].max() == 1:
        orders = orders.filter(pl.col(PRICED) == 0)
    return lacking(orders, PRICED)


def distinct_per_customer(orders: Orders, name: str, alias: str) -> pl.DataFrame:
    """Return customer and the number of distinct values of ``name`` among the customer's lines, as Int64 ``alias``."""
    lines = orders.lines
    kept = lines.frame.filter(~nw.col(LATE)) if LATE in lines.has else lines.frame
    pairs = kept.filter(~nw.col(name).is_null()).group_by(CUSTOMER, name).agg(nw.len().alias(LINES))
    counted = collect(pairs.group_by(CUSTOMER).agg(nw.len().alias(alias)))
    placed = counted.join(orders.places, on=CUSTOMER)
    return placed.select(pl.col(PLACE).alias(CUSTOMER), pl.col(alias).cast(pl.Int64))


def distinct_things(orders: Orders) -> list[pl.DataFrame]:
    """Return the frames of distinct products and categories per customer, those that the lines tell."""
    wanted = ((PRODUCT, "products"), (CATEGORY, "categories"))
    return [distinct_per_customer(orders, name, alias) for name, alias in wanted if name in orders.lines.has]
