"""The settings of one cleaning step as a form over the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from crm_tui.inert import inert
from crm_tui.widgets.settings_form import SettingsForm

FIRST: dict[str, Any] = {"condition": "1 = 1", "columns": ("",), "column": "", "value": "unknown"}
"""Required field → what a new step begins with, before the analyst has edited it."""


def first_settings(name: str, column: str, source: str | None) -> dict[str, Any]:
    """Return a step as a plain document with which it can begin: required fields filled from the column at hand."""
    from analysis.cleaning import STEPS

    document: dict[str, Any] = {"step": name, "source": source, "enabled": False}
    for key, field in STEPS[name].model_fields.items():
        if field.is_required() and key != "step":
            value = FIRST.get(key, column)
            document[key] = [column] if key == "columns" else column if value == "" else value
    return document


class StepDialog(ModalScreen[Any]):
    """Edits one step; gives the changed step, or None after ``esc`` where nothing was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Done")]
    DEFAULT_CSS = """
    StepDialog { align: center middle; background: transparent; }
    StepDialog > Vertical { width: 90%; max-width: 90; height: 80%; border: ascii $primary; background: $panel; padding: 0 1; }
    """

    def __init__(self, step: Any, columns: Sequence[str]) -> None:  # noqa: ANN401
        super().__init__()
        self.step, self.columns = step, tuple(columns)
        self.changed: Any = None

    def compose(self) -> ComposeResult:
        """What the step does, then its settings."""
        about = " ".join((type(self.step).__doc__ or "").split())
        choices = {"columns": self.columns} if "columns" in type(self.step).model_fields else {}
        with Vertical():
            yield Static(Content(f"{self.step.step}: {inert(about, 400)}"), markup=False)
            yield SettingsForm(self.step, hidden=("step",), choices=choices)
            yield Static(Content("enter edit · esc done"), markup=False)

    def on_mount(self) -> None:
        """Begin in the form."""
        self.query_one(SettingsForm).focus()

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Keep what was changed."""
        message.stop()
        if message.settings is not None:
            self.changed = message.settings

    def action_leave(self) -> None:
        """Close with the changed step."""
        self.dismiss(self.changed)
