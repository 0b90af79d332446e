"""What each segment is: its size and revenue, its measures with intervals, what sets it apart, and its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.profiles.bought import SEGMENT, labels_of
from analysis.profiles.concentration import concentration
from analysis.profiles.intervals import GROUPS, RESAMPLES, Sums, estimates, interval
from analysis.profiles.measuring import Measured, columns_of, measure
from analysis.profiles.mixes import EVERYBODY, category_mixes
from analysis.profiles.naming import name_segments
from analysis.profiles.summary import Difference, MeasureStats, Mix, Profiles, SegmentProfile
from analysis.profiles.traits import level_traits
from analysis.result_columns import RESULT_COLUMNS
from analysis.tiers import exact_sum
from analysis.tiers.scores import spend

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
Rows = NDArray[np.intp] | slice

TIERS = ("value_tier", "loyalty_tier", "rfm_segment")
NOBODY = "No segment"


@dataclass(frozen=True)
class ProfileContext:
    """What profiling needs besides the customers.

    ``nameable``: the segments that may carry a name, the others stay slices. ``formed``: the columns that the segments
    were made from. ``names``: names by segment id that are kept as they are (the analyst's, or a rule's).
    ``value_unit``: money or points.
    """

    nameable: frozenset[int]
    formed: frozenset[str] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    seed: int = 0
    value_unit: str = "money"


def profile(result: pl.DataFrame, customers: Customers, context: ProfileContext) -> Profiles:
    """Describe every segment of ``result`` (row-aligned with ``customers.frame``; ``segment`` null: in none).

    Differences and intervals depend on the seed and on the customers alone. Names are set here; ``result`` needs none.
    What was bought is not looked at: ``with_purchases`` adds it.
    """
    mixes = _mixes(result, customers)
    segments = result["segment"].cast(pl.Int64).fill_null(0).to_numpy()
    rows = {int(segment): np.flatnonzero(segments == segment) for segment in np.unique(segments)}
    fixed = _fixed(rows, context)
    unnamed = {one: own for one, own in rows.items() if one not in fixed}
    measured = measure(columns_of(result, customers, context.value_unit), rows, unnamed, context.formed, context.seed)
    names = _names(measured, mixes, context, fixed)
    spent = spend(customers)
    everything = _Everything(measured, result.height, context, spent, exact_sum(spent), mixes)
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


def _mixes(result: pl.DataFrame, customers: Customers) -> dict[int, tuple[Mix, ...]]:
    """Return what segments are made of, by segment id and for everybody."""
    told = [name for name in TIERS if name in result.columns and result[name].count()]
    tiers = [(name, RESULT_COLUMNS[name][0], result[name]) for name in told]
    own = [(one.name, one.title, customers.frame[one.name]) for one in customers.measures if one.kind == "category"]
    return category_mixes(labels_of(result)[SEGMENT], [*tiers, *own])


@dataclass(frozen=True)
class _Everything:
    """All that the profile of one segment is made from."""

    measured: Measured
    customers: int
    context: ProfileContext
    spent: Floats | None
    revenue: float | None
    mixes: Mapping[int, tuple[Mix, ...]]

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
            measures=self.stats(segment, self.total() if whole else self.measured.sums[segment]),
            differences=() if whole else self.differences(segment),
            mixes=self.mixes.get(segment, ()),
        )

    def total(self) -> Sums:
        """Return the sums over all customers."""
        parts = [self.measured.sums[segment] for segment in sorted(self.measured.sums)]
        whole = parts[0]
        for part in parts[1:]:
            whole = whole + part
        return whole

    def stats(self, segment: int, sums: Sums) -> tuple[MeasureStats, ...]:
        """Return mean, median and standard deviation of each measure with their intervals."""
        medians = self.measured.medians[segment]
        means, spreads = estimates(sums.means()), estimates(sums.spreads())
        return tuple(
            MeasureStats(
                measure=column.name,
                title=column.title,
                unit=column.unit,
                known=round(float(sums.count[0, place])),
                mean=means[place],
                median=medians[place],
                std=spreads[place],
            )
            for place, column in enumerate(self.measured.columns)
        )

    def differences(self, segment: int) -> tuple[Difference, ...]:
        """Return what sets a segment apart, the largest clear difference first."""
        total = self.total()
        here, rest = self.measured.sums[segment].means(), total.without(self.measured.sums[segment]).means()
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
        column = self.measured.columns[place]
        return Difference(
            measure=column.name,
            title=column.title,
            unit=column.unit,
            difference=float(apart[0]),
            low=low,
            high=high,
            clear=not low <= 0 <= high,
            formed=column.name in self.context.formed,
            here=float(here[0]),
            rest=float(rest[0]),
        )


def _fixed(segments: Collection[int], context: ProfileContext) -> dict[int, str]:
    """Return the names that are given, or are a slice's number."""
    fixed = {one: f"Slice {one}" for one in segments if one and one not in context.nameable}
    fixed |= {one: name for one, name in context.names.items() if one in segments}
    return fixed | ({0: NOBODY} if 0 in segments else {})


def _names(
    measured: Measured, mixes: Mapping[int, Sequence[Mix]], context: ProfileContext, fixed: Mapping[int, str]
) -> dict[int, str]:
    """Return the name of every segment: the fixed one, else one made from its traits."""
    found = {one: list(own) for one, own in measured.traits.items()}
    for one, trait in level_traits(mixes, context.formed):
        if one in found:
            found[one].append(trait)
    return name_segments(found, fixed)
