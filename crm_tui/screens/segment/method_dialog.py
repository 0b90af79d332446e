"""Which method makes the segments: the list with what suits these data, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.format import fit
from crm_tui.inert import inert
from crm_tui.widgets.modal import Dialog
from crm_tui.widgets.note import Note

Told = Mapping[str, Any]
WAITING = "Looking at the data for what suits them."
NAME, REASONS = 22, 36


class MethodDialog(Dialog[str | None]):
    """Asks for one of the methods; gives its name, or None after ``esc``.

    ``methods`` are (name, title, what it does). What suits the data comes later, by :meth:`show_advice`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]
    DEFAULT_CSS = """
    MethodDialog {
        & > Vertical {
            width: 84; max-width: 96%; height: auto; max-height: 96%;
        }
        & OptionList, & OptionList:focus {
            height: auto; max-height: 12; border: none; padding: 0; background: transparent;
        }
        & #about { height: 6; border-top: hkey $primary; }
    }
    """

    def __init__(self, question: str, methods: Sequence[tuple[str, str, str]], present: str = "") -> None:
        super().__init__()
        self.question, self.methods, self.present = question, tuple(methods), present
        self.advice: dict[str, Told] = {}
        self.note = WAITING

    def compose(self) -> ComposeResult:
        """The question, the list, what is known of the method under the cursor."""
        with Vertical():
            yield Static(Content(inert(self.question, 200)), classes="heading", markup=False)
            yield OptionList(*[Option(self._line(place)) for place in range(len(self.methods))], markup=False)
            yield Note(id="about", markup=False)
            yield Static(Content("enter choose · esc cancel"), id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin at the present method."""
        names = [name for name, _, _ in self.methods]
        self.query_one(OptionList).highlighted = names.index(self.present) if self.present in names else 0

    def _line(self, place: int) -> Content:
        name, title, _ = self.methods[place]
        here = "*" if name == self.present else " "
        suits = self.advice.get(name, {}).get("suits", "")
        reasons = ", ".join(self.advice.get(name, {}).get("reasons", ()))
        return Content(f"{here} {fit(inert(title), NAME)} {fit(suits, 8)} {fit(inert(reasons), REASONS)}".rstrip())

    def show_advice(self, answer: Told) -> None:
        """Write beside every method how well it suits the data, and why."""
        if not self.is_attached:
            return
        self.advice = {one["method"]: one for one in answer.get("advice", ())}
        self.note = str(answer.get("note") or answer.get("problem") or "")
        entries = self.query_one(OptionList)
        for place in range(len(self.methods)):
            entries.replace_option_prompt_at_index(place, self._line(place))
        self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of the method under the cursor."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        place = self.query_one(OptionList).highlighted or 0
        name, _, about = self.methods[place]
        known = self.advice.get(name)
        why = f"{known['suits']} here: {', '.join(known['reasons'])}." if known else self.note
        self.query_one("#about", Note).update(Content(inert(f"{about}  {why}", 600)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the choice."""
        event.stop()
        self.dismiss(self.methods[event.option_index][0])

    def action_move(self, by: int) -> None:
        """Go up or down."""
        entries = self.query_one(OptionList)
        entries.action_cursor_down() if by > 0 else entries.action_cursor_up()
