"""What is done through a question: nothing that is there is lost unasked."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from analysis.recipe import Recipe
from crm_tui.widgets.dialogs import Confirm
from tests.crm_tui.conftest import OpenApp, SmallWork
from tests.crm_tui.waiting import until


async def save_as(pilot: Pilot[int], name: Path) -> None:
    await pilot.press("s")
    await pilot.pause()
    pilot.app.screen.query_one(Input).value = str(name)
    await pilot.press("enter")
    await pilot.pause()


async def test_a_recipe_replaces_no_file_unasked(open_app: OpenApp, small_work: SmallWork, tmp_path: Path) -> None:
    there = tmp_path / "mine.toml"
    there.write_text("mine")
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, lambda app: app.session.recipe is not None)
        await save_as(pilot, tmp_path / "mine")
        assert isinstance(pilot.app.screen, Confirm)
        await pilot.press("n")
        assert there.read_text() == "mine"
        await save_as(pilot, there)
        await pilot.press("y")
        await until(pilot, lambda app: not isinstance(app.screen, Confirm))
        await save_as(pilot, tmp_path / "orders.csv")
    assert Recipe.load(there).sources == Recipe.load(tmp_path / "orders.csv.toml").sources
