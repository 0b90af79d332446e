"""A customer's record is changed in the real app, with its children, over computed work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.edits import Journal
from crm_tui.app import CrmTui
from crm_tui.screens.customer.screen import CustomerScreen
from crm_tui.widgets.prompt import Prompt
from tests.crm_tui.conftest import SAMPLE, OpenApp
from tests.crm_tui.terminal import screen_text
from tests.crm_tui.waiting import until


def states(app: CrmTui) -> set[str]:
    return {app.session.stage(name).state for name in ("customers", "segments", "review")}


def count(app: CrmTui) -> int:
    return int(app.session.told.get("customers", {}).get("count", 0))


def computed(app: CrmTui) -> bool:
    return states(app) == {"done"} and not app.session.running


def shows(text: str) -> Callable[[CrmTui], bool]:
    return lambda app: text in screen_text(app)


async def test_leave_out_undo_and_erase_over_real_work(open_app: OpenApp, own_workspace: Path) -> None:
    async with open_app(SAMPLE, size=(100, 30), workspace=own_workspace) as pilot:
        await until(pilot, computed, 90)
        app: Any = pilot.app
        before, person = count(app), "000032"
        app.push_screen(CustomerScreen(person))
        await until(pilot, shows("What speaks for it"), 90)

        await pilot.press("enter")
        assert isinstance(app.screen, CustomerScreen)  # the segment is computed, not to be corrected
        await pilot.press("G", "enter")
        await until(pilot, lambda app: isinstance(app.screen, Prompt), 90)
        await pilot.press("escape")

        await pilot.press("N", *"calls back", "enter")
        await until(pilot, shows("note written"), 90)
        await until(pilot, computed, 90)
        await pilot.press("d", *"test", "enter")
        await until(pilot, lambda app: states(app) == {"stale"}, 90)
        assert [edit.action for edit in Journal(own_workspace).edits()] == ["note", "exclude"]
        await pilot.press("u")
        await until(pilot, computed, 90)  # the results as they were are kept: nothing is computed anew
        await until(pilot, shows("What speaks for it"), 90)

        await pilot.press("D", "y", "y")
        await until(pilot, lambda app: computed(app) and count(app) == before - 1, 120)
        assert not isinstance(app.screen, CustomerScreen)
    assert Journal(own_workspace).edits() == ()
    held = [path for path in own_workspace.rglob("*.arrow") if person.encode() in path.read_bytes()]
    assert held == []
