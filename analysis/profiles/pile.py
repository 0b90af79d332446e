"""Keys put together some at a time, hardly ever held twice."""

from __future__ import annotations

import numpy as np

from analysis.customers.keys import SLICE, Keys

GROWTH = 1.25


class Pile:
    """Keys in the order in which they came; the room for them grows where it is."""

    def __init__(self) -> None:
        self._room = np.empty(SLICE, np.uint64)
        self._count = 0

    def add(self, keys: Keys) -> None:
        """Put further keys on the pile."""
        after = self._count + len(keys)
        if after > len(self._room):
            self._room.resize(int(GROWTH * after), refcheck=False)  # no view of it is ever given away before the end
        self._room[self._count : after] = keys
        self._count = after

    def taken(self) -> Keys:
        """Return all keys, and let go of them."""
        keys, self._room, self._count = self._room[: self._count], np.empty(0, np.uint64), 0
        return keys
