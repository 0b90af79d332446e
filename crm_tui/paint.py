"""Sends the terminal only the cells that changed: on a slow link each byte is time.

Textual repaints a changed region from its widget's left edge and a changed layout whole. What is on the terminal is
remembered here cell by cell, and the difference is sent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

Cell = tuple[str, str]
"""A character with its marks and the codes of its style; the second half of a wide character is an empty text."""
GAP = 6
"""Unchanged cells that are sent along sooner than the cursor is moved over them."""


@lru_cache(4096)
def _width(char: str) -> int:
    return cell_len(char)


@lru_cache(4096)
def _width_is_sure(text: str) -> bool:
    """Say whether all terminals agree how many cells a character takes."""
    return len(text) == 1 and ord(text) < 0x1F000 and unicodedata.category(text) != "Mc"


@lru_cache(4096)
def _lean(codes: str) -> str:
    """Leave away the terminal's own colours: every piece begins with them anyway."""
    numbers = codes.split(";")
    kept: list[str] = []
    while numbers:
        taken = {"5": 3, "2": 5}.get(numbers[1], 1) if numbers[0] in {"38", "48"} and len(numbers) > 1 else 1
        kept += numbers[:taken] if numbers[0] not in {"39", "49"} else []
        del numbers[:taken]
    return ";".join(kept)


def _codes(style: Style | None, colours: ColorSystem) -> str:
    if style is None:
        return ""
    return _lean(style._ansi if style._ansi is not None else Strip.render_ansi(style, colours))


def cells_of(segments: Iterable[Segment], colours: ColorSystem) -> list[Cell]:
    """Return the cells that segments fill."""
    cells: list[Cell] = []
    for text, style, _ in segments:
        codes = _codes(style, colours)
        if text.isascii():
            cells += [(char, codes) for char in text]
            continue
        for char in text:
            width = _width(char)
            if width:
                cells.append((char, codes))
                cells += [("", codes)] * (width - 1)
            elif cells:
                place = len(cells) - 1 if cells[-1][0] or len(cells) == 1 else len(cells) - 2
                cells[place] = (cells[place][0] + char, cells[place][1])
    return cells


def changed_runs(before: Sequence[Cell], after: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Yield the (start, stop) of cells that differ, those close to each other as one; never half a wide character."""
    start = stop = -1
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        if start >= 0 and place - stop > GAP:
            yield start, stop
            start = -1
        if start < 0:
            start = place
            while start > 0 and not after[start][0]:
                start -= 1
        stop = place + 1
        while stop < len(after) and not after[stop][0]:
            stop += 1
    if start >= 0:
        yield start, stop


def _drawn(cells: Sequence[Cell], x: int) -> str:
    """Return the text and sequences that draw cells from column ``x`` (from 0) on."""
    parts: list[str] = []
    codes = ""
    for place, (text, wanted) in enumerate(cells):
        if not text:
            continue
        if wanted != codes:
            parts.append(f"\x1b[0;{wanted}m" if codes and wanted else f"\x1b[{wanted}m")
            codes = wanted
        parts.append(text)
        if not text.isascii() and not _width_is_sure(text):
            following = place + 1
            while following < len(cells) and not cells[following][0]:
                following += 1
            parts.append(f"\x1b[{x + following + 1}G")
    return "".join(parts) + ("\x1b[0m" if codes else "")


class Painter:
    """Remembers what the terminal shows; ``forget`` when something else may have written to it."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}
        self._width = 0

    def forget(self) -> None:
        """Draw everything anew the next time."""
        self._rows.clear()

    def paint(self, pieces: Iterable[tuple[int, int, list[Cell]]]) -> str:
        """Return what has to be sent so that the terminal shows these pieces: (row, column, cells)."""
        sent: list[str] = []
        for y, x, cells in pieces:
            row = self._rows.setdefault(y, [])
            if len(row) < x + len(cells):
                row += [("", "?")] * (x + len(cells) - len(row))  # what is there is not known
            before = row[x : x + len(cells)]
            if before == cells:
                continue
            for start, stop in changed_runs(before, cells):
                sent.append(f"\x1b[{y + 1};{x + start + 1}H{_drawn(cells[start:stop], x + start)}")
            row[x : x + len(cells)] = cells
        return "".join(sent)


def pieces_of(update: ChopsUpdate | LayoutUpdate, colours: ColorSystem) -> Iterator[tuple[int, int, list[Cell]]]:
    """Yield what an update draws, as (row, column, cells)."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, cells_of((segment for strip in strips for segment in strip), colours)
        return
    for y, left, right in update.spans:
        for (x, strip), end in zip(update.chops[y].items(), update.chop_ends[y], strict=False):
            if strip is None or x >= right or end <= left:
                continue
            cells = cells_of(strip, colours)
            start, stop = max(left - x, 0), min(right, end) - x
            while start > 0 and not cells[start][0]:
                start -= 1
            yield y, x + start, cells[start:stop]


class PaintedUpdate(CompositorUpdate):
    """An update of the screen that sends its difference only."""

    def __init__(self, painter: Painter, update: ChopsUpdate | LayoutUpdate) -> None:
        self.painter, self.update = painter, update

    def render_segments(self, console: Console) -> str:
        """Return what has to be sent."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        return self.painter.paint(pieces_of(self.update, colours))
