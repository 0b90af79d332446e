"""A table over a file of the workspace: how its columns are headed, and when things go wrong with that file."""

from __future__ import annotations

from crm_tui.app import CrmTui
from crm_tui.screens.tables.customer_columns import customer_columns, two_decimals
from crm_tui.screens.tables.frame_table import FrameTable
from crm_tui.widgets.table.layout import Arrangement
from tests.crm_tui.conftest import OpenApp, SmallWork
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until


async def test_rows_that_somebody_removed_end_nothing_and_are_computed_anew(
    open_app: OpenApp, small_work: SmallWork
) -> None:
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        await until(pilot, lambda app: app.session.stage("review").state == "done" and not app.session.running)
        app = pilot.app
        assert isinstance(app, CrmTui)
        table = app.screen.query_one("#rows", FrameTable)
        assert table.source.height == 240
        await pilot.press("down", "right", "at")
        await until(pilot, lambda app: app.screen.query_one("#rows").view.filter_text != "")  # type: ignore[attr-defined]
        for path in small_work.folder.rglob("*.parquet"):
            path.unlink()
        await pilot.press("escape")
        await until(pilot, lambda app: "R computes them anew" in screen_text(app))
        assert table.view.filter_text == "", "a filter over nothing keeps nobody in"
        await pilot.press("m")
        await until(pilot, lambda app: "R computes them anew" in screen_text(app))
        assert table.source.height == 0, "what could not be masked is not shown"


def test_results_are_headed_in_words_and_found_by_their_names_while_own_columns_keep_theirs() -> None:
    measures = [
        {"name": "recency_days", "title": "Days since the last order", "unit": "days"},
        {"name": "fav_colour", "title": "fav_colour", "unit": "text"},
    ]
    names = ["customer_id", "segment", "segment_confidence", "value", "recency_days", "fav_colour"]
    told = {
        "review": {"columns": names},
        "customers": {"measures": measures, "currency": "EUR"},
        "value": {"unit": "points"},
    }
    columns = customer_columns(told)
    assert [column.title for column in columns] == ["Customer", "Value", "Confidence", "Days since order", "fav_colour"]
    assert columns[1].show is two_decimals
    for text in ("segment_conf", "confid"):
        assert Arrangement(names=text).shown(columns) == (2,)
    assert customer_columns(told | {"value": {"unit": "EUR a year"}})[1].kind == "money"
