"""The commands that need no screen: run, inspect, score, methods, workspaces. Data to stdout, talk to stderr."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import RecipeError
from crm_tui.format import number, size
from crm_tui.inert import inert

if TYPE_CHECKING:
    from datetime import date

    from analysis.pipeline import StageEvent
    from analysis.progress import Progress
    from analysis.recipe import Recipe
    from analysis.runs.running import Run
    from analysis.workspace import MemoryStore

FORMATS = ("csv", "parquet", "xlsx")


@dataclass(frozen=True)
class Job:
    """What ``crm-tui run`` was asked for."""

    paths: tuple[str, ...]
    out: Path | None = None
    settings: tuple[str, ...] = ()
    file_format: str = "csv"
    engine: str = "polars"
    force: bool = False
    as_json: bool = False
    quiet: bool = False


def run_job(job: Job) -> None:
    """Run a recipe or data files to the end; print the segments, or with ``as_json`` the whole ``run.json``."""
    from analysis.runs.running import Output, run
    from analysis.workspace import MemoryStore
    from crm_tui.interrupt import ends_at_once
    from crm_tui.talk import Talk

    check_job(job)
    store = MemoryStore()
    with ends_at_once() as interrupts, Talk(quiet=job.quiet) as talk:

        def hear(event: StageEvent) -> None:
            talk.hear(event)
            if (event.stage, event.state) == ("review", "done"):
                interrupts.end()  # what follows writes the run folder

        recipe = with_settings(recipe_for(job.paths, store, talk.hear_opening), job.settings)
        chosen = (part for setting in job.settings for part in ("--set", setting))
        command = shlex.join(["crm-tui", "run", *job.paths, *chosen])
        output = Output(job.out, job.file_format, job.force) if job.out else None
        done = run(recipe, output, hear, command=command, store=store)
    if job.as_json:
        json.dump(done.summary, sys.stdout, ensure_ascii=sys.stdout.isatty(), indent=2)
        sys.stdout.write("\n")
    elif not job.quiet:
        print_run(done)
    if job.out and not job.quiet:
        sys.stderr.write(f"written to {inert(job.out, 400)}\n")


def check_job(job: Job) -> None:
    """Refuse a job that cannot be done, before any work."""
    from analysis.report import check_place

    if job.file_format not in FORMATS:
        raise RecipeError(
            f"{inert(job.file_format)} is not a format", where="--format", remedy="use csv, parquet or xlsx"
        )
    if job.engine != "polars":
        raise RecipeError(
            f"{inert(job.engine)} is not an engine of this version", where="--engine", remedy="use polars"
        )
    if job.out is not None:
        check_place(job.out, job.force)


def recipe_for(paths: Sequence[str], store: MemoryStore, progress: Progress) -> Recipe:
    """Return the recipe that is named, or the default one for data files, which ``store`` then holds."""
    from analysis.recipe import Recipe

    recipes = [path for path in paths if path.endswith(".toml")]
    if recipes and len(paths) > 1:
        raise RecipeError("a recipe names its own data files", where=recipes[0], remedy="give the recipe alone")
    return Recipe.load(recipes[0]) if recipes else Recipe.for_files(paths, store, progress)


def with_settings(recipe: Recipe, settings: Sequence[str]) -> Recipe:
    """Return the recipe with every KEY=VALUE applied, all at once."""
    from analysis.recipe import parse_value

    choices: dict[str, object] = {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not sign or not key.strip():
            raise RecipeError(
                "is not of the form KEY=VALUE", where=f"--set {inert(setting)}", remedy="for example segmentation.k=4"
            )
        choices[key.strip()] = parse_value(value.strip())
    if not choices:
        return recipe
    return recipe.with_choices(choices, where=f"--set {inert(next(iter(choices)))}" if len(choices) == 1 else "--set")


def print_run(done: Run) -> None:
    """Print the segments, one a line, and what the run says about them."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    summary: dict[str, Any] = done.summary
    table = Table(box=None, pad_edge=False)
    for title, justify in (("segment", "right"), ("name", "left"), ("customers", "right"), ("share", "right")):
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    for title in ("revenue", "share", "stability"):
        table.add_column(title, justify="right")
    table.add_column("strategy")
    strategies = {entry["segment"]: entry["name"] for entry in summary["strategies"]}
    for segment in summary["segmentation"]["segments"]:
        cells = [*segment_cells(segment), inert(strategies.get(segment["id"]) or "-")]
        table.add_row(*[Text(cell) for cell in cells])
    console = Console(file=sys.stdout, highlight=False, markup=False, width=None if sys.stdout.isatty() else 160)
    console.print(table)
    for line in said_of(summary):
        console.print(line)


