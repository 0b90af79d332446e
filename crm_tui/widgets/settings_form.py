"""A form made from a settings model: what it declares once is what is shown, edited and checked here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from crm_tui.widgets.dialogs import PickMany
from crm_tui.widgets.fields import FieldInfoLine, RefusedTextError, parsed, shown_value
from crm_tui.widgets.form_view import FieldRow, FormView


class SettingsForm(FormView):
    """Shows the settings of one model, one line a field, and edits them one at a time.

    ``choices`` gives a field other values to choose from than its type does (the names of all methods; for a list, what
    may be picked); a field listed in ``hidden`` is left out. Nothing in it takes the focus before ``enter`` or ``E``.
    """

    class Changed(Message):
        """A field has another value; ``settings`` is the whole model with it, None where ``choices`` gave the value."""

        def __init__(self, form: SettingsForm, field: str, value: object, settings: BaseModel | None) -> None:
            super().__init__()
            self.form, self.field, self.value, self.settings = form, field, value, settings

        @property
        def control(self) -> SettingsForm:
            """The form."""
            return self.form

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Value before", show=False, id="form.less"),
        Binding("space", "step(1)", "Next value", id="form.next"),
        Binding("right,l", "step(1)", "Next value", id="form.more", show=False),
        Binding("enter,E", "edit", "Edit", id="form.edit"),
        Binding("d", "default", "Default", id="form.default"),
        Binding("escape", "leave", "Cancel", show=False, id="form.cancel"),
    ]

    def why_off(self, action: str) -> str:
        """Say why nothing can be done to the field under the cursor."""
        row, name = self.row, action.partition("(")[0]
        if row is None or name not in {"step", "edit", "default"}:
            return ""
        line, value = row.line, getattr(self.settings, row.line.name)
        if name == "step":
            stepped = self._options(line) or (line.kind == "integer" and isinstance(value, int))
            return "" if stepped else "enter edits it"
        if name == "edit":
            return "it is changed in the recipe's file only" if line.kind == "nested" else ""
        return "" if self._has_default(line) and value != line.default else "it is the default"

    def _options(self, line: FieldInfoLine) -> Sequence[object]:
        """Return what a field can be, one after the other; nothing where it is typed."""
        given: Sequence[object] = self.choices.get(line.name, ()) if line.kind in {"choice", "text"} else ()
        return given or (line.choices if line.kind in {"flag", "choice"} else ())

    def _has_default(self, line: FieldInfoLine) -> bool:
        return line.kind != "nested" and line.name not in self.choices

    def action_step(self, step: int) -> None:
        """Go to the next choice, or one up or down where it is a whole number."""
        row = self.row
        if row is None:
            return
        line, value = row.line, getattr(self.settings, row.line.name)
        options = self._options(line)
        if options:
            place = list(options).index(value) + step if value in options else 0
            self._choose(line, options[place % len(options)])
        elif line.kind == "integer" and isinstance(value, int):
            self.take(line, str(value + step))

    def _choose(self, line: FieldInfoLine, value: object) -> None:
        if line.name in self.choices:
            self.post_message(self.Changed(self, line.name, value, None))
        else:
            self.take(line, shown_value(line, value))

    def take(self, line: FieldInfoLine, text: str) -> bool:
        """Set a field to what a text stands for, if the model agrees; else say why not. Returns whether it does."""
        try:
            document = self.settings.model_dump(mode="json")
            value, settings = parsed(type(self.settings), document, line, text)
        except RefusedTextError as error:
            self.draw(str(error))
            return False
        if settings != self.settings:
            self.settings = settings
            self.post_message(self.Changed(self, line.name, value, settings))
        self.draw()
        return True

    async def action_edit(self) -> None:
        """Edit the field: pick from a list, go to the next choice, or type."""
        row = self.row
        if row is None or self.query(Input):
            return
        line, value = row.line, getattr(self.settings, row.line.name)
        if line.kind == "list" and line.name in self.choices:
            self._pick(line, value)
        elif line.kind in {"flag", "choice"} or line.name in self.choices:
            self.action_step(1)
        elif line.kind != "nested":
            entry = Input(shown_value(line, value), select_on_focus=True)
            entry.cursor_blink = False
            row.query_one(".value").display = False
            await row.mount(entry)
            entry.focus()

    def _pick(self, line: FieldInfoLine, value: object) -> None:
        picked = [str(item) for item in value] if isinstance(value, tuple | list) else []

        def taken(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                self.take(line, shown_value(line, chosen))

        self.app.push_screen(PickMany(line.title, self.choices[line.name], picked), taken)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the text, or say what is wrong with it and let it be corrected."""
        event.stop()
        row = self.row
        if row is not None and self.take(row.line, event.value):
            await self._close_entry()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the typing to the form."""
        event.stop()

    def action_default(self) -> None:
        """Set the field back to its default."""
        row = self.row
        if row is not None and self._has_default(row.line):
            self.take(row.line, shown_value(row.line, row.line.default))

    async def action_leave(self) -> None:
        """Give up typing; with nothing typed, leave the key to the screen."""
        if not self.query(Input):
            raise SkipAction
        await self._close_entry()
        self.draw()

    async def _close_entry(self) -> None:
        for entry in self.query(Input):
            row = entry.parent
            await entry.remove()
            if isinstance(row, FieldRow):
                row.query_one(".value").display = True
        self.focus()
