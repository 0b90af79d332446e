"""A histogram with eighths of a cell, with lines where a score is cut into tiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from crm_tui.format import compact, fit
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.bars import upright, widened
from crm_tui.widgets.picture import Draw, Line

AXIS = 8
"""Cells of the counts at the left."""


@dataclass(frozen=True)
class Distribution:
    """Counts in bins of equal width from ``low`` to ``high``; ``cuts`` are (value, name) where a tier begins."""

    counts: tuple[float, ...]
    low: float
    high: float
    cuts: tuple[tuple[float, str], ...] = ()


def histogram_lines(
    found: Distribution, width: int, height: int, glyphs: Glyphs, show: Callable[[float], str] = compact
) -> list[Line]:
    """Return a histogram of ``height`` lines: columns over an axis with the ends and the cuts written under it."""
    columns = max(width - AXIS - 1, 1)
    heights = widened(found.counts, columns, columns)
    columns = len(heights) or columns
    rows = max(height - 2 - bool(found.cuts), 1)
    most = max(heights, default=0)
    cut_at = {_place(found, value, columns): value for value, _ in found.cuts}
    lines: list[Line] = []
    for row, cells in zip(range(rows, 0, -1), upright(heights, rows, glyphs), strict=True):
        label = compact(round(most * row / rows)) if row in {rows, (rows + 1) // 2} and most else ""
        lines.append([(fit(label, AXIS, "right"), "dim"), (glyphs.vertical, "dim"), *_with_cuts(cells, cut_at, glyphs)])
    lines.append([(" " * AXIS, ""), (glyphs.corner + glyphs.horizontal * columns, "dim")])
    lines.append([(" " * (AXIS + 1) + _axis(found, columns, show), "dim")])
    if found.cuts:
        lines.append([(_names(found, columns, width - AXIS - 1, glyphs, show), "")])
    return lines[:height]


def _place(found: Distribution, value: float, columns: int) -> int:
    span = found.high - found.low
    return min(max(int((value - found.low) / span * columns), 0), columns - 1) if span else 0


def _with_cuts(cells: str, cut_at: dict[int, float], glyphs: Glyphs) -> Line:
    """Return a row of columns with the cut lines drawn through what is empty."""
    line: Line = []
    for place, cell in enumerate(cells):
        text, style = (glyphs.cut, "bold") if place in cut_at and cell == " " else (cell, "cyan")
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + text, style)
        else:
            line.append((text, style))
    return line


def _written(width: int, texts: Sequence[tuple[int, str]]) -> str:
    """Return a line with texts at their places; one that would touch another is left out."""
    line = [" "] * width
    for place, text in texts:
        start = min(max(place, 0), max(width - cell_len(text), 0))
        cells = [char + "" for char in text]
        around = line[max(start - 1, 0) : start + cell_len(text) + 1]
        if cell_len(text) <= width and all(char == " " for char in around):
            line[start : start + cell_len(text)] = cells + [""] * (cell_len(text) - len(cells))
    return "".join(line)


def _axis(found: Distribution, columns: int, show: Callable[[float], str]) -> str:
    ends = [(0, show(found.low)), (columns, show(found.high))]
    return _written(columns, [*ends, *[(_place(found, value, columns), show(value)) for value, _ in found.cuts]])


def _names(found: Distribution, columns: int, width: int, glyphs: Glyphs, show: Callable[[float], str]) -> str:
    """Return the names of the cuts under their lines; where they stand too close, in a row with their values."""
    names = [f"{glyphs.cut}{inert(name, 20)}" for _, name in found.cuts]
    places = [_place(found, value, columns) for value, _ in found.cuts]
    line = _written(columns, list(zip(places, names, strict=True)))
    if not all(name in line for name in names):
        listed = [f"{name} from {show(value)}" for name, (value, _) in zip(names, found.cuts, strict=True)]
        line = fit("  ".join(listed), width, ellipsis=glyphs.ellipsis)
    return " " * (AXIS + 1) + line


def histogram_drawing(found: Distribution, show: Callable[[float], str] = compact) -> Draw:
    """Return a drawing of a distribution."""
    return lambda width, height, glyphs: histogram_lines(found, width, height, glyphs, show)
