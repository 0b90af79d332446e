"""From order lines to orders.

The lines, which may be many more than memory holds, are looked at once, on their own engine; all that follows is plain
polars and numpy over the orders. An order is a purchase when its total is positive: frequency, recency, tenure and gaps
look at purchases, money is the sum of all lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from analysis import wording
from analysis.customers.far_days import far_days
from analysis.customers.gathered import (
    CURRENCY_HIGH,
    CURRENCY_LOW,
    DATED,
    FIRST,
    GROSS,
    LAST,
    LINES,
    PRICED,
    Gathered,
)
from analysis.customers.grouping import grouped
from analysis.customers.keys import Places, told_apart
from analysis.customers.lines import AMOUNT, CUSTOMER, TIME_UNKNOWN, UNITS, Lines
from analysis.customers.runs import in_runs
from analysis.errors import AnalysisError
from analysis.memory import hand_back

DAY, PLACE, ID = "day", "place", "id"


@dataclass(frozen=True)
class Orders:
    """One row per order of known customers up to ``as_of``, and what was left out.

    ``ids`` are the customers in ascending order; in ``frame`` they are numbered by their place among them (UInt32), in
    no order. ``different``: product or category → customer and ``count`` of different ones, to be added.
    """

    ids: pl.Series
    frame: pl.DataFrame
    different: Mapping[str, pl.DataFrame]
    lines: Lines
    as_of: date | None
    currencies: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def counted_by(self) -> str | None:
        """The column that is positive of purchases: money, else units; None where all orders are purchases."""
        return next((name for name in (AMOUNT, UNITS) if name in self.lines.has), None)

    @property
    def bought(self) -> pl.DataFrame:
        """The orders in which something was bought, if only for nothing: those of goods that cost 0 count too."""
        purchase = pl.lit(True) if self.counted_by is None else pl.col(self.counted_by) > 0
        if {AMOUNT, UNITS} <= self.lines.has:
            purchase |= (pl.col(AMOUNT) == 0) & (pl.col(UNITS) > 0)
        return self.frame.filter(purchase)


def orders_of(lines: Lines, as_of: date | None) -> Orders:
    """Gather lines into orders; lines after ``as_of`` and lines of nobody are left out and counted.

    ``as_of`` None means the day after the last event.
    """
    found = in_runs(lines) or grouped(lines)
    customers, ids = numbered(found.orders[CUSTOMER], lines)
    known = placed(found.orders, customers)
    hand_back()
    if known.is_empty():
        raise AnalysisError(
            "no order line with a customer is left", where="orders", remedy="look at the cleaning steps and at as_of"
        )
    frame = with_days(known)
    said = (
        *left_out(found, known, as_of),
        *(without_time(frame) if lines.clock_apart else ()),
        *(far_days(frame[DAY]) if DAY in frame else ()),
    )
    return Orders(
        ids=ids,
        frame=frame,
        different={name: placed(each, customers) for name, each in found.different.items()},
        lines=lines,
        as_of=as_of or day_after(found, known),
        currencies=currencies_of(known),
        warnings=(*lines.warnings, *said),
    )


def day_after(found: Gathered, known: pl.DataFrame) -> date | None:
    """Return the day after the last event of known customers, None where no line has a date."""
    last = known.select(pl.col(LAST).max().cast(pl.Date)).item() if LAST in known.columns else found.last
    return last + timedelta(days=1) if last else None


def numbered(customers: pl.Series, lines: Lines) -> tuple[pl.Series, pl.Series]:
    """Return the customers as the lines have them and as text, ascending by text; blank ids are nobody's."""
    told = told_apart(customers).to_frame().with_columns(lines.text(CUSTOMER).alias(ID))
    named = told.filter(pl.col(ID).str.strip_chars() != "").sort(ID)
    return named[CUSTOMER], named[ID]


def placed(rows: pl.DataFrame, customers: pl.Series) -> pl.DataFrame:
    """Return the rows of these customers, each with the place among them for its customer."""
    places = places_of(rows[CUSTOMER], customers)
    known = rows.with_columns(places.alias(CUSTOMER))
    return known.drop_nulls(CUSTOMER) if places.null_count() else known


def places_of(values: pl.Series, among: pl.Series) -> pl.Series:
    """Return the place (UInt32) of each value among different ones; null for one that is not there."""
    if values.dtype.is_integer() and not values.null_count():
        places = pl.Series(Places(among.to_numpy()).of(values.to_numpy()))
        return places.set(places < 0, None).cast(pl.UInt32)
    told = pl.DataFrame({CUSTOMER: among}).with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias(PLACE))
    return values.to_frame(CUSTOMER).join(told, on=CUSTOMER, how="left", maintain_order="left")[PLACE]


def with_days(known: pl.DataFrame) -> pl.DataFrame:
    """Return the orders with what measures are made of, and the day of each."""
    kept = [name for name in (AMOUNT, UNITS, GROSS, FIRST, CURRENCY_LOW, CURRENCY_HIGH) if name in known.columns]
    orders = known.select(CUSTOMER, *kept)
    return orders.with_columns(pl.col(FIRST).cast(pl.Date).alias(DAY)) if FIRST in kept else orders


def currencies_of(orders: pl.DataFrame) -> tuple[str, ...]:
    """Return the currencies met, in order."""
    if CURRENCY_LOW not in orders.columns:
        return ()
    met = pl.concat([orders[CURRENCY_LOW].cast(pl.String), orders[CURRENCY_HIGH].cast(pl.String)])
    return tuple(met.drop_nulls().unique().sort().to_list())


def left_out(found: Gathered, known: pl.DataFrame, as_of: date | None) -> list[str]:
    """Return what was left out or counts only in part, in words and with counts."""
    nobody = found.nobody
    if LINES in known.columns:
        nobody += int(found.orders[LINES].sum()) - int(known[LINES].sum())
    counts = [
        (found.late, f"dated after {as_of}, left out"),
        (nobody, "without a customer, left out"),
        (found.undated + lacking(known, DATED), "without a date that can be read; the money counts, the time does not"),
        (without_amount(known), "without an amount that can be read, counted as 0"),
    ]
    return [f"{wording.counted(count, 'order line')} {what}" for count, what in counts if count]


def without_time(orders: pl.DataFrame) -> list[str]:
    """Return in words of how many orders the day is known and the time of day is not."""
    unknown = (pl.col(FIRST) - pl.col(DAY).cast(pl.Datetime("us"))) == TIME_UNKNOWN
    count = int(orders.select(unknown.sum()).item())
    return [f"{wording.counted(count, 'order')} without a time of day that can be read; the day counts"] * bool(count)


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
