"""A text file as a stream of blocks of whole lines: canonical UTF-8 without NUL bytes, lines ending in a line feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from analysis.errors import AnalysisError
from analysis.progress import MEGABYTE, counted
from analysis.sources.canonical import Dialect, canonical
from analysis.sources.encoding import Encoding, decode_line, fits_better_as_utf8

BLOCK = 1 << 22
LINE_FEED = 10
LONGEST_LINE = 1 << 28
"""Bytes after which a line that does not end is given up."""


@dataclass(frozen=True)
class TextSource:
    """A file on disk with all that is known of how to cut it; ``row_end``: what ends its lines in place of an LF."""

    path: Path
    encoding: Encoding
    dialect: Dialect
    row_end: str = ""

    @property
    def line_end(self) -> bytes:
        """The bytes that the file is cut at."""
        wide = self.encoding.name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
        return self.row_end.encode() if self.row_end and not wide else "\n".encode(self.encoding.name)


@dataclass(frozen=True)
class Block:
    """Whole lines as canonical UTF-8, where they start in the file (byte offset; line from 1), and what was odd.

    ``odd_lines`` were decoded by another encoding than the file's; ``nuls`` bytes were left out; ``altered``: the
    text is not the file's own; ``size``: its bytes in the file.
    """

    data: bytes
    offset: int
    line: int
    odd_lines: tuple[int, ...] = ()
    nuls: int = 0
    altered: bool = False
    size: int = 0


@dataclass(frozen=True)
class Place:
    """A place between two lines: the byte offset and the number of the line that starts there."""

    offset: int
    line: int = 1


def read_blocks(source: TextSource, start: Place | None = None, size: int = BLOCK) -> Iterator[Block]:
    """Yield the file's blocks from ``start`` on; a last line without an end is given one."""
    place = start or Place(source.encoding.mark)
    with source.path.open("rb") as file:
        for offset, raw in _cut(file, source, place.offset, size):
            block = _prepare(raw, source, Place(offset, place.line))
            yield block
            place = Place(offset + len(raw), place.line + line_ends(block.data))


def line_ends(data: bytes) -> int:
    """How many line feeds there are."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == LINE_FEED))


def _cut(file: BinaryIO, source: TextSource, offset: int, size: int) -> Iterator[tuple[int, bytes]]:
    """Byte offsets and raw bytes of whole lines."""
    file.seek(offset)
    end = source.line_end
    if end == b"\n":
        yield from _cut_at_line_feeds(file, source, offset, size)
        return
    waiting: list[bytes] = []
    while raw := file.read(size):
        cut = _last_end(raw, end)
        if raw[cut - 1 : cut] == b"\r" and cut == len(raw):  # its line feed may follow
            cut = _last_end(raw[:-1], end)
        if not cut:
            waiting.append(raw)
            _check_length(waiting, source)
            continue
        data = b"".join((*waiting, raw[:cut]))
        yield offset, data
        offset += len(data)
        waiting = [raw[cut:]]
    if any(waiting):
        yield offset, b"".join(waiting)


def _cut_at_line_feeds(file: BinaryIO, source: TextSource, offset: int, size: int) -> Iterator[tuple[int, bytes]]:
    """The same where a line ends with one byte, as in nearly all files: with less copying."""
    while raw := file.read(size):
        if raw[-1:] != b"\n":
            line = file.readline(LONGEST_LINE)
            _check_length([line], source)
            raw += line
        yield offset, raw
        offset += len(raw)


def _check_length(waiting: list[bytes], source: TextSource) -> None:
    """Refuse a line that does not end."""
    if sum(len(piece) for piece in waiting) >= LONGEST_LINE:
        what = f"a line has no end within {LONGEST_LINE >> 20} MB"
        raise AnalysisError(what, where=str(source.path), remedy="check that it is a table")


def _last_end(data: bytes, end: bytes) -> int:
    """The offset after the last line end, 0 for none; wide characters are looked for on their bounds."""
    place = data.rfind(end)
    while place > 0 and place % len(end):
        place = data.rfind(end, 0, place + len(end) - 1)
    return place + len(end) if place >= 0 and place % len(end) == 0 else 0


def _prepare(raw: bytes, source: TextSource, place: Place) -> Block:
    data, odd = _to_utf8(raw, source.encoding)
    nuls = data.count(b"\0") if b"\0" in data else 0
    if nuls:
        data = data.replace(b"\0", b"")
    ended = data.endswith(b"\x1a")
    if ended:
        data = data[:-1]
    if source.row_end:
        end = source.row_end.encode()
        data = re.sub(end + rb"(?!\n)", b"\n", data) if b"\n" in data else data.replace(end, b"\n")
    if data and not data.endswith(b"\n"):
        data += b"\n"
    if not source.dialect.plain:
        data = canonical(data.decode(), source.dialect).encode()
    lines = tuple(place.line + line for line in odd)
    return Block(data, place.offset, place.line, lines, nuls, ended or nuls > 0, len(raw))


def told_of(blocks: Iterable[Block], what: str, total: int) -> Iterator[Block]:
    """Yield the blocks of a file of ``total`` bytes, telling how much of it is read."""
    return counted(blocks, f"MB {what}", total, lambda block: block.size, MEGABYTE)


def _to_utf8(raw: bytes, encoding: Encoding) -> tuple[bytes, list[int]]:
    """The bytes as UTF-8, and the lines (from 0) that the encoding did not fit."""
    if raw.isascii() and encoding.name != "iso2022_jp" and not encoding.name.startswith("utf-16"):
        return raw if not encoding.name.startswith("utf-32") else raw.decode(encoding.name, "replace").encode(), []
    if encoding.fallback != "utf-8":
        try:
            text = raw.decode(encoding.name)
            return (raw if encoding.name == "utf-8" else text.encode()), []
        except UnicodeDecodeError:
            if encoding.name.startswith(("utf-16", "utf-32")):
                return raw.decode(encoding.name, "replace").encode(), [0]
    return _line_by_line(raw, encoding)


def _line_by_line(raw: bytes, encoding: Encoding) -> tuple[bytes, list[int]]:
    lines, odd = raw.split(b"\n"), []
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        if encoding.fallback == "utf-8" and fits_better_as_utf8(line, encoding.name):
            odd.append(number)
            continue
        text, strange = decode_line(line, encoding)
        lines[number] = text.encode()
        if strange:
            odd.append(number)
    return b"\n".join(lines), odd
