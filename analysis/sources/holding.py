"""Where the typed rows of a source are held, so that its text is parsed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import polars as pl

from analysis.sources.table import Findings

TEXT = "delimited text"
"""The format of files that are parsed."""

SMALL = 32 << 20
"""The text of files below so many bytes is held in memory as it is, and everything about it counted exactly."""


class Hold(Protocol):
    """Takes the rows of one source in batches, in their order."""

    def add(self, batch: pl.DataFrame) -> None:
        """Take the next rows; all batches have the same columns."""

    def finish(self, empty: pl.DataFrame) -> pl.LazyFrame:
        """Return a plan of all rows, ``empty`` where there were none."""

    def drop(self) -> None:
        """Forget the rows: they were read wrong and come again, to another hold."""


class InMemory:
    """Rows held as they are."""

    def __init__(self) -> None:
        self._batches: list[pl.DataFrame] = []

    def add(self, batch: pl.DataFrame) -> None:
        """Take the next rows."""
        self._batches.append(batch)

    def finish(self, empty: pl.DataFrame) -> pl.LazyFrame:
        """Return a plan of all rows."""
        return pl.concat([empty, *self._batches]).lazy()

    def drop(self) -> None:
        """Forget the rows."""
        self._batches.clear()


HoldMaker = Callable[[Findings], Hold | None]
"""Gives a place for the typed rows of a source of which so much is known; None for none."""

MOST_IN_MEMORY = 1 << 30
"""Text files of more bytes are read anew at each use, unless somebody has a place for their rows."""


def nowhere(_: Findings) -> None:
    """Hold nothing."""


def large_text_in_memory(found: Findings) -> Hold | None:
    """Hold the rows of a text file that fit, as parsing takes longer than anything else; other formats are typed."""
    return InMemory() if SMALL <= found.bytes <= MOST_IN_MEMORY and found.format.startswith(TEXT) else None


def held(frame: pl.LazyFrame, hold: Hold, batch: int) -> pl.LazyFrame:
    """Return a plan of the rows of ``frame``, computed once, so many at a time, and held."""
    try:
        for rows in frame.collect_batches(chunk_size=batch or None, maintain_order=True, engine="streaming"):
            hold.add(rows)
    except BaseException:
        hold.drop()
        raise
    return hold.finish(pl.DataFrame(schema=frame.collect_schema()))
