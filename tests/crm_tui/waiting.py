"""What tests wait for in the running app: until it has done what there is to do, and until something holds of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual._context import active_app
from textual.app import App
from textual.pilot import Pilot
from textual.screen import UPDATE_PERIOD, Screen

from crm_tui.app import CrmTui
from tests.crm_tui.terminal import screen_text

Condition = Callable[[CrmTui], bool]

ROUNDS = 3
"""Turns of the event loop in a row in which nobody had anything to do, after which an app is idle."""
A_MOMENT = 0.02
"""Seconds between two looks at what a child or a timer has yet to bring."""
PATIENCE = 30.0


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


async def idle(min_sleep: float = 0.0, max_sleep: float = PATIENCE) -> None:
    """Wait until the running app has dealt with all it was sent, its tables are answered for, and all is drawn.

    It takes the place of Textual's own ``wait_for_idle``, which takes an app for idle once the processor is: that is
    40 ms for each key, and on a busy machine not true.
    """
    app, loop = active_app.get(), asyncio.get_running_loop()
    end, quiet = time.monotonic() + min(max_sleep, PATIENCE), 0
    await asyncio.sleep(min_sleep)
    while quiet < ROUNDS and time.monotonic() < end:
        asked = isinstance(app, CrmTui) and answers_soon(app)
        await asyncio.sleep(A_MOMENT if asked else 0)
        busy = asked or draw(app) or bool(loop._ready)  # type: ignore[attr-defined]
        quiet = 0 if busy else quiet + 1


def draw(app: App[Any]) -> bool:
    """Draw at once what waits for the next tick of the clock; say whether there was anything."""
    if not app.is_running or app._batch_count:
        return False
    waiting = [screen for screen in app.screen_stack if screen.is_current and _waits(screen)]
    for screen in waiting:
        screen._on_timer_update()
    return bool(waiting)


def _waits(screen: Screen[Any]) -> bool:
    """Say whether something of a screen is not drawn yet; one that is seen behind another never has all drawn."""
    marks = (screen._layout_required, screen._scroll_required, screen._recompose_required, screen._dirty_widgets)
    return any(marks) or bool(screen._callbacks) or (screen.is_active and screen._repaint_required)


def questions(app: CrmTui) -> set[str]:
    """Return which children have yet to answer a question."""
    if app.desk is None:
        return set()
    return {question.child for question in app.desk.runs._work._questions.values()}


def answers_soon(app: CrmTui) -> bool:
    """Return whether a question is on its way that no job holds up."""
    asked = questions(app)
    return "view" in asked or bool(asked and not running(app))


def running(app: CrmTui) -> bool:
    """Return whether something is computed, also between two jobs of which the second has not been shown yet."""
    return app.session.running or (app.desk is not None and app.desk.runs.busy)


async def until(pilot: Pilot[int], holds: Condition, seconds: float = PATIENCE) -> None:
    """Wait until something holds of the idle app; fails with the screen where it does not."""
    app, end = app_of(pilot), time.monotonic() + seconds
    await pilot.pause()
    while not holds(app):
        assert time.monotonic() < end, f"it did not come about; problem: {app.session.problem}\n{screen_text(app)}"
        await asyncio.sleep(A_MOMENT)
        if holds(app):
            await pilot.pause()


async def rest(pilot: Pilot[int]) -> None:
    """Wait until nothing is computed or asked any more, and what is seen behind a dialog is drawn, too."""
    await until(pilot, lambda app: not (running(app) or questions(app)))
    await asyncio.sleep(2 * UPDATE_PERIOD)
    await pilot.pause()
