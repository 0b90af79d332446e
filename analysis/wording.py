"""Counts in sentences that people read."""

from __future__ import annotations


def counted(count: int, what: str, one: str = "", more: str = "") -> str:
    """Return how many of something there are, in words that fit: ``1 row``, ``541,909 rows``.

    ``one`` and ``more`` are what these do, where a sentence goes on with that: ``1 row holds``, ``2 rows hold``.
    """
    alone = count == 1
    return f"{count:,} {what}{'' if alone else 's'} {one if alone else more}".rstrip()
