"""Where the typed rows of a source are held, so that its text is parsed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from analysis.progress import counted
from analysis.sources.table import Findings

TEXT = "delimited text"
"""The format of files that are parsed."""

SMALL = 32 << 20
"""The text of files below so many bytes is held in memory as it is, and everything about it counted exactly."""

_LEAST_ROWS, _CELLS, _BYTES = 1_000, 1 << 19, 1 << 24
"""Of a large source so many rows, cells and bytes are looked at together."""

_PARTS, _MANY_ROWS = 64, 10_000
"""In so many parts at least, of so many rows: what is held while rows are read is small beside the file."""


@dataclass(frozen=True)
class Batch:
    """Some typed rows of a source, and what is known of their text, so that nobody has to look again.

    ``ends``: no text of these rows is smaller than the one, or larger than the other; ``numbers``: the text as whole
    numbers, where there is no other.
    """

    rows: pl.DataFrame
    ends: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    numbers: Mapping[str, pl.Series] = field(default_factory=dict)


def unknown(frames: Iterable[pl.DataFrame]) -> Iterator[Batch]:
    """Yield rows of which nothing is known."""
    return map(Batch, frames)


Hold = Callable[[Iterator[Batch], pl.DataFrame], pl.LazyFrame]
"""Takes the typed rows of one source, batch by batch in their order, and a frame of the same columns without rows.

It returns a plan of all rows. It may be called again, with the same rows read in another way, which are the right ones.
"""

HoldMaker = Callable[[Findings], Hold | None]
"""Gives a hold for a source of which so much is known; None for none."""

MOST_IN_MEMORY = 1 << 30
"""Text files of more bytes are read anew at each use, unless somebody has a place for their rows."""


def nowhere(_: Findings) -> None:
    """Hold nothing."""


def large_text_in_memory(found: Findings) -> Hold | None:
    """Hold the rows of a text file that fit, as parsing takes longer than anything else; other formats are typed."""
    return in_memory if SMALL <= found.bytes <= MOST_IN_MEMORY and found.format.startswith(TEXT) else None


def telling(make: HoldMaker) -> HoldMaker:
    """Return a maker of the same holds that tell how many of the rows they have got."""

    def made(found: Findings) -> Hold | None:
        hold = make(found)
        if hold is None:
            return None

        def take(batches: Iterator[Batch], empty: pl.DataFrame) -> pl.LazyFrame:
            return hold(counted(batches, "rows converted", found.rows or 0, lambda batch: batch.rows.height), empty)

        return take

    return made


def in_memory(batches: Iterator[Batch], empty: pl.DataFrame) -> pl.LazyFrame:
    """Hold rows as they are."""
    return pl.concat([empty, *(batch.rows for batch in batches)]).lazy()


def held(frame: pl.LazyFrame, hold: Hold, batch: int = 0) -> pl.LazyFrame:
    """Return a plan of the rows of ``frame``, computed once, so many at a time (0: as they come), and held."""
    batches = frame.collect_batches(chunk_size=batch or None, maintain_order=True, engine="streaming")
    return hold(unknown(batches), pl.DataFrame(schema=frame.collect_schema()))


def rows_at_once(found: Findings, columns: int) -> int:
    """Return so many rows that calls take little of the time, so few that they take little memory."""
    bytes_each = found.bytes / found.rows if found.rows else 1.0
    part = max(_MANY_ROWS, int(found.bytes / _PARTS / bytes_each))
    return max(_LEAST_ROWS, min(_CELLS // max(1, columns), int(_BYTES / bytes_each), part))
