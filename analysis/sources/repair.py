"""Cells of lines whose quotes are missing, superfluous or not doubled: repaired to the width of their neighbours.

Everything here works on text with a delimiter of one character and quotes escaped by doubling (see
``analysis.sources.dialect.canonical``), line by line, in Python: it is for the lines that need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

JOINED_LINES = 2000
JOINED_CHARACTERS = 1 << 20
REGROUPED = 64


@dataclass(frozen=True)
class Record:
    """One row of cells: its first line counted from 0, how many lines it takes, and whether its quotes were
    repaired.
    """

    line: int
    lines: int
    cells: tuple[str, ...]
    repaired: bool = False


@lru_cache(maxsize=32)
def _pattern(delimiter: str, quote: str) -> re.Pattern[str]:
    """One cell at a time: quoted (group 1), or bare and not starting with a quote (group 2), up to a delimiter or the
    end.
    """
    d, q = re.escape(delimiter), re.escape(quote)
    return re.compile(f"[ ]*{q}((?:[^{q}]|{q}{q})*){q}[ ]*(?:{d}|$)|((?![ ]*{q})[^{d}]*)(?:{d}|$)", re.DOTALL)


def split_line(text: str, delimiter: str, quote: str) -> tuple[tuple[str, ...], bool]:
    """The cells of one record and whether its quotes are in order; where they are not, the cells before the fault."""
    if not delimiter:
        return (unquoted(text, quote),), True
    if not quote or quote not in text:
        return tuple(text.split(delimiter)), True
    pattern, place = _pattern(delimiter, quote), 0
    cells: list[str] = []
    while True:
        match = pattern.match(text, place)
        if match is None:
            return tuple(cells), False
        inner = match.group(1)
        cells.append(inner.replace(quote * 2, quote) if inner is not None else match.group(2))
        place = match.end()
        if place == len(text) and not text.endswith(delimiter, match.start(), place):
            return tuple(cells), True
        if match.end() == match.start():
            return tuple(cells), True


def unquoted(text: str, quote: str) -> str:
    """The text without the quotes around it, if it has both."""
    bare = text.strip(" ")
    if quote and len(bare) > 1 and bare[0] == bare[-1] == quote:
        return bare[1:-1].replace(quote * 2, quote)
    return text


def assemble(lines: Sequence[str], delimiter: str, quote: str, width: int, start: int = 0) -> Iterator[Record]:
    """Yield the records of ``lines`` from ``start`` on: as written where that gives ``width`` cells, joined over
    lines where a quoted cell goes on, repaired where that gives ``width``, and as they are otherwise.
    """
    place = start
    while place < len(lines):
        cells, sound = split_line(lines[place], delimiter, quote)
        if sound and (len(cells) == width or width < 1 or not quote or quote not in lines[place]):
            closed = _without_loose_quote(cells, quote) if quote and width > 0 else cells
            record = Record(place, 1, closed, closed is not cells)
        else:
            record = _difficult(lines, place, (delimiter, quote, width), cells if sound else ())
        yield record
        place += record.lines


def _without_loose_quote(cells: tuple[str, ...], quote: str) -> tuple[str, ...]:
    """The cells with a quote at the end of a word taken off where nothing opened it; after a digit it may mean
    inches.
    """
    loose = [cell.endswith(quote) and cell.count(quote) == 1 and cell[-2:-1].isalpha() for cell in cells]
    if not any(loose):
        return cells
    return tuple(cell[:-1] if odd else cell for cell, odd in zip(cells, loose, strict=True))


def _difficult(lines: Sequence[str], place: int, shape: tuple[str, str, int], cells: tuple[str, ...]) -> Record:
    """The record that starts at a line whose quotes are broken or whose width is wrong (then ``cells`` are its
    cells).
    """
    delimiter, quote, width = shape
    joined = None if cells else _join(lines, place, shape)
    if joined is not None and len(joined.cells) == width:
        return joined
    repaired = repair_line(lines[place], (delimiter, quote, width), sound=bool(cells)) if width > 0 else ()
    if repaired:
        return Record(place, 1, repaired, repaired=True)
    if joined is not None:
        return joined
    return Record(place, 1, cells or tuple(unquoted(cell, quote) for cell in lines[place].split(delimiter)), not cells)


def _join(lines: Sequence[str], place: int, shape: tuple[str, str, int]) -> Record | None:
    """The record over several lines that starts here, None where no line closes its quotes within the limits."""
    delimiter, quote, _ = shape
    text = lines[place]
    odd = text.count(quote) % 2
    for last in range(place + 1, min(len(lines), place + JOINED_LINES)):
        text += "\n" + lines[last]
        if len(text) > JOINED_CHARACTERS:
            return None
        odd ^= lines[last].count(quote) % 2
        if odd or quote not in lines[last]:
            continue
        cells, sound = split_line(text, delimiter, quote)
        return Record(place, last - place + 1, cells) if sound else None
    return None


def repair_line(line: str, shape: tuple[str, str, int], sound: bool = False) -> tuple[str, ...]:
    """The cells that the line most likely means, as many as ``shape`` (delimiter, quote, width) says, or ().

    Quotes that are ``sound`` are not read in another way, but for those around the line as a whole.
    """
    delimiter, quote, width = shape
    bare = line.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == quote:
        cells, sound = split_line(bare[1:-1].replace(quote * 2, quote), delimiter, quote)
        if sound and len(cells) == width:
            return cells
    if sound:
        return ()
    if "\\" + quote in line:
        cells, sound = split_line(line.replace("\\" + quote, quote * 2), delimiter, quote)
        if sound and len(cells) == width:
            return cells
    return _grouped(line.split(delimiter), delimiter, quote, width)


def _grouped(pieces: Sequence[str], delimiter: str, quote: str, width: int) -> tuple[str, ...]:
    """The pieces joined to ``width`` cells by the quotes at their ends, () where that is not possible."""
    if not 0 <= len(pieces) - width <= REGROUPED:
        return ()
    for strict in (True, False):
        groups = _regroup(pieces, width, quote, strict)
        if groups:
            return tuple(_bare(delimiter.join(group), quote) for group in groups)
    return ()


def _bare(text: str, quote: str) -> str:
    """The text without quotes at its ends; quotes that are left over on one side go as well."""
    if text.startswith(quote) and text.endswith(quote) and len(text) > 1:
        return text[1:-1].replace(quote * 2, quote)
    single = text.replace(quote * 2, "").count(quote) == 1
    if single and text.startswith(quote):
        return text[1:].replace(quote * 2, quote)
    if single and text.endswith(quote):
        return text[:-1].replace(quote * 2, quote)
    return text


def _regroup(pieces: Sequence[str], width: int, quote: str, strict: bool) -> list[list[str]]:
    """Join neighbouring pieces to ``width`` groups: a group of several opens with a quote and (``strict``) or else
    closes with one.
    """

    def joinable(first: str, last: str) -> bool:
        opens, closes = first.lstrip(" ").startswith(quote), last.rstrip(" ").endswith(quote)
        return (opens and closes) if strict else (opens or closes)

    failed: set[tuple[int, int]] = set()

    def group(place: int, left: int) -> list[list[str]] | None:
        if left == 0 or (place, left) in failed:
            return [] if place == len(pieces) else None
        for size in range(1, len(pieces) - place - left + 2):
            if size > 1 and not joinable(pieces[place], pieces[place + size - 1]):
                continue
            rest = group(place + size, left - 1)
            if rest is not None:
                return [list(pieces[place : place + size]), *rest]
        failed.add((place, left))
        return None

    if len(pieces) == width:
        return [[piece] for piece in pieces]
    return group(0, width) or [] if width < REGROUPED * 4 else []
