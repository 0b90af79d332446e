"""A score for every customer: its values, ranks, tiers, and the summary that says how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, JsonValue

from analysis.customers.several_currencies import currency_problem
from analysis.settings import Summary
from analysis.tiers import TierChoices, TierLine, Tiers, cut_tiers, label_tiers

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
WIDEST = 1 << 20
"""Whole numbers are counted one by one where they lie no further apart."""
DIGITS = 12
"""Significant digits that scores keep: cents of billions are kept, the noise of floating point is not a difference."""


@dataclass(frozen=True)
class RawScore:
    """What a method found out, before ranks and tiers.

    ``values`` has one float a customer, NaN where unknown. ``drivers`` and ``columns`` are row-aligned frames, or
    empty: what each part contributes to the score, and further columns of the result; ``details`` goes into
    the summary.
    """

    values: Floats
    unit: str
    formula: str
    notes: tuple[str, ...] = ()
    unavailable: str = ""
    drivers: pl.DataFrame = field(default_factory=pl.DataFrame)
    columns: pl.DataFrame = field(default_factory=pl.DataFrame)
    details: Mapping[str, JsonValue] = field(default_factory=dict)


class ScoreSummary(Summary):
    """How a score was made; also all that is needed to score later customers in the same way.

    ``cuts[i]`` is the smallest score of ``tier_names[i + 1]``. ``tiers`` is empty where ``tier_reason`` says why none
    could be cut; ``unavailable`` says why there is no score at all.
    """

    method: str
    unit: str
    formula: str
    known: int
    tiers: tuple[TierLine, ...] = ()
    tier_names: tuple[str, ...] = ()
    cut: str = ""
    cuts: tuple[float, ...] = ()
    tier_reason: str = ""
    notes: tuple[str, ...] = ()
    unavailable: str = ""
    details: dict[str, JsonValue] = Field(default_factory=dict)


@dataclass(frozen=True)
class Scores:
    """The score of every customer, in the order of ``Customers.frame``.

    ``values`` float64 (n,), NaN: unknown; ``rank`` Int64, 1 the highest, equal scores share the better rank;
    ``percentile`` Float64, 0 to 100, the share of customers below plus half of those equal; both null where the score
    is unknown.
    """

    values: Floats
    rank: pl.Series
    percentile: pl.Series
    tiers: Tiers
    summary: ScoreSummary
    drivers: pl.DataFrame
    columns: pl.DataFrame

    @property
    def unavailable(self) -> str:
        """Why there is no score at all; empty where there is one."""
        return self.summary.unavailable


def no_score(customers: Customers, unit: str, reason: str) -> RawScore:
    """Return the score that could not be computed: all unknown, with the reason, never a made-up number."""
    return RawScore(np.full(customers.frame.height, np.nan), unit, "", unavailable=reason)


def finish(raw: RawScore, method: str, choices: TierChoices, amounts: Floats | None) -> Scores:
    """Rank a raw score and cut it into tiers; ``amounts`` is the customers' revenue, where known."""
    values = significant(raw.values)
    if raw.unavailable:
        values = np.full(len(values), np.nan)
    tiers = cut_tiers(values, choices.tiers, choices.cut, choices.cuts)
    lines = tiers.lines(values, amounts)
    summary = ScoreSummary(method=method, cut=choices.cut, tiers=lines, **_told(raw, values, tiers))
    return _scores(raw, values, tiers, summary)


def finish_as_before(raw: RawScore, before: ScoreSummary, amounts: Floats | None) -> Scores:
    """Rank a raw score of later customers and label it with the tiers of an earlier run."""
    values = significant(raw.values)
    reason = raw.unavailable or before.unavailable or before.tier_reason
    if reason:
        labels = pl.Series("tier", [None] * len(values), dtype=pl.String)
    else:
        labels = label_tiers(values, before.tier_names, before.cuts)
    tiers = Tiers(labels, before.tier_names, before.cuts, reason=reason)
    changes = {
        "known": int(np.isfinite(values).sum()),
        "tiers": tiers.lines(values, amounts),
        "notes": raw.notes,
        "unavailable": raw.unavailable,
        "tier_reason": reason,
    }
    return _scores(raw, values, tiers, before.model_copy(update=changes))


def _told(raw: RawScore, values: Floats, tiers: Tiers) -> dict[str, Any]:
    """Return the fields of a summary that follow from the score."""
    return {
        "unit": raw.unit,
        "formula": raw.formula,
        "known": int(np.isfinite(values).sum()),
        "tier_names": tiers.names,
        "cuts": tiers.cuts,
        "tier_reason": raw.unavailable or tiers.reason,
        "notes": (*raw.notes, tiers.note) if tiers.note else raw.notes,
        "unavailable": raw.unavailable,
        "details": dict(raw.details),
    }


