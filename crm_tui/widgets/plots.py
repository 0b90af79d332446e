"""Scatter and line plots. The one module that knows plotext: a change of that library touches this file only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from statistics import median
from typing import Any, Literal

from rich.text import Text

from crm_tui.format import compact, fit
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert
from crm_tui.widgets.picture import Draw, Line, Picture, message_lines

MOST_POINTS = 5_000
"""Points drawn of one series; more are thinned out evenly, as they would cover each other."""
LEAST_NAME, LONGEST_NAME = 5, 27
"""Cells of one name of the legend."""
LARGE = 1000
"""From here on, numbers beside a plot are shortened."""
FRAME = 3
"""Lines of a plot that are its frame and the numbers below."""
FEWEST_ROWS = 4
"""Rows of a plot up to which there is a number beside each."""
_COLOURS = {
    "black": 0, "red": 1, "green": 2, "yellow": 3, "blue": 4, "magenta": 5, "cyan": 6, "white": 7,
    "bright_black": 8, "bright_red": 9, "bright_green": 10, "bright_yellow": 11, "bright_blue": 12,
    "bright_magenta": 13, "bright_cyan": 14, "bright_white": 15,
}  # fmt: skip
_ASCII_FRAME = str.maketrans("─│┌┐└┘├┤┬┴┼", "-|+++++++++")


@dataclass(frozen=True)
class Series:
    """Points or a line: name (untrusted), one letter or digit that marks it, its colour, its coordinates."""

    name: str
    mark: str
    style: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]


@dataclass(frozen=True)
class Plot:
    """What is plotted: points or lines, titles of the axes (untrusted), where an upright line marks something.

    ``whole_x``: x is a whole number and every one is named; ``letters``: points are their marks, not dots (no colours).
    """

    kind: Literal["points", "lines"]
    series: tuple[Series, ...]
    x_title: str = ""
    y_title: str = ""
    upright: float | None = None
    whole_x: bool = False
    letters: bool = False


def legend(series: Sequence[Series], width: int, glyphs: Glyphs) -> Line:
    """Return the line that says which mark and colour stands for what, cut to ``width``."""
    line: Line = []
    room = width
    for one in series:
        if room < LEAST_NAME:
            return [*line, (fit(glyphs.ellipsis, room), "dim")]
        text = fit(f"{one.mark} {inert(one.name)}", min(LONGEST_NAME, room), ellipsis=glyphs.ellipsis).rstrip()
        line += [(one.mark, f"bold {one.style}".rstrip()), (f"{text.removeprefix(one.mark)}  ", "")]
        room -= Text(text).cell_len + 2
    return line


def plot_lines(plot: Plot, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Return a plot of ``height`` lines, the legend its first one, never over the data."""
    shown = tuple(one for one in plot.series if one.xs)
    if not shown or width < 16 or height < 5:
        text = "Nothing to plot." if not shown else "Too small for a plot."
        return list(message_lines(text)(width, height, glyphs))
    figure: Any = import_module("plotext._figure")._figure_class()
    titles = [f"{way}: {inert(title)}" for way, title in (("across", plot.x_title), ("up", plot.y_title)) if title]
    below = "   ".join(titles)
    rows, ticks = rows_and_ticks(height - 1 - bool(below) - FRAME)
    figure.plotsize(width, rows + FRAME)
    figure.yfrequency(ticks)
    figure.theme("clear")
    for one in shown:
        _draw_series(figure, plot, one, plain=plot.letters or glyphs.full.isascii())
    if plot.upright is not None:
        figure.vline(plot.upright, color=None)
    if plot.whole_x:
        places = sorted({int(x) for one in shown for x in one.xs})
        figure.xticks(places, [str(place) for place in places])
    most = max(abs(y) for one in shown for y in one.ys)
    if most >= LARGE:
        low = min(0.0, *(y for one in shown for y in one.ys))
        places_y = [low + (most - low) * step / (ticks - 1) for step in range(ticks)]
        figure.yticks(places_y, [compact(round(place)) for place in places_y])
    lines = [_pieces(text, glyphs) for text in figure.build().splitlines()]
    last: list[Line] = [[(fit(below, width, "center", glyphs.ellipsis), "dim")]] if below else []
    return [legend(shown, width, glyphs), *lines, *last][:height]


def rows_and_ticks(room: int) -> tuple[int, int]:
    """Return how many rows a plot takes of those there are, and how many numbers stand beside it, equally far apart."""
    if room <= FEWEST_ROWS:
        return max(room, 1), max(room, 2)
    spaced = [steps for steps in (4, 5, 3, 2) if room > 2 * steps]
    steps = min(spaced, key=lambda steps: min((room - 1) % steps, 2))
    return room - (room - 1) % steps, steps + 1


def _draw_series(figure: Any, plot: Plot, one: Series, *, plain: bool) -> None:  # noqa: ANN401 - plotext has no types
    """Add one series; a letter at its middle tells it from the others where colours cannot."""
    step = max(len(one.xs) // MOST_POINTS, 1)
    xs, ys = list(one.xs[::step]), list(one.ys[::step])
    colour = _COLOURS.get(one.style)
    marker = one.mark if plain else "braille"
    if plot.kind == "points":
        figure.scatter(xs, ys, marker=marker, color=colour)
        figure.text(f" {one.mark} ", median(xs), median(ys), color=colour, style="bold", alignment="center")
        return
    figure.plot(xs, ys, marker="*" if plain else "braille", color=colour)
    figure.scatter(xs, ys, marker=one.mark, color=colour)


def _pieces(text: str, glyphs: Glyphs) -> Line:
    """Return a line that plotext drew as (text, style) pieces."""
    drawn = Text.from_ansi(text, end="")
    plain = drawn.plain.translate(_ASCII_FRAME) if glyphs.full.isascii() else drawn.plain
    pieces: Line = []
    at = 0
    for span in sorted(drawn.spans):
        if span.start > at:
            pieces.append((plain[at : span.start], ""))
        if span.end > at:
            pieces.append((plain[max(span.start, at) : span.end], str(span.style)))
            at = span.end
    return [*pieces, (plain[at:], "")]


def plot_drawing(plot: Plot) -> Draw:
    """Return a drawing of a plot."""
    return lambda width, height, glyphs: plot_lines(plot, width, height, glyphs)


class PlotView(Picture):
    """Shows a plot; drawn once for each size."""

    def show_plot(self, plot: Plot) -> None:
        """Show another plot; where the app has no colours, points are letters."""
        self.show(plot_drawing(replace(plot, letters=plot.letters or self.app.no_color)))
