"""What the desk does when a customer's record is changed: it is written at once, and what rests on it is stale."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_tui.messages import Question, RecordChangeWanted
from crm_tui.session import Session

if TYPE_CHECKING:
    from crm_tui.desk.desk import Desk


def keep(desk: Desk, wanted: RecordChangeWanted) -> None:
    """Make a change to a record; a run that works with the record as it was starts over."""
    if desk.session.read_only:
        wanted.reply({"problem": "This work is open elsewhere; it can only be looked at here."})
    elif desk.session.recipe is None:
        wanted.reply({"problem": "There are no customers yet."})
    else:
        desk.app.run_worker(_keep(desk, wanted), exit_on_error=False)


async def _keep(desk: Desk, wanted: RecordChangeWanted) -> None:
    erasing = wanted.job["job"] == "erase"
    if erasing:
        await desk.runs.cancel()  # a run would write down the person again

    def kept(answer: dict[str, Any]) -> None:
        if "problem" not in answer:
            desk.app.tell(forgotten if erasing else lambda session: without(session, answer.get("changes", "")))
            remark = answer.get("changes") == "review" and desk.session.stage("customers").state == "done"
            if erasing or remark or answer.get("kept") or desk.runs.busy:
                desk.runs.run()
            elif answer.get("changes"):
                answer["said"] += ". R computes anew what rests on it."
        wanted.reply(answer)

    desk.runs.ask(Question(f"record {time.monotonic_ns()}", wanted.job, kept))


def forgotten(session: Session) -> Session:
    """Return the session as if nothing had been computed: what was kept is gone."""
    return replace(session, told={}, keys={}, ran={}, states={})


def without(session: Session, stage: str) -> Session:
    """Return the session in which the result of a stage, and whatever rests on it, is stale; no stage: as it is."""
    from analysis.pipeline import heirs_of

    for name in heirs_of(stage) if stage else ():
        if session.stage(name).state == "done":
            session = session.with_stage(name, state="stale")
    # The recipe of that run says nothing any more about whether these results hold.
    return replace(
        session, ran={name: ran for name, ran in session.ran.items() if session.stage(name).state != "stale"}
    )
