"""What the customers of each segment bought, counted in one pass over lines whose ids are whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.customers.keys import (
    HALF,
    LOWER,
    NOTHING,
    SLICE,
    Keys,
    Places,
    changed,
    distinct,
    filled,
    is_number,
    numbers,
)
from analysis.customers.lines import AMOUNT, CATEGORY, CUSTOMER, LATE, MOMENT, ORDER, PRODUCT, UNITS, Lines
from analysis.engines import batches, collect
from analysis.exact import SCALE
from analysis.profiles.bought import SEGMENT, Bought, Purchased
from analysis.profiles.pile import Pile

NAMES = {PRODUCT: "product", CATEGORY: "category"}
"""Column of the order lines → column of what was bought."""

MONTHS = 12 * 10_000
"""Months are numbered from January of the year 0; later or earlier ones are left to the slower way."""

PIECE = 32
"""Money is added in two pieces, the lower one of so many bits, so that no sum outgrows 64."""

TEXT = "text"
NO_PAIRS = np.zeros(0, np.int64)

MOST_CELLS = 1 << 19
"""Pairs of segment and thing are counted cell by cell where there are at most so many that could be."""
Ints = NDArray[np.int64]


def are_numbered(lines: Lines) -> bool:
    """Tell whether customers and what they bought are told apart by numbers."""
    schema = lines.frame.collect_schema()
    return schema[CUSTOMER].is_integer() and all(is_number(schema[name]) for name in NAMES if name in lines.has)


@dataclass(frozen=True)
class LinePurchases:
    """Order lines of numbered customers.

    ``names`` are those of products by their ids, and ``categories`` theirs where the lines tell none. ``otherwise``
    gives another way where something is beyond what fits a key.
    """

    lines: Lines
    names: Mapping[str, str]
    categories: Mapping[str, str]
    otherwise: Callable[[], Purchased]

    def by_segment(self, labels: pl.DataFrame) -> Bought:
        """Return the counts for the customers in ``labels``; the lines are read once."""
        look = Look(self.lines, numbered(labels, self.lines))
        if all(look.took(batch) for batch in batches(self.lines.frame.drop(ORDER))):
            return look.bought(self.names, self.categories)
        return self.otherwise().by_segment(labels)


def numbered(labels: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """Return number and segment of the customers whose ids are such as the lines have."""
    code, name = lines.codes.get(CUSTOMER), pl.col("customer_id")
    number = code.of(name) if code else name.cast(pl.Int64, strict=False)
    found = labels.lazy().select(number.alias(CUSTOMER), name, SEGMENT).drop_nulls(CUSTOMER)
    return found.filter(lines.text(CUSTOMER) == name).select(CUSTOMER, SEGMENT).collect(engine="streaming")


class Look:
    """One look at the lines, batch by batch."""

    def __init__(self, lines: Lines, customers: pl.DataFrame) -> None:
        self.lines = lines
        self.places = Places(customers[CUSTOMER].to_numpy())
        self.segments = customers[SEGMENT].cast(pl.Int64).to_numpy()
        self.pairs = {name: Pile() for name in (*NAMES, MOMENT) if name in lines.has}
        self.types: dict[str, pl.DataType] = {}
        cells = (int(self.segments.max(initial=0)) + 1) * MONTHS
        self.upper, self.lower = np.zeros(cells, np.int64), np.zeros(cells, np.int64)

    def took(self, batch: pl.DataFrame) -> bool:
        """Take a batch in; tell whether its ids and days fit."""
        self.types = dict(batch.schema)
        batch = batch.filter(~pl.col(LATE)) if LATE in self.lines.has else batch
        customers = numbers(batch[CUSTOMER])
        if customers is None:
            return False
        places = self.places.of(customers)
        known = places >= 0
        batch = batch if known.all() else batch.filter(pl.Series(known))
        high = places[known].astype(np.uint64) << HALF
        taken = batch[UNITS].to_numpy() > 0 if UNITS in self.lines.has else np.ones(batch.height, np.bool_)
        for name in (name for name in NAMES if name in self.pairs):
            things = numbers(batch[name])
            if things is None:
                return False
            bought = taken & (things != NOTHING)
            self.pairs[name].add(high[bought] | things[bought])
        return MOMENT not in self.lines.has or self.took_months(batch, high)

    def took_months(self, batch: pl.DataFrame, high: Keys) -> bool:
        """Take the months and their money in; tell whether they fit."""
        if batch[MOMENT].null_count():
            dated = batch[MOMENT].is_not_null()
            batch, high = batch.filter(dated), high[dated.to_numpy()]
        days = batch[MOMENT].cast(pl.Date)
        starts = np.flatnonzero(changed(high) | changed(days.cast(pl.Int32).to_numpy()))
        # Lines of one customer and day mostly stand together: the rest is done once for all of them.
        days, high = days.gather(starts), high[starts]
        months = (days.dt.year().cast(pl.Int64) * 12 + days.dt.month().cast(pl.Int64) - 1).to_numpy()
        if len(months) and not 0 <= months.min() <= months.max() < MONTHS:
            return False
        self.pairs[MOMENT].add(high | months.astype(np.uint64))
        if AMOUNT in self.lines.has and len(starts):
            money = np.add.reduceat(filled(batch[AMOUNT], 0).to_numpy(), starts)
            cells = self.segments[(high >> HALF).astype(np.intp)] * MONTHS + months
            np.add.at(self.upper, cells, money >> PIECE)
            np.add.at(self.lower, cells, money & ((1 << PIECE) - 1))
        return True

    def bought(self, names: Mapping[str, str], categories: Mapping[str, str]) -> Bought:
        """Return what was counted."""
        months = self.months() if MOMENT in self.pairs else pl.DataFrame()
        keys = {name: self.pairs[name].taken() for name in NAMES if name in self.pairs}
        products = self.things(PRODUCT, keys[PRODUCT], names) if PRODUCT in keys else pl.DataFrame()
        if CATEGORY in keys:
            return Bought(products, self.things(CATEGORY, keys[CATEGORY], {}), months)
        kinds = self.things(PRODUCT, keys[PRODUCT], categories) if categories and PRODUCT in keys else pl.DataFrame()
        return Bought(products, kinds.rename({NAMES[PRODUCT]: NAMES[CATEGORY]}, strict=False), months)

    def counts(self, name: str, keys: Keys) -> pl.DataFrame:
        """Return segment, number and ``count`` of the customers who have it; the keys are sorted in place."""
        width = 1 + max((int((some & LOWER).max()) for some in slices(keys)), default=0)
        cells = (int(self.segments.max(initial=0)) + 1) * width
        pairs = (
            self.segments[(some >> HALF).astype(np.intp)] * width + (some & LOWER).astype(np.int64)
            for some in distinct(keys)
        )
        if cells <= MOST_CELLS:
            count = sum((np.bincount(some, minlength=cells) for some in pairs), np.zeros(cells, np.int64))
            each = np.flatnonzero(count)
            count = count[each]
        else:
            each, count = np.unique(np.concatenate([NO_PAIRS, *pairs]), return_counts=True)
        return pl.DataFrame({SEGMENT: each // width, name: (each % width).astype(np.uint64), "count": count})

    def things(self, name: str, keys: Keys, words: Mapping[str, str]) -> pl.DataFrame:
        """Return the counts of products or categories by their text, or by the words for it."""
        if not words:
            counts = self.counts(name, keys)
            texts = self.texts(name, counts[name].unique())
        else:
            texts = self.texts(name, pl.Series(np.unique(keys & LOWER)))
            texts = texts.with_columns(pl.col(TEXT).replace(words))
            texts = texts.with_columns(word=pl.col(TEXT).rank("dense").cast(pl.UInt64))
            word = texts["word"].to_numpy()[Places(texts[name].to_numpy()).of(keys & LOWER)]
            counts = self.counts(name, (keys & ~LOWER) | word)
            texts = texts.select(pl.col("word").alias(name), TEXT).unique()
        return counts.join(texts, on=name).select(SEGMENT, pl.col(TEXT).alias(NAMES[name]), "count")

    def texts(self, name: str, found: pl.Series) -> pl.DataFrame:
        """Return the text that each number stands for."""
        values = found.cast(self.types[name]) if self.types[name].is_integer() else found
        if self.types[name] == pl.Categorical:
            values = collect(self.lines.frame.select(name).unique())[name].drop_nulls()
            found = values.to_physical().cast(pl.UInt64)
        return values.to_frame(name).select(found.alias(name), self.lines.text(name).alias(TEXT))

    def months(self) -> pl.DataFrame:
        """Return customers and money of each month."""
        counts = self.counts(MOMENT, self.pairs[MOMENT].taken())
        cells = counts[SEGMENT].to_numpy() * MONTHS + counts[MOMENT].to_numpy().astype(np.int64)
        money = [(int(self.upper[cell]) << PIECE) + int(self.lower[cell]) for cell in cells]
        year, month = pl.col(MOMENT) // 12, pl.col(MOMENT) % 12 + 1
        return counts.select(
            SEGMENT,
            month=pl.format("{}-{}", year.cast(pl.String).str.zfill(4), month.cast(pl.String).str.zfill(2)),
            customers="count",
            known="count" if AMOUNT in self.lines.has else pl.lit(0, pl.Int64),
            total=pl.Series([in_units(each, self.lines.money_scale) for each in money], dtype=pl.Int128),
        )


def slices(keys: Keys) -> Iterator[Keys]:
    """Yield the keys some at a time."""
    return (keys[start : start + SLICE] for start in range(0, len(keys), SLICE))


def in_units(total: int, scale: int) -> int:
    """Return a whole number of so many decimals in those of ``analysis.exact``, rounded half away from 0."""
    unit = int(10**scale)
    rounded = (2 * abs(total) * SCALE + unit) // (2 * unit)
    return rounded if total >= 0 else -rounded
