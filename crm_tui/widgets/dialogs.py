"""Small questions over the screen: yes or no, one of several, some of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.widgets.modal import Dialog

Result = TypeVar("Result")


class SmallDialog(Dialog[Result], Generic[Result]):
    """A box that is as large as its question and its list."""

    DEFAULT_CSS = """
    SmallDialog {
        & > Vertical { width: 64; max-width: 90%; min-width: 24; height: auto; max-height: 90%; }
        & #question { width: 1fr; height: auto; padding: 1 0; }
        & #keys { width: 1fr; padding: 1 0 0 0; }
        & OptionList, & OptionList:focus {
            min-width: 20; height: auto; max-height: 20; border: none; padding: 0; background: transparent;
        }
    }
    """


class Confirm(SmallDialog[bool]):
    """Asks yes or no; ``esc`` and ``n`` are no. The text is data, never markup."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes"),
        Binding("n,escape,q", "answer(False)", "No"),
    ]

    def __init__(self, question: str, *, yes: str = "yes", no: str = "no") -> None:
        super().__init__()
        self.question, self.yes, self.no = question, yes, no

    def compose(self) -> ComposeResult:
        """The question, and the keys that answer it."""
        with Vertical():
            yield Static(Content(inert(self.question, 1000)), id="question", markup=False)
            yield Static(Content(f"y {self.yes} · n {self.no}"), id="keys", markup=False)

    def action_answer(self, yes: bool) -> None:
        """Close with the answer."""
        self.dismiss(yes)


class Choose(SmallDialog[str | None]):
    """Asks for one of several; gives its name, or None after ``esc``. ``options`` are (name, what is shown)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel"),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
    ]

    def __init__(self, question: str, options: Sequence[tuple[str, str]], present: str = "") -> None:
        super().__init__()
        self.question, self.options, self.present = question, tuple(options), present

    def compose(self) -> ComposeResult:
        """The question and the list."""
        with Vertical():
            yield Static(Content(inert(self.question, 1000)), id="question", markup=False)
            yield OptionList(*[Option(Content(inert(shown))) for _, shown in self.options], markup=False)
            yield Static(Content("enter choose · esc cancel"), id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin at the present choice."""
        names = [name for name, _ in self.options]
        self.query_one(OptionList).highlighted = names.index(self.present) if self.present in names else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the choice."""
        event.stop()
        self.dismiss(self.options[event.option_index][0])

    def action_down(self) -> None:
        """Go down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Go up."""
        self.query_one(OptionList).action_cursor_up()


class PickMany(SmallDialog[tuple[str, ...] | None]):
    """Asks which of many; gives those picked, in the order shown, or None after ``esc``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel"),
        Binding("space", "pick", "Pick", priority=True),
        Binding("enter", "take", "Take", priority=True),
        Binding("a", "everything", "All or none"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(self, question: str, options: Sequence[str], picked: Sequence[str] = ()) -> None:
        super().__init__()
        self.question = question
        self.options = tuple(dict.fromkeys([*options, *picked]))
        self.picked = set(picked)

    def compose(self) -> ComposeResult:
        """The question and the list with its check marks."""
        with Vertical():
            yield Static(Content(inert(self.question, 1000)), id="question", markup=False)
            yield OptionList(*[self._line(name) for name in self.options], markup=False)
            yield Static(Content("space pick · a all or none · enter take · esc cancel"), id="keys", markup=False)

    def _line(self, name: str) -> Content:
        glyphs = glyphs_of(self.app)
        return Content(f"{glyphs.checked if name in self.picked else glyphs.unchecked} {inert(name)}")

    def _redraw(self, names: Sequence[str]) -> None:
        for name in names:
            self.query_one(OptionList).replace_option_prompt_at_index(self.options.index(name), self._line(name))

    def action_pick(self) -> None:
        """Pick the option under the cursor, or drop it."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.picked ^= {self.options[place]}
            self._redraw([self.options[place]])

    def action_everything(self) -> None:
        """Pick all; where all are picked, none."""
        self.picked = set() if len(self.picked) == len(self.options) else set(self.options)
        self._redraw(self.options)

    def action_move(self, step: int) -> None:
        """Go up or down."""
        entries = self.query_one(OptionList)
        entries.action_cursor_down() if step > 0 else entries.action_cursor_up()

    def action_take(self) -> None:
        """Close with what is picked."""
        self.dismiss(tuple(name for name in self.options if name in self.picked))
