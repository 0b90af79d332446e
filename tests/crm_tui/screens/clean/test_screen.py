"""The Clean screen: the ledger, what a step does, suggestions, and steps that cannot be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_tui.app import CrmTui
from crm_tui.glyphs import UNICODE
from crm_tui.screens.clean.effects_pane import EffectsPane
from crm_tui.screens.clean.rows import settings_text, touched_table
from crm_tui.screens.clean.screen import CleanScreen
from crm_tui.screens.clean.step_dialog import first_step
from crm_tui.screens.tables.list_table import ListTable
from tests.crm_tui.conftest import Golden, OpenApp, SmallWork
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import done, until


def step_shown(app: CrmTui) -> bool:
    screen = app.screen
    if not isinstance(screen, CleanScreen):
        return False
    shown = screen.query_one(EffectsPane).shown
    return shown is not None and shown == screen.effect


def ledger(app: CrmTui) -> list[list[object]]:
    source = app.screen.query_one("#ledger", ListTable).source
    columns = [source.values(place, 0, source.height) for place in range(len(source.columns))]
    return [list(row) for row in zip(*columns, strict=True)]


def steps_of(app: CrmTui) -> list[Any]:
    assert app.session.recipe is not None
    return list(app.session.recipe.clean)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_ledger_and_what_a_step_does(
    open_app: OpenApp,
    small_work: SmallWork,
    golden: Golden,
    size: tuple[int, int],
) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder, size=size) as pilot:
        await until(pilot, done("review"))
        await pilot.press("2")
        await until(pilot, step_shown)
        await golden(pilot, f"clean_{size[0]}x{size[1]}")


async def test_steps_are_switched_moved_deleted_and_undone(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, done("review"))
        await pilot.press("2")
        await until(pilot, lambda app: len(ledger(app)) > 1)
        app = pilot.app
        assert isinstance(app, CrmTui)
        before = steps_of(app)
        first = ledger(app)[0]
        assert (first[1], first[3], first[4]) == ("drop_missing", 240, 8)
        await pilot.press("space")
        await until(pilot, lambda app: done("clean")(app) and not steps_of(app)[0].enabled)
        assert ledger(app)[0][3] is None
        await pilot.press("J")
        await until(pilot, lambda app: steps_of(app)[1].step == "drop_missing")
        assert app.screen.query_one("#ledger", ListTable).row == 1
        await pilot.press("d")
        await until(pilot, lambda app: len(steps_of(app)) == len(before) - 1)
        await pilot.press("u", "u", "u")
        await until(pilot, lambda app: done("clean")(app) and steps_of(app) == before)
        assert ledger(app)[0][:5] == first[:5]


async def test_a_suggestion_is_looked_at_before_it_is_taken(
    open_app: OpenApp, small_orders: Path, tmp_path: Path
) -> None:
    path = tmp_path / "twice.csv"
    text = small_orders.read_text()
    path.write_text(text + text.splitlines()[1] + "\n")
    async with open_app(path) as pilot:
        await until(pilot, done("clean"))
        await pilot.press("2")
        await until(pilot, lambda app: any(row[0] == " + " for row in ledger(app)))
        app = pilot.app
        assert isinstance(app, CrmTui)
        place = next(number for number, row in enumerate(ledger(app)) if row[1] == "drop_duplicates")
        app.screen.query_one("#ledger", ListTable).move_to(place)
        await until(pilot, step_shown)
        touched = app.screen.query_one("#touched", ListTable).source
        assert touched.values(1, 0, touched.height) == ["dropped"]
        await pilot.press("space")
        await until(pilot, lambda app: done("clean")(app) and steps_of(app)[-1].step == "drop_duplicates")
        assert steps_of(app)[-1].enabled
        assert ledger(app)[len(steps_of(app)) - 1][4] == 1
        assert not any(row[0] == " + " and row[1] == "drop_duplicates" for row in ledger(app))


async def test_a_step_that_leaves_nothing_is_told_and_work_goes_on(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder, size=(120, 40)) as pilot:
        await until(pilot, done("review"))
        await pilot.press("2")
        await until(pilot, step_shown)
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("j", "j", "j", "j", "enter")
        await pilot.pause()
        await pilot.press("j", "enter", "ctrl+u", *"quantity > 1000", "enter")
        await pilot.press("escape")
        await until(pilot, lambda app: app.session.stage("clean").state == "failed")
        text = " ".join(screen_text(pilot.app).split())
        assert "keep_where" in text
        assert "it leaves none of the" in text
        await pilot.press("u")
        await until(pilot, done("clean"))
        assert "it leaves none of the" not in screen_text(pilot.app)


async def test_another_column_is_looked_at(open_app: OpenApp, small_work: SmallWork) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder, size=(120, 40)) as pilot:
        await until(pilot, done("review"))
        await pilot.press("2")
        await until(pilot, step_shown)
        assert "before: customer_id" in screen_text(pilot.app)
        await pilot.press("semicolon")
        await until(pilot, lambda app: "before: date" in screen_text(app) and "after: date" in screen_text(app))
        await pilot.press("comma", "comma")
        await until(pilot, lambda app: "before: order_id" in screen_text(app))


def test_every_step_can_be_begun_with() -> None:
    from analysis.cleaning import STEPS

    for name in STEPS:
        step = first_step(name, "a `b`", "orders")
        assert (step.step, step.source, step.enabled) == (name, "orders", True)
    assert settings_text(first_step("fill_missing", "income", "orders")).startswith("income")


def test_touched_rows_show_what_changed_first() -> None:
    answer = {
        "column": "b",
        "columns": ["a", "b", "c"],
        "touched": [
            {"line": 3, "dropped": False, "before": ["x", None, "1"], "after": ["x", None, "2"]},
            {"line": 5, "dropped": True, "before": ["y", "z", None], "after": None},
        ],
    }
    columns, rows = touched_table(answer, UNICODE)
    assert [column.name for column in columns] == ["line", "what", "c", "b", "a"]
    assert rows == [[3, "changed", "1 › 2", None, "x"], [5, "dropped", None, "z", "y"]]
