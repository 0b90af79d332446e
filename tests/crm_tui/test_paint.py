"""What is sent is the difference, and after it the terminal shows what it should."""

from __future__ import annotations

import random
import sys

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from crm_tui.inert import inert
from crm_tui.paint import Cell, Painter, cells_of
from tests.crm_tui.terminal import Terminal

WIDTH = 24
STYLES = (None, Style(bold=True), Style(color="cyan"), Style(reverse=True))
PIECES = st.lists(st.tuples(st.text("ab 北京é한\u0301", max_size=8), st.sampled_from(STYLES)), max_size=6)


def line_of(pieces: list[tuple[str, Style | None]]) -> list[Cell]:
    """Return a line of the width with these pieces, cut where a character would not fit."""
    cells = cells_of([Segment(inert(text), style) for text, style in pieces], ColorSystem.EIGHT_BIT)[:WIDTH]
    if len(cells) == WIDTH and cells[-1][0] and not cells[-1][0].isascii():
        cells[-1] = (" ", "")
    return cells + [(" ", "")] * (WIDTH - len(cells))


def attributes(text: str) -> list[tuple[str, str, bool, bool]]:
    screen = pyte.Screen(WIDTH, 3)
    pyte.Stream(screen).feed("\x1b[?7l" + text)  # Textual, too, lets no line wrap
    cells = [screen.buffer[row][column] for row in range(3) for column in range(WIDTH)]
    return [(cell.data, cell.fg, cell.bold, cell.reverse) for cell in cells]


@given(st.lists(st.lists(PIECES, min_size=3, max_size=3), min_size=2, max_size=4))
def test_the_difference_gives_the_same_screen_as_drawing_anew(
    screens: list[list[list[tuple[str, Style | None]]]],
) -> None:
    painter = Painter()
    sent = ""
    for screen in screens:
        lines = [(row, 0, line_of(pieces)) for row, pieces in enumerate(screen)]
        sent += painter.paint(lines)
    whole = Painter().paint([(row, 0, line_of(pieces)) for row, pieces in enumerate(screens[-1])])
    assert attributes(sent) == attributes(whole)


def test_nothing_is_sent_where_nothing_changed_and_little_where_little_did() -> None:
    painter = Painter()
    row = line_of([("a" * WIDTH, None)])
    assert painter.paint([(0, 0, row)])
    assert painter.paint([(0, 0, row)]) == ""
    assert painter.paint([(0, 3, row[3:5])]) == ""
    other = [*row]
    other[5] = ("b", "1")
    assert painter.paint([(0, 0, other)]) == "\x1b[1;6H\x1b[1mb\x1b[0m"
    painter.forget()
    assert len(painter.paint([(0, 0, other)])) > WIDTH


def test_where_terminals_disagree_about_a_width_the_next_cell_is_named() -> None:
    assert Painter().paint([(0, 2, cells_of([Segment("👩x")], ColorSystem.EIGHT_BIT))]) == "\x1b[1;3H👩\x1b[5Gx"


MILLION = """
import sys
import numpy as np
from textual.app import ComposeResult
from crm_tui.guard import GuardedApp
from crm_tui.themes import register
from crm_tui.widgets.pages import PageColumn
from crm_tui.widgets.table.view import TableView

class Numbers:
    height = 1_000_000
    columns = tuple(PageColumn(f"column {place}", "integer") for place in range(12))
    def values(self, column, start, stop):
        return list(range(start * (column + 1), min(stop, self.height) * (column + 1), column + 1))
    def number(self, row):
        return row + 1
    def find(self, text, column, start, stop):
        return []

class Large(GuardedApp):
    def on_mount(self):
        register(self)
    def compose(self) -> ComposeResult:
        yield TableView(Numbers())

Large().run()
"""


def test_a_move_a_page_and_idling_send_little() -> None:
    """At 200 by 50 in 256 colours over a million rows: a move at most 200 bytes, a page 15 kB, idle nothing."""
    with Terminal([sys.executable, "-c", MILLION], columns=200, rows=50) as terminal:
        terminal.wait_for("column 11", " 49 ")
        terminal.settle(0.4)
        for key in random.Random(0).choices(["down", "up", "right", "left", "j", "l"], k=12):
            assert terminal.bytes_of(key) <= 200, key
        assert terminal.bytes_of("pagedown") <= 15_000
        terminal.settle(0.3)
        before = len(terminal.raw)
        terminal.read(1.0)
        assert len(terminal.raw) == before


def test_a_resized_window_is_drawn_anew() -> None:
    with Terminal([sys.executable, "-c", MILLION], columns=100, rows=20) as terminal:
        terminal.wait_for("column 5").settle(0.4)
        first = terminal.text
        terminal.resize(60, 10).resize(100, 20).settle(0.4)
        assert terminal.text == first
