"""The numeric measures of the customers, one after another: what all segments need of a column is taken while it is
at hand, so that no two columns are held as numbers at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.customers.several_currencies import currency_problem
from analysis.profiles.intervals import Resampler, Sums, median_estimate
from analysis.profiles.mixes import EVERYBODY
from analysis.profiles.naming import Trait
from analysis.profiles.summary import Estimate
from analysis.profiles.traits import traits
from analysis.result_columns import RESULT_COLUMNS

if TYPE_CHECKING:
    from analysis.customers import Customers

Floats = NDArray[np.float64]
RowsOf = Mapping[int, NDArray[np.intp]]
"""Segment → positions of its customers."""

SCORES = ("value", "loyalty", "clv", "p_alive")
"""Columns of the result that are described beside the measures."""
LARGEST = 1e150
"""Numbers from here on have no square that fits a float; they count as unknown."""


@dataclass(frozen=True)
class Column:
    """One measure: its name, title, unit and role, and its values in the order of the customers."""

    name: str
    title: str
    unit: str
    role: str | None
    values: pl.Series

    def numbers(self) -> Floats:
        """Return the values, NaN for unknown."""
        numbers = self.values.cast(pl.Float64).fill_null(np.nan).to_numpy()
        beyond = np.abs(numbers) >= LARGEST
        return np.where(beyond, np.nan, numbers) if beyond.any() else numbers


@dataclass(frozen=True)
class Measured:
    """What was taken of all ``columns``, in their order: sums and traits by segment, medians by segment and for
    everybody. Traits are those of the segments that are to be named after them.
    """

    columns: tuple[Column, ...]
    sums: dict[int, Sums]
    medians: dict[int, list[Estimate]]
    traits: dict[int, list[Trait]]


def columns_of(result: pl.DataFrame, customers: Customers, value_unit: str) -> tuple[Column, ...]:
    """Return the numeric measures of the customers and, where they are known, the scores of the result.

    The value is in ``value_unit``. Money in several currencies is none of them: it has no mean.
    """
    apart = bool(currency_problem(customers))
    columns = [
        Column(one.name, one.title, one.unit, one.role, customers.frame[one.name])
        for one in customers.measures
        if one.kind == "numeric" and one.name in customers.frame.columns and not (apart and one.unit == "money")
    ]
    taken = {column.name for column in columns}
    columns += [
        Column(name, title, value_unit if name == "value" else unit, None, result[name])
        for name, (title, unit) in [(name, RESULT_COLUMNS[name]) for name in SCORES]
        if name in result.columns and name not in taken and result[name].count()
    ]
    return tuple(one for one in columns if one.values.dtype.is_numeric() or one.values.dtype == pl.Boolean)


def measure(columns: tuple[Column, ...], rows: RowsOf, unnamed: RowsOf, formed: frozenset[str], seed: int) -> Measured:
    """Look at every column once; ``unnamed`` are the segments to be named, ``formed`` what all were made from."""
    resamplers = {one: Resampler(len(own), (seed, one)) for one, own in rows.items()}
    medians: dict[int, list[Estimate]] = {one: [] for one in (*rows, EVERYBODY)}
    found: dict[int, list[Trait]] = {one: [] for one in unnamed}
    scores = set(SCORES) - formed
    for column in columns:
        values = column.numbers()
        known = values[np.isfinite(values)]
        mean = float(known.sum() / max(len(known), 1))
        medians[EVERYBODY].append(median_estimate(known))
        for one, own in rows.items():
            part = values[own]
            resamplers[one].add(part, mean)
            medians[one].append(median_estimate(part))
        told = (column.name, column.title, column.role, column.name in formed)
        for one, trait in traits(values, unnamed, told) if unnamed and column.name not in scores else ():
            found[one].append(trait)
    return Measured(columns, {one: resampler.sums() for one, resampler in resamplers.items()}, medians, found)
