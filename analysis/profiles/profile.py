"""What each segment is: its size and revenue, its measures with intervals, what sets it apart, and its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

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
from analysis.profiles.mixes import EVERYBODY, Purchases, by_month, category_mixes, top_bought
from analysis.profiles.naming import Trait, name_segments
from analysis.profiles.summary import Difference, Level, MeasureStats, Mix, Month, Profiles, SegmentProfile
from analysis.scores import spend
from analysis.tiers import exact_sum

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]

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
LEAST_APART = 0.2
"""Standard deviations under which a difference of means is small (Cohen 1988) and worth no word."""


@dataclass(frozen=True)
class ProfileContext:
    """What profiling needs besides the customers.

    ``nameable``: the segments that may carry a name, the others stay slices. ``formed``: the columns that the segments
    were made from. ``names``: names by segment id that are kept as they are (the analyst's, or a rule's).
    """

    nameable: frozenset[int]
    formed: frozenset[str] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    purchases: Purchases = field(default_factory=Purchases)
    seed: int = 0


@dataclass(frozen=True)
class _Measured:
    """The numeric measures as one table: (customers, measures) with NaN for unknown, their names, titles and units."""

    values: Floats
    names: tuple[str, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    roles: tuple[str | None, ...]


def profile(result: pl.DataFrame, customers: Customers, context: ProfileContext) -> Profiles:
    """Describe every segment of ``result`` (row-aligned with ``customers.frame``; ``segment`` null: in none).

    Differences and intervals depend on the seed and on the customers alone. Names are set here; ``result`` needs none.
    """
    segments = result["segment"].cast(pl.Int64).fill_null(0).to_numpy()
    measured = _measured(result, customers)
    rows = {int(segment): np.flatnonzero(segments == segment) for segment in np.unique(segments)}
    shift = _means(measured.values)
    sums = {one: resampled_sums(measured.values[own], shift, (context.seed, one)) for one, own in rows.items()}
    names = _names(measured, rows, context)
    everything = _Everything(measured, segments, sums, context, spend(customers), _parts(result, customers, context))
    profiles = tuple(everything.describe(segment, own, names[segment]) for segment, own in _ordered(rows))
    return Profiles(
        segments=profiles,
        whole=everything.describe(EVERYBODY, np.arange(result.height), "All customers"),
        concentration=concentration(everything.spent),
        resamples=RESAMPLES,
        groups=GROUPS,
    )


def _ordered(rows: Mapping[int, NDArray[np.intp]]) -> list[tuple[int, NDArray[np.intp]]]:
    """Return the segments by id, the customers without one last."""
    return sorted(rows.items(), key=lambda item: (item[0] == 0, item[0]))


def _means(values: Floats) -> Floats:
    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=0), 1)
    return np.asarray(np.where(known, values, 0.0).sum(axis=0) / count)


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
    arrays = [column[4].cast(pl.Float64).fill_null(np.nan).to_numpy() for column in columns]
    values = np.stack(arrays, axis=1) if arrays else np.zeros((result.height, 0))
    values[~(np.abs(values) < LARGEST)] = np.nan
    names, titles, units, roles = (tuple(part) for part in list(zip(*columns, strict=True))[:4] or ((),) * 4)
    return _Measured(values, names, titles, units, roles)


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
    purchases = context.purchases
    keyed = purchases.keyed(labels)
    return _Parts(
        mixes=category_mixes(frame, [*tiers, *own]),
        products=top_bought(purchases, "product", keyed),
        categories=top_bought(purchases, "category", keyed),
        months=by_month(purchases.months, keyed),
    )


@dataclass(frozen=True)
class _Everything:
    """All that the profile of one segment is made from."""

    measured: _Measured
    segments: NDArray[np.int64]
    sums: dict[int, Sums]
    context: ProfileContext
    spent: Floats | None
    parts: _Parts

    def describe(self, segment: int, rows: NDArray[np.intp], name: str) -> SegmentProfile:
        """Return the profile of one segment, or of all customers where ``segment`` is ``EVERYBODY``."""
        whole = segment == EVERYBODY
        revenue, total = exact_sum(self.spent[rows]) if self.spent is not None else None, exact_sum(self.spent)
        return SegmentProfile(
            id=segment,
            name=name,
            is_slice=segment > 0 and segment not in self.context.nameable,
            size=len(rows),
            share=len(rows) / max(len(self.segments), 1),
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

    def stats(self, rows: NDArray[np.intp], sums: Sums) -> tuple[MeasureStats, ...]:
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
                median=median_estimate(measured.values[rows, place]),
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


def _names(measured: _Measured, rows: Mapping[int, NDArray[np.intp]], context: ProfileContext) -> dict[int, str]:
    """Return the name of every segment: given, made from its traits, or a slice's number."""
    slices = {one: f"Slice {one}" for one in rows if one and one not in context.nameable}
    fixed = slices | {one: name for one, name in context.names.items() if one in rows}
    fixed |= {0: NOBODY} if 0 in rows else {}
    unnamed = {one: own for one, own in rows.items() if one not in fixed}
    ranks = _ranks(measured.values) if unnamed else measured.values
    found = {one: _traits(measured, ranks, own, context.formed) for one, own in unnamed.items()}
    return name_segments(found, fixed)


def _traits(measured: _Measured, ranks: Floats, rows: NDArray[np.intp], formed: frozenset[str]) -> Sequence[Trait]:
    """Return how surely each measure is lower or higher among ``rows`` than among the others."""
    scores = {name for name, *_ in RESULTS}
    return [
        _trait(measured, ranks, rows, place, name in formed)
        for place, name in enumerate(measured.names)
        if name not in scores or name in formed
    ]


def _trait(measured: _Measured, ranks: Floats, rows: NDArray[np.intp], place: int, formed: bool) -> Trait:
    column = measured.values[:, place]
    own = column[rows]
    known = np.isfinite(own)
    inside, outside = int(known.sum()), int(np.isfinite(column).sum()) - int(known.sum())
    delta = 0.0
    if inside and outside:
        # The rank sum of Mann and Whitney (1947) gives Cliff's delta without comparing every pair.
        wins = float(ranks[rows, place][known].sum()) - inside * (inside + 1) / 2
        delta = 2 * wins / (inside * outside) - 1
        rest = (np.nansum(column) - own[known].sum()) / outside
        # A word must be true of the mean too: what is mostly higher but no higher on average gets none.
        apart = (own[known].mean() - rest) / max(float(np.nanstd(column)), 1e-300)
        delta = delta if apart * np.sign(delta) > LEAST_APART else 0.0
    return Trait(
        measure=measured.names[place],
        title=measured.titles[place],
        delta=delta,
        formed=formed,
        role=measured.roles[place],
        yes_no=bool(np.isin(own[known], (0.0, 1.0)).all()),
        median=float(np.median(own[known])) if inside else None,
    )


def _ranks(values: Floats) -> Floats:
    """Return the rank of each value in its column, from 1, equal values sharing the mean of theirs; NaN for unknown."""
    frame = pl.DataFrame({str(place): values[:, place] for place in range(values.shape[1])})
    ranked = frame.select(pl.all().fill_nan(None).rank("average").fill_null(np.nan))
    return ranked.to_numpy() if ranked.width else values
