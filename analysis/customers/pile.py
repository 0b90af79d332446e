"""Numbers put together some at a time, in memory that comes in large pages.

Large pieces that numpy asks for anew come in pages of 2 MB where the system has such; what a piece in use is extended
by comes in pages of 4 KB, whose faults can take longer than all that is done with the numbers.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.customers.keys import SLICE

GROWTH = 2
"""Room grows by so many times: what is not used of it in the end was never given to the process."""

Number = TypeVar("Number", np.uint64, np.int64)


class Pile(Generic[Number]):
    """Numbers of one type in the order in which they came."""

    def __init__(self, kind: type[Number]) -> None:
        self._room: NDArray[Number] = np.empty(SLICE, kind)
        self._count = 0

    def add(self, numbers: NDArray[Number]) -> None:
        """Put further numbers on the pile."""
        before, after = self._room[: self._count], self._count + len(numbers)
        if after > len(self._room):
            self._room = np.empty(GROWTH * after, before.dtype)
            self._room[: self._count] = before
        self._room[self._count : after] = numbers
        self._count = after

    def taken(self) -> NDArray[Number]:
        """Return all numbers, and let go of them."""
        numbers, self._room, self._count = self._room[: self._count], self._room[:0].copy(), 0
        return numbers
