"""Help over the screen: the keys of the screen and the focused widget, and what can be searched in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from crm_tui.format import fit
from crm_tui.inert import inert
from crm_tui.widgets.actions import Action, actions_of
from crm_tui.widgets.modal import Modal
from crm_tui.widgets.note import Note

SCOPES = {"here": "Here", "this screen": "On this screen", "everywhere": "Everywhere"}
KEY_WIDTH = 22


def help_lines(texts: Sequence[str], actions: Sequence[Action], needle: str = "") -> list[tuple[str, str]]:
    """Return (style, line) pairs: what is written about widget and screen, then the keys by scope.

    ``needle`` leaves only keys and lines that hold it, whatever its case.
    """
    wanted = needle.casefold()
    lines = [("", text) for text in texts if text and wanted in text.casefold()]
    for scope, title in SCOPES.items():
        keys = [
            (action.key, action.description + (f" (off: {inert(action.why_off)})" if action.why_off else ""))
            for action in actions
            if action.scope == scope
        ]
        found = [f"  {fit(key, KEY_WIDTH)} {what}" for key, what in keys if wanted in f"{key} {what}".casefold()]
        if found:
            lines += [("", ""), ("bold", title), *[("", line) for line in found]]
    return lines or [("", f"Nothing about {inert(needle)}.")]


class HelpOverlay(Modal[None]):
    """Shows help; ``/`` searches in it, ``esc`` leaves the search, then the help."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("q,question_mark,f1", "close", "Close"),
        Binding("slash", "search", "Search"),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space,ctrl+d", "scroll(15)", "Page down", show=False),
        Binding("pageup,ctrl+u", "scroll(-15)", "Page up", show=False),
        Binding("g,home", "scroll(-9999)", "First", show=False),
        Binding("G,end", "scroll(9999)", "Last", show=False),
    ]
    DEFAULT_CSS = """
    HelpOverlay {
        align: center middle; background: transparent;
        & > Vertical {
            width: 80%; max-width: 90; min-width: 50; height: 90%; border: ascii $primary; background: $panel;
        }
        & VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        & #lines { height: auto; }
        & Input, & Input:focus { display: none; height: 1; border: none; padding: 0 1; }
        & Input.searching { display: block; }
        & #keys { height: 1; padding: 0 1; text-style: dim; }
    }
    """
    AUTO_FOCUS = ""

    def __init__(self, texts: Sequence[str], actions: Sequence[Action]) -> None:
        super().__init__()
        self.texts, self.actions = tuple(texts), tuple(actions)

    @classmethod
    def for_screen(cls, screen: Screen[object]) -> Self:
        """Return the help of a screen and of its focused widget: what their ``HELP`` says, and their keys."""
        nodes = (screen.focused, screen)
        return cls([str(getattr(node, "HELP", "") or "") for node in nodes if node], actions_of(screen))

    def compose(self) -> ComposeResult:
        """The lines, and below them the search."""
        with Vertical():
            with VerticalScroll(can_focus=False):
                yield Note(id="lines", markup=False)
            entry = Input(placeholder="search the help")
            entry.cursor_blink = False
            yield entry
            yield Static(Content("/ search · esc close"), id="keys", markup=False)

    def on_mount(self) -> None:
        """Show everything."""
        self._show("")

    def _show(self, needle: str) -> None:
        lines = help_lines(self.texts, self.actions, needle)
        self.query_one("#lines", Note).update(Content.assemble(*[(f"{text}\n", style) for style, text in lines]))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Leave what holds the text."""
        event.stop()
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go through what was found."""
        event.stop()
        self.set_focus(None)

    def action_search(self) -> None:
        """Ask what to look for."""
        entry = self.query_one(Input)
        entry.add_class("searching")
        entry.focus()

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        if self.focused is not None:
            raise SkipAction
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """Leave the search; without one, the help."""
        entry = self.query_one(Input)
        if not entry.has_class("searching"):
            self.dismiss()
            return
        entry.value = ""
        entry.remove_class("searching")
        self.set_focus(None)

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()
