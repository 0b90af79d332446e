"""What each customer bought, taken in one pass over lines whose ids are whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from analysis.ahead import worked_ahead
from analysis.customers.keys import (
    HALF,
    LOWER,
    NOTHING,
    SLICE,
    Keys,
    Places,
    changed,
    filled,
    is_number,
    lower_of,
    numbers,
    sorted_with,
    squeezed,
)
from analysis.customers.lines import AMOUNT, CATEGORY, CUSTOMER, LATE, MOMENT, ORDER, PRODUCT, UNITS, Lines
from analysis.customers.pile import Pile
from analysis.engines import collect
from analysis.profiles.bought import CUSTOMER_ID, PLACE, Purchases
from analysis.profiles.things import Ints, Things

NAMES = {PRODUCT: "product", CATEGORY: "category"}
"""Column of the order lines → column of what was bought."""

MONTHS = 12 * 10_000
"""Months are numbered from January of the year 0; later or earlier ones are left to the slower way."""

TEXT = "text"


def are_numbered(lines: Lines) -> bool:
    """Tell whether customers and what they bought are told apart by numbers."""
    schema = lines.frame.collect_schema()
    return schema[CUSTOMER].is_integer() and all(is_number(schema[name]) for name in NAMES if name in lines.has)


def line_purchases(
    lines: Lines, customers: pl.Series, names: Mapping[str, str], categories: Mapping[str, str]
) -> Purchases | None:
    """Return what each of the customers bought; None where an id or a day is beyond what fits a key.

    ``names`` are those of products by their ids, and ``categories`` theirs where the lines tell none.
    """
    gathering = Gathering(lines, customers)
    look = partial(looked_at, lines, *places_of(customers, lines))
    for _, found in worked_ahead(lines.batches(without=[ORDER]), look):
        if found is None:
            return None
        gathering.add(found)
    return gathering.purchases(names, categories)


def places_of(customers: pl.Series, lines: Lines) -> tuple[Places, Ints]:
    """Return where the numbers of customers stand in a list, and the places of those in it among all customers."""
    code, name = lines.codes.get(CUSTOMER), pl.col(CUSTOMER_ID)
    number = code.of(name) if code else name.cast(pl.Int64, strict=False)
    told = customers.alias(CUSTOMER_ID).to_frame().lazy().with_row_index(PLACE).with_columns(number.alias(CUSTOMER))
    # An id that the lines write otherwise, as 007 for 7, is nobody's of theirs.
    known = told.drop_nulls(CUSTOMER).filter(lines.text(CUSTOMER) == name).select(CUSTOMER, PLACE)
    found = known.collect(engine="streaming")
    return Places(found[CUSTOMER].to_numpy()), found[PLACE].cast(pl.Int64).to_numpy()


@dataclass(frozen=True)
class Look:
    """What a batch tells: its types, keys of a customer's place and a thing or month, the money of each month's key."""

    types: Mapping[str, pl.DataType]
    keys: Mapping[str, Keys]
    money: Ints


def looked_at(lines: Lines, listed: Places, places: Ints, batch: pl.DataFrame) -> Look | None:
    """Return what a batch tells; None where its ids or days do not fit."""
    if LATE in lines.has and batch[LATE].any():
        batch = batch.filter(~pl.col(LATE))
    customers = numbers(batch[CUSTOMER])
    if customers is None:
        return None
    found = listed.of(customers)
    known = found >= 0
    batch = batch if known.all() else batch.filter(pl.Series(known))
    high, keys = places[found[known]].astype(np.uint64) << HALF, {}
    taken = batch[UNITS].to_numpy() > 0 if UNITS in lines.has else np.ones(batch.height, np.bool_)
    for name in (name for name in NAMES if name in lines.has):
        things = numbers(batch[name])
        if things is None:
            return None
        bought = taken & (things != NOTHING)
        keys[name] = high[bought] | things[bought]
    money = np.zeros(0, np.int64)
    if MOMENT in lines.has:
        months = by_month(lines, batch, high)
        if months is None:
            return None
        keys[MOMENT], money = months
    return Look(batch.schema, keys, money)


def by_month(lines: Lines, batch: pl.DataFrame, high: Keys) -> tuple[Keys, Ints] | None:
    """Return keys of customer and month with the money of each; None where a month has no number."""
    if batch[MOMENT].null_count():
        dated = batch[MOMENT].is_not_null()
        batch, high = batch.filter(dated), high[dated.to_numpy()]
    days = batch[MOMENT].cast(pl.Date)
    starts = np.flatnonzero(changed(high) | changed(days.cast(pl.Int32).to_numpy()))
    # Lines of one customer and day mostly stand together: the rest is done once for all of them.
    days = days.gather(starts)
    months = (days.dt.year().cast(pl.Int64) * 12 + days.dt.month().cast(pl.Int64) - 1).to_numpy()
    if len(months) and not 0 <= months.min() <= months.max() < MONTHS:
        return None
    money = np.zeros(0, np.int64)
    if AMOUNT in lines.has and len(starts):
        money = np.add.reduceat(filled(batch[AMOUNT], 0).to_numpy(), starts)
    return high[starts] | months.astype(np.uint64), money


class Gathering:
    """What batches told, put together, and made into what each of the ``customers`` bought."""

    def __init__(self, lines: Lines, customers: pl.Series) -> None:
        self.lines, self.customers = lines, customers
        self.types: Mapping[str, pl.DataType] = {}
        self.piles = {name: Pile(np.uint64) for name in (*NAMES, MOMENT) if name in lines.has}
        self.money = Pile(np.int64)

    def add(self, look: Look) -> None:
        """Take in what a batch told."""
        self.types = look.types
        for name, keys in look.keys.items():
            self.piles[name].add(keys)
        self.money.add(look.money)

    def purchases(self, names: Mapping[str, str], categories: Mapping[str, str]) -> Purchases:
        """Return what each customer bought, in these words; what was gathered is let go of on the way."""
        found: dict[str, Things] = {}
        if PRODUCT in self.piles:
            keys = squeezed(self.piles[PRODUCT].taken())
            if categories and CATEGORY not in self.piles:
                found[CATEGORY] = self.things(PRODUCT, keys.copy(), categories)
            found[PRODUCT] = self.things(PRODUCT, keys, names)
            del keys
        if CATEGORY in self.piles:
            found[CATEGORY] = self.things(CATEGORY, squeezed(self.piles[CATEGORY].taken()), {})
        months, revenue = self.months() if MOMENT in self.piles else (None, None)
        return Purchases(
            customers=self.customers,
            products=found.get(PRODUCT),
            categories=found.get(CATEGORY),
            months=months,
            revenue=revenue,
            money_scale=self.lines.money_scale,
        )

    def things(self, name: str, keys: Keys, words: Mapping[str, str]) -> Things:
        """Return products or categories by their text, or by the words for it; the sorted keys are written over."""
        numbers = lower_of(keys)
        texts = self.texts(name, numbers)
        if not words:
            return self.owned(renumbered(keys, numbers, np.arange(len(numbers))), texts)
        texts = texts.replace(words)
        places = texts.rank("dense").cast(pl.Int64).to_numpy() - 1
        return self.owned(squeezed(renumbered(keys, numbers, places)), texts.unique().sort())

    def months(self) -> tuple[Things, pl.Series | None]:
        """Return the months of each customer, and the money of each where the lines tell any."""
        keys, money, revenue = self.piles[MOMENT].taken(), self.money.taken(), None
        if AMOUNT in self.lines.has:
            keys, money = sorted_with(keys, money)
            starts = np.flatnonzero(changed(keys))
            keys = keys[starts]
            revenue = pl.Series("revenue", np.add.reduceat(money, starts) if len(starts) else money)
        else:
            keys = squeezed(keys)
        numbers = lower_of(keys)
        texts = pl.Series([f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers.tolist()], dtype=pl.String)
        return self.owned(renumbered(keys, numbers, np.arange(len(numbers))), texts), revenue

    def owned(self, keys: Keys, names: pl.Series) -> Things:
        """Return the things of sorted, different keys of a customer's place and a place among ``names``."""
        many = np.zeros(len(self.customers), np.int64)
        for start in range(0, len(keys), SLICE):
            owners = (keys[start : start + SLICE] >> HALF).astype(np.intp)
            first = int(owners[0])
            own = np.bincount(owners - first)
            many[first : first + len(own)] += own
        return Things.of(many, keys & LOWER, names)

    def texts(self, name: str, numbers: Keys) -> pl.Series:
        """Return the text that each number stands for."""
        values, kind = pl.Series(name, numbers), self.types.get(name, pl.UInt64())
        if kind.is_integer():
            return values.cast(kind).to_frame().select(self.lines.text(name)).to_series()
        known = collect(self.lines.frame.select(name).unique())[name].drop_nulls()
        told = known.to_frame().select(
            known.to_physical().cast(pl.UInt64).alias(name), self.lines.text(name).alias(TEXT)
        )
        return values.to_frame().join(told, on=name, how="left", maintain_order="left")[TEXT]


def renumbered(keys: Keys, numbers: Keys, places: Ints) -> Keys:
    """Return the keys, which are written over, with places instead of the ascending numbers in their lower halves."""
    found = Places(numbers)
    for start in range(0, len(keys), SLICE):
        some = keys[start : start + SLICE]
        some[:] = (some & ~LOWER) | places[found.of(some & LOWER)].astype(np.uint64)
    return keys
