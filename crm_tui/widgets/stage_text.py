"""How the five stages stand, as one line of text. Knows no widget: the first picture of the app is drawn with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_tui.glyphs import Glyphs

LEAST = 0.01
"""The smallest progress that is told as a number."""
NARROW = 100
"""Cells below which a stage that is done or not begun is said by its sign alone."""


@dataclass(frozen=True)
class StageMark:
    """One stage: the key that goes there, its title, its state (empty, running, done, stale, failed).

    ``share`` of its work is done, 0…1; 0 where that is not known.
    """

    key: str
    title: str
    state: str
    share: float = 0.0


def stage_text(mark: StageMark, glyphs: Glyphs, *, words: bool) -> str:
    """Return a stage as text: ``2 Clean ~ stale``, ``3 Segment 42 %``."""
    percent = f"{int(100 * mark.share)} %" if mark.share >= LEAST else "running"
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


def stage_parts(marks: Sequence[StageMark], here: str, width: int, glyphs: Glyphs) -> list[str]:
    """Return the text of each stage; the one whose title is ``here`` stands in brackets."""
    texts = [stage_text(mark, glyphs, words=width >= NARROW) for mark in marks]
    return [f"[{text}]" if mark.title == here else f" {text} " for mark, text in zip(marks, texts, strict=True)]


def stage_line(marks: Sequence[StageMark], here: str, width: int, glyphs: Glyphs) -> str:
    """Return the whole line, cut to ``width``."""
    return " ".join(stage_parts(marks, here, width, glyphs))[:width]
