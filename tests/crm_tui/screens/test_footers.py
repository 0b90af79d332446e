"""The last line of every screen: it offers what can be done where the cursor is, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.screens import SCREENS
from crm_tui.screens.customer.cell import CellScreen
from crm_tui.screens.tables.column_dialogs import FactsDialog
from crm_tui.widgets.actions import actions_of
from crm_tui.widgets.key_footer import footer_keys
from crm_tui.widgets.prompt import Prompt
from tests.crm_tui.conftest import SAMPLE, OpenApp, SmallWork
from tests.crm_tui.screens.reviewed import review, table
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until


async def test_with_nothing_open_nothing_is_offered_but_to_leave_and_to_ask(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        for key, title, _ in SCREENS.values():
            await pilot.press(key)
            await until(pilot, lambda app, title=title: f" {title} " in screen_text(app).splitlines()[0])  # type: ignore[misc]
            assert footer_keys(actions_of(pilot.app.screen), 120) == [("q", "Quit"), ("?", "Help")], title
            assert "open a file" in screen_text(pilot.app)


async def test_with_a_file_that_cannot_be_read_nothing_is_offered_that_needs_what_is_in_it(
    open_app: OpenApp, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.touch()
    async with open_app(path, workspace=tmp_path / "workspace") as pilot:
        await until(pilot, lambda app: app.session.stage("load").state == "failed")  # type: ignore[attr-defined]
        left = {"Run", "Quit", "Help"}
        for key, title, _ in SCREENS.values():
            await pilot.press(key)
            await until(pilot, lambda app, name=f"[{key} {title}": name in screen_text(app))  # type: ignore[misc]
            actions = actions_of(pilot.app.screen)
            assert {what for _, what in footer_keys(actions, 120)} == left | ({"Add file"} if key == "1" else set())
            if key == "2":
                await pilot.press("a")
                await until(pilot, lambda app: "press o to open one" in screen_text(app))
            assert not {"Export", "k automatic"} & {one.description for one in actions if not one.why_off}


async def test_what_is_offered_follows_the_cursor_and_what_there_is_to_do(
    open_app: OpenApp, own_workspace: Path
) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        app = await review(pilot)

        def offered() -> dict[str, str]:
            return dict(footer_keys(actions_of(app.screen), 120))

        assert (offered()["enter"], offered()["q"]) == ("Customers", "Quit")
        await pilot.press("tab")
        assert offered()["q"] == "Back"
        await pilot.press("4", "tab", "tab")
        assert {"enter", "E"} & offered().keys()
        await pilot.press("2")
        await until(pilot, lambda _: offered().get("enter") == "Edit step")
        await pilot.press("3")
        await until(pilot, lambda _: "v" in offered())
        await pilot.press("semicolon")
        await until(pilot, lambda _: "v" not in offered())
        await pilot.press("comma", "I")
        await until(pilot, lambda app: isinstance(app.screen, FactsDialog))
        assert "The verdict" in screen_text(app) and "furthest above data without groups" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_behind_a_row_is_the_whole_row_where_there_is_nothing_else(
    open_app: OpenApp, small_work: SmallWork, size: tuple[int, int]
) -> None:
    async with open_app(*small_work.paths, size=size, workspace=small_work.folder) as pilot:
        await until(pilot, lambda app: app.screen.query_one("#rows").source.height > 200)  # type: ignore[attr-defined]
        await pilot.press("j", "enter")
        await until(pilot, lambda app: isinstance(app.screen, FactsDialog))
        said = screen_text(pilot.app)
        assert "Row 2" in said and "order_id     1000" in said and "product      Item 5" in said


async def test_a_customer_is_added_from_the_review(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        app = await review(pilot)
        await pilot.press("a")
        assert isinstance(app.screen, Prompt) and "Id of the new customer" in screen_text(app)


async def test_the_customers_of_a_cell_are_shown_by_enter(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        app = await review(pilot)
        await pilot.press("4", "enter")
        await until(pilot, lambda app: isinstance(app.screen, CellScreen) and table(app, "customers").source.height > 0)
        assert "Customers with value tier" in screen_text(app)
