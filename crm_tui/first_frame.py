"""The first picture: the head of a data file, on the screen before the app's own libraries are imported.

It stands where the first screen will have it, cell by cell, until that one is drawn over it. Keys that are pressed
meanwhile wait in the terminal for the app.
"""

from __future__ import annotations

import contextlib
import os
import termios
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from crm_tui.glyphs import Glyphs, glyphs
from crm_tui.launch import Launch
from crm_tui.peek import peek
from crm_tui.screens import SCREENS
from crm_tui.widgets.pages import FramePages, PageColumn
from crm_tui.widgets.stage_text import StageMark, stage_line
from crm_tui.widgets.table.layout import TableLayout

LEAST = (80, 24)
ALTERNATE, NORMAL = "\x1b[?1049h", "\x1b[?1049l"
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
READING = "The file is being read."
COLUMNS_LATER = "The columns are shown once the file is read."
NO_ROWS = "No rows to show yet."
UNDERLINED, REVERSED, DIM, LINE = "1;4", "7", "2", "90"
_INPUT = termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF
_LOCAL = termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG

Piece = tuple[int, int, str, str]
"""Row, column (both from 0), style and text."""


class EarlyTerminal:
    """The terminal between the first picture and the app: raw, on its other screen; ``attributes`` is how it was."""

    def __init__(self) -> None:
        self.attributes: list[Any] | None = None

    def take(self, picture: str) -> None:
        """Keep what is typed from being echoed, and show a picture; nothing where this is no terminal."""
        try:
            before, raw = termios.tcgetattr(0), termios.tcgetattr(0)
            raw[0] &= ~_INPUT
            raw[3] &= ~_LOCAL
            raw[6][termios.VMIN] = 1
            termios.tcsetattr(0, termios.TCSANOW, raw)
        except termios.error:
            return
        self.attributes = before
        self._write(ALTERNATE + HIDDEN + picture)

    def give_back(self) -> None:
        """Leave the terminal as it was, where the app does not come to do it."""
        if self.attributes is not None:
            self._write(NORMAL + SHOWN)
            termios.tcsetattr(0, termios.TCSANOW, self.attributes)
            self.attributes = None

    def _write(self, text: str) -> None:
        rest = text.encode("utf-8", "replace")
        with contextlib.suppress(OSError):
            while rest:
                rest = rest[os.write(2, rest) :]


TERMINAL = EarlyTerminal()


def show_first_frame(choices: Launch) -> None:
    """Show the head of the first file, unless nobody may see it: names are to be masked as soon as they are known."""
    if not choices.paths or choices.mask or os.environ.get("TERM", "dumb") == "dumb":
        return
    path = Path(choices.paths[0])
    with contextlib.suppress(OSError):
        size = os.get_terminal_size(2)
        if path.is_file() and size >= LEAST:
            picture = pieces(path, size.columns, size.lines, glyphs(choices.plain))
            TERMINAL.take(drawn(picture, coloured=not os.environ.get("NO_COLOR")))


def drawn(picture: Iterable[Piece], *, coloured: bool = True) -> str:
    """Return the sequences that draw a picture on an empty screen."""
    written = ["\x1b[2J"]
    for row, column, style, text in picture:
        attributes = style if coloured or style != LINE else ""
        written.append(f"\x1b[{row + 1};{column + 1}H" + (f"\x1b[{attributes}m{text}\x1b[0m" if attributes else text))
    return "".join(written)


def pieces(path: Path, width: int, height: int, signs: Glyphs) -> Iterator[Piece]:
    """Yield the first screen with the head of a file: stages, files at the left, rows above columns, facts."""
    marks = [StageMark(key, title, "empty") for key, title, _ in SCREENS.values()]
    yield 0, 0, "", stage_line(marks, SCREENS["load"][1], width, signs)
    left, rows = width * 2 // 5, (height - 3) // 2
    line, edge = ("-", "|") if signs.full.isascii() else ("▔", "▕")
    yield 1, 0, UNDERLINED, " " * (left - 1)
    yield 2, 0, "", f" {READING}"
    yield 3, 0, LINE, line * (left - 1)
    for row in range(1, height - 2):
        yield row, left - 1, LINE, edge
    yield rows + 1, left, LINE, line * (width - left)
    yield rows + 3, left, "", f" {COLUMNS_LATER}"
    yield rows + 2, left, UNDERLINED, " " * (width - left)
    shown = head_of(path)
    scrolls = shown.height > rows - 1
    for row, column, style, text in table(shown, width - left - scrolls, rows, signs):
        yield row + 1, left + column, style, text
    if shown.height:
        yield height - 2, 0, DIM, head_said(shown.height)


def head_of(path: Path) -> FramePages:
    """Return the first rows of a file as they stand in it, no rows where it is no text with columns."""
    found = peek(path) if path.suffix != ".toml" else peek(Path(os.devnull))
    return FramePages(tuple(PageColumn(name) for name in found.names), found.rows)


def head_said(rows: int) -> str:
    """Return what is said of the head of a file."""
    return f"the first {rows:,} rows as they stand in the file, which is being read"


def table(pages: FramePages, width: int, height: int, signs: Glyphs) -> Iterator[Piece]:
    """Yield the header and the rows of a table as the app's own table draws them."""
    plan = TableLayout(pages, signs)
    slots = plan.slots(0, width)
    yield 0, 0, UNDERLINED, plan.header(slots, width, {}, beyond=False)
    if not pages.height:
        yield 1, 0, "", f" {NO_ROWS}"
    for row in range(min(height - 1, pages.height)):
        yield row + 1, 0, "", plan.number(row)
        for slot in slots:
            cursor = row == 0 and slot is slots[0]
            yield row + 1, slot.x, REVERSED if cursor else "", plan.text(slot, row)
