"""One table for a handful of rows and for ten million."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from textual import on
from textual.app import App, ComposeResult

from crm_tui.inert import inert
from crm_tui.widgets.arrow_pages import ArrowPages
from crm_tui.widgets.pages import PageColumn, PageSource, frame_pages
from crm_tui.widgets.table import messages
from crm_tui.widgets.table.grid import CursorKind, ViewState
from crm_tui.widgets.table.names import complete_name
from crm_tui.widgets.table.view import TableView
from tests.crm_tui.terminal import screen_text, styled_text

CUSTOMERS = frame_pages(
    [
        PageColumn("id", "identifier"),
        PageColumn("城市", title="城市"),
        PageColumn("spent", "money", unit="GBP"),
        PageColumn("share", "share", tone=lambda value: "bad" if value < 0.1 else None),
        PageColumn("note"),
    ],
    [
        ("007", "北京市朝阳区", 8911407.9, 0.5, "plain"),
        ("008", "Zürich", 12.5, 0.01, "\x1b[2J[red]x[/red]\a"),
        ("009", None, None, 0.25, "=cmd|' /C calc'!A0"),
        ("010", "서울", -3.0, 0.24, "zero\u200bwidth\u202e"),
    ],
)


class Holder(App[None]):
    def __init__(self, source: PageSource, cursor: CursorKind = "cell", plain: bool = False) -> None:
        super().__init__()
        self.table = TableView(source, cursor=cursor)
        self.plain = plain
        self.got: list[messages.TableMessage] = []

    def compose(self) -> ComposeResult:
        yield self.table

    @on(messages.TableMessage)
    def _keep(self, message: messages.TableMessage) -> None:
        self.got.append(message)

    def last(self, kind: type[messages.TableMessage]) -> messages.TableMessage:
        return [message for message in self.got if isinstance(message, kind)][-1]


def million(tmp_path: Path, rows: int = 1_000_000) -> Path:
    path = tmp_path / "million.arrow"
    pl.DataFrame(
        {"id": np.arange(rows), "name": pl.Series(np.arange(rows)).cast(pl.String) + "-cust", "x": np.arange(rows) / 7}
    ).write_ipc(path, record_batch_size=100_000)
    return path


async def test_the_picture_of_a_small_table_with_hostile_text() -> None:
    app = Holder(CUSTOMERS)
    async with app.run_test(size=(80, 6)):
        assert screen_text(app).splitlines() == [
            "    id    城市                  spent    share  note",
            " 1  007   北京市朝阳区  £8,911,407.90    50.0%  plain",
            " 2  008   Zürich               £12.50     1.0%  ␛[2J[red]x[/red]␇",
            " 3  009   ∅                         ∅    25.0%  =cmd|' /C calc'!A0",
            " 4  010   서울                 -£3.00    24.0%  zero\ufffdwidth\ufffd",
        ]


async def test_the_plain_picture_has_no_sign_of_our_own_outside_ascii() -> None:
    rows = frame_pages(["a", "b"], [(None, "x" * 90), (1, "y")])
    app = Holder(rows, plain=True)
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.press("]")
        assert screen_text(app).isascii()


async def test_a_number_is_never_cut_into_another_number() -> None:
    app = Holder(frame_pages(["n"], [(1_234_567_890,)]))
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.press("<", "<")
        assert "1.23B" in screen_text(app)
        await pilot.press("<", "<", "<")
        assert "###" in screen_text(app)


async def test_the_cursor_goes_by_all_keys_and_stays_on_the_screen(tmp_path: Path) -> None:
    app = Holder(ArrowPages(million(tmp_path)))
    async with app.run_test(size=(60, 12)) as pilot:
        table = app.table
        places = []
        for key in ("j", "down", "k", "G", "up", "pageup", "g", "pagedown", "ctrl+d", "ctrl+u", "end", "home"):
            await pilot.press(key)
            places.append(table.row)
        assert places == [1, 2, 1, 999_999, 999_998, 999_987, 0, 11, 16, 11, 999_999, 0]
        await pilot.press("l", "l", "l", "h")
        assert table.column_name == "name"
        await pilot.press("$", "G")
        assert "1,000,000" in screen_text(app)
        assert "142,857.0" in styled_text(app, "reverse")


async def test_finding_goes_round_and_says_so(tmp_path: Path) -> None:
    app = Holder(ArrowPages(million(tmp_path)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("/", *"777777-CUST", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert (app.table.row, app.table.column_name) == (777_777, "name")
        await pilot.press("n")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "other end" in app.last(messages.Said).text
        app.table.needle = "no such text"
        await pilot.press("N")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "not found" in app.last(messages.Said).text
        assert app.table.row == 777_777


async def test_a_row_is_gone_to_by_its_number_as_it_stands_before_it(tmp_path: Path) -> None:
    app = Holder(ArrowPages(million(tmp_path), np.arange(10, 1_000_000, 10)))
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("z", *"500,011", "enter")
        await pilot.pause()
        assert app.table.source.number(app.table.row) == 500_011
        await pilot.press("z", *"500012", "enter")
        assert "no row that is shown has the number 500012" in screen_text(app)


async def test_a_large_table_asks_its_screen(tmp_path: Path) -> None:
    app = Holder(ArrowPages(million(tmp_path, 1000)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("j", "l", "[")
        asked = app.last(messages.SortRequested)
        assert (asked.column, asked.row, asked.descending) == ("name", 1, False)
        await pilot.press("@")
        assert app.last(messages.OnlyThisValueRequested).value == "1-cust"
        await pilot.press("&", *"id > 3", "enter")
        assert app.last(messages.FilterRequested).text == "id > 3"
        await pilot.press("F", "I", ".", "enter", "space", "r", "y", "Y")
        kinds = [type(message).__name__ for message in app.got if not isinstance(message, messages.Said)]
        assert kinds[-8:] == [
            "FrequencyRequested", "DescribeRequested", "PlotRequested", "Chosen", "Toggled", "ResetRequested",
            "CopyRequested", "CopyRequested",
        ]  # fmt: skip
        lines = list(app.last(messages.CopyRequested).lines(2))
        assert lines == ["id\tname\tx", "0\t0-cust\t0", "1\t1-cust\t0.1429"]


async def test_a_small_table_sorts_and_filters_by_itself_and_escape_takes_it_back() -> None:
    app = Holder(CUSTOMERS)
    async with app.run_test(size=(80, 7)) as pilot:
        await pilot.press("$", "h", "]")
        assert [line[4:7] for line in screen_text(app).splitlines()[1:5]] == ["007", "009", "010", "008"]
        assert "share ▼" in screen_text(app)
        await pilot.press("&", *"z", "enter")
        assert app.table.status == "2 of 4 rows · filter: z · sorted by share, falling"
        await pilot.press("escape")
        assert app.table.source.height == 4
        await pilot.press("g", "^", "@")
        assert app.table.status.startswith("1 of 4 rows · filter: id is 007")
        await pilot.press("r")
        assert app.table.status == "4 rows"
        assert not any(isinstance(message, messages.FilterRequested | messages.SortRequested) for message in app.got)


async def test_few_rows_stay_filtered_and_sorted_when_others_come() -> None:
    app = Holder(CUSTOMERS)
    async with app.run_test(size=(80, 8)) as pilot:
        await pilot.press("$", "h", "]", "&", *"share < 0.3", "enter")
        assert app.table.status == "3 of 4 rows · filter: share < 0.3 · sorted by share, falling"
        more = frame_pages(
            CUSTOMERS.columns, [*CUSTOMERS.rows, ("011", "Köln", 1.0, 0.29, ""), ("012", "", 0, 0.9, "")]
        )
        app.table.set_source(more, keep_cursor=True)
        assert app.table.status == "4 of 6 rows · filter: share < 0.3 · sorted by share, falling"
        assert app.table.source.values(0, 0, 4) == ["011", "009", "010", "008"]
        await pilot.press("@")
        assert app.table.source.height == 1
        await pilot.press("escape")
        assert app.table.source.height == 6
        await pilot.press("r")
        assert app.table.status == "6 rows"


def test_names_of_columns_are_completed_where_a_name_stands() -> None:
    names = {"id": "", "Unit Price": "", "Quantity": "", "quality": "How good"}
    assert complete_name(names, "share > 1 and qua") == ["share > 1 and Quantity", "share > 1 and quality"]
    assert complete_name(names, "`unit p") == complete_name(names, "UNI") == ["`Unit Price`"]
    assert complete_name(names, "`Unit Price` > i") == ["`Unit Price` > id"]
    assert complete_name(names, "goo") == ["quality"]
    assert complete_name(names, "") == ["id", "`Unit Price`", "Quantity", "quality"]
    assert complete_name(names, "city = 'qua") == complete_name(names, "x") == []


async def test_few_rows_are_filtered_by_conditions_over_what_is_shown() -> None:
    rows = [("1,563", "≈+0.07", "50.8k", "a"), ("200.3", "-1.72 sd", "£1,200.00", "b"), ("–", "× 2.5", "796k", None)]
    columns = [
        *[
            PageColumn(name, "decimal", title=title, show=str)
            for name, title in (("x", "here"), ("y", "in sd"), ("z", ""))
        ],
        PageColumn("kind"),
    ]
    app = Holder(frame_pages(columns, rows))
    async with app.run_test(size=(80, 8)) as pilot:
        for text, numbers in (
            ("here > 1000", [1]),
            ("`in sd` < 0 or z > 700000", [2, 3]),
            ("here is null", [3]),
            ("kind = 'a' and x < 2000", [1]),
            ("1,563", [1]),
            ("sd", [2]),
        ):
            await pilot.press("&", "ctrl+u", *text, "enter")
            assert [app.table.source.number(row) for row in range(app.table.source.height)] == numbers, text
        await pilot.press("&", "ctrl+u", *"nowhere > 3", "enter")
        await pilot.pause()
        assert "there is no column 'nowhere'" in screen_text(app)
        await pilot.press("escape", "r", "]")
        assert app.table.source.values(0, 0, 3) == ["1,563", "200.3", "–"], "sorted by what is written, not as text"


async def test_the_title_of_the_column_is_marked_where_a_whole_row_is_the_cursor() -> None:
    app = Holder(CUSTOMERS, cursor="row")
    async with app.run_test(size=(80, 7)) as pilot:
        assert styled_text(app, "reverse").strip().startswith("›1")
        await pilot.press("right", "right")
        assert styled_text(app, "reverse").split()[0] == "spent"
        await pilot.press("^")
        assert styled_text(app, "reverse").strip().startswith("›1")


async def test_pinned_and_hidden_columns_and_a_filter_on_their_names() -> None:
    wide = frame_pages([f"column {place}" for place in range(30)], [tuple(range(30))] * 3)
    app = Holder(wide)
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("l", "!", "$")
        header = screen_text(app).splitlines()[0]
        assert "column 1" in header
        assert "column 29" in header
        assert header.startswith("‹")
        await pilot.press("x")
        assert app.table.column_name == "column 28"
        await pilot.press("*", *"column 2", "enter")
        assert app.table.status == "3 rows · 11 of 30 columns"
        await pilot.press("r")
        assert app.table.status == "3 rows"


async def test_no_rows_says_what_to_do_and_no_key_breaks() -> None:
    app = Holder(frame_pages([], []))
    app.table.empty = "Nothing here yet: press o to open a file."
    keys = "jkhlgG^$/n&@*[]!x><FI.ryY"
    async with app.run_test(size=(60, 5)) as pilot:
        assert "press o" in screen_text(app)
        for key in (*keys, "enter", "space", "pagedown", "ctrl+d"):
            await pilot.press(key)
            if len(app.screen_stack) > 1:
                await pilot.press("escape")


async def test_a_row_cursor_is_marked_by_a_sign() -> None:
    app = Holder(CUSTOMERS, cursor="row")
    async with app.run_test(size=(80, 7)) as pilot:
        await pilot.press("j")
        assert screen_text(app).splitlines()[2].startswith("›2  008")
        assert "Zürich" in styled_text(app, "reverse")


async def test_other_rows_keep_the_cursor_where_it_was(tmp_path: Path) -> None:
    path = million(tmp_path, 1000)
    app = Holder(ArrowPages(path))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("l", "!", *["pagedown"] * 3)
        view = ViewState(filter_text="id < 500", total=1000)
        app.table.set_source(ArrowPages(path, np.arange(500)), view, keep_cursor=True)
        await pilot.pause()
        assert (app.table.row, app.table.column_name) == (33, "name")
        assert app.table.plan.arrangement.pinned == (1,)
        assert app.table.status == "500 of 1,000 rows · filter: id < 500"
        app.table.set_source(ArrowPages(path, np.arange(5)), keep_cursor=True)
        await pilot.pause()
        assert app.table.row == 4


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (20, 3)])
async def test_any_size_can_be_drawn(size: tuple[int, int]) -> None:
    app = Holder(CUSTOMERS)
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "l", "l", "G", "pageup")
        await pilot.resize_terminal(80, 24)
        await pilot.resize_terminal(2, 1)
        assert app.table.row == 0 or app.table.row < 4


async def test_a_copied_cell_is_inert() -> None:
    app = Holder(CUSTOMERS)
    async with app.run_test(size=(80, 7)) as pilot:
        await pilot.press("j", "$", "y")
        assert list(app.last(messages.CopyRequested).lines(9)) == [inert("\x1b[2J[red]x[/red]\a")]
