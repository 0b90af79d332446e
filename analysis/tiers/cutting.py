"""Cuts a score into tiers: by quantile, fixed values, equal width or natural breaks; equal values share a tier."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, model_validator

from analysis.settings import Settings, Summary
from analysis.tiers.natural_breaks import natural_breaks

Floats = NDArray[np.float64]
MILLION = 1e6
EXACT = 2.0**62
"""Whole numbers up to here add up within 64 bits."""

Cut = Literal["quantile", "fixed", "equal_width", "natural"]


class TierChoices(Settings):
    """How a score is cut into tiers; a customer is in a tier when the score is at or above the tier's lower cut."""

    tiers: tuple[str, ...] = Field(
        ("low", "medium", "high"),
        strict=False,
        min_length=2,
        max_length=9,
        title="Tiers",
        description="Names of the tiers, from the lowest scores to the highest.",
    )
    cut: Cut = Field(
        "quantile",
        title="Cut",
        description="quantile: tiers of equal size; fixed: at the values in cuts; equal_width: steps of equal width; "
        "natural: where the gaps in the data are.",
    )
    cuts: tuple[float, ...] | None = Field(
        None,
        strict=False,
        title="Cuts",
        description="Rising, one fewer than tiers. For fixed: values in the score's unit. For quantile: the share of "
        "customers below each cut, such as 0.5, 0.9; left out: equal shares.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problem = _names_problem(self.tiers) or _cuts_problem(self.cut, self.cuts, len(self.tiers))
        if problem:
            raise ValueError(problem)
        return self


def _names_problem(names: Sequence[str]) -> str:
    if any(not name.strip() for name in names) or len(set(names)) < len(names):
        return "tiers: every tier needs a name of its own"
    return ""


def _cuts_problem(cut: Cut, cuts: Sequence[float] | None, tiers: int) -> str:
    if cuts is None:
        return "cuts: fixed tiers need the values to cut at" if cut == "fixed" else ""
    if cut in {"equal_width", "natural"}:
        return f"cuts: {cut} tiers find their own cuts; leave cuts out, or use cut = fixed"
    if len(cuts) != tiers - 1:
        return f"cuts: {tiers} tiers need {tiers - 1} cuts, not {len(cuts)}"
    if not all(math.isfinite(value) for value in cuts) or any(a >= b for a, b in itertools.pairwise(cuts)):
        return "cuts: must be finite numbers that rise"
    if cut == "quantile" and not all(0 < value < 1 for value in cuts):
        return "cuts: the shares of quantile tiers lie between 0 and 1"
    return ""


class TierLine(Summary):
    """One tier: ``low`` and ``high`` are the smallest and largest score in it (None where it is empty)."""

    name: str
    size: int
    low: float | None
    high: float | None
    revenue: float | None = None


@dataclass(frozen=True)
class Tiers:
    """A score cut into tiers: ``labels`` is a String series with one entry a customer, null where there is no tier.

    ``cuts[i]`` is the smallest score of tier ``names[i + 1]``. Where no tiers can be cut, all labels are null, ``cuts``
    is empty and ``reason`` says why; ``note`` says what an analyst should know about tiers that were cut.
    """

    labels: pl.Series
    names: tuple[str, ...]
    cuts: tuple[float, ...]
    reason: str = ""
    note: str = ""

    def lines(self, values: Floats, amounts: Floats | None = None) -> tuple[TierLine, ...]:
        """Return every tier with its size, range of scores and, where ``amounts`` are given, its exact revenue."""
        if self.reason:
            return ()
        inside = {name: members(self.labels, name) for name in self.names}
        return tuple(_line(name, values[rows], _of(amounts, rows)) for name, rows in inside.items())


def members(labels: pl.Series, name: str) -> NDArray[np.bool_]:
    """Return which customers have the label."""
    return (labels == name).fill_null(False).to_numpy()


def _of(amounts: Floats | None, chosen: NDArray[np.bool_]) -> Floats | None:
    return None if amounts is None else amounts[chosen]


def _line(name: str, values: Floats, amounts: Floats | None) -> TierLine:
    low, high = (float(values.min()), float(values.max())) if len(values) else (None, None)
    return TierLine(name=name, size=len(values), low=low, high=high, revenue=exact_sum(amounts))


def exact_sum(amounts: Floats | None) -> float | None:
    """Return the sum of money that does not depend on the order of the rows; unknown amounts count nothing."""
    if amounts is None:
        return None
    known = amounts[np.isfinite(amounts)]
    millionths = np.rint(known * MILLION)
    if len(known) * float(np.abs(millionths).max(initial=0.0)) < EXACT and (millionths / MILLION == known).all():
        return int(millionths.astype(np.int64).sum()) / MILLION
    return round(math.fsum(known), 6) + 0.0


def cut_tiers(values: Floats, names: Sequence[str], cut: Cut, cuts: Sequence[float] | None = None) -> Tiers:
    """Cut float scores (NaN: unknown) into the named tiers, lowest first.

    ``cuts`` are the values of ``fixed`` cuts, or the shares of customers below each ``quantile`` cut (None: equal
    shares). Quantile cuts fall on observed values and are never between two equal ones: each is the value whose share
    of customers below is nearest to the one asked for, moved up where several would otherwise fall together.
    """
    known = values[np.isfinite(values)]
    reason = _cannot_cut(known, cut)
    if reason:
        return Tiers(pl.Series("tier", [None] * len(values), dtype=pl.String), tuple(names), (), reason)
    found = tuple(cuts or ()) if cut == "fixed" else _FINDERS[cut](known, len(names), cuts)
    labels = label_tiers(values, names, found)
    note = _note(labels, names, cut, len(np.unique(known))) if cuts is None or cut == "fixed" else ""
    return Tiers(labels, tuple(names), found, note=note)


def label_tiers(values: Floats, names: Sequence[str], cuts: Sequence[float]) -> pl.Series:
    """Name the tier of each score with cuts that are known already, as for customers who come later; NaN gives null."""
    known = np.isfinite(values)
    position = np.searchsorted(np.asarray(cuts, dtype=np.float64), np.where(known, values, 0.0), side="right")
    codes = pl.Series("tier", position, dtype=pl.UInt32)
    labels = pl.Series("tier", list(names), dtype=pl.String).gather(codes)
    return pl.select(pl.when(pl.Series(known)).then(labels).alias("tier")).to_series()


def _cannot_cut(known: Floats, cut: Cut) -> str:
    if not len(known):
        return "no customer has a score, so there are no tiers"
    if cut == "fixed":
        return ""
    if len(known) == 1:
        return "only one customer has a score, so there is nothing to cut into tiers; use cut = fixed"
    if known.min() == known.max():
        return f"every customer has the same score ({known[0]:.10g}), so there are no tiers; use cut = fixed"
    return ""


def _note(labels: pl.Series, names: Sequence[str], cut: Cut, distinct: int) -> str:
    """Say what keeps tiers from being of the size asked for."""
    if distinct < len(names) and cut != "fixed":
        return f"only {distinct} different scores for {len(names)} tiers, so that some tiers are empty"
    sizes = labels.drop_nulls().value_counts()
    empty = len(names) - len(sizes)
    if empty:
        return f"{empty} of {len(names)} tiers hold no customer"
    if cut == "quantile" and sizes["count"].max() > 1.5 * len(labels) / len(names):  # type: ignore[operator]
        return "tiers differ in size because equal scores stay together"
    return ""


def quantile_cuts(known: Floats, shares: Sequence[float]) -> tuple[float, ...]:
    """Return cuts on observed values so that about ``shares`` of the values lie below them, equal values together.

    With as many distinct values as classes, or fewer, the values are spread evenly over the classes from the lowest to
    the highest, so that the smallest is always in the first class and the largest always in the last.
    """
    distinct, counts = np.unique(known, return_counts=True)
    classes, last = len(shares) + 1, len(distinct) - 1
    if last < classes:
        spread = np.floor(np.arange(last + 1) * (classes - 1) / max(last, 1) + 0.5)
        return tuple(float(distinct[np.argmax(spread >= level)]) for level in range(1, classes)) if last else ()
    below = np.concatenate([[0.0], np.cumsum(counts)[:-1]]) / counts.sum()
    positions = [0]
    for done, share in enumerate(shares):
        low, high = positions[-1] + 1, last - (len(shares) - 1 - done)
        positions.append(low + int(np.argmin(np.abs(below[low : high + 1] - share))))
    return tuple(float(distinct[position]) for position in positions[1:])


def _by_quantile(known: Floats, tiers: int, shares: Sequence[float] | None) -> tuple[float, ...]:
    return quantile_cuts(known, tuple(shares or [step / tiers for step in range(1, tiers)]))


def _by_width(known: Floats, tiers: int, _: Sequence[float] | None) -> tuple[float, ...]:
    low, high = float(known.min()), float(known.max())
    return tuple(low + (high - low) * (step / tiers) for step in range(1, tiers))


def _by_breaks(known: Floats, tiers: int, _: Sequence[float] | None) -> tuple[float, ...]:
    if len(np.unique(known)) <= tiers:
        return _by_quantile(known, tiers, None)
    return natural_breaks(known, tiers)


_FINDERS: dict[str, Callable[[Floats, int, Sequence[float] | None], tuple[float, ...]]] = {
    "quantile": _by_quantile,
    "equal_width": _by_width,
    "natural": _by_breaks,
}