def said_of(summary: dict[str, Any]) -> list[str]:
    """Return what a run says besides its table: how many customers, whether there are segments, what is missing."""
    structure, customers = summary["segmentation"]["structure"], summary["customers"]["count"]
    counted = f"{number(customers)} customer{'' if customers == 1 else 's'}"
    tested = f" (p = {structure['p_value']:.3g})" if structure.get("p_value") is not None else ""
    lines = [f"{counted}; structure test: {structure['verdict']}{tested}"]
    sums = summary["customers"]["revenue_by_currency"]
    lines += ["revenue: " + inert(", ".join(f"{number(sums[one], 2)} {one}" for one in sums), 600)] if sums else []
    lines += [] if summary["segmentation"]["segments"] else [inert(structure["sentence"], 600)]
    for name in ("value", "loyalty", "rfm"):
        reason = summary[name].get("unavailable") or summary[name].get("tier_reason")
        lines += [f"{name}: {inert(reason, 600)}"] if reason else []
    return lines


def segment_cells(segment: dict[str, Any]) -> list[str]:
    """Return the cells of one segment's line; what is not known is a dash."""

    def share(value: float | None) -> str:
        return "-" if value is None else f"{value:.1%}"

    revenue, stability = segment.get("revenue"), segment.get("stability")
    return [
        str(segment["id"]),
        inert(segment["name"]),
        number(segment["size"]),
        share(segment["share"]),
        "-" if revenue is None else number(revenue, 2),
        share(segment.get("revenue_share")),
        "-" if stability is None else f"{stability:.2f}",
    ]


def inspect_files(paths: Sequence[str], as_json: bool) -> None:
    """Print what loading each file would find out."""
    from analysis.intake.members import findings_of
    from crm_tui.interrupt import ends_at_once

    with ends_at_once():
        found = [finding for path in paths for finding in findings_of(path)]
    if as_json:
        json.dump(
            [finding.model_dump(mode="json") for finding in found],
            sys.stdout,
            ensure_ascii=sys.stdout.isatty(),
            indent=2,
        )
        sys.stdout.write("\n")
        return
    from crm_tui.inspection import print_findings

    for finding in found:
        print_findings(finding)


def score_file(run_folder: Path, path: str, out: Path | None, as_of: date | None = None) -> None:
    """Score the customers of a file with a run's frozen model; CSV to ``out`` or stdout, warnings to stderr."""
    from analysis.report.safety import neutralised
    from analysis.runs.scoring import scored
    from crm_tui.interrupt import ends_at_once

    with ends_at_once() as interrupts:
        found = scored(run_folder, path, as_of)
        sys.stderr.writelines(f"{inert(said, 600)}\n" for said in found.warnings)
        text = neutralised(found.customers).write_csv()
        if out is not None:
            from analysis.workspace import write_private

            interrupts.end()
            write_private(out, text.encode())
            return
    if sys.stdout.isatty():
        sys.stdout.writelines(f"{inert(line, len(line))}\n" for line in text.splitlines())
    else:
        sys.stdout.write(text)


def list_methods(as_json: bool) -> None:
    """Print every method with its settings, from their declarations."""
    from analysis.catalogue import catalogue

    listed = catalogue()
    if as_json:
        json.dump(listed, sys.stdout, ensure_ascii=sys.stdout.isatty(), indent=2, default=str)
        sys.stdout.write("\n")
        return
    for section, entries in listed.items():
        sys.stdout.write(f"{section}\n")
        for entry in entries:
            sys.stdout.write(f"  {entry['name']}: {entry['description']}\n")
            for field in entry["settings"]:
                bounds = f" ({field['bounds']})" if field["bounds"] else ""
                default = "(required)" if field["required"] else field["default"]
                sys.stdout.write(f"      {field['name']} = {default}{bounds}  {field['description']}\n")


def list_workspaces() -> None:
    """Print each workspace: size, last use, inputs, folder."""
    import time

    from analysis.workspace import usages

    for usage in usages():
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(usage.last_used))
        inputs = ", ".join(inert(path, 120) for path in usage.inputs) or "-"
        sys.stdout.write(f"{size(usage.bytes):>10}  {when}  {inputs}  {inert(usage.folder, 300)}\n")


def purge_workspaces(folders: Sequence[Path], yes: bool) -> None:
    """Remove the named workspaces, or all; asks first unless told not to."""
    from analysis.workspace import usages

    known = {usage.folder.resolve(): usage for usage in usages()}
    chosen = [known.get(folder.resolve()) for folder in folders] if folders else list(known.values())
    for folder, usage in zip(folders, chosen, strict=False):
        if usage is None:
            raise RecipeError("is not a workspace", where=str(folder), remedy="crm-tui workspace list names them")
    found = [usage for usage in chosen if usage]
    if not found:
        sys.stderr.write("there is no kept work\n")
        return
    if not yes and not _agreed(f"remove {len(found)} workspaces, {size(sum(u.bytes for u in found))}? [y/N] "):
        sys.stderr.write("nothing was removed\n")
        return
    for usage in found:
        shutil.rmtree(usage.folder)
        sys.stderr.write(f"removed {inert(usage.folder, 300)}\n")


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise RecipeError("removing work needs a yes", where="workspace purge", remedy="add --yes")
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
