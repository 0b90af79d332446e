"""What was guessed about a source, one line a guess; each can be corrected from a list or typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widgets import Static

from crm_tui.glyphs import glyphs_of
from crm_tui.screens.load.rows import FOUND, OFFERS
from crm_tui.widgets.fields import FieldInfoLine
from crm_tui.widgets.form_view import FieldRow
from crm_tui.widgets.settings_form import SettingsForm

if TYPE_CHECKING:
    from analysis.recipe import Source

GUESSES = ("kind", "encoding", "delimiter", "quote", "header_line", "decimal", "date_order", "nested", "member")
TYPED, FREE = "\0typed", "\0free"
"""What stands in a list of offers for typing another value, and for leaving the guess to the program."""
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space", '"': "double", "'": "single"}


def as_found(source: Source, found: Mapping[str, Any]) -> Source:
    """Return the source with what was found out in the place of what was left open."""
    known = {name: found[name] for name in FOUND if found.get(name)}
    return source.model_copy(update={name: value for name, value in known.items() if getattr(source, name) is None})


class GuessForm(SettingsForm):
    """The guesses about one source; a dot marks those that were corrected, ``d`` gives one back to the program."""

    HELP = "What was found out about the file. Change a line and the file is read again; d leaves it to the program."

    def __init__(self, source: Source, found: Mapping[str, Any]) -> None:
        hidden = tuple(name for name in type(source).model_fields if name not in GUESSES)
        super().__init__(as_found(source, found), hidden=hidden)
        self.chosen, self.found = source, dict(found)

    async def show_source(self, source: Source, found: Mapping[str, Any]) -> None:
        """Show the guesses about another source, or others about the same."""
        self.chosen, self.found = source, dict(found)
        await self.set_settings(as_found(source, found))

    @property
    def rows(self) -> list[FieldRow]:
        """The rows, in order; one for objects only where there are any or something was decided about them."""
        objects = self.found.get("nested") or self.chosen.nested
        return [row for row in super().rows if objects or row.line.name != "nested"]

    def draw(self, wrong: str = "") -> None:
        """Show the values; those left open carry no mark, separators are named."""
        super().draw(wrong)
        applicable = self.rows
        for row in self.query(FieldRow):
            row.display = row in applicable
        for row in applicable:
            name = row.line.name
            if getattr(self.chosen, name) is None:
                title = row.query_one(".title", Static)
                text = str(title.content).replace(glyphs_of(self.app).bullet, " ", 1)
                title.update(Content(text))
            value = getattr(self.settings, name)
            if isinstance(value, str) and value in NAMES:
                shown = value if value.strip() else ""
                row.query_one(".value", Static).update(Content(f"{shown} {NAMES[value]}".strip()))

    def about(self, line: FieldInfoLine) -> str:
        """Return what a guess means, in two short lines at most: ``enter`` lists what it can be."""
        return line.description

    def action_step(self, step: int) -> None:
        """Go to the next choice; where there are many, show them."""
        row = self.row
        if row is not None and row.line.name in {*OFFERS, "member"}:
            self._offer(row.line.name, row.line.title)
            return
        super().action_step(step)

    async def action_edit(self) -> None:
        """Choose from a list where there is one, else type."""
        row = self.row
        if row is not None and row.line.name in {*OFFERS, "member"}:
            self._offer(row.line.name, row.line.title)
            return
        await super().action_edit()

    def action_default(self) -> None:
        """Leave the guess to the program."""
        row = self.row
        if row is not None and getattr(self.chosen, row.line.name) is not None:
            self.post_message(self.Changed(self, row.line.name, None, None))

    def _offer(self, name: str, title: str) -> None:
        from crm_tui.widgets.dialogs import Choose

        offers = list(OFFERS.get(name, ())) or [(member, member) for member in self.found.get("members", ())]
        if not offers:
            self.draw("This file holds one table only.")
            return
        options = [(FREE, "leave it to the program"), *offers]
        options += [(TYPED, "type another …")] if name in OFFERS else []
        present = getattr(self.settings, name)
        self.app.push_screen(Choose(title, options, FREE if present is None else present), self._decide(name))

    def _decide(self, name: str) -> Callable[[str | None], None]:
        def decide(value: str | None) -> None:
            if value == TYPED:
                self.call_after_refresh(super(GuessForm, self).action_edit)
            elif value is not None:
                self.post_message(self.Changed(self, name, None if value == FREE else value, None))

        return decide
