"""The settings of one cleaning step as a form over the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.inert import inert
from crm_tui.widgets.modal import Dialog
from crm_tui.widgets.settings_form import SettingsForm

LISTS = ("columns", "by", "order_by")
"""Fields that hold names of columns: they are picked from a list."""
FIRST: dict[str, dict[str, Any]] = {"set_type": {"to": "text"}, "range_rule": {"minimum": 0}}
"""Step → what it begins with beside columns, where it must be told something."""


def first_step(name: str, column: str, source: str | None) -> Any:  # noqa: ANN401
    """Return a step with which an analyst can begin: what it must be told is filled in from the column at hand."""
    from analysis.cleaning import STEPS
    from analysis.expressions import quoted

    model = STEPS[name]
    first = {"columns": (column,), "column": column, "condition": f"{quoted(column)} is not null", "value": "unknown"}
    needed = {key: first[key] for key, field in model.model_fields.items() if field.is_required() and key in first}
    return model.model_validate({"step": name, "source": source, **needed, **FIRST.get(name, {})})


class StepDialog(Dialog[Any]):
    """Edits one step; gives the changed step, or None where nothing was changed (``fresh``: the step as it is)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Done"),
        Binding("x", "drop", "Drop changes"),
    ]
    DEFAULT_CSS = """
    StepDialog > Vertical {
        width: 90%; max-width: 90; height: 80%;
    }
    StepDialog .about { height: auto; max-height: 40%; padding: 0 0 1 0; }
    """

    def __init__(self, step: Any, columns: Sequence[str], *, fresh: bool = False) -> None:  # noqa: ANN401
        super().__init__()
        self.step, self.columns = step, tuple(columns)
        self.changed: Any = step if fresh else None

    def compose(self) -> ComposeResult:
        """What the step does, then its settings."""
        about = " ".join((type(self.step).__doc__ or "").replace("``", "").split())
        fields = type(self.step).model_fields
        choices = {name: self.columns for name in LISTS if name in fields}
        with Vertical():
            yield Static(Content(f"{self.step.step}: {inert(about, 600)}"), markup=False, classes="about")
            yield SettingsForm(self.step, hidden=("step", "source"), choices=choices)
            yield Static(Content("enter edit · esc done · x leave all as it was"), markup=False)

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

    def action_drop(self) -> None:
        """Close without a change."""
        self.dismiss(None)
