"""The run folder: written beside its place and renamed, so that it is whole or absent."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from analysis.errors import AnalysisError, RecipeError
from analysis.lanes import side_by_side
from analysis.memory import handing_back
from analysis.progress import Progress
from analysis.removal import remove_folder, remove_orphans
from analysis.report.customer_table import FORMATS, calls, export_table, safe
from analysis.report.html import html_report
from analysis.report.markdown_report import markdown_report
from analysis.report.result import RunResult
from analysis.report.run_json import run_json
from analysis.report.segments_csv import segment_table
from analysis.strategies import PLAYBOOK_FILE

TEXTS: dict[str, Callable[[RunResult], str]] = {
    "run.json": run_json,
    "report.html": html_report,
    "report.md": markdown_report,
    "recipe.toml": lambda run: run.provenance.recipe,
}
"""File of a run folder → its text; tables of customers are written by ``FORMATS``."""
OURS = frozenset(
    {"segments.csv", "model", "edits.jsonl", PLAYBOOK_FILE, *TEXTS}
    | {f"{name}.{suffix}" for name in ("customers", "call_list") for suffix in FORMATS}
)
"""What a run folder holds; whatever else lies in a folder that is replaced is kept."""


def write_run_folder(run: RunResult, out: Path, file_format: str = "csv", force: bool = False) -> Path:
    """Write the run folder of interface and return its absolute path.

    An existing, non-empty folder is refused unless ``force``; then the files of the earlier run in it are replaced and
    anything else stays. Errors leave what was there before.
    """
    if file_format not in FORMATS:
        raise RecipeError(f"there is no format {file_format!r}", where="--format", remedy=f"use {', '.join(FORMATS)}")
    out = out.expanduser().resolve()
    check_place(out, force)
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        remove_orphans(out.parent.glob(f".{glob.escape(out.name)}.*.tmp"))  # of runs that were killed
        remove_folder(temporary)
        temporary.mkdir()
        with handing_back():
            fill(run, temporary, file_format)
        _put_in_place(temporary, out)
    except OSError as error:
        remedy = "free some space or choose another folder"
        raise AnalysisError(f"cannot be written ({error.strerror or error})", where=str(out), remedy=remedy) from error
    finally:
        remove_folder(temporary)
    return out


def check_place(out: Path, force: bool) -> None:
    """Refuse a place that a run folder must not take: a file, a folder that holds something, the current folder."""
    out = out.expanduser().resolve()
    try:
        taken = any(out.iterdir()) if out.exists() else False
    except NotADirectoryError:
        raise AnalysisError("is a file, not a folder", where=str(out), remedy="choose another folder") from None
    except OSError as error:
        what = f"cannot be written ({error.strerror or error})"
        raise AnalysisError(what, where=str(out), remedy="choose another folder") from error
    if taken and not force:
        raise AnalysisError("exists and is not empty", where=str(out), remedy="choose another folder, or use --force")
    if Path.cwd().resolve().is_relative_to(out):
        raise AnalysisError("is the folder you are in", where=str(out), remedy="name a folder inside it")


def fill(run: RunResult, folder: Path, file_format: str) -> None:
    """Write every file of a run folder into an empty folder, the largest beside the others."""
    write = FORMATS[file_format]

    def customers(_: Progress) -> None:
        write(run, export_table(run), folder / f"customers.{file_format}")

    def call_list(_: Progress) -> None:
        write(run, calls(run), folder / f"call_list.{file_format}")

    def others(_: Progress) -> None:
        fill_others(run, folder)

    side_by_side((others, customers, call_list))


def fill_others(run: RunResult, folder: Path) -> None:
    """Write the segments, the texts and the model."""
    safe(run, segment_table(run)).write_csv(folder / "segments.csv", float_scientific=False)
    texts = {name: text_of(run) for name, text_of in TEXTS.items()}
    if run.edits.lines:
        texts["edits.jsonl"] = run.edits.lines
    if run.own_playbook:
        texts[PLAYBOOK_FILE] = run.playbook.to_toml()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if run.write_model is not None:
        (folder / "model").mkdir()
        run.write_model(folder / "model")


def _put_in_place(temporary: Path, out: Path) -> None:
    """Rename the finished folder to its place; what stood there before goes only when the new one is there."""
    if not out.exists():
        temporary.rename(out)
        return
    before = out.with_name(f".{out.name}.{os.getpid()}.old")
    out.rename(before)
    try:
        temporary.rename(out)
    except OSError:
        before.rename(out)
        raise
    for path in before.iterdir():
        if path.name not in OURS:
            path.rename(out / path.name)
    shutil.rmtree(before)
