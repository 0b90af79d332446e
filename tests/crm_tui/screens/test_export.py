"""Exports: what the dialog says and writes, what it refuses, and that the command it shows does the same."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from textual.pilot import Pilot

from analysis.recipe import Recipe
from analysis.runs.running import run
from crm_tui.app import CrmTui
from crm_tui.screens.export import ExportDialog, ExportWish, command_of, suggested
from crm_tui.widgets.settings_form import SettingsForm
from tests.crm_tui.conftest import SAMPLE, Golden, OpenApp
from tests.crm_tui.screens.reviewed import computed, review
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until


async def dialog(pilot: Pilot[int]) -> ExportDialog:
    await until(pilot, computed, 60)
    await pilot.press("e")
    await until(pilot, lambda app: isinstance(app.screen, ExportDialog))
    assert isinstance(pilot.app.screen, ExportDialog)
    return pilot.app.screen


def wish(screen: ExportDialog, **changes: object) -> None:
    form = screen.query_one(SettingsForm)
    for name, value in changes.items():
        line = next(row.line for row in form.rows if row.line.name == name)
        assert form.take(line, str(value))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_dialog_and_what_it_refuses(
    open_app: OpenApp,
    own_workspace: Path,
    golden: Golden,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    async with open_app(SAMPLE, size=size, workspace=own_workspace) as pilot:
        await review(pilot)
        monkeypatch.chdir("/usr")
        screen = await dialog(pilot)
        await golden(pilot, f"export_{size[0]}x{size[1]}")
        wish(screen, what="customers", place="/proc/nowhere/customers.csv")
        await pilot.press("x")
        await until(pilot, lambda app: "What to do" in screen_text(app) or "cannot be written" in screen_text(app))
        assert isinstance(pilot.app.screen, ExportDialog)


async def test_what_is_exported_comes_again_from_its_own_recipe(
    open_app: OpenApp, own_workspace: Path, tmp_path: Path
) -> None:
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        screen = await dialog(pilot)
        wish(screen, place=tmp_path / "out", holdout=0.25, columns="age, gender")
        await pilot.press("x")
        await until(pilot, lambda app: not isinstance(app.screen, ExportDialog), 60)
        assert isinstance(pilot.app, CrmTui) and pilot.app.session.recipe is not None
        assert pilot.app.session.recipe.strategies.holdout == 0.25
        await until(pilot, computed, 60)
    out = tmp_path / "out"
    calls = pl.read_csv(out / "call_list.csv", infer_schema=False)
    assert 0.15 < (calls["group"] == "holdout").mean() < 0.35  # type: ignore[operator]
    again = run(Recipe.load(out / "recipe.toml"), tmp_path / "again")
    assert (tmp_path / "again" / "customers.csv").read_bytes() == (out / "customers.csv").read_bytes()
    assert {"age", "gender"} <= set(again.customers.columns)


async def test_one_file_is_written_whole_and_not_over_another(
    open_app: OpenApp, own_workspace: Path, tmp_path: Path
) -> None:
    there = tmp_path / "customers.csv"
    there.write_text("mine", encoding="utf-8")
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        screen = await dialog(pilot)
        wish(screen, what="customers", place=there, mask="yes")
        await pilot.press("x")
        await until(pilot, lambda app: "is there already" in screen_text(app), 60)
        assert there.read_text(encoding="utf-8") == "mine"
        wish(screen, replace="yes")
        await pilot.press("x")
        await until(pilot, lambda app: not isinstance(app.screen, ExportDialog), 60)
    ids = pl.read_csv(there, infer_schema=False)["customer_id"]
    assert ids.str.starts_with("id-").all() and ids.n_unique() == len(ids)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_place_that_is_offered_is_free(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "call_list.xlsx").touch()
    assert suggested("everything", "csv", tmp_path) == str(tmp_path / "run-2")
    assert suggested("call list", "xlsx", tmp_path) == str(tmp_path / "call_list-2.xlsx")
    assert suggested("HTML report", "xlsx", tmp_path) == str(tmp_path / "report.html")


def test_the_command_can_be_pasted_whatever_the_folder_is_called() -> None:
    wanted = ExportWish(place="my run; rm x", format="parquet", mask=True)
    assert command_of(wanted) == (
        "crm-tui run 'my run; rm x/recipe.toml' --out 'my run; rm x-again' --format parquet --mask"
    )
