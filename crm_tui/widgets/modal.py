"""What all dialogs have in common: each closes itself, once, and never what lies over or under it."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Modal(ModalScreen[Result], Generic[Result], inherit_bindings=False):
    """A screen over another one.

    Textual's ``dismiss`` takes away whatever lies on top: after a double click on enter, or where an answer comes while
    help lies over the dialog, that is another one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next field", show=False),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False),
    ]
    _leaving: tuple[Result | None] | None = None

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close this dialog with a result: now, or once nothing lies over it; closed already, it stays so."""
        if self.is_active:
            return super().dismiss(result)
        self._leaving = (result,)
        return AwaitComplete()

    def action_leave(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    def on_screen_resume(self) -> None:
        """Close, where that was to be done meanwhile."""
        if self._leaving is not None:
            self.call_after_refresh(self._leave, self._leaving[0])

    def _leave(self, result: Result | None) -> None:
        self.dismiss(result)  # Textual would wait for what it returns, which must not be done from here


class Dialog(Modal[Result], Generic[Result]):
    """A box in the middle of the screen, which is seen around it; how large it is, subclasses say."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle; background: transparent;
        & > Vertical, & > VerticalScroll { border: ascii $primary; background: $panel; padding: 0 1; }
        & #keys { color: $text-muted; }
    }
    """