def _scores(raw: RawScore, values: Floats, tiers: Tiers, summary: ScoreSummary) -> Scores:
    placed = Placed.of(values)
    return Scores(values, placed.ranks(), placed.percentiles(), tiers, summary, raw.drivers, raw.columns)


def significant(values: Floats, digits: int = DIGITS) -> Floats:
    """Round to significant digits, so that what is equal but for floating-point noise is equal."""
    usable = np.isfinite(values) & (values != 0)
    exponent = np.floor(np.log10(np.abs(np.where(usable, values, 1.0))))
    shift = np.clip(digits - 1 - exponent, -300, 300)
    scale = 10.0 ** np.abs(shift)
    rounded = np.where(shift >= 0, np.round(values * scale) / scale, np.round(values / scale) * scale)
    return np.asarray(np.where(usable, rounded, values) + 0.0)


def ranks(values: Floats) -> pl.Series:
    """Return 1 for the highest value; equal values share the better rank; null for NaN."""
    return Placed.of(values).ranks()


def percentiles(values: Floats) -> pl.Series:
    """Return 0 to 100: the share of known values below each, plus half of those equal to it; null for NaN."""
    return Placed.of(values).percentiles()


@dataclass(frozen=True)
class Placed:
    """Where each of the ``known`` values stands among them: how many are below it, and how many equal, itself too."""

    known: NDArray[np.bool_]
    below: NDArray[np.int64]
    equal: NDArray[np.int64]

    @classmethod
    def of(cls, values: Floats) -> Placed:
        """Place the finite ones of ``values``."""
        known = np.isfinite(values)
        codes = _numbered(values if known.all() else values[known])
        counts = np.bincount(codes)
        return cls(known, (np.cumsum(counts) - counts)[codes], counts[codes])

    def ranks(self) -> pl.Series:
        """Return 1 for the highest, equal ones sharing the better rank, null for unknown."""
        above = len(self.below) - self.below - self.equal
        return self._told("rank", np.asarray(above + 1, dtype=np.float64)).cast(pl.Int64)

    def percentiles(self) -> pl.Series:
        """Return the share of those below and of half the equal ones, in per cent, null for unknown."""
        middle = np.asarray(self.below + self.equal / 2, dtype=np.float64)
        return self._told("percentile", middle * (100 / max(len(self.below), 1)))

    def _told(self, name: str, figures: Floats) -> pl.Series:
        if self.known.all():
            return pl.Series(name, figures)
        everybody = np.full(len(self.known), np.nan)
        everybody[self.known] = figures
        return pl.Series(name, everybody).fill_nan(None)


def _numbered(values: Floats) -> NDArray[np.intp]:
    """Return whole numbers that are ordered as the values are; of many customers most measures are whole themselves."""
    if not len(values):
        return np.zeros(0, dtype=np.intp)
    low, high = float(values.min()), float(values.max())
    if high - low < WIDEST and bool((values == np.floor(values)).all()):
        return (values - low).astype(np.intp)
    return np.asarray(np.unique(values, return_inverse=True)[1], dtype=np.intp)


def measured(customers: Customers, *roles: str) -> Floats | None:
    """Return the first of the customers' columns that has one of the roles or names, as floats with NaN for unknown.

    Dates become days since 1970. None where no column fits.
    """
    name = column_for(customers, *roles)
    if name is None:
        return None
    column = customers.frame[name]
    if column.dtype.is_temporal():
        column = column.cast(pl.Date).cast(pl.Int32)
    values = column.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    return np.where(np.isfinite(values), values, np.nan)


def column_for(customers: Customers, *roles: str) -> str | None:
    """Return the name of the first column that has one of the roles, or is called so; of usable type."""
    named = {measure.role: measure.name for measure in reversed(customers.measures) if measure.role}
    for role in roles:
        for name in (named.get(role), role):
            if name in customers.frame.columns and _usable(customers.frame.schema[name]):
                return name
    return None


def _usable(kind: pl.DataType) -> bool:
    return kind.is_numeric() or kind == pl.Boolean or kind in (pl.Date, pl.Datetime)


def spend(customers: Customers) -> Floats | None:
    """Return what each customer has spent, where the data say it and it can be added up; NaN for unknown."""
    return None if currency_problem(customers) else measured(customers, "monetary", "total_purchase")
