"""One list of every action, with its key and, where it is off, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.format import fit
from crm_tui.inert import inert
from crm_tui.widgets.actions import Action, actions_of
from crm_tui.widgets.modal import Modal

WIDTH = 66


def ranked(actions: Sequence[Action], text: str) -> list[Action]:
    """Return the actions that fit a text: first those that begin so, last those with its letters in order."""
    needle = text.casefold().strip()
    if not needle:
        return list(actions)

    def rank(action: Action) -> int | None:
        name = action.description.casefold()
        if name.startswith(needle):
            return 0
        if any(word.startswith(needle) for word in name.split()):
            return 1
        if needle in name or needle in {key.casefold() for key in action.keys}:
            return 2
        letters = iter(name)
        return 3 if all(letter in letters for letter in needle) else None

    found = [(place, action) for action in actions if (place := rank(action)) is not None]
    return [action for _, action in sorted(found, key=lambda pair: pair[0])]


def action_line(action: Action, width: int = WIDTH) -> str:
    """Return the line of an action: what it does, its keys at the right, or why it is off."""
    right = f"off: {inert(action.why_off, 60)}" if action.why_off else action.key
    right = fit(right, min(cell_len(right), width // 2 + 8))
    return f"{fit(action.description, width - cell_len(right) - 1)} {right}"


class Palette(Modal[Action | None]):
    """Asks for an action by name; gives the one chosen, or None. ``run`` takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", priority=True),
        Binding("down,ctrl+n", "move(1)", "Down", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", "Up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Palette {
        align: center top; background: transparent;
        & > Vertical {
            width: 70; max-width: 100%; height: auto; max-height: 90%; border: ascii $primary; background: $panel;
        }
        & Input, & Input:focus { height: 1; border: none; padding: 0 1; }
        & OptionList, & OptionList:focus {
            min-width: 20; height: auto; max-height: 16; border: none; padding: 0; background: transparent;
        }
        & #none { padding: 0 1; display: none; }
    }
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.actions = tuple(actions)
        self.shown: list[Action] = list(actions)

    @classmethod
    def for_screen(cls, screen: Screen[object]) -> Self:
        """Return the palette of everything that can be done on a screen; moving about is left out."""
        moves = ("move(", "go(", "edge(", "scroll")
        return cls([action for action in actions_of(screen) if not action.action.startswith(moves)])

    def compose(self) -> ComposeResult:
        """What to look for, and what was found."""
        with Vertical():
            entry = Input(placeholder="what to do")
            entry.cursor_blink = False
            yield entry
            yield OptionList(markup=False)
            yield Static(Content("No such action."), id="none", markup=False)

    def on_mount(self) -> None:
        """Show all actions."""
        self.query_one(OptionList).can_focus = False
        self._show("")

    def _show(self, text: str) -> None:
        self.shown = ranked(self.actions, text)
        entries = self.query_one(OptionList)
        entries.clear_options()
        entries.add_options(
            Option(Content(action_line(action, min(WIDTH, self.app.size.width - 4))), disabled=bool(action.why_off))
            for action in self.shown
        )
        entries.highlighted = next((place for place, action in enumerate(self.shown) if not action.why_off), None)
        self.query_one("#none").display = not self.shown

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        event.stop()
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the action under the cursor."""
        event.stop()
        place = self.query_one(OptionList).highlighted
        self._take(self.shown[place] if place is not None and place < len(self.shown) else None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the action that was clicked."""
        event.stop()
        self._take(self.shown[event.option_index])

    def _take(self, action: Action | None) -> None:
        app = self.app
        self.dismiss(action)
        if action is not None:
            app.call_later(app.run_action, action.action, action.node)

    def action_move(self, step: int) -> None:
        """Go up or down."""
        entries = self.query_one(OptionList)
        entries.action_cursor_down() if step > 0 else entries.action_cursor_up()
