"""What the desk does when a customer's record is changed: it is written at once, and what rests on it is stale."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_tui.messages import Question, RecordChangeWanted
from crm_tui.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.recipe import Recipe
    from analysis.workspace import Workspace
    from crm_tui.desk import Desk


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


def with_names(session: Session, names: Mapping[str, str]) -> Session:
    """Return the session with the names of segments that a run found; they amend the last change of the recipe."""
    from analysis.carried_names import renamed

    if session.recipe is None:
        return session
    recipe = renamed(session.recipe, names)
    documents = (*session.history.documents[: session.history.at], recipe.plain())
    history = replace(session.history, documents=(*documents, *session.history.documents[session.history.at + 1 :]))
    ran = {name: renamed(before, names) for name, before in session.ran.items()}
    return replace(session, recipe=recipe, history=history, ran=ran)


def write_recipe(recipe: Recipe, workspace: Workspace, path: Path) -> None:
    """Write a recipe, and beside it the edits and rules of this work: a run elsewhere gives the same customers."""
    from analysis.edits import edits_of
    from analysis.strategies import PLAYBOOK_FILE, load_playbook
    from analysis.workspace import write_private

    edits = edits_of(recipe, workspace)
    beside = path.with_name(f"{path.stem}.edits.jsonl")
    if edits.all:
        write_private(beside, edits.lines.encode())
    named = recipe.model_copy(update={"edits": beside.name if edits.all else None})
    if recipe.strategies.playbook != "default":
        rules = path.with_name(f"{path.stem}.{PLAYBOOK_FILE}")
        write_private(rules, load_playbook(recipe.strategies.playbook, recipe.base or ".").to_toml().encode())
        strategies = recipe.strategies.model_copy(update={"playbook": rules.name})
        named = named.model_copy(update={"strategies": strategies})
    write_private(path, named.to_toml().encode())
