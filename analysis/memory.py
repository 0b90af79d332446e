"""Memory that is free again, handed back to the system."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator

MMAP_THRESHOLD = -3
"""The number by which the C library of GNU knows the size from which on a piece of memory is got, and freed, alone."""

LARGE, LARGEST = 1 << 22, 1 << 25
"""Arrays of a million numbers are larger than the one, and smaller than the other, which is where the library ends."""


def hand_back() -> None:
    """Return what the C library keeps of freed memory to the system; nothing happens where it cannot."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextlib.contextmanager
def handing_back() -> Iterator[None]:
    """Let every large array go back to the system as soon as it is free, at the price of getting each one anew."""
    _alone_from(LARGE)
    try:
        yield
    finally:
        _alone_from(LARGEST)


def _alone_from(size: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, size)
