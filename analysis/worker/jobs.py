"""The jobs of the run child: open files, compute stages, look into one customer, export."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from analysis.errors import AnalysisError
from analysis.pipeline import STAGES, Listener, Pipeline, StageEvent
from analysis.recipe import Recipe
from analysis.workspace import Workspace

Job = dict[str, Any]
EVERYTHING = ("files", "tiers", "plane", "review")


class Channel(Protocol):
    """What a job tells its progress and its results to."""

    def send(self, event: str, **fields: object) -> None:
        """Send one event."""

    def progress(self, **fields: object) -> None:
        """Send progress."""


def recipe_of(job: Job) -> Recipe:
    """Return the recipe that a job carries as a plain document."""
    return Recipe.from_plain(job["recipe"])


def pipeline_of(job: Job, channel: Channel) -> Pipeline:
    """Return the pipeline of a job, over its workspace, telling its events to the channel."""
    return Pipeline(recipe_of(job), Workspace(Path(job["workspace"])), listener_of(channel))


def listener_of(channel: Channel) -> Listener:
    """Return what tells a channel of stages that run, and now and then how far they are."""

    def hear(event: StageEvent) -> None:
        told = {name: value for name, value in asdict(event).items() if name != "key"}
        if event.state == "running" and event.done:
            channel.progress(**told)
        elif event.state == "running":
            channel.send("stage", **told)

    return hear


def compute(job: Job, channel: Channel) -> dict[str, Any]:
    """Compute stages one by one, each announced with its summary as soon as it is there.

    That of the segments says at which place in the row of colours each is. A job that names a ``bound`` keeps the
    results within so many bytes.
    ``names`` and ``lost`` are told where the analyst's names of segments went to others: the recipe is to follow.
    """
    from analysis.matching.carried_names import carry_names, renamed
    from analysis.matching.segment_places import segment_places

    pipeline, carried = pipeline_of(job, channel), None
    wanted = tuple(job.get("upto") or EVERYTHING)
    for name in in_order(wanted):
        if name == "review":
            carried = carry_names(pipeline, Workspace(Path(job["workspace"])))
            if carried is not None:
                pipeline = Pipeline(renamed(pipeline.recipe, carried.names), pipeline.store, pipeline.listen)
        pipeline.result(name)
        told = pipeline.tell(name)
        if name == "segments":
            told |= {"places": segment_places(pipeline, Workspace(Path(job["workspace"])))}
        channel.send("stage", stage=name, state="done", key=pipeline.key(name), told=told)
    if "bound" in job:
        workspace = Workspace(Path(job["workspace"]))
        workspace.evict(lambda: {*keys_of(pipeline), *reachable(workspace)}, int(job["bound"]))
    return {"names": carried.names, "lost": list(carried.lost)} if carried else {}


def keys_of(pipeline: Pipeline) -> set[str]:
    """Return the keys of the results of all stages."""
    return {pipeline.key(name) for name in STAGES}


def reachable(workspace: Workspace) -> set[str]:
    """Return the keys of all results that undo and redo lead to; a recipe whose file is gone has none any more."""
    history = workspace.read_json("history.json") or {}
    keys: set[str] = set()
    for document in history.get("documents", ()):
        with contextlib.suppress(AnalysisError, OSError):
            keys |= keys_of(Pipeline(Recipe.from_plain(document), workspace))
    return keys


def in_order(wanted: tuple[str, ...]) -> list[str]:
    """Return the wanted stages and all they need, in the order of the table."""
    needed = set(wanted)
    for stage in reversed(STAGES.values()):
        if stage.name in needed:
            needed.update(stage.needs)
    return [name for name in STAGES if name in needed]


def open_job(job: Job, channel: Channel) -> dict[str, Any]:
    """Read data files and return the default recipe for them, with the reason of every proposed step."""
    from analysis.intake.opening import open_files

    hear = listener_of(channel)

    def progress(done: int, total: int, what: str = "", share: float | None = None) -> None:
        hear(StageEvent("load", "running", done, total, what, share or 0.0))

    opened = open_files(list(job["paths"]), Workspace(Path(job["workspace"])), progress)
    return {"recipe": opened.recipe.plain(), "proposals": list(opened.proposals)}


def propose_job(job: Job, channel: Channel) -> dict[str, Any]:
    """Return the cleaning steps that are proposed for the sources of a recipe, with the reason of each."""
    from analysis.intake.opening import proposals_for

    pipeline = pipeline_of(job, channel)
    return {"proposals": list(proposals_for(pipeline.result("load")))}


def export(job: Job, channel: Channel) -> dict[str, Any]:
    """Write the run folder, or the one ``part`` of it that the job names, and return its path."""
    from analysis.report import PARTS, write_part
    from analysis.runs.running import FINISHED, Output, finished_run, write_run

    pipeline, command = pipeline_of(job, channel), str(job.get("command", ""))
    output = Output(Path(job["out"]).expanduser(), job.get("format", "csv"), bool(job.get("force")))
    if job.get("part") in PARTS:
        pipeline.run(FINISHED)
        path = write_part(finished_run(pipeline, command), job["part"], output.folder, output.file_format, output.force)
    else:
        path = write_run(pipeline, output, command)
    return {"out": str(path)}


def customer(job: Job, channel: Channel) -> dict[str, Any]:
    """Return everything about one customer: measures, scores, orders, why it is in its segment."""
    from analysis.worker.one_customer import look_up

    return look_up(pipeline_of(job, channel), str(job["customer_id"]))


def step(job: Job, channel: Channel) -> dict[str, Any]:
    """Return a column before and after one cleaning step, and rows that the step touches."""
    from analysis.worker.step_effects import effects

    return effects(pipeline_of(job, channel), int(job["step"]), job.get("column"))


def _question(name: str) -> Callable[[Job, Any], dict[str, Any]]:
    """Return the job that answers one of the questions about segments."""

    def answer(job: Job, channel: Channel) -> dict[str, Any]:
        from analysis.worker.segment_views import QUESTIONS

        return QUESTIONS[name](pipeline_of(job, channel))

    return answer


def agreement(job: Job, channel: Channel) -> dict[str, Any]:
    """Segment by a second method, ``other`` being its section of the recipe, and return how the two agree."""
    from analysis.worker.segment_views import agreement as agree

    def hear(event: StageEvent) -> None:
        if event.state == "running":
            far = f", {event.done} of {event.total}" if event.total else ""
            channel.progress(what=f"{job['other']['method']}: {event.what or 'at work'}{far}")

    first = pipeline_of(job, channel)
    recipe = recipe_of({**job, "recipe": {**job["recipe"], "segmentation": job["other"]}})
    return agree(first, Pipeline(recipe, first.store, hear))


def _record(name: str) -> Callable[[Job, Any], dict[str, Any]]:
    """Return the job that changes a customer's record."""

    def change(job: Job, channel: Channel) -> dict[str, Any]:
        from analysis.worker.record_jobs import RECORD_JOBS

        return RECORD_JOBS[name](pipeline_of(job, channel), job)

    return change


def _review(name: str) -> Callable[[Job, Any], dict[str, Any]]:
    """Return the job that answers one of the questions of the review."""

    def answer(job: Job, channel: Channel) -> dict[str, Any]:
        from analysis.worker.review_jobs import REVIEW_JOBS

        return REVIEW_JOBS[name](pipeline_of(job, channel), job)

    return answer


JOBS: dict[str, Callable[[Job, Any], dict[str, Any]]] = {
    "run": compute,
    "open": open_job,
    "propose": propose_job,
    "export": export,
    "customer": customer,
    "step": step,
    "edit": _record("edit"),
    "edit_undo": _record("edit_undo"),
    "erase": _record("erase"),
    "advice": _question("advice"),
    "labels": _question("labels"),
    "in_words": _question("in_words"),
    "lint": _question("lint"),
    "agreement": agreement,
    "playbook": _review("playbook"),
    "crossing": _review("crossing"),
}
"""Name of a job of the run child → what does it."""
