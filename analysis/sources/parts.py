"""The blocks of a text file as parts of whole records: those in order go on as bytes, the others as repaired cells."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.ahead import worked_ahead
from analysis.sources.blocks import Block
from analysis.sources.canonical import ESCAPED, Dialect
from analysis.sources.repair import Record, assemble
from analysis.sources.structure import Marks, Scan, scan
from analysis.sources.table import LINE

LINES_A_PIECE = 256
UNDECIDED_LINES = 200
OPEN_BYTES = 1 << 25
"""How far a quote may stand open before it is taken for a stray one."""

Left = tuple[bytes, int]
"""What is left over of a block, and its line."""


@dataclass(frozen=True)
class Part:
    """Whole records from ``line`` on: ``data`` with its ``scan``, or ``records`` where quotes had to be repaired."""

    line: int
    data: bytes = b""
    scan: Scan | None = None
    records: tuple[Record, ...] = ()

    @property
    def lines(self) -> NDArray[np.int64]:
        """The line on which each record starts, from 1."""
        if self.scan is not None:
            return self.scan.first_lines + self.line
        return np.array([record.line for record in self.records], np.int64) + self.line

    @property
    def widths(self) -> NDArray[np.int32]:
        """The number of cells of each record, 0 for a blank one."""
        if self.scan is not None:
            return (
                np.where(self.scan.blank, np.int32(0), self.scan.widths) if self.scan.blank.any() else self.scan.widths
            )
        return np.array([len(record.cells) if any(record.cells) else 0 for record in self.records], np.int32)

    @property
    def repaired(self) -> list[int]:
        """The lines of the repaired records."""
        return [record.line + self.line for record in self.records if record.repaired]


def marks_of(dialect: Dialect) -> Marks:
    """The bytes that give canonical text its structure."""
    delimiter, quote = dialect.marks
    return Marks(ord(delimiter), ord(quote) if quote else -1)


def parts(blocks: Iterable[Block], dialect: Dialect, ahead: bool = False) -> Iterator[Part]:
    """Yield the records of consecutive blocks, in order; ``ahead``: more of them are looked at than are asked for."""
    rest, line = b"", 0
    more: list[bytes] = []

    def look(block: Block) -> Scan:
        """Return the scan of a block as if it started at the start of a record, as most do."""
        return scan(block.data, marks_of(dialect))

    scanned = worked_ahead(blocks, look) if ahead else ((block, look(block)) for block in blocks)
    for block, found in scanned:
        if not rest:
            rest, line = yield from _whole(block.data, block.line, dialect, found)
            continue
        more.append(block.data)
        added = sum(map(len, more))
        # What is left open is looked at again when it has doubled: at each block, that would be time with its square.
        if added >= len(rest) or len(rest) + added > OPEN_BYTES:
            data, more = b"".join([rest, *more]), []
            rest, line = yield from _whole(data, line, dialect, scan(data, marks_of(dialect)))
    if more:
        data = b"".join([rest, *more])
        rest, line = yield from _whole(data, line, dialect, scan(data, marks_of(dialect)))
    if rest:
        yield from _piecewise(rest, line, dialect, True)


def _whole(data: bytes, line: int, dialect: Dialect, found: Scan) -> Generator[Part, None, Left]:
    """Yield the whole records of the data; return what is left over, and its line."""
    if not found.wellformed or _suspicious(data, found, dialect):
        left = yield from _piecewise(data, line, dialect, len(data) > OPEN_BYTES)
        return left
    if found.size:
        whole = data if found.size == len(data) else data[: found.size]
        yield Part(line, whole, _blanked(data, found))
    rest, line = data[found.size :], line + found.lines
    if len(rest) > OPEN_BYTES:
        left = yield from _piecewise(rest, line, dialect, True)
        return left
    return rest, line


def _suspicious(data: bytes, found: Scan, dialect: Dialect) -> bool:
    """Whether rows of an unusual width may owe it to quotes: they are quoted as a whole, or go over several lines."""
    quote = dialect.marks[1]
    odd = found.widths != dialect.width
    if not quote or not odd.any():
        return False
    places = np.flatnonzero(odd & ~found.blank)
    whole = (found.widths[places] == 1) & (data_at(data, found.starts[places]) == ord(quote))
    spans = np.diff(found.first_lines, append=found.lines)[places] > 1
    return bool((whole | spans).any()) and dialect.width > 1


def _blanked(data: bytes, found: Scan) -> Scan:
    """The scan with records of nothing but spaces marked as blank."""
    narrow = np.flatnonzero((found.widths == 1) & ~found.blank)
    if len(narrow) == 0:
        return found
    blank = found.blank.copy()
    stops = np.append(found.starts[1:], found.size)
    shorter = narrow[(data_at(data, found.starts[narrow]) <= ord(" "))]
    for place in shorter:
        blank[place] = not data[found.starts[place] : stops[place]].strip()
    return replace(found, blank=blank)


def data_at(data: bytes, places: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The bytes at these places."""
    taken: NDArray[np.uint8] = np.frombuffer(data, np.uint8).take(places)
    return taken


