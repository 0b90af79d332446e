"""One line that says how each of the five stages stands, in signs and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from crm_tui.glyphs import glyphs_of
from crm_tui.widgets.note import Note
from crm_tui.widgets.stage_text import StageMark, stage_line, stage_parts

if TYPE_CHECKING:
    from crm_tui.session import Session


_STYLES = {"running": "bold $accent", "failed": "bold $error", "stale": "$warning", "empty": "dim"}


class StageBar(Note):
    """The line of stages; says nothing to the terminal while nothing changes."""

    DEFAULT_CSS = "StageBar { height: 1; width: 100%; }"

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
            marks.append(StageMark(key, title, state.state, state.share))
        self.show_marks(marks, SCREENS[mode][1] if mode in SCREENS else "")

    def on_resize(self) -> None:
        """Say it in the words that fit."""
        self._draw()

    def _draw(self) -> None:
        line = stage_line(self.marks, self.here, self.size.width or 80, glyphs_of(self.app))
        if line != self._drawn:
            self._drawn = line
            self.update(self._content(line))

    def _content(self, line: str) -> Content:
        """Return the line with what colours add: where one is, and what is not as it should be."""
        content, start = Content(line), 0
        for mark, part in zip(
            self.marks, stage_parts(self.marks, self.here, self.size.width, glyphs_of(self.app)), strict=True
        ):
            style = _STYLES.get(mark.state, "") if mark.title != self.here else "bold $primary"
            content = content.stylize(style, start, start + len(part)) if style else content
            start += len(part) + 1
        return content
