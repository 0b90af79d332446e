"""A customer's record is changed from its screen: what is asked, what is written, what becomes stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from analysis.edits import Edit, Journal
from analysis.recipe import Recipe
from analysis.recipe_file import write_recipe
from analysis.workspace import Workspace
from crm_tui.desk.recipes import with_names
from crm_tui.desk.record_keeping import without
from crm_tui.messages import RecordChangeWanted
from crm_tui.screens.customer.records import RecordScreen, add_customer, values_of, wrong_values
from crm_tui.session import History, Session
from tests.crm_tui.terminal import screen_text


class Desk(App[None]):
    """An app that only writes down what a record is to become."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[Any] = []
        self.session = Session()

    def on_record_change_wanted(self, message: RecordChangeWanted) -> None:
        """Write it down, and say that it was done."""
        self.jobs.append(message.job)
        message.reply({"said": "[b]done[/b]", "changes": "customers"})


class Record(RecordScreen):
    """A record of two values."""

    def __init__(self) -> None:
        super().__init__()
        self.customer_id = "c-1"
        self.measures = (
            {"name": "income", "title": "Income", "value": 5.5},
            {"name": "city", "title": "City", "value": None},
        )
        self.tags = ("old",)
        self.shown = 0

    def changed(self) -> None:
        """Count."""
        self.shown += 1


async def keys(*pressed: str) -> tuple[list[Any], Record, bool]:
    app, screen = Desk(), Record()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(screen)
        for key in pressed:
            await pilot.press(key)
            await pilot.pause()
        return app.jobs, screen, app.screen is screen


@pytest.mark.parametrize(
    ("pressed", "edit"),
    [
        (["E", "enter", *["backspace"] * 3, "7", "enter"], {"action": "correct", "values": {"income": "7"}}),
        (["E", "down", "enter", *"Rome", "enter"], {"action": "correct", "values": {"city": "Rome"}}),
        (["d", *"test", "enter"], {"action": "exclude", "text": "test"}),
        (["number_sign", *"vip", "enter"], {"action": "tag", "text": "vip"}),
        (["number_sign", *"old", "enter"], {"action": "untag", "text": "old"}),
        (["N", *"hi", "enter"], {"action": "note", "text": "hi"}),
    ],
)
async def test_keys_become_edits_of_this_customer(pressed: list[str], edit: dict[str, Any]) -> None:
    jobs, screen, _ = await keys(*pressed)
    assert jobs == [{"job": "edit", "edit": {"customer_id": "c-1"} | edit}]
    assert screen.shown == 1


@pytest.mark.parametrize(
    "pressed",
    [
        ["E", "escape"],
        ["E", "enter", "enter"],
        ["E", "enter", "escape"],
        ["d", "escape"],
        ["D", "escape"],
        ["D", "y", "n"],
    ],
)
async def test_what_is_called_off_changes_nothing(pressed: list[str]) -> None:
    assert (await keys(*pressed))[0] == []


async def test_erasing_asks_twice_and_then_leaves_the_customer() -> None:
    jobs, _, still_there = await keys("D", "y", "y")
    assert jobs == [{"job": "erase", "customer_id": "c-1"}]
    assert not still_there


async def test_undo_has_its_own_key() -> None:
    assert (await keys("u", "U"))[0] == [{"job": "edit_undo", "redo": False}, {"job": "edit_undo", "redo": True}]


async def test_a_customer_is_added_with_values() -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        add_customer(app, ["income", "city"])
        await pilot.pause()
        await pilot.press(*"n-1", "enter")
        await pilot.pause()
        await pilot.press(*"oops", "enter")
        await pilot.pause()
        assert "is not of the form" in screen_text(app)
        await pilot.press(*["backspace"] * 4, "i", "tab", "5", "enter")
        await pilot.pause()
    assert app.jobs == [{"job": "edit", "edit": {"action": "add", "customer_id": "n-1", "values": {"income": "5"}}}]


def test_values_are_read_from_a_line() -> None:
    assert values_of(" a = 1 ; b=x=y; ") == {"a": "1", "b": "x=y"}
    assert wrong_values("a = 1; b") != ""
    assert wrong_values("a = 1;") == ""


def test_a_change_of_a_record_makes_stale_what_rests_on_it_whatever_the_recipe_does() -> None:
    recipe = Recipe()
    session = Session(recipe=recipe)
    for name in ("load", "table", "customers", "segments", "review"):
        session = session.with_result(name, f"{name}-1", {})
    after = without(session, "customers")
    assert {name: state.state for name, state in after.states.items()} == {
        "load": "done", "table": "done", "customers": "stale", "segments": "stale", "review": "stale",
    }  # fmt: skip
    assert after.with_recipe(recipe.changed("seed", 1)).with_recipe(recipe).stage("segments").state == "stale"
    assert without(session, "review").stage("segments").state == "done"


def test_names_that_a_run_found_amend_the_last_change() -> None:
    first, second = Recipe(), Recipe().changed("segmentation.k", 4).changed("segmentation.names", {"1": "x"})
    history = History((first.plain(), second.plain()), 1)
    session = Session(recipe=second, history=history).with_result("review", "review-1", {})
    after = with_names(session, {"2": "x"})
    assert after.recipe is not None and after.recipe.segmentation.names == {"2": "x"}
    assert len(after.history.documents) == 2
    assert after.history.documents[0] == first.plain()
    assert after.with_recipe(after.recipe).stage("review").state == "done"


def test_a_saved_recipe_takes_the_edits_along(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "work")
    path = tmp_path / "mine.toml"
    write_recipe(Recipe(), workspace, path)
    assert Recipe.load(path).edits is None
    Journal(workspace.folder).append(Edit(action="exclude", customer_id="1"))
    write_recipe(Recipe(), workspace, path)
    assert Recipe.load(path).edits == "mine.edits.jsonl"
    assert '"exclude"' in (tmp_path / "mine.edits.jsonl").read_text(encoding="utf-8")
