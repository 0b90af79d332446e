"""A place for one settings form after another: the form of the method that is chosen at present."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from textual.containers import Vertical

from crm_tui.widgets.settings_form import SettingsForm


class FormBox(Vertical):
    """Shows the form of some settings; of another model, another form takes its place, one after the other.

    ``kind`` makes the forms, ``hidden`` are the fields they leave out.
    """

    DEFAULT_CSS = "FormBox { height: 1fr; }"

    def __init__(
        self,
        kind: type[SettingsForm] = SettingsForm,
        *,
        hidden: Sequence[str] = (),
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._kind, self._hidden = kind, tuple(hidden)
        self._turn = asyncio.Lock()
        self.form: SettingsForm | None = None

    def show(self, settings: BaseModel, choices: Mapping[str, Sequence[str]] | None = None) -> SettingsForm:
        """Show settings; the same ones again cost nothing. Returns the form, which may not be mounted yet."""
        form, choices = self.form, dict(choices or {})
        if form is None or type(form.settings) is not type(settings):
            form = self.form = self._kind(settings, hidden=self._hidden, choices=choices)
            self.run_worker(self._swap(form))
        elif form.settings != settings or form.choices != choices:
            if form.query("#about"):
                self.run_worker(form.set_settings(settings, choices=choices))
            else:
                form.settings, form.choices = settings, choices
        return form

    async def _swap(self, form: SettingsForm) -> None:
        """Put a form in the place of the one before, unless yet another is wanted by now."""
        async with self._turn:
            if form is not self.form:
                return
            before = self.query(SettingsForm)
            focused = any(one.has_focus_within for one in before)
            await before.remove()
            await self.mount(form)
            if focused:
                form.focus()
