"""A grid of cells with the numbers inside: value tiers by loyalty tiers, recency by frequency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message

from crm_tui.format import compact, fit
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.bars import bar_text
from crm_tui.widgets.picture import Line, Picture, message_lines

NARROWEST = 5
WIDEST = 26
_STRONG = 0.66
_SHADES = (
    (0.75, "color(16) on color(80)"),
    (0.5, "color(16) on color(73)"),
    (0.3, "color(255) on color(30)"),
    (0.1, "color(255) on color(23)"),
)
"""Share of the largest value from which on a cell has a ground of its own, the text on it readable on any terminal."""


@dataclass(frozen=True)
class Grid:
    """A grid: names of rows and columns (untrusted), ``values`` row by row, what is written inside.

    A value None: nothing is there. ``texts`` are the lines of each cell, the most important first; without them the
    value is written. ``title`` says what rows and columns are. ``shaded``: large values stand on brighter ground, for
    terminals of 256 colours.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    texts: tuple[tuple[tuple[str, ...], ...], ...] = ()
    title: str = ""
    shaded: bool = False

    def lines_of(self, row: int, column: int) -> tuple[str, ...]:
        """Return what is written in a cell, inert."""
        if self.texts:
            return tuple(inert(text) for text in self.texts[row][column])
        value = self.values[row][column]
        return ("" if value is None else compact(value),)

    @property
    def texts_most(self) -> int:
        """The most lines that are written in one cell."""
        places = [(row, column) for row in range(len(self.rows)) for column in range(len(self.columns))]
        return max((len(self.lines_of(*place)) for place in places), default=0)


@dataclass(frozen=True)
class _Frame:
    """How a grid is drawn: cells of the row names and of one cell, text lines of a cell, a bar, a gap, the largest."""

    names: int
    cell: int
    texts: int
    bar: bool
    gap: bool
    most: float
    glyphs: Glyphs


