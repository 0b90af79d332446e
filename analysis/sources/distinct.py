"""How many different values a column has, from batches in any order, in little memory."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

KEPT = 1 << 13
"""Up to so many different values are counted exactly; the estimate beyond is off by 1.1 % (one standard deviation)."""

_HASHES = 1 << 64

Hashes = NDArray[np.uint64]


class DistinctCount:
    """Counts different values by their smallest hashes.

    Bar-Yossef et al., "Counting distinct elements in a data stream", 2002: where the k-th smallest of all hashes lies
    says how dense they are.
    """

    def __init__(self) -> None:
        self._smallest = no_hashes()
        self._full = False
        self._more: list[Hashes] = []

    @property
    def bound(self) -> int | None:
        """Hashes above it change nothing; None: all do."""
        return int(self._smallest[-1]) if self._full else None

    def add(self, hashes: Hashes) -> None:
        """Count in what :func:`hashes_of` gives."""
        if len(hashes):
            self._more.append(hashes)
        if sum(map(len, self._more)) > KEPT:
            self._together()

    def count(self) -> int:
        """Return how many different values there are."""
        self._together()
        bound = self.bound
        return len(self._smallest) if bound is None else round((KEPT - 1) / bound * _HASHES)

    def _together(self) -> None:
        if not self._more:
            return
        smallest, self._more = different(np.concatenate([self._smallest, *self._more])), []
        self._full = self._full or len(smallest) > KEPT
        self._smallest = smallest[:KEPT]

    @property
    def exact(self) -> bool:
        """Whether the count is no estimate."""
        return not self._full


def hashes_of(values: pl.Series, bound: int | None = None) -> Hashes:
    """Return the different hashes, none above ``bound``, of values that are not null."""
    hashes: Hashes = values.hash(seed=0).to_numpy()
    counted = np.ones(len(hashes), np.bool_) if bound is None else hashes < bound
    if values.null_count():
        counted &= values.is_not_null().to_numpy()
    return different(hashes[counted])


def different(hashes: Hashes) -> Hashes:
    """Return the different ones in ascending order; sorts them in place, which is faster than ``numpy.unique``."""
    hashes.sort()
    first = np.ones(len(hashes), np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=first[1:])
    return hashes[first]


def no_hashes() -> Hashes:
    """Return no hashes."""
    return np.zeros(0, np.uint64)
