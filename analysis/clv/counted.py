"""What buying histories are to a model: how often, until when and for how long, counted where customers are alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import AnalysisError

Floats = NDArray[np.float64]
UNITS = {"days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}
"""Units of time and their length in days."""

MOST_CODES = 2**62
"""Where the columns' distinct values combine to more than this, a row's combination has no whole number of its own."""

BLOCK = 4096
"""Likelihoods look at so many rows at a time: what lies between stays in the processor's cache, and a product of two
columns is too short for the linear algebra library to wake its threads, which costs fifty times the product."""


def blocks(rows: int) -> list[slice]:
    """Return the parts in which so many rows are looked at."""
    return [slice(first, first + BLOCK) for first in range(0, rows, BLOCK)]


def dot(one: Floats, other: Floats) -> float:
    """Return the sum of the products of two columns of any length, with no thread but this one."""
    return float(np.sum(one * other))


def distinct(column: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return values and the place of each row's value among them: the distinct ones, or, where few repeat, all."""
    found = np.unique(column)
    if len(found) > len(column) / 4:
        return column, np.arange(len(column))
    return found, np.searchsorted(found, column)


@dataclass(frozen=True)
class Counted:
    """Distinct rows of a few measures of customers, in ascending order, and how many customers have each.

    The order of the customers is forgotten, so that nothing that is computed from it can depend on that order.
    """

    columns: tuple[Floats, ...]
    counts: Floats

    @classmethod
    def of(cls, *columns: Floats) -> Counted:
        """Count the distinct rows of float columns of one length."""
        known = [np.unique(column, return_inverse=True) for column in columns]
        if math.prod(len(values) for values, _ in known) > MOST_CODES:
            return cls._of_many(columns)
        rows = np.zeros(len(columns[0]), dtype=np.int64)
        for values, places in known:
            rows = rows * len(values) + places
        rows, counts = np.unique(rows, return_counts=True)
        found: list[Floats] = []
        for values, _ in reversed(known):
            rows, places = np.divmod(rows, len(values))
            found.append(values[places])
        return cls(tuple(reversed(found)), counts.astype(np.float64))

    @classmethod
    def _of_many(cls, columns: tuple[Floats, ...]) -> Counted:
        """Count the distinct rows of columns whose values are too many for one code a row."""
        order = np.lexsort(columns[::-1])
        arranged = [column[order] for column in columns]
        starts = np.ones(len(order), dtype=bool)
        starts[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in arranged])
        first = np.flatnonzero(starts)
        counts = np.diff(np.append(first, len(order))).astype(np.float64)
        return cls(tuple(column[first] for column in arranged), counts)

    @property
    def customers(self) -> int:
        """How many customers were counted."""
        return int(self.counts.sum())

    def sample(self, size: int, rng: np.random.Generator) -> Counted:
        """Return ``size`` customers drawn without replacement; all where there are not more."""
        if self.customers <= size:
            return self
        drawn = np.sort(rng.choice(self.customers, size, replace=False))
        return self._with(np.bincount(self._rows(drawn), minlength=len(self.counts)))

    def resample(self, rng: np.random.Generator) -> Counted:
        """Return as many customers drawn with replacement: one bootstrap replicate."""
        drawn = rng.integers(0, self.customers, self.customers)
        return self._with(np.bincount(self._rows(drawn), minlength=len(self.counts)))

    def _rows(self, drawn: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.searchsorted(np.cumsum(self.counts), drawn, side="right")

    def _with(self, counts: NDArray[np.int64]) -> Counted:
        kept = counts > 0
        return Counted(tuple(column[kept] for column in self.columns), counts[kept].astype(np.float64))


def check_unit(unit: str) -> None:
    """Refuse a unit of time that is not known."""
    if unit not in UNITS:
        raise AnalysisError(f"{unit!r} is not a unit of time", where="unit", remedy=f"use one of {', '.join(UNITS)}")


def histories(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[Floats, Floats, Floats]:  # noqa: N803
    """Return repeats, time of the last purchase and time observed as floats of one shape, or refuse them.

    ``x`` counts the purchases after the first (whole, 0 or more), ``t_x`` is the time from the first purchase to the
    last (0 where x is 0) and ``T`` the time from the first purchase to the end of what was observed.
    """
    parts = [np.asarray(part, dtype=np.float64) for part in (x, t_x, T)]
    try:
        repeats, last, observed = np.broadcast_arrays(*parts)
    except ValueError as error:
        what = f"x, t_x and T tell of {', '.join(str(part.size) for part in parts)} customers"
        raise AnalysisError(what, where="buying histories", remedy="give each of them for every customer") from error
    if not repeats.size:
        raise AnalysisError("there is no customer", where="buying histories", remedy="give at least one")
    problems = {
        "x, t_x and T must be finite numbers": ~(np.isfinite(repeats) & np.isfinite(last) & np.isfinite(observed)),
        "x must be whole and not below 0": (repeats < 0) | (repeats != np.floor(repeats)),
        "T must be above 0": observed <= 0,
        "t_x must lie between 0 and T": (last < 0) | (last > observed * (1 + 1e-12)),
        "t_x must be 0 where x is 0 and above 0 elsewhere": (repeats == 0) != (last == 0),
    }
    for rule, broken in problems.items():
        if broken.any():
            raise AnalysisError(
                f"{rule}; {int(broken.sum())} of {broken.size} customers break this",
                where="buying histories",
                remedy="count purchases on one day once, and leave out customers with no time observed",
            )
    return repeats, last, observed
