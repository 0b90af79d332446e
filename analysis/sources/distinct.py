"""How many different values a column has, from batches in any order, in little memory."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

KEPT = 1 << 13
"""Up to so many different values are counted exactly; the estimate beyond is off by 1.1 % (one standard deviation)."""

_HASHES = 1 << 64


@dataclass(frozen=True)
class Known:
    """What is known of the different values so far: hashes above ``bound`` change nothing (None: all do).

    ``count``: how many there are, 0 where that is not known exactly.
    """

    bound: int | None = None
    count: int = 0


class DistinctCount:
    """Counts different values by their smallest hashes.

    Bar-Yossef et al., "Counting distinct elements in a data stream", 2002: where the k-th smallest of all hashes lies
    says how dense they are.
    """

    def __init__(self) -> None:
        self._smallest = pl.Series(dtype=pl.UInt64)
        self._full = False
        self._more: list[pl.Series] = []

    def known(self) -> Known:
        """Return what is known so far."""
        return Known(self._bound) if self._full else Known(None, self.count())

    @property
    def _bound(self) -> int | None:
        return int(self._smallest[-1]) if self._full else None

    def add(self, hashes: pl.Series) -> None:
        """Count in what :func:`hashes_of` gives."""
        if len(hashes):
            self._more.append(hashes)
        if sum(map(len, self._more)) > KEPT:
            self._together()

    def count(self) -> int:
        """Return how many different values there are."""
        self._together()
        bound = self._bound
        return self._smallest.len() if bound is None else round((KEPT - 1) / bound * _HASHES)

    def _together(self) -> None:
        if not self._more:
            return
        smallest, self._more = pl.concat([self._smallest, *self._more]).unique(), []
        if smallest.len() > KEPT:
            smallest, self._full = smallest.sort().head(KEPT), True
        self._smallest = smallest

    @property
    def exact(self) -> bool:
        """Whether the count is no estimate."""
        return not self._full


def hashes_of(values: pl.Series, bound: int | None = None) -> pl.Series:
    """Return the different hashes, none above ``bound``, of values that are not null."""
    hashes = values.drop_nulls().hash(seed=0)
    return (hashes if bound is None else hashes.filter(hashes < bound)).unique()
