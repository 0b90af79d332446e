"""Stages, status, keys, help, palette and small questions: what they say, and that keys alone do."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from crm_tui.format import units_text
from crm_tui.glyphs import ASCII, UNICODE
from crm_tui.themes import DEFAULT, THEMES, next_theme, register, shown_theme
from crm_tui.widgets.actions import key_name
from crm_tui.widgets.page_tabs import tabs_line
from crm_tui.widgets.stage_bar import StageBar
from crm_tui.widgets.stage_text import StageMark, stage_line
from crm_tui.widgets.status_line import ProgressLine, StatusLine, progress_text, status_text
from crm_tui.widgets.table.view import TableView
from tests.crm_tui.terminal import screen_text, styled_text
from tests.crm_tui.widgets.small_app import Main, Shell

MARKS = (
    StageMark("1", "Load", "done"),
    StageMark("2", "Clean", "stale"),
    StageMark("3", "Segment", "running", 0.429),
    StageMark("4", "Tiers", "empty"),
    StageMark("5", "Review", "failed"),
)


def test_the_stages_are_said_in_words_where_they_fit() -> None:
    wide = stage_line(MARKS, "Segment", 120, UNICODE)
    assert wide == " 1 Load ✓ done   2 Clean ~ stale  [3 Segment › 42 %]  4 Tiers ○ open   5 Review ✗ failed "
    narrow = stage_line(MARKS, "Segment", 80, UNICODE)
    assert narrow == " 1 Load ✓   2 Clean ~ stale  [3 Segment › 42 %]  4 Tiers ○   5 Review ✗ failed "
    assert stage_line(MARKS, "Load", 80, ASCII).isascii()
    longest = stage_line([StageMark(mark.key, mark.title, "failed") for mark in MARKS], "Load", 80, UNICODE)
    assert len(longest) <= 80


@pytest.mark.parametrize("width", [10, 40, 80, 200])
def test_lines_fill_their_width_exactly(width: int) -> None:
    assert cell_len(status_text("行 12,034 of 541,909 · filter: [b]x[/b]\x1b[2J", "masked", width)) == width
    assert cell_len(progress_text("structure test 北京", 0.4, width, UNICODE)) == width
    assert cell_len(progress_text("reading", 0.0, width, UNICODE)) == width


def test_progress_says_units_and_how_much_of_the_whole_is_done() -> None:
    fits = units_text("fits", 1200, 3000)
    assert fits == "fits: 1,200 of 3,000"
    assert progress_text(fits, 0.4, 60, UNICODE) == "fits: 1,200 of 3,000             │████████            │  40%"
    assert progress_text(fits, 0.4, 60, ASCII).isascii()
    assert progress_text(units_text("rows", 7_000, 0), 0.0, 20, UNICODE).rstrip() == "rows: 7,000"


def test_keys_are_named_as_on_the_keyboard() -> None:
    names = {
        key: key_name(key) for key in ("slash", "question_mark", "escape", "ctrl+d", "f1", "left_square_bracket", "G")
    }
    assert names == {
        "slash": "/", "question_mark": "?", "escape": "esc", "ctrl+d": "ctrl+d", "f1": "F1", "left_square_bracket": "[",
        "G": "G",
    }  # fmt: skip


async def test_the_frame_of_a_screen() -> None:
    app = Shell()
    async with app.run_test(size=(80, 14)) as pilot:
        app.screen.query_one(StageBar).show_marks(MARKS, "Review")
        app.screen.query_one(StatusLine).show_facts("2 rows", ["masked"])
        app.screen.query_one(ProgressLine).show_progress("fits: 1 of 4", 0.25)
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert lines[0] == " 1 Load ✓   2 Clean ~ stale   3 Segment › 42 %   4 Tiers ○  [5 Review ✗ failed]"
        assert lines[-3].startswith("fits: 1 of 4")
        assert lines[-2] == "2 rows" + " " * 68 + "masked"
        assert lines[-1].startswith(" / Find  enter Whole row  & Filter rows")
        assert lines[-1].endswith("? Help")


async def test_what_is_said_stays_readable_and_then_gives_way_to_other_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shell()
    async with app.run_test(size=(80, 14)) as pilot:
        status = app.screen.query_one(StatusLine)
        status.show_facts("2 rows")
        status.say("found in row 7")
        status.show_facts("2 rows")
        await pilot.pause()
        assert "found in row 7" in screen_text(app)
        status.show_facts("1 of 2 rows")
        await pilot.pause()
        assert "found in row 7" in screen_text(app)
        monkeypatch.setattr("crm_tui.widgets.status_line.READABLE", 0.0)
        status.show_facts("2 of 2 rows")
        await pilot.pause()
        assert "found" not in screen_text(app)


async def test_what_the_app_said_gives_way_to_a_key_once_it_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shell()
    async with app.run_test(size=(80, 14)) as pilot:
        status = app.screen.query_one(StatusLine)
        status.show_facts("2 rows")
        status.say("work goes on", held=True)
        status.release()
        await pilot.pause()
        assert "work goes on" in screen_text(app)
        monkeypatch.setattr("crm_tui.widgets.status_line.READABLE", 0.0)
        status.release()
        await pilot.pause()
        assert "work goes on" not in screen_text(app)
        status.say("filtering")
        status.release()
        await pilot.pause()
        assert "filtering" in screen_text(app), "what still goes on is not taken back"


async def test_help_lists_the_keys_of_widget_and_screen_and_can_be_searched() -> None:
    app = Shell()
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.press("question_mark")
        text = screen_text(app)
        for told in (
            "what sets them apart",
            "Here",
            "up, k",
            "On this screen",
            "Everywhere",
            "(off: nothing is",
        ):
            assert told in text
        await pilot.press("slash", *"freq", "enter")
        text = screen_text(app)
        assert "Frequency" in text
        assert "Describe" not in text
        await pilot.press("escape")
        assert "Describe" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, Main)


async def test_the_palette_finds_runs_and_says_why_not() -> None:
    app = Shell()
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("colon", *"exp")
        assert "off: nothing is computed yet" in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Main)
        await pilot.press("colon", *"run", "enter")
        await pilot.pause()
        assert app.ran
        await pilot.press("colon", *"sort d", "enter")
        await pilot.pause()
        assert app.screen.query_one(TableView).view.descending
        await pilot.press("colon", *"zzz", "escape")
        assert isinstance(app.screen, Main)


def test_the_first_theme_is_the_terminals_own_and_all_can_be_reached() -> None:
    seen = [DEFAULT]
    while (name := next_theme(seen[-1])) != DEFAULT:
        seen.append(name)
    assert seen == list(THEMES)
    assert THEMES[DEFAULT].ansi


def test_of_sixteen_colours_only_the_terminals_own_themes_are_made() -> None:
    assert next_theme(DEFAULT, "standard") == "terminal-light"
    assert next_theme("terminal-light", "standard") == DEFAULT
    assert shown_theme("dark", "standard") == DEFAULT
    assert shown_theme("dark", "256") == "dark"


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("no_color", [False, True])
async def test_the_cursor_is_seen_in_every_theme_and_without_colour(
    theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = Shell()
    async with app.run_test(size=(80, 20)) as pilot:
        register(app, theme)
        await pilot.pause()
        assert "1" in styled_text(app, "reverse")


@pytest.mark.parametrize("key", ["colon", "question_mark"])
async def test_a_window_of_no_size_breaks_no_overlay(key: str) -> None:
    app = Shell()
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press(key)
        for size in ((1, 1), (2, 30), (80, 2), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("down")
        await pilot.press("escape")
        assert isinstance(app.screen, Main)


def test_pages_are_named_in_full_where_they_fit_and_else_by_the_one_shown() -> None:
    titles = ["Sweep", "Curve", "客户地图"]
    assert tabs_line(titles, 1, 40) == " Sweep [Curve] 客户地图 ".ljust(36)
    assert tabs_line(titles, 2, 20).rstrip() == "[客户地图] 3 of 3"
    assert tabs_line(titles, 0, 30, "  Loyal ones and more", "~").endswith("~")
    for width in range(1, 60):
        assert cell_len(tabs_line(titles, 2, width, "  \x1b[31mred")) == width
        assert "\x1b" not in tabs_line(titles, 2, width, "  \x1b[31mred")
