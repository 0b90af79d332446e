"""Numbers put together some at a time, hardly ever held twice."""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.customers.keys import SLICE

GROWTH = 1.25

Number = TypeVar("Number", np.uint64, np.int64)


class Pile(Generic[Number]):
    """Numbers in the order in which they came; the room for them grows where it is."""

    def __init__(self, kind: type[Number]) -> None:
        self._room: NDArray[Number] = np.empty(SLICE, kind)
        self._count = 0

    def add(self, numbers: NDArray[Number]) -> None:
        """Put further numbers on the pile."""
        after = self._count + len(numbers)
        if after > len(self._room):
            self._room.resize(int(GROWTH * after), refcheck=False)  # no view of it is ever given away before the end
        self._room[self._count : after] = numbers
        self._count = after

    def taken(self) -> NDArray[Number]:
        """Return all numbers, and let go of them."""
        numbers, self._room, self._count = self._room[: self._count], self._room[:0].copy(), 0
        return numbers
