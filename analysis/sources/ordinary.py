"""Cells of a column that told nothing odd when they were looked at: where they come again, nobody needs to look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.sources.distinct import Hashes, different, no_hashes

MOST = 1 << 15
"""So many cells are remembered at most."""

_ROOM = 2
"""Places for each of them."""

_USEFUL = 0.25
"""Where more than this share of the rows of a batch have other cells, remembering them was in vain."""

_PATIENCE = 2
"""After so many batches for which it was in vain it is given up."""

_FEW, _GROWTH = 1 << 13, 8
"""Beside more than a few, new cells get places when they are an eighth as many: that takes as long as for all."""

_UPPER = np.uint64(32)


@dataclass(frozen=True)
class Places:
    """Hashes of 64 bits where they are looked for: by their lower bits; where two have one place, by the upper.

    The ``rest``, sorted, are few.
    """

    first: Hashes
    second: Hashes
    rest: Hashes
    count: int

    @classmethod
    def of(cls, hashes: Hashes) -> Places:
        """Return the places of hashes."""
        room = 1 << (_ROOM * max(1, len(hashes)) - 1).bit_length()
        first, second = np.zeros(room, np.uint64), np.zeros(room, np.uint64)
        first[_place(hashes, first)] = hashes
        left = hashes[first[_place(hashes, first)] != hashes]
        second[_place(left >> _UPPER, second)] = left
        rest = different(left[second[_place(left >> _UPPER, second)] != left])
        return cls(first, second, rest, len(hashes))

    def missing(self, hashes: Hashes) -> NDArray[np.intp]:
        """Return which of the hashes are in none of the places."""
        rows = np.flatnonzero(self.first.take(_place(hashes, self.first)) != hashes)
        left = hashes[rows]
        rows = rows[self.second.take(_place(left >> _UPPER, self.second)) != left]
        missing: NDArray[np.intp] = rows[~np.isin(hashes[rows], self.rest)] if len(self.rest) else rows
        return missing


class Ordinary:
    """Remembers cells by their hashes; ``places`` None: it is of no use to look for them.

    Places never change, so that threads may look there while cells are added.
    """

    def __init__(self) -> None:
        self.places: Places | None = Places.of(no_hashes())
        self._hashes = no_hashes()
        self._more: list[Hashes] = []
        self._in_vain = 0

    def add(self, hashes: Hashes, share: float) -> None:
        """Remember cells that were ordinary; ``share`` of the rows of their batch had other cells than those known."""
        if self.places is None:
            return
        self._in_vain += share > _USEFUL
        if self._in_vain > _PATIENCE:
            self.places = None
        elif len(hashes) and len(self._hashes) < MOST:
            self._more.append(hashes)
            if _GROWTH * sum(map(len, self._more)) > len(self._hashes) - _FEW:
                self._hashes = different(np.concatenate([self._hashes, *self._more]))[:MOST]
                self._more, self.places = [], Places.of(self._hashes)


def _place(hashes: Hashes, places: Hashes) -> NDArray[np.int64]:
    return (hashes & np.uint64(len(places) - 1)).view(np.int64)
