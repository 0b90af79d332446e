"""Drawings are text: exact in width, with the numbers inside, and the same in ASCII."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from crm_tui.glyphs import ASCII, UNICODE, Glyphs
from crm_tui.themes import register
from crm_tui.widgets.bars import Bar, bar_lines, bar_text, bars_drawing, rebinned, sparkline
from crm_tui.widgets.heatmap import Grid, Heatmap, grid_lines
from crm_tui.widgets.histogram import Distribution, histogram_lines
from crm_tui.widgets.picture import Line, Picture, text_of
from crm_tui.widgets.plots import Plot, PlotView, Series, plot_lines
from tests.crm_tui.terminal import screen_text, styled_text

HOSTILE = "\x1b[2J[/nope]北京"
BARS = [Bar("Champions", 1240), Bar("Loyal", 3120, "3,120 of 7,000"), Bar("At risk", 0), Bar(HOSTILE, 1)]
TIERS = Grid(
    ("high", "medium", "low"),
    ("loyal", "not loyal"),
    ((500, 100), (300, 1000), (None, 20)),
    ((("500", "£12.3k"), ("100", "£1k")), (("300", "£8k"), ("1,000", "£9k")), (("", ""), ("20", "£1"))),
    "value",
)
COUNTS = tuple(round(1000 * math.exp(-(((place - 20) / 8) ** 2))) for place in range(100))
SPREAD = Distribution(COUNTS, 0, 400, ((60, "medium"), (200, "high")))
LINES = Plot(
    "lines",
    (
        Series("silhouette", "s", "cyan", (2, 3, 4, 5, 6), (0.3, 0.4, 0.5, 0.6, 0.5)),
        Series(HOSTILE, "t", "yellow", (2, 3, 4, 5, 6), (0.8, 0.7, 0.9, 0.5, 0.4)),
    ),
    x_title="segments",
    whole_x=True,
)
POINTS = Plot(
    "points",
    (
        Series("Champions", "1", "cyan", tuple(range(50)), tuple(range(50))),
        Series("At risk", "2", "green", tuple(range(50)), tuple(range(50, 0, -1))),
    ),
    "component 1",
    HOSTILE,
)
DRAWINGS: dict[str, Callable[[int, int, Glyphs], list[Line]]] = {
    "bars": lambda width, height, glyphs: list(bars_drawing(BARS)(width, height, glyphs)),
    "histogram": lambda width, height, glyphs: histogram_lines(SPREAD, width, height, glyphs),
    "grid": lambda width, height, glyphs: grid_lines(TIERS, width, height, glyphs, (1, 1)),
    "lines": lambda width, height, glyphs: plot_lines(LINES, width, height, glyphs),
    "points": lambda width, height, glyphs: plot_lines(POINTS, width, height, glyphs),
}  # fmt: skip


@pytest.mark.parametrize("name", list(DRAWINGS))
@pytest.mark.parametrize("size", [(78, 20), (40, 8), (20, 5)])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_drawing_fits_its_place_and_is_inert(name: str, size: tuple[int, int], glyphs: Glyphs) -> None:
    width, height = size
    text = text_of(DRAWINGS[name](width, height, glyphs))
    assert "\x1b" not in text
    assert len(text.splitlines()) <= height
    if name != "grid" or width >= 30:
        assert max(cell_len(line) for line in text.splitlines()) <= width
    if glyphs is ASCII:
        own = "".join(char for char in text if char not in "北京␛£")
        assert own.isascii(), own


@pytest.mark.parametrize("name", list(DRAWINGS))
def test_no_size_breaks_a_drawing(name: str) -> None:
    for width in (1, 2, 5, 9):
        for height in (1, 2, 3):
            DRAWINGS[name](width, height, UNICODE)


def test_bars_in_eighths_with_their_values() -> None:
    assert text_of(bar_lines(BARS, 50, UNICODE)) == (
        "Champions       ███████▌                     1.24k\n"
        "Loyal           ███████████████████ 3,120 of 7,000\n"
        "At risk                                          0\n"
        "␛[2J[/nope]北京 ▏                                1"
    )


@given(st.floats(-1, 2, allow_nan=False), st.integers(0, 50))
def test_a_bar_is_as_long_as_its_share(share: float, width: int) -> None:
    for glyphs in (UNICODE, ASCII):
        assert cell_len(bar_text(share, width, glyphs)) == width
    full = bar_text(share, width).count("█")
    assert abs(full - min(max(share, 0), 1) * width) <= 1


@given(st.lists(st.integers(0, 1000), max_size=200), st.integers(1, 60))
def test_a_sparkline_shows_every_count_that_is_there(counts: list[int], width: int) -> None:
    line = sparkline(counts, width)
    assert cell_len(line) == width
    bins = rebinned(counts, width)
    assert sum(bins) == sum(counts)
    assert [cell == " " for cell in line[: len(bins)]] == [count == 0 for count in bins]


def test_a_histogram_shows_where_it_is_cut() -> None:
    assert text_of(histogram_lines(SPREAD, 60, 9, UNICODE)) == (
        "   1.98k│       ┆ ▇█▄             ┆\n"
        "        │       ┆████▃            ┆\n"
        "        │       ▆█████▁           ┆\n"
        "     992│      ▄███████           ┆\n"
        "        │     ▄█████████▁         ┆\n"
        "        │▁▁▁▃▆███████████▄▂▁▁▁▁   ┆\n"
        "        └──────────────────────────────────────────────────\n"
        "         0      60                200                   400\n"
        "                ┆medium           ┆high"
    )


def test_a_matrix_has_its_numbers_inside() -> None:
    assert text_of(grid_lines(TIERS, 40, 10, UNICODE)) == (
        "value            loyal       not loyal\n"
        "high               500             100\n"
        "                £12.3k             £1k\n"
        "        ███████         █▍\n"
        "medium             300           1,000\n"
        "                   £8k             £9k\n"
        "        ████▎           ██████████████\n"
        "low                                 20\n"
        "                                    £1\n"
        "                        ▎"
    )


def test_a_plot_names_its_series_outside_and_marks_each() -> None:
    lines = text_of(plot_lines(LINES, 60, 14, UNICODE)).splitlines()
    assert lines[0] == "s silhouette  t ␛[2J[/nope]北京"
    assert lines[-1].strip() == "across: segments"
    assert lines[-2].split() == ["2", "3", "4", "5", "6"]
    body = "\n".join(lines[1:-2])
    assert body.count("s") == 5
    points = text_of(plot_lines(POINTS, 60, 14, UNICODE)).splitlines()
    assert any(" 1 " in line or " 2 " in line for line in points[1:])


@pytest.mark.parametrize("height", range(9, 24))
def test_the_numbers_beside_a_plot_are_equally_far_apart(height: int) -> None:
    plot = Plot("lines", (Series("all alike", "o", "cyan", (0.0, 100.0), (0.0, 100.0)),), "share")
    rows = text_of(plot_lines(plot, 60, height, UNICODE)).splitlines()
    named = [place for place, row in enumerate(rows) if row.partition("┤")[1]]
    assert 3 <= len(named) <= 6
    assert len({below - above for above, below in pairwise(named)}) == 1


async def test_on_a_light_ground_lines_and_shades_have_colours_that_are_seen_there() -> None:
    class Drawn(App[None]):
        def compose(self) -> ComposeResult:
            yield PlotView(id="plot")
            yield Picture(lambda *_: [[("much", "color(16) on color(80)"), ("little", "color(255) on color(23)")]])

    def colours(app: App[None]) -> set[int | None]:
        strips = [strip for picture in app.query(Picture) for strip in picture._strips]
        found = [piece.style for strip in strips for piece in strip if piece.style and piece.text.strip()]
        return {one.number for style in found for one in (style.color, style.bgcolor) if one is not None}

    drawn = Drawn()
    async with drawn.run_test(size=(60, 20)) as pilot:
        register(drawn)
        series = tuple(Series(name, name[0], name, (0.0, 1.0), (0.0, 2.0)) for name in ("cyan", "yellow"))
        drawn.query_one(PlotView).show_plot(Plot("lines", series))
        await pilot.pause()
        assert {6, 3, 80, 23} <= colours(drawn)
        drawn.theme = "terminal-light"
        await pilot.pause()
        assert {4, 5, 23, 195} <= colours(drawn)
        assert not colours(drawn) & {6, 3, 80}


def test_nothing_to_draw_says_so() -> None:
    assert "Nothing" in text_of(plot_lines(Plot("points", ()), 60, 10, UNICODE))
    assert "Nothing" in text_of(grid_lines(Grid((), (), ()), 60, 10, UNICODE))
    assert bar_lines([], 60, UNICODE) == []


class Shown(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def compose(self) -> ComposeResult:
        yield Heatmap(TIERS)
        yield PlotView()
        yield Picture(bars_drawing(BARS))

    def on_heatmap_chosen(self, message: Heatmap.Chosen) -> None:
        self.got.append((message.row_name, message.column_name))


async def test_a_grid_has_a_cursor() -> None:
    app = Shown()
    async with app.run_test(size=(60, 30)) as pilot:
        app.query_one(PlotView).show_plot(LINES)
        app.query_one(Heatmap).focus()
        await pilot.press("j", "l", "l", "enter")
        assert app.got == [("medium", "not loyal")]
        assert "1,000" in styled_text(app, "reverse")
        text = screen_text(app)
        assert "s silhouette" in text
        assert "3,120 of 7,000" in text
        await pilot.resize_terminal(10, 3)
        await pilot.resize_terminal(60, 30)
        assert "s silhouette" in screen_text(app)


def test_cuts_that_stand_close_are_named_in_a_row() -> None:
    close = Distribution(COUNTS, 0, 400, ((60, "medium"), (68, "high")))
    last = text_of(histogram_lines(close, 60, 9, UNICODE)).splitlines()[-1]
    assert last.strip() == "┆medium from 60  ┆high from 68"
