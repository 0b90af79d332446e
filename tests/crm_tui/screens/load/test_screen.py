"""The Load screen: what was found out, corrected with keys alone; files that cannot be read; kept work."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from crm_tui.app import CrmTui
from crm_tui.paths import complete_path
from crm_tui.screens.load.screen import LoadScreen
from crm_tui.screens.tables.frame_table import FrameTable
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.status_line import StatusLine
from tests.crm_tui.conftest import Golden, OpenApp, SmallWork
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import app_of, done, until


def source_of(app: CrmTui, place: int = 0) -> Any:
    assert app.session.recipe is not None
    return app.session.recipe.sources[place]


async def typed(pilot: Pilot[int], text: str) -> None:
    """Put a long text into the prompt at once: key by key it would take seconds."""
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")


def shapes_there(app: CrmTui) -> bool:
    columns = app.screen.query_one("#columns", ListTable).source
    return columns.height > 0 and any(columns.values(3, 0, columns.height))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_was_found_is_on_one_screen(
    open_app: OpenApp,
    small_work: SmallWork,
    golden: Golden,
    size: tuple[int, int],
) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder, size=size) as pilot:
        await until(pilot, lambda app: done("review")(app) and shapes_there(app))
        await golden(pilot, f"load_{size[0]}x{size[1]}")


async def test_a_guess_is_corrected_and_the_rows_are_read_again(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, done("review"))
        before = [column["name"] for column in app_of(pilot).session.told["load"]["sources"][0]["findings"]["columns"]]
        pilot.app.screen.query_one("GuessForm").focus()
        places = set()
        for _ in range(8):
            await pilot.press("j")
            places.add(pilot.app.screen.query_one("#warned").region)
        assert len(places) == 1, "whatever a guess means, nothing moves"
        await pilot.press("g")
        await pilot.press("j", "enter")
        await pilot.pause()
        await pilot.press("j", "enter")
        await until(pilot, lambda app: source_of(app).delimiter == ";")
        await until(pilot, lambda app: len(app.screen.query_one(FrameTable).source.columns) == 1)
        await pilot.press("u")
        await until(pilot, lambda app: done("load")(app) and len(app.screen.query_one(FrameTable).source.columns) == 6)
        assert [column.name for column in pilot.app.screen.query_one(FrameTable).source.columns] == before


async def test_a_role_and_a_type_are_corrected(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, done("review"))
        columns = pilot.app.screen.query_one("#columns", ListTable)
        columns.focus()
        columns.move_to(4)
        assert columns.source.values(0, 4, 5) == ["quantity"]
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("home", "enter")
        await until(pilot, lambda app: source_of(app).columns.get("quantity") == "")
        await until(pilot, done("load"))
        found = app_of(pilot).session.told["load"]["sources"][0]["findings"]["columns"][4]
        assert found["role"] is None
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("home", "enter")
        await until(pilot, lambda app: source_of(app).types == {"quantity": "text"} and done("load")(app))
        assert app_of(pilot).session.told["load"]["sources"][0]["findings"]["columns"][4]["type"] == "text"


async def test_enter_on_a_column_shows_its_values_and_misfits(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, done("review"))
        columns = pilot.app.screen.query_one("#columns", ListTable)
        columns.focus()
        columns.move_to(5)
        await pilot.press("enter")
        await until(pilot, lambda app: "does not fit" in screen_text(app) and "n/a?" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda app: bool(app.screen.query_one(FrameTable).view.filter_text))
        table = pilot.app.screen.query_one(FrameTable)
        assert table.view.filter_text.startswith("`price` = ")
        assert 0 < table.source.height < 240


async def test_a_file_is_added_and_taken_out(open_app: OpenApp, small_work: SmallWork, tmp_path: Path) -> None:
    products = tmp_path / "things.csv"
    lines = [f"Item {number},{'Tea' if number % 2 else 'Coffee'}" for number in range(12)]
    products.write_text("\n".join(["product,category", *lines]) + "\n")
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, done("review"))
        pilot.app.screen.query_one("#sources").focus()
        await pilot.press("a")
        await pilot.pause()
        await typed(pilot, str(products))
        await until(pilot, lambda app: len(app.session.told.get("load", {}).get("sources", ())) == 2)
        assert [source.name for source in app_of(pilot).session.recipe.sources] == ["shop", "things"]  # type: ignore[union-attr]
        sources = pilot.app.screen.query_one("#sources", ListTable)
        sources.move_to(1)
        await until(pilot, lambda app: isinstance(app.screen, LoadScreen) and app.screen.source == 1)
        await pilot.press("d")
        await until(pilot, lambda app: len(app.session.recipe.sources) == 1)  # type: ignore[union-attr]
        assert all(step.source != "things" for step in app_of(pilot).session.recipe.clean)  # type: ignore[union-attr]


NASTY = {
    "nothing.csv": (b"", "the file is empty"),
    "header.csv": (b"id,name,amount\n", "no rows"),
    "noise.csv": (bytes(range(256)) * 40, "binary"),
}


@pytest.mark.parametrize("name", NASTY)
async def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    open_app: OpenApp, tmp_path: Path, small_orders: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(NASTY[name][0])
    async with open_app(path) as pilot:
        await until(pilot, lambda app: bool(app.session.problem))
        assert NASTY[name][1] in " ".join(screen_text(pilot.app).split())
        await pilot.press("2")
        await pilot.pause()
        assert NASTY[name][1] in " ".join(screen_text(pilot.app).split())
        await pilot.press("1", "o")
        await pilot.pause()
        await typed(pilot, str(small_orders))
        await until(pilot, done("load"))
        assert pilot.app.screen.query_one(FrameTable).source.height == 240
        assert not pilot.app.screen.query_one("#problem").display


async def test_hostile_cells_and_headers_stay_text(open_app: OpenApp, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_text('id,"na\x1b[31mme\x1b]0;x\x07",[bold]\n1,"a\x1b[2Jb",[red]5[/red]\n2,\u202eabc,7\n3,ok,8\n')
    async with open_app(path, size=(120, 40)) as pilot:
        await until(pilot, lambda app: not app.session.running and bool(app.session.told.get("load")))
        text = screen_text(pilot.app)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[red]5[/red]" in text
        assert "a␛[2Jb" in text


async def test_the_status_line_says_rows_filter_and_order(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder, size=(120, 40)) as pilot:
        await until(pilot, done("review"))
        table = pilot.app.screen.query_one(FrameTable)
        table.focus()
        await pilot.press("&")
        await pilot.pause()
        await pilot.press(*"quantiti > 2", "enter")
        await pilot.pause()
        assert "did you mean `quantity`?" in screen_text(pilot.app)
        await pilot.press("escape")
        await pilot.press("&")
        await pilot.pause()
        await pilot.press(*"quantity > 2", "enter")
        await until(pilot, lambda app: app.screen.query_one(FrameTable).view.filter_text == "quantity > 2")
        kept = table.source.height
        expected = sum(1 + number * number % 5 > 2 for number in range(240) if number % 40 != 39)
        assert kept == expected
        table.move_to(0, 5)
        await pilot.press("]")
        await until(pilot, lambda app: app.screen.query_one(FrameTable).view.sort_column == "price")
        status = pilot.app.screen.query_one(StatusLine)
        assert status.facts == f"{kept} of 240 rows · filter: quantity > 2 · sorted by price, falling"
        await pilot.press("r")
        await until(pilot, lambda app: app.screen.query_one(StatusLine).facts == "240 rows")


async def test_kept_work_is_listed_and_goes_on(open_app: OpenApp, small_orders: Path, tmp_path: Path) -> None:
    async with open_app(shutil.copy(small_orders, tmp_path)) as pilot:
        await until(pilot, done("review"))
        app_of(pilot).desk.keeping.write_place()  # type: ignore[union-attr]
    async with open_app() as pilot:
        await until(pilot, lambda app: app.screen.query_one("#recent", ListTable).source.height == 1)
        assert "shop.csv" in screen_text(pilot.app)
        await pilot.press("enter")
        await until(pilot, done("review"))
        assert pilot.app.screen.query_one(FrameTable).source.height == 240


def test_paths_are_completed_data_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("alpha.csv", "archive/x.csv", "about.md", ".hidden.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a\n1\n")
    monkeypatch.chdir(tmp_path)
    assert list(complete_path("a")) == ["alpha.csv", "archive/", "about.md"]
    assert list(complete_path(f"{tmp_path}/AR")) == [f"{tmp_path}/archive/"]
    assert list(complete_path("archive/")) == ["archive/x.csv"]
    assert ".hidden.csv" not in complete_path("")
    assert list(complete_path(".h")) == [".hidden.csv"]
    assert list(complete_path("nowhere/")) == []


async def test_how_far_the_reading_of_a_large_file_is(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, done("review"))
        app = app_of(pilot)
        reading = {"state": "running", "what": "MB looked through", "done": 120, "total": 480, "share": 0.25}
        app.tell(lambda session: session.with_stage("load", **reading))
        await until(pilot, lambda app: " 25%" in screen_text(app))
        assert "MB looked through: 120 of 480 (ctrl+c cancels)" in screen_text(app)
        app.tell(lambda session: session.with_stage("load", state="done"))
        await until(pilot, lambda app: "MB looked through" not in screen_text(app))


async def test_files_whose_opening_was_cancelled_are_opened_again(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, done("review"))
        app_of(pilot).tell(lambda session: replace(session, recipe=None))
        await pilot.press("R")
        await until(pilot, lambda app: app.session.recipe is not None and done("review")(app))
