"""The jobs of the run child that change a customer's record: edit, undo, erase."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from pydantic import ValidationError

from analysis.edits import Edit, apply_edits, erase, journal_of
from analysis.edits.edit import Value
from analysis.edits.source import REMARKS
from analysis.errors import AnalysisError
from analysis.pipeline import Pipeline
from analysis.refusals import refusal
from analysis.workspace import Workspace

Job = Mapping[str, Any]
WORDS = {"add": "added", "exclude": "left out", "tag": "tagged", "untag": "tag taken off", "note": "note written"}


def make_edit(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Write the ``edit`` of the job into the workspace's journal and say it; AnalysisError where it cannot be done.

    It is tried on the customer table first, so that the journal never holds an edit that the next run stumbles over.
    """
    edit = _edit_of(dict(job["edit"]))
    workspace = _workspace_of(pipeline)
    journal = journal_of(pipeline.recipe, workspace)
    table, earlier = pipeline.result("table"), journal.edits()
    present = apply_edits(table, earlier)[0].frame
    edit = edit.model_copy(update={"values": {n: typed(v, present.schema.get(n)) for n, v in edit.values.items()}})
    here = present.filter(present["customer_id"] == edit.customer_id)
    if here.is_empty() and edit.action != "add":
        raise AnalysisError(f"there is no customer {edit.customer_id!r}", where="edits", remedy="ids are in Review")
    before = {name: _plain(here[name][0]) for name in edit.values if here.height and name in here.columns}
    edit = edit.model_copy(update={"before": before})
    apply_edits(table, (*earlier, edit))
    journal.append(edit)
    return _written(pipeline, edit, "")


def undo_edit(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Take the last edit back, or with ``redo`` make it again, and say which; ``said`` is empty without one."""
    redo = bool(job.get("redo"))
    journal = journal_of(pipeline.recipe, _workspace_of(pipeline))
    edit = journal.redo() if redo else journal.undo()
    if edit is None:
        return {"said": "", "discreet": "", "changes": ""}
    return _written(pipeline, edit, "Done again: " if redo else "Undone: ")


def _written(pipeline: Pipeline, edit: Edit, before: str) -> dict[str, Any]:
    """Return what is told of a change: in words, the first stage it makes stale, and whether new results are kept."""
    return {
        "said": before + said(edit),
        "discreet": before + discreet(edit),
        "changes": stage_of(edit),
        "kept": Pipeline(pipeline.recipe, pipeline.store).kept("review"),
    }


def erase_person(pipeline: Pipeline, job: Job) -> dict[str, Any]:
    """Erase the customer of the job from the workspace for good; ``holding`` names files that still mention the id."""
    held = erase(_workspace_of(pipeline), str(job["customer_id"]))
    return {"said": "Erased for good", "discreet": "Erased for good", "holding": list(held)}


def stage_of(edit: Edit) -> str:
    """Return the first stage whose result an edit changes."""
    return "review" if edit.action in REMARKS else "customers"


def said(edit: Edit) -> str:
    """Return an edit in words."""
    if edit.action == "correct":
        parts = [f"{name} {edit.before.get(name)} > {value}" for name, value in edit.values.items()]
        return f"{edit.customer_id}: {', '.join(parts)}"
    text = f" ({edit.text})" if edit.text else ""
    return f"{edit.customer_id}: {WORDS[edit.action]}{text}"


def discreet(edit: Edit) -> str:
    """Return an edit in words that tell neither who it is about nor what was written."""
    return f"{', '.join(edit.values)} corrected" if edit.action == "correct" else WORDS[edit.action]


def tags_of(edits: Sequence[Edit]) -> list[str]:
    """Return the tags that a customer's edits leave it with."""
    tags: dict[str, None] = {}
    for edit in edits:
        if edit.action == "tag":
            tags[edit.text] = None
        elif edit.action == "untag":
            tags.pop(edit.text, None)
    return list(tags)


def typed(value: Value, kind: pl.DataType | None) -> Value:
    """Return a value as its column takes it, where it was typed in as text; what cannot be read stays text."""
    if not isinstance(value, str) or kind is None or kind == pl.String:
        return value
    text = value.strip()
    if not text:
        return None
    if kind == pl.Boolean:
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    if not kind.is_numeric():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if kind.is_integer() and number.is_integer() else number


def _edit_of(document: dict[str, Any]) -> Edit:
    try:
        return Edit.model_validate(document)
    except ValidationError as error:
        raise refusal(error, Edit, "edits") from error


def _workspace_of(pipeline: Pipeline) -> Workspace:
    if not isinstance(pipeline.store, Workspace):
        raise AnalysisError("edits are kept in a workspace, and this run has none", where="edits")
    return pipeline.store


def _plain(value: Any) -> Any:  # noqa: ANN401
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


RECORD_JOBS: dict[str, Callable[[Pipeline, Job], dict[str, Any]]] = {
    "edit": make_edit,
    "edit_undo": undo_edit,
    "erase": erase_person,
}
"""Name of a job of the run child that changes a customer's record → what does it."""