def _frame(grid: Grid, width: int, height: int, glyphs: Glyphs) -> _Frame:
    names = min(max(cell_len(inert(name)) for name in (*grid.rows, grid.title)), max(width // 4, 3))
    cell = min(max((width - names - 1) // len(grid.columns), NARROWEST), WIDEST)
    each, texts = max((height - 1) // len(grid.rows), 1), grid.texts_most
    most = max((value for values in grid.values for value in values if value is not None), default=0) or 1
    return _Frame(names, cell, min(texts, each), each > texts, each > texts + 1, most, glyphs)


def grid_lines(
    grid: Grid, width: int, height: int, glyphs: Glyphs, cursor: tuple[int, int] | None = None
) -> list[Line]:
    """Return the grid: numbers inside, and where there is room a bar under them that shows their size.

    The cell at the ``cursor`` (row, column) is drawn reversed and pointed at.
    """
    if not grid.rows or not grid.columns:
        return list(message_lines("Nothing to show.")(width, height, glyphs))
    frame = _frame(grid, width, height, glyphs)
    inner = frame.cell - 2
    titles = [fit(inert(name), inner, "right", glyphs.ellipsis) for name in grid.columns]
    lines: list[Line] = [
        [
            (fit(inert(grid.title), frame.names, ellipsis=glyphs.ellipsis) + " ", "dim"),
            *[(f" {title} ", "bold") for title in titles],
        ]
    ]
    for row, name in enumerate(grid.rows):
        label = fit(inert(name), frame.names, ellipsis=glyphs.ellipsis)
        for number in range(frame.texts + frame.bar):
            line: Line = [((label if number == 0 else " " * frame.names) + " ", "bold")]
            line += [_piece(grid, (row, column), number, frame, cursor) for column in range(len(grid.columns))]
            lines.append(line)
        lines += [[]] if frame.gap else []
    return lines[:height]


def _piece(
    grid: Grid, place: tuple[int, int], number: int, frame: _Frame, cursor: tuple[int, int] | None
) -> tuple[str, str]:
    """Return one line of one cell: a text, or the bar below the texts."""
    value, inner = grid.values[place[0]][place[1]] or 0, frame.cell - 2
    if number < frame.texts:
        text = (*grid.lines_of(*place), *[""] * frame.texts)[number]
        piece = fit(text, inner, "right", frame.glyphs.ellipsis)
        style = _style(value / frame.most, grid.shaded and not frame.bar)
    else:
        piece, style = bar_text(value / frame.most, inner, frame.glyphs), "cyan"
    if place == cursor:
        return f"{frame.glyphs.pointer if number == 0 else ' '}{piece} ", "reverse"
    return f" {piece} ", style


def _style(part: float, shaded: bool) -> str:
    """Return how a cell with this share of the largest value is drawn."""
    ground = next((style for least, style in _SHADES if shaded and part >= least), "")
    return ground or ("bold" if part >= _STRONG else "" if part else "dim")


class Heatmap(Picture, can_focus=True):
    """A grid with a cursor; ``enter`` chooses a cell."""

    class Chosen(Message):
        """A cell was chosen: its row and column, from 0, and their names."""

        def __init__(self, heatmap: Heatmap) -> None:
            super().__init__()
            self.heatmap = heatmap
            self.row, self.column = heatmap.cursor
            self.row_name, self.column_name = heatmap.grid.rows[self.row], heatmap.grid.columns[self.column]

        @property
        def control(self) -> Heatmap:
            """The grid."""
            return self.heatmap

    class Moved(Chosen):
        """The cursor stands on another cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", "Up", show=False, id="grid.up"),
        Binding("down,j", "move(1, 0)", "Down", show=False, id="grid.down"),
        Binding("left,h", "move(0, -1)", "Left", show=False, id="grid.left"),
        Binding("right,l", "move(0, 1)", "Right", show=False, id="grid.right"),
        Binding("enter", "choose", "Open", id="grid.open"),
    ]
    HELP = "A grid: the number in each cell, and under it a bar that shows its size beside the others."
    opens = ""

    def opening(self, opens: str) -> Self:
        """Say what ``enter`` does with a cell; without that it does nothing."""
        self.opens = opens
        return self

    def called(self, action: str) -> str | None:
        """Return what a key does with the cells of this grid."""
        return (self.opens or None) if action == "choose" else ""

    def why_off(self, action: str) -> str:
        """Say why nothing can be done with a cell."""
        return "" if action != "choose" or (self.grid.rows and self.grid.columns) else "there are no cells yet"

    def __init__(self, grid: Grid | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.grid = grid or Grid((), (), ())
        self.cursor = (0, 0)
        self.show_grid(self.grid)

    def show_grid(self, grid: Grid) -> None:
        """Show another grid; the cursor stays where it can."""
        self.grid = grid
        row, column = self.cursor
        self.cursor = (min(row, max(len(grid.rows) - 1, 0)), min(column, max(len(grid.columns) - 1, 0)))
        self._draw_grid()
        if self.has_focus:
            self.screen.refresh_bindings()

    def _draw_grid(self) -> None:
        cursor = self.cursor if self.has_focus else None
        grid = (
            replace(self.grid, shaded=self.app.console.color_system in {"256", "truecolor"})
            if self.is_attached
            else self.grid
        )
        self.show(lambda width, height, glyphs: grid_lines(grid, width, height, glyphs, cursor))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Show the cursor, or hide it."""
        super().watch_has_focus(_has_focus)
        self._draw_grid()

    def action_move(self, down: int, right: int) -> None:
        """Move the cursor."""
        if not self.grid.rows or not self.grid.columns:
            return
        row = min(max(self.cursor[0] + down, 0), len(self.grid.rows) - 1)
        column = min(max(self.cursor[1] + right, 0), len(self.grid.columns) - 1)
        if (row, column) != self.cursor:
            self.cursor = (row, column)
            self._draw_grid()
            self.post_message(self.Moved(self))

    def action_choose(self) -> None:
        """Choose the cell under the cursor."""
        if self.grid.rows and self.grid.columns:
            self.post_message(self.Chosen(self))
