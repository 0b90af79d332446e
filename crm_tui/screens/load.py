"""Screen 1: what was read, what was guessed about it, and every guess open to correction."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from crm_tui.first_frame import COLUMNS_LATER, NO_ROWS, READING, head_of, head_said
from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.masking import masked_said
from crm_tui.messages import OpenWanted, Question
from crm_tui.screens.frame_table import FrameTable
from crm_tui.screens.list_table import ListTable
from crm_tui.screens.load_columns import ColumnActions
from crm_tui.screens.load_rows import (
    COLUMNS,
    RECENT,
    SOURCES,
    column_rows,
    months_drawing,
    page_columns,
    source_rows,
    warning_lines,
)
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.picture import Picture
from crm_tui.widgets.status_line import ProgressLine
from crm_tui.widgets.table_layout import Arrangement
from crm_tui.widgets.table_messages import Chosen, CursorMoved, Toggled

if TYPE_CHECKING:
    from crm_tui.session import Session
    from crm_tui.widgets.settings_form import SettingsForm

EMPTY = """\
crm-tui turns a customer or order file into segments, tiers and strategies.

  o   open a file (CSV, Excel, Parquet, …), a folder or a recipe
  ?   keys of this screen and what they do
  q   leave

Or start it with a file:  crm-tui orders.csv
Or look around first:     crm-tui demo
"""


class LoadScreen(ColumnActions):
    """Left: files, guesses, warnings, months. Right: the rows, and below them the columns with type and role."""

    stage = "load"
    CSS_PATH = "load.tcss"
    HELP = "What was read. Every guess on the left can be changed; the rows are read again at once."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add file", id="load.add"),
        Binding("d", "delete", "Take file out", id="load.delete"),
        Binding("c", "role", "Role of column", id="load.role"),
        Binding("E", "type", "Type of column", id="load.type"),
        Binding("f", "files", "Files, members", id="load.files", show=False),
        Binding("w", "facts", "All that was found", id="load.facts", show=False),
        Binding("A", "afresh", "Start afresh", id="load.afresh", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._peeked: tuple[str, ...] = ()
        self._shapes: dict[str, dict[str, list[int]]] = {}
        self._asked: object = None
        self._trouble = ""
        self._seen: tuple[object, ...] = ()

    def body(self) -> ComposeResult:
        """Files, guesses, warnings at the left; rows over columns at the right; kept work where nothing is open."""
        with Vertical(id="start"):
            yield Static(Content(EMPTY), id="empty", markup=False)
            yield ListTable(id="recent", cursor="row", numbers=False, empty="No work is kept yet.")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield ListTable(id="sources", cursor="row", numbers=False, empty=READING)
                yield Vertical(id="guesses")
                with VerticalScroll(id="warned"):
                    yield Static(id="warnings", markup=False)
                yield Picture(id="months")
            with Vertical(id="right"):
                yield FrameTable(id="rows", empty=NO_ROWS)
                yield ListTable(id="columns", numbers=False, empty=COLUMNS_LATER)
        yield Static(id="problem", markup=False)
        yield ProgressLine(id="progress")

    def why_off(self, action: str) -> str:
        """Say why an action cannot be taken now."""
        name = action.partition("(")[0]
        needs_file = {"add", "delete", "role", "type", "files", "facts"}
        return "no file is open" if name in needs_file and self.app.session.recipe is None else ""

    def on_mount(self) -> None:
        """Show the head of the file at once, before anything is computed; with no file, what there is to open."""
        super().on_mount()
        paths = self.app.choices.paths
        self._lay_out(bool(paths) or self.app.choices.workspace is not None)
        self._peek(paths)
        self.query_one("#rows" if paths else "#recent").focus()

    def _lay_out(self, opened: bool) -> None:
        self.query_one("#start").display = not opened
        self.query_one("#panes").display = opened
        for name in ("#warned", "#months", "#problem"):
            self.query_one(name).display = False
        if not opened:
            self.run_worker(self._show_recent(), group="recent", exclusive=True)

    def _peek(self, paths: tuple[str, ...]) -> None:
        """Show the first lines of the first file, if it is text."""
        self._peeked = paths
        if paths and Path(paths[0]).is_file() and not self.app.session.masked:
            found = head_of(Path(paths[0]))
            table = self.query_one(FrameTable)
            table.show_rows(found.columns, found.rows)
            if found.height:
                table.say(head_said(found.height))

    async def _show_recent(self) -> None:
        """List the work that is kept, the last used first."""
        from crm_tui.screens.recent import recent_work

        self.recent = await asyncio.to_thread(recent_work)
        self.query_one("#recent", ListTable).set_source(frame_pages(RECENT, [one.row for one in self.recent]))

    @on(Chosen, "#recent")
    def _resume(self, message: Chosen) -> None:
        message.stop()
        self.post_message(OpenWanted((self.recent[message.table.source.number(message.row) - 1].folder,)))

    def show(self, session: Session) -> None:
        """Draw the sources, the guesses about the chosen one, its rows and columns."""
        opened = bool(session.paths or session.recipe)
        if self.query_one("#panes").display != opened:
            self._lay_out(opened)
            self.query_one("#rows" if opened else "#recent").focus()
        self._show_problem(session)
        self._show_progress(session)
        if not opened:
            return
        if session.paths != self._peeked and not session.told:
            self._peek(session.paths)
        if session.recipe is None:
            self._begin_without(session)
            return
        self.source = min(self.source, max(len(session.recipe.sources) - 1, 0))
        self._ask_preview(session)
        self._propose(session)
        told = (session.told.get("load"), session.told.get("review"))
        seen = (session.recipe.sources, *told, self.source, self.preview, session.masked)
        if all(one is before for one, before in zip(seen, self._seen, strict=False)) and self._seen:
            return
        self._seen = seen
        self._show_sources(session)
        self._show_source(session)

    def _show_problem(self, session: Session) -> None:
        problem = session.problem or (self._trouble if session.stage("load").state != "done" else "")
        line = self.query_one("#problem", Static)
        line.display = bool(problem)
        if problem:
            sign = glyphs_of(self.app).failed
            folder = ", f chooses among its files" if session.paths and Path(session.paths[0]).is_dir() else ""
            undo = ", u undoes the last change" if len(session.history.documents) > 1 else ""
            line.update(
                Content(f"{sign} {inert(masked_said(problem, session), 1000)} · o opens another file{folder}{undo}")
            )

    def _show_progress(self, session: Session) -> None:
        """Show how far the reading of a file is that takes a while."""
        state, line = session.stage("load"), self.query_one(ProgressLine)
        if state.state == "running" and state.what:
            line.show_progress(f"{state.what} (ctrl+c cancels)", state.done, state.total)
        else:
            line.hide()

    def _show_sources(self, session: Session) -> None:
        assert session.recipe is not None
        told = {one["name"]: one for one in session.told.get("load", {}).get("sources", ())}
        unread = {"kind": None, "findings": {"rows": None, "bytes": None}}
        rows = [told.get(one.name, unread | {"name": one.name, "kind": one.kind}) for one in session.recipe.sources]
        self.query_one("#sources", ListTable).set_source(frame_pages(SOURCES, source_rows(rows)), keep_cursor=True)

    def _show_source(self, session: Session) -> None:
        found = self.found(session)
        self._show_guesses(session, found or {})
        months = session.told.get("review", {}).get("profiles", {}).get("whole", {}).get("months", ())
        picture = self.query_one("#months", Picture)
        picture.display = len(months) > 1
        if picture.display:
            picture.show(months_drawing(months, session.told.get("customers", {}).get("currency")))
        if found is None:
            return
        text = warning_lines(found, glyphs_of(self.app), session)
        self.query_one("#warned").display = bool(text)
        self.query_one("#warnings", Static).update(Content(text))
        self._show_rows(session, found)
        self._show_columns(session, found)

    def _show_guesses(self, session: Session, found: Mapping[str, Any]) -> None:
        from crm_tui.screens.load_guesses import GuessForm

        assert session.recipe is not None
        source = session.recipe.sources[self.source]
        forms = self.query(GuessForm)
        if not forms:
            self.query_one("#guesses").mount(GuessForm(source, found))
        else:
            self.run_worker(forms.first().show_source(source, found), group="guesses", exclusive=True)

    def _show_rows(self, session: Session, found: Mapping[str, Any]) -> None:
        columns = page_columns(found)
        table = self.query_one(FrameTable)
        if self.preview is not None and self.preview["source"] == self.source:
            table.show_rows([PageColumn(column.name) for column in columns], self.preview["rows"])
            return
        table.show_file(self.frame_path(session), columns)

    def _show_columns(self, session: Session, found: Mapping[str, Any]) -> None:
        shapes = {} if self.preview is not None else self._shapes_of(session)
        table = self.query_one("#columns", ListTable)
        first = not table.source.columns
        rows = column_rows(found, shapes, glyphs_of(self.app), session)
        table.set_source(frame_pages(COLUMNS, rows), keep_cursor=True)
        if first:
            table.set_arrangement(Arrangement().with_pin_toggled(0))

    def _shapes_of(self, session: Session) -> dict[str, list[int]]:
        """Return the small histograms of the columns; where they are not counted yet, have them counted."""
        path = self.frame_path(session)
        if path not in self._shapes:
            self._shapes[path] = {}

            def show(answer: dict[str, Any]) -> None:
                self._shapes[path] = answer.get("shapes", {})
                self._seen = ()
                self.show(self.app.session)

            self.post_message(Question("shapes", {"job": "shapes", "frame": path}, show))
        return self._shapes[path]

    def _ask_preview(self, session: Session) -> None:
        """Have the head of a source read with what was just corrected, long before the whole of it is."""
        assert session.recipe is not None
        state = session.stage("load").state
        first = len(session.history.documents) < 2  # what was just opened is read already
        wanted = (session.recipe.sources[self.source], self.source)
        if state == "done":
            self.preview, self._asked, self._trouble = None, None, ""
        elif wanted != self._asked and (state in {"stale", "failed"} or (state == "empty" and not first)):
            self._asked, self._trouble = wanted, ""
            self.post_message(Question("preview", {"job": "preview", "source": self.source}, self._show_preview))

    def _show_preview(self, answer: dict[str, Any]) -> None:
        session = self.app.session
        if session.stage("load").state == "done":
            return
        self._trouble = str(answer.get("problem", ""))
        self.preview = None if self._trouble else answer
        self.show(session)
        if self.preview is not None:
            count = len(self.preview["rows"])
            self.query_one(FrameTable).say(f"the first {count} rows as they are read now; the whole file is on its way")

    @on(CursorMoved, "#sources")
    def _choose_source(self, message: CursorMoved) -> None:
        number = message.table.source.number(message.row) - 1 if message.table.source.height else 0
        if number != self.source:
            self.source, self.preview = number, None
            self.show(self.app.session)

    @on(Chosen, "#sources")
    def _look_inside(self, message: Chosen) -> None:
        message.stop()
        self.action_files()

    @on(Chosen, "#columns")
    @on(Toggled, "#columns")
    def _look_into_column(self, message: Chosen | Toggled) -> None:
        """Show how often each value of the column occurs, and the values that did not fit its type."""
        message.stop()
        column = self.column()
        if column is not None and self.preview is None:
            self.query_one("#rows", FrameTable).looks.source_column(column, self.source)

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Read the source again with one guess corrected."""
        message.stop()
        self.change({message.field: message.value}, f"{message.field} of the source")
