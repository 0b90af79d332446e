"""Moving over a table: the keys that every table and every pager has."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from crm_tui.widgets.table.messages import Chosen
from crm_tui.widgets.table.place import TablePlace


def table_bindings(keys: tuple[tuple[str, str, str, str], ...], in_footer: frozenset[str]) -> list[BindingType]:
    """Return bindings from (keys, action, description, id); the ids named are shown in the footer."""
    return [
        Binding(key, action, what, show=name in in_footer, id=f"table.{name}" + (f".{place}" if place else ""))
        for pressed, action, what, name in keys
        for place, key in enumerate(pressed.split())
    ]


class TableMotion(TablePlace):
    """A table whose cursor moves by the keys."""

    BINDINGS: ClassVar[list[BindingType]] = table_bindings(
        (
            ("up k", "move(-1, 0)", "Up", "up"),
            ("down j", "move(1, 0)", "Down", "down"),
            ("left h", "move(0, -1)", "Left", "left"),
            ("right l", "move(0, 1)", "Right", "right"),
            ("g home ctrl+home", "go(0)", "First row", "first"),
            ("G end ctrl+end", "go(-1)", "Last row", "last"),
            ("^", "edge(0)", "First column", "first_column"),
            ("$", "edge(-1)", "Last column", "last_column"),
            ("pageup", "scroll_pages(-1.0)", "Page up", "page_up"),
            ("pagedown", "scroll_pages(1.0)", "Page down", "page_down"),
            ("ctrl+u", "scroll_pages(-0.5)", "Half a page up", "half_up"),
            ("ctrl+d", "scroll_pages(0.5)", "Half a page down", "half_down"),
        ),
        frozenset(),
    )

    def action_move(self, down: int, right: int) -> None:
        """Move by rows and columns."""
        shown = self.plan.shown
        if not shown:
            return
        place = shown.index(self.cursor_column) if self.cursor_column in shown else 0
        self.move_to(self.row + down, shown[min(max(place + right, 0), len(shown) - 1)])

    def action_go(self, row: int) -> None:
        """Go to the first or the last row."""
        self.move_to(row if row >= 0 else self.source.height - 1)

    def action_edge(self, column: int) -> None:
        """Go to the first or the last column."""
        if shown := self.plan.shown:
            self.move_to(column=shown[column])

    def action_scroll_pages(self, pages: float) -> None:
        """Move the cursor and the page under it."""
        step = int(pages * self.page.height)
        top = min(max(self.scroll_offset.y + step, 0), max(self.source.height - self.page.height, 0))
        self.scroll_to(0, top, animate=False, force=True)
        self.move_to(self.row + step)

    def on_click(self, event: events.Click) -> None:
        """Go to the cell that was clicked; a double click goes into its row."""
        offset = event.get_content_offset(self)
        row = self.scroll_offset.y + (offset.y - 1 if offset else -1)
        if offset is None or offset.y < 1 or row >= self.source.height:
            return
        slots = self.plan.slots(self.first, self.page.width)
        column = next((slot.column for slot in slots if slot.x <= offset.x < slot.x + slot.width), self.cursor_column)
        self.move_to(row, column)
        if event.chain == 2:
            self.post_message(Chosen(self))
