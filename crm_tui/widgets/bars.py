"""Horizontal bars with eighths of a cell and their values beside them; one-line histograms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from crm_tui.format import compact, fit
from crm_tui.glyphs import UNICODE, Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.picture import Draw, Line

LABEL_SHARE = 0.4
"""How much of the width labels may take."""
LEAST_BAR = 4


@dataclass(frozen=True)
class Bar:
    """One bar: its label (untrusted), its length, what is written beside it (its value, where empty), its colour."""

    label: str
    value: float
    text: str = ""
    style: str = ""


def bar_text(share: float, width: int, glyphs: Glyphs = UNICODE) -> str:
    """Return a bar of ``share`` (0 to 1) of ``width`` cells, filled up with blanks; what is not zero is seen."""
    steps = len(glyphs.eighths) - 1
    filled = round(min(max(share, 0.0), 1.0) * width * steps)
    filled = max(filled, 1) if share > 0 and width else filled
    whole, rest = divmod(filled, steps)
    text = glyphs.full * whole + (glyphs.eighths[rest] if rest else "")
    return text[:width].ljust(width)


def sparkline(counts: Sequence[float], width: int, glyphs: Glyphs = UNICODE) -> str:
    """Return a histogram one cell high: counts summed into at most ``width`` cells; what is not zero is seen."""
    cells = rebinned(counts, width)
    most = max(cells, default=0)
    steps = len(glyphs.levels) - 1
    if most <= 0:
        return (glyphs.levels[0] * len(cells)).ljust(width)
    return "".join(glyphs.levels[max(round(count / most * steps), 1 if count > 0 else 0)] for count in cells).ljust(
        width
    )


def rebinned(counts: Sequence[float], bins: int) -> list[float]:
    """Return the counts summed into at most so many bins, as many to each, so that the shape and the sum stay."""
    if bins <= 0 or not counts:
        return []
    together = -(-len(counts) // bins)
    return [float(sum(counts[start : start + together])) for start in range(0, len(counts), together)]


def widened(counts: Sequence[float], cells: int, widest: int) -> list[float]:
    """Return one height a cell: counts summed into at most so many cells, as many cells to each, at most ``widest``."""
    bins = rebinned(counts, cells)
    wide = max(min(cells // max(len(bins), 1), widest), 1)
    return [count for count in bins for _ in range(wide)]


def upright(heights: Sequence[float], rows: int, glyphs: Glyphs = UNICODE) -> list[str]:
    """Return columns of ``rows`` lines, one cell a height, the top line first; what is not zero is seen."""
    steps = len(glyphs.levels) - 1
    most = max(heights, default=0) or 1
    filled = [max(round(height / most * rows * steps), 1 if height > 0 else 0) for height in heights]
    return [
        "".join(glyphs.levels[max(0, min(level - row * steps, steps))] for level in filled)
        for row in range(rows - 1, -1, -1)
    ]


def _label_width(labels: Sequence[str], width: int) -> int:
    return min(max((cell_len(label) for label in labels), default=0), int(width * LABEL_SHARE))


def bar_lines(bars: Sequence[Bar], width: int, glyphs: Glyphs, show: Callable[[float], str] = compact) -> list[Line]:
    """Return one line a bar: label, bar, value. Bars are shares of the longest; negative ones have no length."""
    labels = [inert(bar.label) for bar in bars]
    texts = [inert(bar.text) or show(bar.value) for bar in bars]
    room = _label_width(labels, width)
    beside = min(max((cell_len(text) for text in texts), default=0), max(width - room - LEAST_BAR - 2, 0))
    length = max(width - room - beside - 2, LEAST_BAR)
    most = max((bar.value for bar in bars), default=0) or 1
    return [
        [
            (fit(label, room, ellipsis=glyphs.ellipsis) + " ", ""),
            (bar_text(bar.value / most if most > 0 else 0, length, glyphs), bar.style),
            (" " + fit(text, beside, "right", glyphs.ellipsis), ""),
        ]
        for bar, label, text in zip(bars, labels, texts, strict=True)
    ]


def bars_drawing(bars: Sequence[Bar], show: Callable[[float], str] = compact) -> Draw:
    """Return a drawing of bars, with a blank line between them where there is room."""

    def draw(width: int, height: int, glyphs: Glyphs) -> list[Line]:
        lines = bar_lines(bars, width, glyphs, show)
        if len(lines) * 2 - 1 > height:
            return lines[:height]
        return [line for pair in ([line, []] for line in lines) for line in pair][:-1]

    return draw
