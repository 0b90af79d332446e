"""The review over computed work, and what its tables hold: for every test that begins there."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from analysis.worker.jobs import EVERYTHING
from crm_tui.app import CrmTui
from crm_tui.screens.review.screen import ReviewScreen
from crm_tui.widgets.table.view import TableView
from tests.crm_tui.waiting import until


def computed(app: CrmTui) -> bool:
    return not app.session.running and all(app.session.stage(name).state == "done" for name in EVERYTHING)


def table(app: CrmTui, name: str) -> TableView:
    return app.screen.query_one(f"#{name}", TableView)


def cells(app: CrmTui, name: str, column: int) -> list[object]:
    source = table(app, name).source
    return list(source.values(column, 0, source.height)) if source.columns else []


async def review(pilot: Pilot[int]) -> CrmTui:
    await until(pilot, computed, 60)
    await pilot.press("5")
    app = pilot.app
    assert isinstance(app, CrmTui)
    await until(pilot, reviewed)
    return app


def reviewed(app: CrmTui) -> bool:
    return isinstance(app.screen, ReviewScreen) and table(app, "segments").source.height > 0 and computed(app)


async def retype(pilot: Pilot[int], text: str) -> None:
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