def _piecewise(data: bytes, line: int, dialect: Dialect, final: bool) -> Generator[Part, None, Left]:
    """Go through data with a fault in its quotes piece by piece, repairing lines only in the pieces that need it."""
    lines = [text.removesuffix("\r") for text in data.decode().split("\n")[:-1]]
    place = 0
    while place < len(lines):
        piece = ("\n".join(lines[place : place + LINES_A_PIECE]) + "\n").encode()
        found = scan(piece, marks_of(dialect))
        sound = found.wellformed and found.size == len(piece)
        if sound and (found.widths[~found.blank] == dialect.width).all():
            yield Part(line + place, piece, found)
            place += found.lines
            continue
        records = _assembled(lines, place, dialect, final)
        if not records:
            break
        yield Part(line + place, records=records)
        place += records[-1].line + records[-1].lines
    return "".join(f"{text}\n" for text in lines[place:]).encode(), line + place


def _assembled(lines: list[str], place: int, dialect: Dialect, final: bool) -> tuple[Record, ...]:
    """The records of one piece, up to one that more lines may change where these are not the ``final`` ones."""
    records = []
    for record in assemble(lines, *dialect.marks, dialect.width, place):
        undecided = record.repaired or len(record.cells) != dialect.width
        if undecided and not final and record.line > max(0, len(lines) - UNDECIDED_LINES):
            break
        records.append(Record(record.line - place, record.lines, record.cells, record.repaired))
        if record.line + record.lines >= place + LINES_A_PIECE:
            break
    return tuple(records)


def frame_of(part: Part, names: list[str], dialect: Dialect) -> pl.DataFrame:
    """The records as text columns ``names`` and ``LINE``; short ones padded with nulls; empty cells null.

    Cells beyond the last name are joined to it, as written.
    """
    if part.scan is not None and part.scan.widths.max(initial=0) <= len(names):
        frame = _parse(part.data, names, dialect)
    else:
        frame = _built(part, names, dialect)
    if part.scan is None or has_empty_quotes(part.data):
        frame = frame.with_columns(empty_to_null(names))
    if dialect.escape:
        frame = frame.with_columns(pl.col(names).str.replace_all(ESCAPED, dialect.delimiter, literal=True))
    frame = frame.with_columns(pl.Series(LINE, part.lines, pl.Int64))
    filled = part.widths > 0
    return frame if filled.all() else frame.filter(pl.Series(filled))


def has_empty_quotes(data: bytes) -> bool:
    """Whether two quotes follow each other; looking for one byte first is ten times faster where there is none."""
    return any(mark in data and mark * 2 in data for mark in (b'"', b"'"))


def empty_to_null(names: list[str]) -> list[pl.Expr]:
    """Expressions that turn empty text into null."""
    return [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in names]


def _built(part: Part, names: list[str], dialect: Dialect) -> pl.DataFrame:
    """A frame of records that were cut one by one."""
    delimiter, quote = dialect.marks
    records = part.records
    if part.scan is not None:
        lines = [line.removesuffix("\r") for line in part.data.decode().split("\n")[:-1]]
        records = tuple(assemble(lines, delimiter, quote, -1))
    rows = [_fitted(record.cells, len(names), delimiter) for record in records]
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pl.DataFrame(dict(zip(names, columns, strict=True)), dict.fromkeys(names, pl.String))


def _fitted(cells: tuple[str, ...], width: int, delimiter: str) -> tuple[str | None, ...]:
    """The cells of a row of this width: padded with None, or the last ones joined."""
    if len(cells) > width:
        return (*cells[: width - 1], delimiter.join(cells[width - 1 :]))
    return (*cells, *[None] * (width - len(cells)))


def _parse(data: bytes, names: list[str], dialect: Dialect) -> pl.DataFrame:
    delimiter, quote = dialect.marks
    return pl.scan_csv(
        data,
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        separator=delimiter,
        quote_char=quote or None,
        raise_if_empty=False,
        missing_columns="insert",
    ).collect()
