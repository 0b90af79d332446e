"""One line that says how each of the five stages stands, in signs and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from crm_tui.glyphs import Glyphs, glyphs_of

if TYPE_CHECKING:
    from crm_tui.session import Session

NARROW = 100
"""Cells below which a stage that is done or not begun is said by its sign alone."""


@dataclass(frozen=True)
class StageMark:
    """One stage: the key that goes there, its title, its state (empty, running, done, stale, failed), its progress."""

    key: str
    title: str
    state: str
    done: int = 0
    total: int = 0


def stage_text(mark: StageMark, glyphs: Glyphs, *, words: bool) -> str:
    """Return a stage as text: ``2 Clean ~ stale``, ``3 Segment 42 %``."""
    percent = f"{100 * min(mark.done / mark.total, 1):.0f} %" if mark.total else "running"
    states = {
        "done": (glyphs.done, "done"),
        "stale": (glyphs.stale, "stale"),
        "running": (glyphs.pointer, percent),
        "failed": (glyphs.failed, "failed"),
        "empty": (glyphs.open, "open"),
    }
    sign, word = states.get(mark.state, states["empty"])
    said = f"{sign} {word}" if words or mark.state in {"running", "failed", "stale"} else sign
    return f"{mark.key} {mark.title} {said}"


def stage_line(marks: Sequence[StageMark], here: str, width: int, glyphs: Glyphs) -> str:
    """Return the whole line, cut to ``width``; the stage whose title is ``here`` stands in brackets."""
    texts = [stage_text(mark, glyphs, words=width >= NARROW) for mark in marks]
    boxed = [f"[{text}]" if mark.title == here else f" {text} " for mark, text in zip(marks, texts, strict=True)]
    return " ".join(boxed)[:width]


class StageBar(Static):
    """The line of stages; says nothing to the terminal while nothing changes."""

    DEFAULT_CSS = "StageBar { height: 1; width: 100%; text-style: bold; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(markup=False, id=id)
        self.marks: tuple[StageMark, ...] = ()
        self.here = ""
        self._drawn = ""

    def show_marks(self, marks: Sequence[StageMark], here: str) -> None:
        """Show how the stages stand, the one whose title is ``here`` being looked at."""
        self.marks, self.here = tuple(marks), here
        self._draw()

    def show_session(self, session: Session, mode: str) -> None:
        """Show the stages of a session on the screen of a mode."""
        from crm_tui.screens import SCREENS

        marks = []
        for name, (key, title, _) in SCREENS.items():
            state = session.screen_state(name)
            marks.append(StageMark(key, title, state.state, state.done, state.total))
        self.show_marks(marks, SCREENS[mode][1] if mode in SCREENS else "")

    def on_resize(self) -> None:
        """Say it in the words that fit."""
        self._draw()

    def _draw(self) -> None:
        line = stage_line(self.marks, self.here, self.size.width or 80, glyphs_of(self.app))
        if line != self._drawn:
            self._drawn = line
            self.update(Content(line))
