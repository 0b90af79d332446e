"""The first look at a file: its first lines as rows, at once, with nothing imported that takes time.

It is shown until the child has read the file properly, and claims nothing: no types, no roles.
"""

from __future__ import annotations

import csv
import itertools
import zlib
from dataclasses import dataclass
from pathlib import Path

BYTES = 1 << 16
LINES = 200
"""Lines of the head, besides that of the names."""
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Peek:
    """The first lines of a file: names of the columns, rows of text; empty where it is no text file."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def peek(path: Path) -> Peek:
    """Return the first rows of a delimited text file, plain or gzip; an empty peek where there are none."""
    try:
        with path.open("rb") as stream:
            head = stream.read(BYTES)
    except OSError:
        return Peek()
    if head[:2] == b"\x1f\x8b":
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, BYTES)
        except zlib.error:
            return Peek()
    text = _decoded(head)
    if "\0" in text or not text.strip():
        return Peek()
    lines = text.splitlines()[: LINES + 1]
    lines = lines[:-1] if len(head) == BYTES and len(lines) <= LINES else lines
    delimiter = max(DELIMITERS, key=lambda mark: min((line.count(mark) for line in lines if line.strip()), default=0))
    rows = [tuple(row) for row in itertools.islice(csv.reader(lines, delimiter=delimiter), LINES + 1) if row]
    if len(rows) < 2:
        return Peek()
    width = len(rows[0])
    return Peek(rows[0], tuple((*row[:width], *[""] * (width - len(row))) for row in rows[1:]))


def _decoded(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    text = head.decode("utf-8", "replace")
    return head.decode("latin-1") if text.count("\ufffd") > 1 else text
