"""The guesses about a source: each is shown where it applies, and corrected with one key."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from analysis.recipe import Recipe, Source
from crm_tui.screens.load.guesses import GuessForm
from crm_tui.screens.load.source_changes import with_guesses
from tests.crm_tui.terminal import screen_text


class Holder(App[None]):
    """The guesses alone."""

    def __init__(self, source: Source, found: dict[str, Any]) -> None:
        super().__init__()
        self.form = GuessForm(source, found)
        self.changed: dict[str, object] = {}

    def compose(self) -> ComposeResult:
        yield self.form

    def on_settings_form_changed(self, event: GuessForm.Changed) -> None:
        self.changed[event.field] = event.value


@pytest.mark.parametrize(
    ("nested", "found", "shown", "after"),
    [(None, "", False, None), (None, "columns", True, "text"), ("text", "", True, "columns")],
)
async def test_what_becomes_of_objects_is_asked_only_where_there_are_any(
    nested: Any, found: str, shown: bool, after: str | None
) -> None:
    source = Source(name="a", path="a.csv", nested=nested, columns={"amount": "totals.revenue"})
    app = Holder(source, {"encoding": "utf-8", "delimiter": ",", "nested": found})
    async with app.run_test(size=(60, 24)) as pilot:
        assert ("Nested objects" in screen_text(app)) == shown
        app.form.focus()
        await pilot.press("end", "k", "space")
        assert app.changed.get("nested") == after
        assert app.form.row is not None
        assert app.form.row.display
    changed = with_guesses(Recipe(sources=(source,)), 0, {"nested": "text"}).sources[0]
    assert (changed.nested, changed.columns) == ("text", {})
