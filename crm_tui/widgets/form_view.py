"""The picture of a form: a line for every field of a settings model, and what the field under the cursor means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from pydantic import BaseModel
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from crm_tui.format import fit
from crm_tui.glyphs import Glyphs, glyphs_of
from crm_tui.inert import inert
from crm_tui.widgets.fields import FieldInfoLine, fields_of, shown_value
from crm_tui.widgets.note import Note

LEAST_TITLE, WIDEST_TITLE = 8, 30


class FieldRow(Horizontal):
    """One field: pointer, title, value; while it is edited an input stands in the value's place."""

    def __init__(self, line: FieldInfoLine) -> None:
        super().__init__()
        self.line = line

    def compose(self) -> ComposeResult:
        """Title at the left, value beside it."""
        yield Note(markup=False, classes="title")
        yield Note(markup=False, classes="value")

    def draw(self, value: object, here: bool, width: int, glyphs: Glyphs) -> None:
        """Show the value; a changed one is marked, the row under the cursor pointed at."""
        changed = glyphs.bullet if value != self.line.default else " "
        title = fit(inert(self.line.title), width, ellipsis=glyphs.ellipsis)
        self.query_one(".title", Note).update(Content(f"{glyphs.pointer if here else ' '}{changed}{title} "))
        text = inert(shown_value(self.line, value), 400) or ("automatic" if self.line.optional else "nothing")
        if self.line.kind == "choice" and len(self.line.choices) > 1 and here:
            text = f"{glyphs.before} {text} {glyphs.pointer}"
        self.query_one(".value", Note).update(Content(text))
        self.set_class(here, "here")


class FormView(Vertical, can_focus=True, can_focus_children=True):
    """Shows the settings of one model, one line a field, with a cursor; what is edited is another class's matter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="form.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="form.down"),
        Binding("g,home", "go(0)", "First", show=False, id="form.first"),
        Binding("G,end", "go(-1)", "Last", show=False, id="form.last"),
    ]
    HELP = "Settings, one line each; a dot marks those that differ from the default."
    DEFAULT_CSS = """
    FormView {
        height: 1fr; width: 1fr;
        & > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        & FieldRow { height: 1; }
        & FieldRow .title { width: auto; }
        & FieldRow .value { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        & FieldRow Input, & FieldRow Input:focus {
            border: none; height: 1; padding: 0; width: 1fr; text-style: underline;
        }
        &:focus FieldRow.here .value { text-style: bold underline; }
        & #about { height: 4; padding: 0 1; color: $text-muted; }
        & #about.wrong { color: $text-error; }
    }
    """

    def __init__(
        self,
        settings: BaseModel,
        *,
        choices: Mapping[str, Sequence[str]] | None = None,
        hidden: Sequence[str] = (),
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self.settings = settings
        self.choices = dict(choices or {})
        self.hidden = frozenset(hidden)
        self.cursor = 0

    def compose(self) -> ComposeResult:
        """The fields, and below them what the one under the cursor means."""
        with VerticalScroll(can_focus=False):
            yield from self._rows()
        yield Note(id="about", markup=False)

    def _rows(self) -> list[FieldRow]:
        return [FieldRow(line) for line in fields_of(type(self.settings)) if line.name not in self.hidden]

    def on_mount(self) -> None:
        """Show the values."""
        self.draw()

    def on_resize(self) -> None:
        """Give the titles half the width at most."""
        self.draw()

    @property
    def rows(self) -> list[FieldRow]:
        """The rows, in order."""
        return list(self.query(FieldRow))

    @property
    def row(self) -> FieldRow | None:
        """The row under the cursor."""
        rows = self.rows
        return rows[min(self.cursor, len(rows) - 1)] if rows else None

    async def set_settings(self, settings: BaseModel, *, choices: Mapping[str, Sequence[str]] | None = None) -> None:
        """Show other settings; of another model with its own fields, too."""
        other = type(settings) is not type(self.settings)
        self.settings = settings
        self.choices = self.choices if choices is None else dict(choices)
        if other:
            area = self.query_one(VerticalScroll)
            await area.remove_children()
            await area.mount(*self._rows())
        if not self.query(Input):
            self.draw()

    def draw(self, wrong: str = "") -> None:
        """Show the values; ``wrong`` is said in place of what the field means."""
        glyphs = glyphs_of(self.app)
        here = self.row
        room = max((self.size.width or WIDEST_TITLE * 2) // 2, LEAST_TITLE)
        width = min(max((cell_len(row.line.title) for row in self.rows), default=0), WIDEST_TITLE, room)
        for row in self.rows:
            row.draw(getattr(self.settings, row.line.name), row is here, width, glyphs)
        if self.has_focus:
            self.screen.refresh_bindings()
        about = self.query_one("#about", Note)
        about.set_class(bool(wrong), "wrong")
        about.update(Content(inert(wrong, 500) if wrong else self.about(here.line) if here else "Nothing to set."))

    def about(self, line: FieldInfoLine) -> str:
        """Return what a field means, within which bounds, what it can be and what it is where nothing is said."""
        options = self.choices.get(line.name) or [shown_value(line, choice) for choice in line.choices]
        named = f"one of {', '.join(map(inert, options))}" if line.kind == "choice" else ""
        also = f"or {', '.join(map(inert, options))}" if options and line.kind in {"integer", "decimal", "text"} else ""
        default = shown_value(line, line.default)
        parts = [line.description, line.bounds, named, also, f"default {inert(default)}" if default else ""]
        return " · ".join(part for part in parts if part)

    def action_move(self, step: int) -> None:
        """Go to another field."""
        self.action_go(min(max(self.cursor + step, 0), len(self.rows) - 1))

    def action_go(self, place: int) -> None:
        """Go to the first or the last field."""
        rows = self.rows
        if rows and not self.query(Input):
            self.cursor = place % len(rows)
            rows[self.cursor].scroll_visible(animate=False)
            self.draw()
