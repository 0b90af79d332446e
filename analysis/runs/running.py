"""The whole job with no terminal: a recipe in, a finished run out, and where wanted a run folder on disk."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from analysis.edits import apply_edits, edits_of
from analysis.masking import mask_key
from analysis.pipeline import COMPUTING, Listener, Pipeline, unheard
from analysis.recipe import Recipe
from analysis.report import (
    EditsMade,
    ExportChoices,
    InputFile,
    Provenance,
    RunResult,
    check_place,
    run_document,
    segment_table,
    write_run_folder,
)
from analysis.runs.edits import edit_notes, edits_made, written_recipe
from analysis.runs.frozen import freeze, write_model
from analysis.strategies import PLAYBOOK_FILE, load_playbook
from analysis.workspace import MemoryStore, Workspace, state_home

LANES = 2
"""So many stages run at once; more would need more memory than they save time."""

FINISHED = ("files", "clean", "customers", "rfm", "value", "loyalty", "features", "segments", "review")
"""The stages whose results a finished run is made of."""

HELD = (*FINISHED, "bought")
"""The stages whose results are held to the end of a run; others go before, as rows that were read do."""


@dataclass(frozen=True)
class Output:
    """Where and how a run folder is written: ``file_format`` is csv, parquet or xlsx."""

    folder: Path
    file_format: str = "csv"
    force: bool = False


@dataclass(frozen=True)
class Run:
    """A finished run: one row per customer, one row per segment, and the document of ``run.json``.

    ``customers`` has the columns of ``customers.csv``, in id order; ``segments`` those of ``segments.csv``.
    """

    customers: pl.DataFrame
    segments: pl.DataFrame
    summary: dict[str, Any]

    def __repr__(self) -> str:
        """Return how many customers there are, whether there are groups, and the segments' sizes."""
        structure = self.summary["segmentation"]["structure"]["verdict"] or "defined, not found"
        told = [f"{one['id']} {one['name']} ({one['size']:,})" for one in self.summary["segmentation"]["segments"]]
        return f"<Run: {self.customers.height:,} customers; structure test: {structure}; {', '.join(told) or 'none'}>"


def run(
    recipe: Recipe,
    out: str | Path | Output | None = None,
    on_event: Listener | None = None,
    *,
    command: str = "",
    store: MemoryStore | None = None,
) -> Run:
    """Compute a recipe; with ``out`` write its run folder, whole or not at all.

    ``out`` is a folder, or an ``Output`` that also says the format; ``on_event`` hears a ``StageEvent`` whenever a
    stage begins, gets on or ends; ``command`` is told in ``run.json``; ``store`` holds what was read before.
    AnalysisError says what the data cannot give, RecipeError which choice cannot be used.
    """
    output = Output(Path(out)) if isinstance(out, str | Path) else out
    if output is not None:
        check_place(output.folder, output.force)
    pipeline = Pipeline(recipe, store or MemoryStore(), on_event or unheard, LANES)
    pipeline.run_only(HELD)
    finished = finished_run(pipeline, command)
    if output is not None:
        write_run_folder(finished, output.folder, output.file_format, output.force)
    return Run(finished.result, segment_table(finished), run_document(finished))


def write_run(pipeline: Pipeline, output: Output, command: str = "") -> Path:
    """Write the run folder of a pipeline, computing what is missing."""
    check_place(output.folder, output.force)
    pipeline.run(FINISHED)
    return write_run_folder(finished_run(pipeline, command), output.folder, output.file_format, output.force)


def finished_run(pipeline: Pipeline, command: str = "") -> RunResult:
    """Return everything that the exporters take from a finished pipeline."""
    recipe, review = pipeline.recipe, pipeline.result("review")
    customers, segments, matrix = (pipeline.result(name) for name in ("customers", "segments", "features"))
    rfm = pipeline.result("rfm")
    made = edits_made(recipe, pipeline.store)
    _, remarked = apply_edits(customers, edits_of(recipe, pipeline.store).remarks)

    def write(folder: Path) -> None:
        write_model(folder, *freeze(pipeline))

    return RunResult(
        result=review.written,
        customers=customers,
        segmentation=segments.summary,
        profiles=review.profiles,
        value=pipeline.result("value").summary,
        loyalty=pipeline.result("loyalty").summary,
        rfm=rfm.summary,
        sheets=review.sheets,
        targets={one.segment: one.targets for one in review.targets},
        playbook=load_playbook(recipe.strategies.playbook, recipe.base or "."),
        provenance=_provenance(pipeline, command, made),
        shares=review.shares,
        findings=review.findings,
        features=matrix.columns,
        excluded=matrix.excluded,
        ledger=(*pipeline.result("clean").ledger, *customers.edits, *remarked),
        inputs=_inputs(pipeline),
        points=matrix.values,
        write_model=write,
        export=_export(pipeline),
        notes=edit_notes(made),
        own_playbook=recipe.strategies.playbook != "default",
        edits=made,
    )


def _inputs(pipeline: Pipeline) -> tuple[InputFile, ...]:
    return tuple(
        InputFile(given.path, found.sha256, found.findings)
        for given, found in zip(pipeline.recipe.sources, pipeline.result("files").files, strict=True)
    )


def _provenance(pipeline: Pipeline, command: str, made: EditsMade) -> Provenance:
    as_of = pipeline.result("customers").as_of
    timings = {"load": pipeline.result("files").seconds} | pipeline.timings
    recipe = written_recipe(pipeline.recipe, made)
    if recipe.strategies.playbook != "default":
        strategies = recipe.strategies.model_copy(update={"playbook": PLAYBOOK_FILE})
        recipe = recipe.model_copy(update={"strategies": strategies})
    return Provenance(
        recipe=recipe.to_toml(),
        seed=pipeline.recipe.seed,
        software={"crm-tui": version("crm-tui")} | {name: version(name) for name in COMPUTING},
        as_of=str(as_of) if as_of else None,
        engine="polars",
        command=command,
        timings={name: round(seconds, 3) for name, seconds in timings.items()},
    )


def _export(pipeline: Pipeline) -> ExportChoices:
    recipe, store = pipeline.recipe, pipeline.store
    folder = store.folder if isinstance(store, Workspace) else state_home()
    roles = {measure.name: measure.role for measure in pipeline.result("customers").measures}
    return ExportChoices(
        mask_key=mask_key(folder / "mask.key") if recipe.export.mask else None,
        roles=roles,
        raw_formulas=recipe.export.raw_formulas,
        holdout=recipe.strategies.holdout,
        seed=recipe.seed,
    )
