"""What tests wait for in the running app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from textual.pilot import Pilot

from crm_tui.app import CrmTui
from tests.crm_tui.terminal import screen_text

Condition = Callable[[CrmTui], bool]

CANCEL = "ctrl+c Cancel"
"""What a footer offers while something runs."""


def app_of(pilot: Pilot[int]) -> CrmTui:
    """Return the app that is run."""
    assert isinstance(pilot.app, CrmTui)
    return pilot.app


def done(stage: str) -> Condition:
    """Return whether a stage is computed and nothing runs."""
    return lambda app: app.session.stage(stage).state == "done" and not app.session.running


def screen_done(screen: str) -> Condition:
    """Return whether all stages behind a screen are computed and nothing runs."""
    return lambda app: app.session.screen_state(screen).state == "done" and not app.session.running


async def until(pilot: Pilot[int], holds: Condition, seconds: float = 30.0) -> None:
    """Wait until something holds of the app and its footer has followed; fails with the screen where it does not."""
    app, end = app_of(pilot), time.monotonic() + seconds
    while not holds(app) or (not app.session.running and CANCEL in screen_text(app)):
        assert time.monotonic() < end, f"it did not come about; problem: {app.session.problem}\n{screen_text(app)}"
        await asyncio.sleep(0.05)
        await pilot.pause()
    await pilot.pause(0.1)
