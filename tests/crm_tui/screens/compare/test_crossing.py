"""Two runs side by side: which segment became which, and who moved."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.workspace import Workspace
from crm_tui.screens.customer.cell import CellScreen
from crm_tui.screens.review.screen import ReviewScreen
from tests.crm_tui.conftest import SAMPLE, OpenApp
from tests.crm_tui.screens.reviewed import cells, retype, review, table
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until


async def test_an_earlier_run_is_compared_and_who_moved_is_shown(
    open_app: OpenApp, own_workspace: Path, tmp_path: Path
) -> None:
    result = Pipeline(Recipe.load(SAMPLE), Workspace(own_workspace)).result("review").result
    movers = result.filter(pl.col("segment") == 2).head(7)["customer_id"]
    before = pl.when(pl.col("customer_id").is_in(movers.implode())).then(1).otherwise(pl.col("segment"))
    result.select("customer_id", before.alias("segment"), "segment_name").write_csv(tmp_path / "customers.csv")
    async with open_app(SAMPLE, size=(120, 40), workspace=own_workspace) as pilot:
        app = await review(pilot)
        await pilot.press("C", "end", "enter")
        await retype(pilot, str(tmp_path))
        await until(pilot, lambda app: "7 (0.4%)" in screen_text(app))
        await pilot.press("ampersand", *"moved", "enter", "enter")
        await until(
            pilot, lambda app: isinstance(app.screen, CellScreen) and table(app, "customers").source.height == 7
        )
        assert cells(app, "customers", 0) == movers.to_list()
        assert "Customers who were in 1 " in screen_text(app)


async def test_an_earlier_run_is_compared_and_a_wrong_folder_refused(
    open_app: OpenApp, own_workspace: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    result = Pipeline(Recipe.load(SAMPLE), Workspace(own_workspace)).result("review").result
    known = result.select("customer_id", pl.when(pl.col("segment") <= 2).then(1).otherwise(2).alias("segment"))
    known.with_columns(segment_name=pl.lit("旧 ") + pl.col("segment").cast(pl.String)).write_csv(
        earlier / "customers.csv"
    )
    async with open_app(SAMPLE, workspace=own_workspace) as pilot:
        await review(pilot)
        for folder, said in ((tmp_path / "none", "holds no customers.csv"), (earlier, "customers in both")):
            await pilot.press("C", "up", "enter")
            await retype(pilot, str(folder))
            await until(pilot, lambda app, said=said: said in " ".join(screen_text(app).split()))  # type: ignore[misc]
            if folder == earlier:
                assert "moved" in screen_text(pilot.app) and "旧 1" in screen_text(pilot.app)
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, ReviewScreen)
