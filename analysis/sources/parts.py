"""The blocks of a text file as parts of whole records: those in order go on as bytes, the others as repaired cells."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.sources.blocks import Block
from analysis.sources.canonical import ESCAPED, Dialect
from analysis.sources.repair import Record, assemble
from analysis.sources.structure import Marks, Scan, scan
from analysis.sources.table import LINE

LINES_A_PIECE = 256
UNDECIDED_LINES = 200
OPEN_BYTES = 1 << 25
"""How far a quote may stand open before it is taken for a stray one."""


@dataclass(frozen=True)
class Part:
    """Whole records: ``data`` with its ``scan``, or ``records`` where quotes had to be repaired; ``line`` is the first line."""

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
            return np.where(self.scan.blank, np.int32(0), self.scan.widths)
        return np.array([len(record.cells) if any(record.cells) else 0 for record in self.records], np.int32)

    @property
    def repaired(self) -> list[int]:
        """The lines of the repaired records."""
        return [record.line + self.line for record in self.records if record.repaired]


def marks_of(dialect: Dialect) -> Marks:
    """The bytes that give canonical text its structure."""
    delimiter, quote = dialect.marks
    return Marks(ord(delimiter), ord(quote) if quote else -1)


def parts(blocks: Iterable[Block], dialect: Dialect) -> Iterator[Part]:
    """Yield the records of consecutive blocks, in order."""
    rest, line = b"", 0
    for block in blocks:
        line = line if rest else block.line
        rest, line = yield from _whole(rest + block.data, line, dialect)
    if rest:
        yield from _last(rest, line, dialect)


def _whole(data: bytes, line: int, dialect: Dialect) -> Generator[Part, None, tuple[bytes, int]]:
    """Yield the whole records of the data; return what is left over, and its line."""
    found = scan(data, marks_of(dialect))
    if not found.wellformed or _suspicious(data, found, dialect):
        left = yield from _piecewise(data, line, dialect, len(data) > OPEN_BYTES)
        return left
    if found.size:
        yield Part(line, data[: found.size], _blanked(data, found))
    rest, line = data[found.size :], line + found.lines
    if len(rest) > OPEN_BYTES:
        yield from _last(rest, line, dialect)
        return b"", line
    return rest, line


def _suspicious(data: bytes, found: Scan, dialect: Dialect) -> bool:
    """Whether rows of an unusual width hold quotes that may be to blame."""
    quote = dialect.marks[1].encode()
    if not quote:
        return False
    odd = np.flatnonzero((found.widths != dialect.width) & ~found.blank)
    stops = np.append(found.starts[1:], found.size)
    return any(quote in data[found.starts[place] : stops[place]] for place in odd[:1000])


def _last(data: bytes, line: int, dialect: Dialect) -> Iterator[Part]:
    """The records of data that no more follows: a quote left open is a stray one."""
    yield from _piecewise(data, line, dialect, True)


def _blanked(data: bytes, found: Scan) -> Scan:
    """The scan with records of nothing but spaces marked as blank."""
    narrow = np.flatnonzero((found.widths == 1) & ~found.blank)
    if len(narrow) == 0 or len(narrow) == len(found.widths):
        return found
    blank = found.blank.copy()
    stops = np.append(found.starts[1:], found.size)
    for place in narrow:
        blank[place] = not data[found.starts[place] : stops[place]].strip()
    return replace(found, blank=blank)


def _piecewise(data: bytes, line: int, dialect: Dialect, final: bool) -> Generator[Part, None, tuple[bytes, int]]:
    """Go through data with a fault in its quotes piece by piece, repairing lines only in the pieces that need it."""
    lines = [text.removesuffix("\r") for text in data.decode().split("\n")[:-1]]
    delimiter, quote = dialect.marks
    place = 0
    while place < len(lines):
        piece = ("\n".join(lines[place : place + LINES_A_PIECE]) + "\n").encode()
        found = scan(piece, marks_of(dialect))
        if found.wellformed and found.size == len(piece) and (found.widths[~found.blank] == dialect.width).all():
            yield Part(line + place, piece, found)
            place += found.lines
            continue
        records = []
        for record in assemble(lines, delimiter, quote, dialect.width, place):
            undecided = record.repaired or len(record.cells) != dialect.width
            if undecided and not final and record.line > max(0, len(lines) - UNDECIDED_LINES):
                break
            records.append(replace(record, line=record.line - place))
            if record.line + record.lines >= place + LINES_A_PIECE:
                break
        if not records:
            break
        yield Part(line + place, records=tuple(records))
        place += records[-1].line + records[-1].lines
    return "".join(f"{text}\n" for text in lines[place:]).encode(), line + place


def frame_of(part: Part, names: list[str], dialect: Dialect) -> pl.DataFrame:
    """The records as text columns ``names`` and ``LINE``; short ones padded with nulls; empty cells null."""
    if part.scan is not None:
        frame = _parse(part.data, names, dialect)
    else:
        padded = [(*record.cells, *[None] * len(names))[: len(names)] for record in part.records]
        columns = list(zip(*padded, strict=True)) or [()] * len(names)
        frame = pl.DataFrame(dict(zip(names, columns, strict=True)), dict.fromkeys(names, pl.String), strict=False)
    if part.scan is None or b'""' in part.data or b"''" in part.data:
        frame = frame.with_columns(empty_to_null(names))
    if dialect.escape:
        frame = frame.with_columns(pl.col(names).str.replace_all(ESCAPED, dialect.delimiter, literal=True))
    return frame.with_columns(pl.Series(LINE, part.lines, pl.Int64)).filter(pl.Series(part.widths > 0))


def empty_to_null(names: list[str]) -> list[pl.Expr]:
    """Expressions that turn empty text into null."""
    return [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in names]


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
