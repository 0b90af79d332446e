"""What a pass over the whole file tells before any cell is parsed: how wide each row is, and everything that is odd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.sources.blocks import Block, Place
from analysis.sources.canonical import Dialect
from analysis.sources.parts import Part, data_at, has_empty_quotes, parts
from analysis.sources.structure import Scan

KEPT = 10_000
"""How many line numbers of one oddity are remembered; all are counted."""


@dataclass
class Oddities:
    """Lines with something odd: how many, and the first of them."""

    count: int = 0
    lines: tuple[int, ...] = ()

    def add(self, lines: Iterable[int]) -> None:
        """Count these lines in."""
        found = list(lines)
        self.count += len(found)
        self.lines = (*self.lines, *found[: KEPT - len(self.lines)])


@dataclass(frozen=True)
class Survey:
    """The rows of a file in runs of equal width: line of the first row, width (0: blank), number of rows.

    Rows of another width than the dialect's are runs of their own, so that their lines are exact. ``plain``: the
    canonical text is the file, every row is one line and no quote needs repair. ``places`` are where reading can start;
    ``top`` is the line of the first row of the usual width, which stands in the file ``tops`` times.
    """

    lines: NDArray[np.int64]
    widths: NDArray[np.int32]
    counts: NDArray[np.int64]
    last_line: int
    plain: bool
    empty_quoted: bool
    repaired: Oddities
    decoded: Oddities
    nuls: int
    places: tuple[Place, ...]
    complete: bool
    top: bytes = b""
    tops: int = 0

    @property
    def rows(self) -> int:
        """Rows that are not blank."""
        return int(self.counts[self.widths > 0].sum())

    def counts_between(self, first_line: int, last_line: int) -> NDArray[np.int64]:
        """For each run, how many of its rows start on these lines; exact where every row is one line."""
        low = np.maximum(self.lines, first_line)
        high = np.minimum(self.lines + self.counts - 1, last_line)
        inside: NDArray[np.int64] = np.where(self.widths > 0, np.maximum(high - low + 1, 0), 0)
        return inside


class _Tally:
    """Collects the runs of the parts of one file."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[NDArray[np.int64]] = []
        self.widths: list[NDArray[np.int32]] = []
        self.counts: list[NDArray[np.int64]] = []
        self.rows, self.last_line = 0, 0
        self.one_line_each, self.empty_quoted = True, False
        self.repaired = Oddities()
        self.top, self.tops = b"", 0

    def add(self, part: Part) -> None:
        """Count one part in."""
        widths = part.widths
        if not len(widths):
            return
        starts = np.zeros(1, np.int64)
        if (widths != self.width).any():
            starts = np.flatnonzero((widths != self.width) | (np.diff(widths, prepend=-1) != 0))
        self.lines.append(part.lines[starts])
        self.widths.append(widths[starts])
        self.counts.append(np.diff(starts, append=len(widths)))
        self.rows += len(widths)
        self.repaired.add(part.repaired)
        if part.scan is None:
            self.one_line_each, self.last_line = False, int(part.lines[-1]) + part.records[-1].lines - 1
        else:
            self.last_line = part.line + part.scan.lines - 1
            self.one_line_each &= part.scan.lines == len(widths)
            self.top = self.top or _first_row(part.data, part.scan, self.width)
            self.tops += _beginning_with(self.top, part.data, part.scan) if self.top else 0
            self.empty_quoted |= has_empty_quotes(part.data)


def _first_row(data: bytes, found: Scan, width: int) -> bytes:
    """The line of the first row of this width, b"" for none."""
    places = np.flatnonzero(found.widths == width)
    if not len(places):
        return b""
    start = int(found.starts[places[0]])
    return data[start : data.index(b"\n", start)].removesuffix(b"\r")


def _beginning_with(line: bytes, data: bytes, found: Scan) -> int:
    """How many records begin with these bytes; the first of them tells nearly all others off."""
    starts = found.starts[found.starts <= len(data) - len(line)]
    for place, byte in enumerate(line):
        starts = starts[data_at(data, starts + place) == byte]
        if not len(starts):
            break
    return len(starts)


def survey(blocks: Iterator[Block], dialect: Dialect, plain: bool, rows: int | None = None) -> Survey:
    """Go through the blocks, all of them or until ``rows`` rows are seen; ``plain``: canonical text is the file's
    own.
    """
    tally, decoded, nuls, altered = _Tally(dialect.width), Oddities(), 0, False
    places: list[Place] = []

    def watched() -> Iterator[Block]:
        nonlocal nuls, altered
        for block in blocks:
            places.append(Place(block.offset, block.line))
            decoded.add(block.odd_lines)
            nuls += block.nuls
            altered |= block.altered
            yield block

    complete, starts = True, set()
    for part in parts(watched(), dialect, ahead=rows is None):
        tally.add(part)
        starts.add(part.line)
        if rows is not None and tally.rows >= rows:
            complete = next(blocks, None) is None
            break
    return Survey(
        lines=np.concatenate([np.zeros(0, np.int64), *tally.lines]),
        widths=np.concatenate([np.zeros(0, np.int32), *tally.widths]),
        counts=np.concatenate([np.zeros(0, np.int64), *tally.counts]),
        last_line=tally.last_line,
        plain=plain and tally.one_line_each and not decoded.count and not altered,
        empty_quoted=tally.empty_quoted,
        repaired=tally.repaired,
        decoded=decoded,
        nuls=nuls,
        places=tuple(place for place in places if place.line in starts or place.line == 1),
        complete=complete,
        top=tally.top,
        tops=tally.tops,
    )
