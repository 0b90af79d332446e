"""Which of the tables of one file was read, said in the same words whatever holds them."""

from __future__ import annotations

from collections.abc import Iterable

_NOT = "”, the largest, was read, not "


def largest_read(holder: str, chosen: str, others: Iterable[str]) -> str:
    """Return that one table was read and others were not; ``holder``: ``the archive holds 4 files``."""
    return f"{holder}; “{chosen}{_NOT}{', '.join(each for each in others if each != chosen)}"


def says_largest_read(warning: str) -> bool:
    """Say whether a warning is one of :func:`largest_read`."""
    return _NOT in warning
