"""The right side of the Load screen: the rows of a source, and below them its columns with type, role and shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from crm_tui.first_frame import COLUMNS_LATER, NO_ROWS, head_of, head_said
from crm_tui.glyphs import glyphs_of
from crm_tui.messages import Question
from crm_tui.screens.load.rows import COLUMNS, column_rows, page_columns
from crm_tui.screens.tables.frame_table import FrameTable
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table.layout import Arrangement
from crm_tui.widgets.table.messages import Chosen, Toggled

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.screens.load.looked_at import LookedAt

NO_COLUMNS = "No columns: no table was read."


class RowsPane(Vertical):
    """The head of a file at once, its rows and columns when it is read; ``looked`` is the source they are of."""

    app: CrmTui
    looked: LookedAt | None = None

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._peeked: tuple[str, ...] = ()
        self._shapes: dict[str, dict[str, list[int]]] = {}

    def compose(self) -> ComposeResult:
        """Rows over columns."""
        yield FrameTable(id="rows", empty=NO_ROWS)
        yield ListTable(id="columns", numbers=False, empty=COLUMNS_LATER).opening("Look into it", "Look into it")

    def peek(self, paths: tuple[str, ...]) -> None:
        """Show the first lines of the first file, if it is text; once."""
        if paths == self._peeked:
            return
        self._peeked = paths
        if paths and Path(paths[0]).is_file() and not self.app.session.masked:
            found = head_of(Path(paths[0]))
            table = self.query_one(FrameTable)
            table.show_rows(found.columns, found.rows)
            if found.height:
                table.say(head_said(found.height))

    def show(self, looked: LookedAt) -> None:
        """Draw the rows and columns of a source, once anything is known of them."""
        self.looked = looked
        found = looked.found
        if found is None:
            failed = looked.session.stage("load").state == "failed"
            self.query_one("#columns", ListTable).say_when_empty(NO_COLUMNS if failed else COLUMNS_LATER)
            return
        columns, table = page_columns(found), self.query_one(FrameTable)
        if looked.preview is not None:
            table.show_rows([PageColumn(column.name) for column in columns], looked.preview["rows"])
        else:
            table.show_file(looked.frame_path, columns)
        self._show_columns(looked, found)

    def _show_columns(self, looked: LookedAt, found: Mapping[str, Any]) -> None:
        times = [column["name"] for column in found["columns"] if column["type"] == "time"]
        shapes = {} if looked.preview is not None else self._shapes_of(looked.frame_path, times)
        table = self.query_one("#columns", ListTable)
        first = not table.source.columns
        rows = column_rows(found, shapes, glyphs_of(self.app), looked.session)
        table.set_source(frame_pages(COLUMNS, rows), keep_cursor=True)
        if first:
            table.set_arrangement(Arrangement().with_pin_toggled(0))

    def _shapes_of(self, path: str, times: Sequence[str]) -> dict[str, list[int]]:
        """Return the small histograms of the columns, ``times`` among them; those not counted yet are then counted."""
        if path not in self._shapes:
            self._shapes[path] = {}

            def show(answer: dict[str, Any]) -> None:
                self._shapes[path] = answer.get("shapes", {})
                if self.looked is not None and self.looked.found is not None:
                    self._show_columns(self.looked, self.looked.found)

            # Posted here while the screen handles a message, it would end at the screen.
            self.app.post_message(Question("shapes", {"job": "shapes", "frame": path, "times": times}, show))
        return self._shapes[path]

    def say_preview(self) -> None:
        """Say what the rows of a preview are."""
        if self.looked is not None and self.looked.preview is not None:
            count = len(self.looked.preview["rows"])
            self.query_one(FrameTable).say(f"the first {count} rows as they are read now; the whole file is on its way")

    def column(self) -> Mapping[str, Any] | None:
        """Return what was found out about the column under the cursor of the rows or of the list of columns."""
        found = None if self.looked is None else self.looked.found
        if found is None:
            return None
        rows, listed = self.query_one("#rows", FrameTable), self.query_one("#columns", ListTable)
        name = rows.column_name
        if not rows.has_focus and listed.source.height:
            name = str(listed.source.values(0, listed.row, listed.row + 1)[0])
        return next((column for column in found["columns"] if column["name"] == name), None)

    @on(Chosen, "#columns")
    @on(Toggled, "#columns")
    def _look_into_column(self, message: Chosen | Toggled) -> None:
        """Show how often each value of the column occurs, and the values that did not fit its type."""
        message.stop()
        column, looked = self.column(), self.looked
        if column is not None and looked is not None and looked.preview is None:
            self.query_one("#rows", FrameTable).looks.source_column(column, looked.place)
