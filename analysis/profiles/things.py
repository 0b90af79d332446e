"""Which things each customer had, as whole numbers: little memory whatever their names, and quickly counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.customers.keys import SLICE

Ints = NDArray[np.int64]
NO_CELLS = np.zeros(0, np.int64)

MOST_CELLS = 1 << 19
"""Pairs of row and thing are counted cell by cell where there are at most so many that could be."""


@dataclass(frozen=True)
class Things:
    """What customers had, those of one customer after those of another, each thing at most once.

    ``many`` (customers,) tells how many each customer had; ``places`` has which, as places in ``names`` (text).
    """

    many: NDArray[np.uint32]
    places: NDArray[Any]
    names: pl.Series

    @classmethod
    def of(cls, many: Ints, places: NDArray[Any], names: pl.Series) -> Things:
        """Return the things, kept as narrow as they may be."""
        return cls(many.astype(np.uint32), places.astype(np.min_scalar_type(max(len(names) - 1, 0))), names)

    def cells(self, rows: Ints) -> Iterator[Ints]:
        """Yield row × number of names + place of every thing, some customers at a time; ``rows`` are theirs."""
        ends = np.cumsum(self.many, dtype=np.int64)
        for first in range(0, len(ends), SLICE):
            last = min(first + SLICE, len(ends)) - 1
            places = self.places[ends[first] - self.many[first] : ends[last]]
            yield np.repeat(rows[first : last + 1], self.many[first : last + 1]) * len(self.names) + places

    def cells_of(self, rows: Ints) -> Ints:
        """Return the cell of every thing."""
        return np.concatenate([NO_CELLS, *self.cells(rows)])

    def counts(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the cells, ascending, that any customer is in, and how many are in each."""
        size = (int(rows.max(initial=0)) + 1) * len(self.names)
        if size > MOST_CELLS:
            cells, count = np.unique(self.cells_of(rows), return_counts=True)
            return cells, count
        count = sum((np.bincount(some, minlength=size) for some in self.cells(rows)), np.zeros(size, np.int64))
        cells = np.flatnonzero(count)
        return cells, count[cells]
