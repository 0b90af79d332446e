"""One line at the bottom that asks for a text: a search, a filter, a command, a path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from crm_tui.inert import inert
from crm_tui.widgets.modal import Modal

HISTORY_KEPT = 200
CANDIDATES_SHOWN = 8


@dataclass
class Question:
    """What a prompt asks.

    ``history`` (newest last) is added to; ``complete`` gives whole texts that could stand in place of the one typed;
    ``check`` returns what is wrong with a text in one sentence, or nothing.
    """

    label: str
    value: str = ""
    hint: str = ""
    history: list[str] = field(default_factory=list)
    complete: Callable[[str], Sequence[str]] | None = None
    check: Callable[[str], str] | None = None


_HISTORIES: dict[str, list[str]] = {}


def history(name: str) -> list[str]:
    """Return the texts given to prompts of this name while the app runs, newest last; the same list each time."""
    return _HISTORIES.setdefault(name, [])


def remember(history: list[str], text: str) -> None:
    """Put a text at the end of a history, once."""
    if text:
        if text in history:
            history.remove(text)
        history.append(text)
        del history[:-HISTORY_KEPT]


def _common_start(texts: Sequence[str]) -> str:
    """Return what all texts begin with."""
    low, high = min(texts, default=""), max(texts, default="")
    same = next((place for place, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), len(low))
    return low[:same]


class Prompt(Modal[str | None]):
    """A line of input over the screen's last line; gives the text, or None where ``esc`` was pressed.

    ``tab`` completes, ``up`` and ``down`` go through what was asked before.
    """

    BINDINGS = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+c", "leave", "Cancel", show=False, priority=True),
        Binding("up", "recall(-1)", "Before", show=False, priority=True),
        Binding("down", "recall(1)", "After", show=False, priority=True),
        Binding("tab", "complete", "Complete", show=False, priority=True),
    ]

    DEFAULT_CSS = """
    Prompt { align: left bottom; background: transparent; }
    Prompt > Vertical { height: auto; width: 100%; background: $panel; }
    Prompt #candidates { height: auto; max-height: 8; color: $text-muted; display: none; padding: 0 1; }
    Prompt #wrong { height: auto; color: $text-error; display: none; padding: 0 1; }
    Prompt Horizontal { height: 1; }
    Prompt #label { width: auto; text-style: bold; padding: 0 1; }
    Prompt Input, Prompt Input:focus { border: none; height: 1; padding: 0; width: 1fr; background: transparent; }
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._place = len(question.history)
        self._typed = question.value
        self._offered: list[str] = []

    def compose(self) -> ComposeResult:
        """Candidates and complaints above; label and input in the last line."""
        with Vertical():
            yield Static(id="candidates", markup=False)
            yield Static(id="wrong", markup=False)
            with Horizontal():
                yield Static(Content(inert(self.question.label)), id="label", markup=False)
                entry = Input(self.question.value, placeholder=inert(self.question.hint), select_on_focus=False)
                entry.cursor_blink = False
                yield entry

    def on_mount(self) -> None:
        """Wait for the text."""
        self.set_focus(self.query_one(Input))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the text back, unless the question's check finds it wrong."""
        event.stop()
        wrong = self.question.check(event.value) if self.question.check else ""
        if wrong:
            self._tell("#wrong", [wrong])
            return
        remember(self.question.history, event.value)
        self.dismiss(event.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Forget the candidates of an earlier text."""
        event.stop()
        if event.value not in self._offered:
            self._offered = []
            self._tell("#candidates", [])
        self._tell("#wrong", [])

    def action_recall(self, step: int) -> None:
        """Show an earlier or a later text."""
        history, entry = self.question.history, self.query_one(Input)
        if self._place == len(history):
            self._typed = entry.value
        self._place = min(max(self._place + step, 0), len(history))
        entry.value = self._typed if self._place == len(history) else history[self._place]
        entry.cursor_position = len(entry.value)

    def action_complete(self) -> None:
        """Complete as far as all candidates agree; pressed again, go through them."""
        entry = self.query_one(Input)
        if self._offered:
            place = self._offered.index(entry.value) + 1 if entry.value in self._offered else 0
            self._fill(self._offered[place % len(self._offered)])
            return
        found = list(self.question.complete(entry.value)) if self.question.complete else []
        common = _common_start(found)
        if len(found) == 1 or (common.startswith(entry.value) and common != entry.value):
            self._fill(found[0] if len(found) == 1 else common)
        if len(found) > 1:
            self._offered = found
            more = [f"… {len(found) - CANDIDATES_SHOWN + 1} more"] if len(found) > CANDIDATES_SHOWN else []
            self._tell("#candidates", [*found[: CANDIDATES_SHOWN - len(more)], *more])

    def _fill(self, text: str) -> None:
        entry = self.query_one(Input)
        with self.prevent(Input.Changed):
            entry.value = text
        entry.cursor_position = len(text)

    def _tell(self, place: str, lines: Sequence[str]) -> None:
        line = self.query_one(place, Static)
        if lines or line.display:
            line.update(Content("\n".join(inert(text) for text in lines)))
            line.display = bool(lines)
