"""What a sample of a text file tells: its encoding, its line ends and its dialect."""

from __future__ import annotations

from pathlib import Path

from analysis.errors import AnalysisError
from analysis.sources.blocks import TextSource
from analysis.sources.canonical import Dialect
from analysis.sources.dialect import cuts_alike, detect_dialect
from analysis.sources.encoding import Encoding, Sample, decode_line, detect_encoding
from analysis.sources.table import ReadOptions

CONTROL_ENDS = {"\x1f": "\x1e", "\x01": "\x02"}
"""Control characters that part cells, and those that end lines beside them, with no line feed: of ASCII, of Hive."""

LONG_CELL = 50
"""Lines after which a quote that stays open is taken for that of a long cell."""


def source_of(path: Path, sample: Sample, options: ReadOptions, like: Dialect | None = None) -> TextSource:
    """Encoding, line ends and dialect from the sample, corrected by the options.

    The dialect is ``like`` that of another file where that cuts every line into as many cells.
    """
    try:
        encoding = detect_encoding(sample) if options.encoding is None else _given(sample, options.encoding)
    except AnalysisError as error:
        raise AnalysisError(error.what, where=str(path), remedy=error.remedy) from error
    texts = [_decoded(piece, encoding, place == 0) for place, piece in enumerate(sample.pieces)]
    end = _row_end(texts)
    pieces = _outside_quotes([_lines(text, end, place, len(texts)) for place, text in enumerate(texts)])
    lines = [line for piece in pieces for line in piece]
    dialect = like if like and cuts_alike(lines, like) else detect_dialect(lines, options.quote, options.delimiter)
    return TextSource(path, encoding, dialect, end)


def _given(sample: Sample, name: str) -> Encoding:
    """The encoding the analyst named, with the file's byte order mark left out."""
    try:
        "".encode(name)
    except LookupError:
        raise AnalysisError(
            f"there is no encoding called {name}", remedy="use a name such as utf-8, gb18030 or cp1252"
        ) from None
    found = next(
        (mark for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") if sample.pieces[0].startswith(mark)), b""
    )
    return Encoding(name, len(found), "cp1252")


def _decoded(piece: bytes, encoding: Encoding, first: bool) -> str:
    data = piece[encoding.mark :] if first else piece
    if encoding.name.startswith(("utf-16", "utf-32")):
        return data.decode(encoding.name, "replace").replace("\0", "")
    return "\n".join(decode_line(line, encoding)[0] for line in data.split(b"\n")).replace("\0", "")


def _row_end(texts: list[str]) -> str:
    """The character that ends lines in place of a line feed; "" where these do."""
    if _lone_returns(texts):
        return "\r"
    if any("\n" in text for text in texts):
        return ""
    return next((end for delimiter, end in CONTROL_ENDS.items() if delimiter in texts[0] and end in texts[0]), "")


def _lone_returns(texts: list[str]) -> bool:
    """Whether a carriage return alone ends lines: there are no others, or they stand outside quotes."""
    text = "".join(texts)
    lone = text.count("\r") - text.count("\r\n")
    if not lone:
        return False
    bare = sum(part.replace("\r\n", "\n").count("\r") for part in text.split('"')[::2])
    return bare > 0 and ("\n" not in text or bare > 0.8 * lone)


def _outside_quotes(pieces: list[list[str]]) -> list[list[str]]:
    """The pieces without the lines of a quoted cell that goes on beyond the first piece."""
    head = pieces[0]
    odd = [place for place, line in enumerate(head) if line.count('"') % 2]
    if len(odd) % 2 == 0 or len(pieces) == 1 or len(head) - odd[-1] < LONG_CELL:
        return pieces
    return [head[: odd[-1]], *[_after_quote(piece) for piece in pieces[1:]]]


def _after_quote(lines: list[str]) -> list[str]:
    """The lines after the last one that closes a quote."""
    odd = [place for place, line in enumerate(lines) if line.count('"') % 2]
    return lines[odd[-1] + 1 :] if odd else []


def _lines(text: str, end: str, place: int, pieces: int) -> list[str]:
    """The lines of one piece of the sample without those that the piece's bounds cut."""
    text = text.replace("\r\n", "\n")
    lines = (text.replace(end, "\n") if end else text).rstrip("\x1a").split("\n")
    limit = 160 if place == 0 else 80
    if place:
        lines = lines[1:]
    if place < pieces - 1 or lines[-1:] == [""]:
        lines = lines[:-1] or lines
    return (
        lines[:limit]
        if place < pieces - 1 or (pieces == 1 and len(lines) <= 2 * limit)
        else _spread(lines, limit, pieces)
    )


def _spread(lines: list[str], limit: int, pieces: int) -> list[str]:
    """Lines from the head, the middle and the tail of a whole file, or from the end of its last piece."""
    if pieces > 1:
        return lines[-limit:]
    middle = len(lines) // 2
    return lines[: limit // 2] + lines[middle : middle + limit // 4] + lines[-limit // 4 :]
