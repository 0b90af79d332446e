"""Screen 1: what was read, what was guessed about it, and every guess open to correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.format import count, size
from crm_tui.inert import inert
from crm_tui.messages import RecipeChanged
from crm_tui.peek import peek
from crm_tui.screens.frame_table import FrameTable
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table_messages import Chosen, CursorMoved, Toggled
from crm_tui.widgets.table_view import TableView

if TYPE_CHECKING:
    from analysis.recipe import Recipe, Source
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
COLUMNS = (
    PageColumn("name", title="column"),
    PageColumn("type"),
    PageColumn("role"),
    PageColumn("nulls", "count", tone=lambda value: "warning" if value else None),
    PageColumn("distinct", "count"),
    PageColumn("misfits", "count", tone=lambda value: "bad" if value else None),
    PageColumn("from"),
    PageColumn("to"),
    PageColumn("evidence"),
)
KINDS = {"integer": "integer", "decimal": "decimal", "boolean": "boolean", "date": "date", "datetime": "datetime"}
GUESSES = ("kind", "encoding", "delimiter", "quote", "header_line", "decimal", "date_order", "member")


class LoadScreen(StageScreen):
    """Left: files and guesses. Right: the rows, and below them the columns with type, role and counts."""

    stage = "load"
    CSS_PATH = "load.tcss"
    HELP = "What was read. Every guess on the left can be changed; the rows are read again at once."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "role", "Role of column", id="load.role"),
        Binding("E", "type", "Type of column", id="load.type", show=False),
        Binding("N", "afresh", "Start afresh", id="load.afresh", show=False),
    ]
    source = 0

    def body(self) -> ComposeResult:
        """Files over guesses over warnings at the left; rows over columns at the right; one message when empty."""
        yield Static(Content(EMPTY), id="empty", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield TableView(id="sources", cursor="row", numbers=False, empty="No file is open.")
                yield Vertical(id="guesses")
                yield Static(id="warnings", markup=False)
            with Vertical(id="right"):
                yield FrameTable(id="rows", empty="No rows.")
                yield TableView(id="columns", numbers=False, empty="The columns are shown once the file is read.")

    def on_mount(self) -> None:
        """Show the head of the file at once, before anything is computed."""
        super().on_mount()
        self._first_look()

    def _first_look(self) -> None:
        from pathlib import Path

        paths = self.app.choices.paths
        self.query_one("#empty").display = not paths
        self.query_one("#panes").display = bool(paths)
        if paths and Path(paths[0]).is_file() and not paths[0].endswith(".toml"):
            found = peek(Path(paths[0]))
            if found.names:
                columns = [PageColumn(name) for name in found.names]
                self.query_one(FrameTable).set_source(frame_pages(columns, found.rows))
                self.query_one(FrameTable).focus()

    def show(self, session: Session) -> None:
        """Draw the sources, the guesses about the chosen one, its rows and columns."""
        opened = bool(session.paths or session.recipe)
        self.query_one("#empty").display = not opened
        self.query_one("#panes").display = opened
        sources = session.told.get("load", {}).get("sources", [])
        if not sources:
            self.query_one("#warnings", Static).update(Content(inert(session.problem, 2000)))
            return
        self.source = min(self.source, len(sources) - 1)
        self._show_sources(sources)
        found = sources[self.source]["findings"]
        self._show_guesses(session.recipe, found)
        self._show_rows(session, found)
        problems = [session.problem] if session.problem else []
        text = "\n".join(inert(line, 400) for line in [*problems, *found["warnings"]])
        self.query_one("#warnings", Static).update(Content(text))

    def _show_sources(self, sources: list[Mapping[str, Any]]) -> None:
        columns = (
            PageColumn("name"),
            PageColumn("kind"),
            PageColumn("rows", "count"),
            PageColumn("size", "integer", show=size),
        )
        rows = [
            (entry["name"], entry["kind"], entry["findings"]["rows"], entry["findings"]["bytes"]) for entry in sources
        ]
        self.query_one("#sources", TableView).set_source(frame_pages(columns, rows), keep_cursor=True)

    def _show_guesses(self, recipe: Recipe | None, found: Mapping[str, Any]) -> None:
        from crm_tui.widgets.settings_form import SettingsForm

        if recipe is None or self.source >= len(recipe.sources):
            return
        shown = self._as_found(recipe.sources[self.source], found)
        forms = self.query(SettingsForm)
        if forms:
            if forms.first().settings != shown:
                self.run_worker(forms.first().set_settings(shown))
            return
        hidden = tuple(name for name in type(shown).model_fields if name not in GUESSES)
        self.query_one("#guesses").mount(SettingsForm(shown, hidden=hidden, choices={"member": found["members"]}))

    @staticmethod
    def _as_found(source: Source, found: Mapping[str, Any]) -> Source:
        """Return the source with what was found out in the place of what was left open."""
        known = {
            name: found[name]
            for name in ("encoding", "delimiter", "quote", "header_line", "member", "kind")
            if found.get(name)
        }
        return source.model_copy(update={name: value for name, value in known.items() if getattr(source, name) is None})

    def _show_rows(self, session: Session, found: Mapping[str, Any]) -> None:
        roles = {"amount": "money", "unit_price": "money", "customer_id": "identifier", "order_id": "identifier"}
        columns = [
            PageColumn(column["name"], roles.get(column["role"] or "", KINDS.get(column["type"], "text")))  # type: ignore[arg-type]
            for column in found["columns"]
        ]
        path = f"{session.workspace}/artifacts/{session.keys['load']}/value.sources.{self.source}.frame.parquet"
        self.query_one(FrameTable).show_file(path, columns)
        rows = [
            (
                column["name"], column["type"], column["role"], column["nulls"], column["distinct"], column["misfits"],
                column["minimum"], column["maximum"], column["evidence"],
            )
            for column in found["columns"]
        ]  # fmt: skip
        self.query_one("#columns", TableView).set_source(frame_pages(COLUMNS, rows), keep_cursor=True)

    @on(CursorMoved, "#sources")
    def _choose_source(self, message: CursorMoved) -> None:
        if message.row != self.source:
            self.source = message.row
            self.show(self.app.session)

    @on(Chosen, "#columns")
    @on(Toggled, "#columns")
    def _look_into_column(self, message: Chosen | Toggled) -> None:
        """Show how often each value of the column occurs, and the values that did not fit its type."""
        message.stop()
        found = self._found()["columns"][message.row]
        table = self.query_one("#rows", FrameTable)
        if found["misfits"]:
            examples = ", ".join(inert(value, 30) for value in found["misfit_examples"])
            self.app.say(f"{found['name']}: {count(found['misfits'])} values are no {found['type']}: {examples}")
        table.show_frequency(found["name"])

    def _found(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.app.session.told["load"]["sources"][self.source]["findings"]
        return found

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Read the source again with one guess corrected."""
        message.stop()
        self._change({message.field: message.value}, f"{message.field} of the source")

    def _change(self, update: Mapping[str, Any], what: str) -> None:
        recipe = self.app.session.recipe
        if recipe is None:
            return
        changed = recipe.sources[self.source].model_copy(update=dict(update))
        sources = tuple(changed if place == self.source else one for place, one in enumerate(recipe.sources))
        self.post_message(RecipeChanged(recipe.model_copy(update={"sources": sources}), what))

    def _column(self) -> Mapping[str, Any] | None:
        table = self.query_one("#columns", TableView)
        columns = self._found()["columns"] if "load" in self.app.session.told else []
        if self.query_one("#rows", FrameTable).has_focus:
            name = self.query_one("#rows", FrameTable).column_name
            return next((column for column in columns if column["name"] == name), None)
        return columns[table.row] if table.row < len(columns) else None

    def action_role(self) -> None:
        """Ask which role the column under the cursor plays."""
        from analysis.sources.role_names import TITLES
        from crm_tui.widgets.dialogs import Choose

        column, recipe = self._column(), self.app.session.recipe
        if column is None or recipe is None:
            return
        options = [("", "no role"), *TITLES.items()]

        def decide(role: str | None) -> None:
            if role is None:
                return
            kept = {r: c for r, c in recipe.sources[self.source].columns.items() if c != column["name"] and r != role}
            self._change({"columns": kept | ({role: column["name"]} if role else {})}, f"role of {column['name']}")

        self.app.push_screen(Choose(f"Role of {column['name']}", options, column["role"] or ""), decide)

    def action_type(self) -> None:
        """Ask which type the column under the cursor has."""
        from crm_tui.widgets.dialogs import Choose

        column, recipe = self._column(), self.app.session.recipe
        if column is None or recipe is None:
            return
        options = [(name, name) for name in ("text", "integer", "decimal", "boolean", "date", "datetime")]

        def decide(kind: str | None) -> None:
            if kind is not None:
                types = recipe.sources[self.source].types | {column["name"]: kind}
                self._change({"types": types}, f"type of {column['name']}")

        self.app.push_screen(Choose(f"Type of {column['name']}", options, column["type"]), decide)

    def action_afresh(self) -> None:
        """Forget the choices that were kept for these files."""
        if self.app.desk is not None:
            self.app.desk.start_afresh()
