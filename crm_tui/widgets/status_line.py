"""The lines at the bottom: what is shown and what was said; how far work is; what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from rich.cells import cell_len
from textual.content import Content

from crm_tui import format as formats
from crm_tui.glyphs import Glyphs, glyphs_of
from crm_tui.inert import inert
from crm_tui.widgets.bars import bar_text
from crm_tui.widgets.note import Note

PROGRESS_BAR = 20
READABLE = 5.0
"""Seconds for which what was said is not pushed aside by other facts."""


def status_text(left: str, right: str, width: int, ellipsis: str = "…") -> str:
    """Return a line of ``width`` cells: the right part whole, the left part cut to what remains."""
    left, right = inert(left, 1000), inert(right, 1000)
    room = max(width - cell_len(right) - 1, 0)
    return formats.fit(
        f"{formats.fit(left, room, ellipsis=ellipsis)} {right}" if right else left, width, ellipsis=ellipsis
    )


class StatusLine(Note):
    """Facts at the left (rows, filter, sorting), flags at the right (sample, unsaved, masked); all text is data.

    What is said stands in place of the facts until other facts come.
    """

    DEFAULT_CSS = "StatusLine { height: 1; width: 100%; text-style: dim; } StatusLine.said { text-style: none; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(markup=False, id=id)
        self.facts = self.said = ""
        self._said_at = 0.0
        self._held = self._passing = False
        self.flags: tuple[str, ...] = ()
        self._drawn = ""

    def show_facts(self, facts: str, flags: Sequence[str] | None = None) -> None:
        """Say what is shown now; ``flags`` left out stay as they are. What was said just now stays readable."""
        if facts != self.facts and monotonic() - self._said_at > READABLE:
            self.said = ""
        self.facts = facts
        if flags is not None:
            self.flags = tuple(flag for flag in flags if flag)
        self._draw()

    def say(self, text: str, *, held: bool = False) -> None:
        """Say something in place of the facts; what is ``held`` gives way after a while, or once a key is pressed."""
        if self._held and not held and monotonic() - self._said_at <= READABLE:
            return
        self.said, self._said_at, self._held, self._passing = text, monotonic(), held, held
        self._draw()

    def release(self) -> None:
        """Let what is held give way to anything else that is said, and to the facts once it has been read."""
        self._held = False
        if self._passing and monotonic() - self._said_at > READABLE:
            self.say("")

    def on_resize(self) -> None:
        """Fill the width."""
        self._draw()

    def _draw(self) -> None:
        ellipsis = glyphs_of(self.app).ellipsis
        line = status_text(self.said or self.facts, " · ".join(self.flags), self.size.width or 80, ellipsis)
        if line != self._drawn:
            self._drawn = line
            self.set_class(bool(self.said), "said")
            self.update(Content(line))


def progress_text(what: str, share: float, width: int, glyphs: Glyphs) -> str:
    """Return one line of progress: what is done, and where ``share`` of the whole is known, 0…1, a bar and percent."""
    if share <= 0:
        return formats.fit(inert(what), width, ellipsis=glyphs.ellipsis)
    numbers = f" {int(100 * share):>3}%"
    room = max(width - PROGRESS_BAR - cell_len(numbers) - 1, 8)
    bar = bar_text(share, PROGRESS_BAR, glyphs)
    edge = glyphs.vertical
    return formats.fit(
        f"{formats.fit(inert(what), room - 2)} {edge}{bar}{edge}{numbers}", width, ellipsis=glyphs.ellipsis
    )


class ProgressLine(Note):
    """How far the running work is; not there at all while nothing runs."""

    DEFAULT_CSS = "ProgressLine { height: 1; width: 100%; display: none; } ProgressLine.running { display: block; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(markup=False, id=id)
        self._drawn = ""

    def show_progress(self, what: str, share: float) -> None:
        """Show what is done, and that ``share`` of the whole is finished, 0…1; 0: unknown."""
        line = progress_text(what, share, self.size.width or self.app.size.width, glyphs_of(self.app))
        if line != self._drawn:
            self._drawn = line
            self.update(Content(line))
        self.add_class("running")

    def hide(self) -> None:
        """Show nothing."""
        self.remove_class("running")
