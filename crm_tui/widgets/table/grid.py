"""The picture of a table and its cursor: a page of cells, frozen header, row numbers and pinned columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from crm_tui.glyphs import Glyphs, glyphs_of
from crm_tui.widgets.pages import FramePages, PageSource
from crm_tui.widgets.table.layout import Arrangement, TableLayout
from crm_tui.widgets.table.lines import Cursor, header_segments, row_segments, said_line
from crm_tui.widgets.table.messages import CursorMoved

CursorKind = Literal["cell", "row"]
NO_ROWS = FramePages((), ())


@dataclass(frozen=True)
class ViewState:
    """How the rows of a table were chosen and ordered, for the header and the status line."""

    sort_column: str | None = None
    descending: bool = False
    filter_text: str = ""
    total: int | None = None

    def signs(self, glyphs: Glyphs) -> dict[str, str]:
        """Return the sign behind the name of the column the rows are sorted by."""
        return {self.sort_column: glyphs.down if self.descending else glyphs.up} if self.sort_column is not None else {}


class TableGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws a source and moves a cursor over it; only the rows on the screen are asked for.

    ``cursor`` is a cell or a whole row; ``numbers`` shows the rows' numbers; ``empty`` is what to say with no rows,
    ``instead`` what to say for now in its place.
    """

    COMPONENT_CLASSES = {
        "table--header", "table--cursor", "table--margin", "table--pinned",
        "table--quiet", "table--good", "table--bad", "table--warning",
    }  # fmt: skip
    instead = reactive("")

    def __init__(
        self, source: PageSource = NO_ROWS, *, cursor: CursorKind = "cell", numbers: bool = True,
        empty: str = "No rows.", id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:  # fmt: skip
        super().__init__(id=id)
        self.cursor_kind, self.numbers, self.empty = cursor, numbers, empty
        self.row = self.cursor_column = self.first = 0
        self.view = ViewState()
        self.plan = TableLayout(source, numbers=numbers)

    def on_mount(self) -> None:
        """Lay the source out with the app's own signs."""
        self.set_source(self.source, self.view, keep_cursor=True)

    def say_when_empty(self, text: str) -> None:
        """Say something else where there are no rows."""
        if text != self.empty:
            self.empty = text
            self.refresh()

    @property
    def source(self) -> PageSource:
        """The rows that are shown."""
        return self.plan.source

    @property
    def column_name(self) -> str:
        """The name, in the data, of the column under the cursor; empty where there is none."""
        columns = self.source.columns
        return columns[self.cursor_column].name if self.cursor_column < len(columns) else ""

    def set_source(self, source: PageSource, view: ViewState | None = None, *, keep_cursor: bool = False) -> None:
        """Show other rows; ``keep_cursor`` keeps row and column; the same columns keep widths, pins and hiding."""
        same = [column.name for column in source.columns] == [column.name for column in self.source.columns]
        name, row = self.column_name, self.row
        arrangement = self.plan.arrangement if same else Arrangement()
        self.plan = TableLayout(source, glyphs_of(self.app), numbers=self.numbers, arrangement=arrangement)
        self.view = view or ViewState()
        self.virtual_size = Size(1, source.height + 1)
        if not keep_cursor:
            self.first = 0
            self.scroll_to(0, 0, animate=False, force=True)
        names = [column.name for column in source.columns]
        column = names.index(name) if keep_cursor and name in names else next(iter(self.plan.shown), 0)
        self.row, self.cursor_column = -1, column
        self.move_to(row if keep_cursor else 0)
        self.refresh()
        self._tell_keys()

    def _tell_keys(self) -> None:
        """Have the keys told anew: with other rows other keys do something."""
        if self.has_focus:
            self.screen.refresh_bindings()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Pin, hide or resize columns; the cursor goes to the nearest column still shown."""
        self.plan.arrangement = arrangement
        shown = self.plan.shown
        if shown and self.cursor_column not in shown:
            self.cursor_column = min(shown, key=lambda column: abs(column - self.cursor_column))
        self.first = self.plan.first_to_show(self.cursor_column, 0, self.page.width)
        self.refresh()
        self._tell_keys()

    @property
    def page(self) -> Size:
        """Cells and rows of the part that scrolls under the header."""
        width, height = self.scrollable_content_region.size
        return Size(width, max(height - 1, 1))

    def move_to(self, row: int | None = None, column: int | None = None) -> None:
        """Put the cursor on a row and column (both from 0), on the screen; repaints only what changed."""
        old_row, old_column = self.row, self.cursor_column
        self.row = min(max(self.row if row is None else row, 0), max(self.source.height - 1, 0))
        self.cursor_column = self.cursor_column if column is None else column
        if (old_row, old_column) == (self.row, self.cursor_column) or not self.is_mounted:
            return
        if self.cursor_kind == "row" and old_column != self.cursor_column:
            self.refresh(Region(0, 0, self.size.width, 1))
        page, top = self.page, self.scroll_offset.y
        first = self.plan.first_to_show(self.cursor_column, self.first, page.width)
        wanted = min(max(top, self.row - page.height + 1), self.row)
        if first != self.first:
            self.first = first
            self.refresh()
        if wanted != top:
            self.scroll_to(0, wanted, animate=False, force=True)
        else:
            self._repaint(old_row, old_column)
            self._repaint(self.row, self.cursor_column)
        self.post_message(CursorMoved(self))

    def _repaint(self, row: int, column: int) -> None:
        """Repaint one cell, or one row where the cursor is a row."""
        y = row - self.scroll_offset.y + 1
        if not 1 <= y <= self.page.height:
            return
        if self.cursor_kind == "row":
            self.refresh(Region(0, y, self.page.width, 1))
            return
        for slot in self.plan.slots(self.first, self.page.width):
            if slot.column == column:
                self.refresh(Region(slot.x, y, slot.width, 1))

    def render_line(self, y: int) -> Strip:
        """Draw the header, a row, or nothing below the last one."""
        width, base = self.page.width, self.rich_style
        slots = self.plan.slots(self.first, width)
        row = self.scroll_offset.y + y - 1

        def style(part: str) -> Style:
            return base + self.get_component_rich_style(f"table--{part}") if part else base

        if y == 0:
            header = self.plan.header(slots, width, self.view.signs(self.plan.glyphs), beyond=self.first > 0)
            # Where a whole row is under the cursor, the title tells of which column the keys speak, once it was chosen.
            at = self.cursor_column if self.cursor_kind == "row" and self.has_focus else None
            marked = next((slot for slot in slots if slot.column == at != self.plan.shown[0]), None)
            segments = header_segments(header, marked, style("header"), style("cursor"))
        elif row < self.source.height:
            cursor: Cursor = "row" if self.cursor_kind == "row" else self.cursor_column
            segments = row_segments(self.plan, row, slots, cursor if row == self.row else None, style)
        else:
            said = "" if self.source.height else self.instead or self.empty
            segments = [Segment(said_line(said, row, width), base)]
        return Strip(segments).adjust_cell_length(width, base).simplify()

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        row, self.row = self.row, -1
        self.move_to(row)
        self.refresh()
