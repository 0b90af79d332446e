"""Screen 1: what was read, what was guessed about it, and every guess open to correction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from crm_tui.format import units_text
from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.masking import masked_said
from crm_tui.needs import a_file, a_run
from crm_tui.screens.load.columns import ColumnActions
from crm_tui.screens.load.looked_at import LookedAt
from crm_tui.screens.load.preview import Preview
from crm_tui.screens.load.proposals import Proposals
from crm_tui.screens.load.rows_pane import RowsPane
from crm_tui.screens.load.source_changes import plain_recipe
from crm_tui.screens.load.source_pane import SourcePane
from crm_tui.screens.load.start_pane import StartPane
from crm_tui.widgets.note import Note
from crm_tui.widgets.status_line import ProgressLine
from crm_tui.widgets.table.messages import Chosen, CursorMoved

if TYPE_CHECKING:
    from crm_tui.session import Session
    from crm_tui.widgets.settings_form import SettingsForm


class LoadScreen(ColumnActions):
    """Left: files, guesses, warnings, months. Right: the rows, and below them the columns with type and role."""

    stage = "load"
    CSS_PATH = "screen.tcss"
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
    NEEDS = dict.fromkeys(("add", "delete", "role", "type", "files", "afresh"), a_file) | {"facts": a_run("load")}

    def __init__(self) -> None:
        super().__init__()
        self._preview = Preview(self, self._show_preview)
        self._proposals = Proposals(self)
        self._seen: tuple[object, ...] = ()

    def body(self) -> ComposeResult:
        """Kept work where nothing is open; else files and guesses at the left, rows over columns at the right."""
        yield StartPane(id="start")
        with Horizontal(id="panes"):
            yield SourcePane(id="left")
            yield RowsPane(id="right")
        yield Note(id="problem", markup=False)
        yield ProgressLine(id="progress")

    @property
    def looked(self) -> LookedAt:
        """The source that is looked at, and its head where it was just corrected."""
        return LookedAt(self.app.session, self.source, self._preview.of(self.source))

    def on_mount(self) -> None:
        """Show the head of the file at once, before anything is computed; with no file, what there is to open."""
        super().on_mount()
        paths = self.app.choices.paths
        self._lay_out(bool(paths) or self.app.choices.workspace is not None)
        self.query_one(RowsPane).peek(paths)
        self.query_one("#rows" if paths else "#recent").focus()

    def _lay_out(self, opened: bool) -> None:
        self.query_one(StartPane).display = not opened
        self.query_one("#panes").display = opened
        self.query_one("#problem").display = False
        self.query_one(SourcePane).show_nothing()
        if not opened:
            self.query_one(StartPane).show_recent()

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
        if not session.told:
            self.query_one(RowsPane).peek(session.paths)
        if session.recipe is None:
            self._begin_without(session)
            return
        self.source = min(self.source, max(len(session.recipe.sources) - 1, 0))
        self._preview.follow(session, self.source)
        self._proposals.follow(session)
        self._show_looked(self.looked)

    def _begin_without(self, session: Session) -> None:
        """Where files could not be read, begin with a recipe that only names them, so that guesses can be corrected."""
        if session.problem and session.paths and not session.paths[0].endswith(".toml"):
            recipe = plain_recipe(session.paths)
            self.app.tell(lambda present: replace(present, recipe=present.recipe or recipe))

    def _show_looked(self, looked: LookedAt) -> None:
        """Draw the panes, unless nothing in them is different."""
        session = looked.session
        assert session.recipe is not None
        told = (session.told.get("load"), session.told.get("review"))
        seen = (session.recipe.sources, *told, looked.place, looked.preview, session.masked)
        if self._seen and all(one is before for one, before in zip(seen, self._seen, strict=True)):
            return
        self._seen = seen
        self.query_one(SourcePane).show(looked)
        self.query_one(RowsPane).show(looked)

    def _show_problem(self, session: Session) -> None:
        problem = session.problem or (self._preview.trouble if session.stage("load").state != "done" else "")
        line = self.query_one("#problem", Note)
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
            units = units_text(state.what, state.done, state.total)
            line.show_progress(f"{units} (ctrl+c cancels)", state.share)
        else:
            line.hide()

    def _show_preview(self) -> None:
        self.show(self.app.session)
        self.query_one(RowsPane).say_preview()

    @on(CursorMoved, "#sources")
    def _choose_source(self, message: CursorMoved) -> None:
        number = message.table.source.number(message.row) - 1 if message.table.source.height else 0
        if number != self.source:
            self.source = number
            self.show(self.app.session)

    @on(Chosen, "#sources")
    def _look_inside(self, message: Chosen) -> None:
        message.stop()
        if self.looked.has_parts:
            self.action_files()
        else:
            self.action_facts()

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Read the source again with one guess corrected."""
        message.stop()
        self.change({message.field: message.value}, f"{message.field} of the source")
