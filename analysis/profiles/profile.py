"""What each segment is: its size and revenue, its measures with intervals, what sets it apart, and its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.memory import hand_back
from analysis.profiles.bought import Purchased, Purchases
from analysis.profiles.concentration import concentration
from analysis.profiles.intervals import (
    GROUPS,
    RESAMPLES,
    Sums,
    estimates,
    interval,
    median_estimate,
    resampled_sums,
)
from analysis.profiles.mixes import EVERYBODY, by_month, category_mixes, top_bought
from analysis.profiles.naming import Trait, name_segments
from analysis.profiles.summary import Difference, Level, MeasureStats, Mix, Month, Profiles, SegmentProfile
from analysis.profiles.traits import level_traits, traits
from analysis.scores import spend
from analysis.tiers import exact_sum

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
Rows = NDArray[np.intp] | slice

RESULTS = (
    ("value", "Value", "money"),
    ("loyalty", "Loyalty", "number"),
    ("clv", "Lifetime value", "money"),
    ("p_alive", "Chance to be active", "share"),
)
TIERS = (("value_tier", "Value tier"), ("loyalty_tier", "Loyalty tier"), ("rfm_segment", "RFM segment"))
NOBODY = "No segment"
LARGEST = 1e150
"""Numbers from here on have no square that fits a float; they count as unknown."""


@dataclass(frozen=True)
class ProfileContext:
    """What profiling needs besides the customers.

    ``nameable``: the segments that may carry a name, the others stay slices. ``formed``: the columns that the segments
    were made from. ``names``: names by segment id that are kept as they are (the analyst's, or a rule's).
    """

    nameable: frozenset[int]
    formed: frozenset[str] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    purchases: Purchased = field(default_factory=Purchases)
    seed: int = 0


@dataclass(frozen=True)
class _Measured:
    """The numeric measures: of each its values in the order of the customers, NaN for unknown, name, title and unit."""

    values: tuple[Floats, ...]
    names: tuple[str, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    roles: tuple[str | None, ...]


def profile(result: pl.DataFrame, customers: Customers, context: ProfileContext) -> Profiles:
    """Describe every segment of ``result`` (row-aligned with ``customers.frame``; ``segment`` null: in none).

    Differences and intervals depend on the seed and on the customers alone. Names are set here; ``result`` needs none.
    """
    # What was bought takes the most memory, which is free again when the measures take theirs.
    parts = _parts(result, customers, context)
    hand_back()
    segments = result["segment"].cast(pl.Int64).fill_null(0).to_numpy()
    measured = _measured(result, customers)
    rows = {int(segment): np.flatnonzero(segments == segment) for segment in np.unique(segments)}
    shift = _means(measured.values)
    sums = {one: resampled_sums(measured.values, shift, (context.seed, one), own) for one, own in rows.items()}
    names = _names(measured, rows, parts.mixes, context)
    spent = spend(customers)
    everything = _Everything(measured, result.height, sums, context, spent, exact_sum(spent), parts)
    profiles = tuple(everything.describe(segment, own, names[segment]) for segment, own in _ordered(rows))
    return Profiles(
        segments=profiles,
        whole=everything.describe(EVERYBODY, slice(None), "All customers"),
        concentration=concentration(spent),
        resamples=RESAMPLES,
        groups=GROUPS,
    )


def _ordered(rows: Mapping[int, NDArray[np.intp]]) -> list[tuple[int, NDArray[np.intp]]]:
    """Return the segments by id, the customers without one last."""
    return sorted(rows.items(), key=lambda item: (item[0] == 0, item[0]))


def _means(values: Sequence[Floats]) -> Floats:
    known = (column[np.isfinite(column)] for column in values)
    return np.asarray([column.sum() / max(len(column), 1) for column in known], dtype=np.float64)


def _measured(result: pl.DataFrame, customers: Customers) -> _Measured:
    """Collect the numeric measures of the customers and, where they are known, the scores of the result."""
    columns: list[tuple[str, str, str, str | None, pl.Series]] = [
        (one.name, one.title, one.unit, one.role, customers.frame[one.name])
        for one in customers.measures
        if one.kind == "numeric" and one.name in customers.frame.columns
    ]
    taken = {name for name, *_ in columns}
    columns += [
        (name, title, unit, None, result[name])
        for name, title, unit in RESULTS
        if name in result.columns and name not in taken and result[name].count()
    ]
    columns = [column for column in columns if column[4].dtype.is_numeric() or column[4].dtype == pl.Boolean]
    names, titles, units, roles = (tuple(part) for part in list(zip(*columns, strict=True))[:4] or ((),) * 4)
    return _Measured(tuple(_numbers(column[4]) for column in columns), names, titles, units, roles)


def _numbers(values: pl.Series) -> Floats:
    numbers = values.cast(pl.Float64).fill_null(np.nan).to_numpy()
    beyond = np.abs(numbers) >= LARGEST
    return np.where(beyond, np.nan, numbers) if beyond.any() else numbers


@dataclass(frozen=True)
class _Parts:
    """What segments are made of, by segment id and for everybody."""

    mixes: dict[int, tuple[Mix, ...]]
    products: dict[int, tuple[Level, ...]]
    categories: dict[int, tuple[Level, ...]]
    months: dict[int, tuple[Month, ...]]


def _parts(result: pl.DataFrame, customers: Customers, context: ProfileContext) -> _Parts:
    labels = result.select("customer_id", pl.col("segment").cast(pl.Int64).fill_null(0))
    own = [(one.name, one.title) for one in customers.measures if one.kind == "category"]
    tiers = [(name, title) for name, title in TIERS if name in result.columns and result[name].count()]
    frame = pl.concat(
        [
            labels.drop("customer_id"),
            customers.frame.select(name for name, _ in own),
            result.select(n for n, _ in tiers),
        ],
        how="horizontal",
    )
    bought = context.purchases.by_segment(labels)
    return _Parts(
        mixes=category_mixes(frame, [*tiers, *own]),
        products=top_bought(bought.products, "product", labels),
        categories=top_bought(bought.categories, "category", labels),
        months=by_month(bought.months),
    )


@dataclass(frozen=True)
class _Everything:
    """All that the profile of one segment is made from."""

    measured: _Measured
    customers: int
    sums: dict[int, Sums]
    context: ProfileContext
    spent: Floats | None
    revenue: float | None
    parts: _Parts

    def describe(self, segment: int, rows: Rows, name: str) -> SegmentProfile:
        """Return the profile of one segment, or of all customers where ``segment`` is ``EVERYBODY``."""
        whole, total = segment == EVERYBODY, self.revenue
        revenue = exact_sum(self.spent[rows]) if self.spent is not None and not whole else total
        size = len(rows) if isinstance(rows, np.ndarray) else self.customers
        return SegmentProfile(
            id=segment,
            name=name,
            is_slice=segment > 0 and segment not in self.context.nameable,
            size=size,
            share=size / max(self.customers, 1),
            revenue=revenue,
            revenue_share=revenue / total if revenue is not None and total is not None and total > 0 else None,
            measures=self.stats(rows, self.total() if whole else self.sums[segment]),
            differences=() if whole else self.differences(segment),
            mixes=self.parts.mixes.get(segment, ()),
            products=self.parts.products.get(segment, ()),
            categories=self.parts.categories.get(segment, ()),
            months=self.parts.months.get(segment, ()),
        )

    def total(self) -> Sums:
        """Return the sums over all customers."""
        parts = [self.sums[segment] for segment in sorted(self.sums)]
        whole = parts[0]
        for part in parts[1:]:
            whole = whole + part
        return whole

    def stats(self, rows: Rows, sums: Sums) -> tuple[MeasureStats, ...]:
        """Return mean, median and standard deviation of each measure with their intervals."""
        measured = self.measured
        means, spreads = estimates(sums.means()), estimates(sums.spreads())
        return tuple(
            MeasureStats(
                measure=name,
                title=measured.titles[place],
                unit=measured.units[place],
                known=round(float(sums.count[0, place])),
                mean=means[place],
                median=median_estimate(measured.values[place][rows]),
                std=spreads[place],
            )
            for place, name in enumerate(measured.names)
        )

    def differences(self, segment: int) -> tuple[Difference, ...]:
        """Return what sets a segment apart, the largest clear difference first."""
        total = self.total()
        here, rest = self.sums[segment].means(), total.without(self.sums[segment]).means()
        spread = total.spreads()[0]
        usable = np.isfinite(here[0]) & np.isfinite(rest[0]) & (spread > 0)
        places: list[int] = np.flatnonzero(usable).tolist()
        found = [self._difference(place, here[:, place], rest[:, place], spread[place]) for place in places]
        known = [difference for difference in found if difference]
        return tuple(sorted(known, key=lambda one: (not one.clear, -abs(one.difference), one.measure)))

    def _difference(self, place: int, here: Floats, rest: Floats, spread: float) -> Difference | None:
        apart = (here - rest) / spread
        low, high = interval(apart[1:])
        if low is None or high is None:
            return None
        name = self.measured.names[place]
        return Difference(
            measure=name,
            title=self.measured.titles[place],
            unit=self.measured.units[place],
            difference=float(apart[0]),
            low=low,
            high=high,
            clear=not low <= 0 <= high,
            formed=name in self.context.formed,
            here=float(here[0]),
            rest=float(rest[0]),
        )


def _names(
    measured: _Measured,
    rows: Mapping[int, NDArray[np.intp]],
    mixes: Mapping[int, Sequence[Mix]],
    context: ProfileContext,
) -> dict[int, str]:
    """Return the name of every segment: given, made from its traits, or a slice's number."""
    slices = {one: f"Slice {one}" for one in rows if one and one not in context.nameable}
    fixed = slices | {one: name for one, name in context.names.items() if one in rows}
    fixed |= {0: NOBODY} if 0 in rows else {}
    unnamed = {one: own for one, own in rows.items() if one not in fixed}
    scores = {name for name, *_ in RESULTS} - context.formed
    found: dict[int, list[Trait]] = {one: [] for one in unnamed}
    for place, name in enumerate(measured.names if unnamed else ()):
        if name in scores:
            continue
        told = (name, measured.titles[place], measured.roles[place], name in context.formed)
        for one, trait in traits(measured.values[place], unnamed, told):
            found[one].append(trait)
    for one, trait in level_traits(mixes, context.formed):
        if one in found:
            found[one].append(trait)
    return name_segments(found, fixed)
