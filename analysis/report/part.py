"""One file out of a run instead of the whole folder: customers, call list, segments or a report."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from analysis.errors import AnalysisError, RecipeError
from analysis.report.customer_table import FORMATS, calls, export_table, safe
from analysis.report.html import html_report
from analysis.report.markdown_report import markdown_report
from analysis.report.result import RunResult
from analysis.report.segments_csv import segment_table

Writer = Callable[[RunResult, Path, str], object]


def _segments(run: RunResult, path: Path, file_format: str) -> None:
    del file_format
    safe(run, segment_table(run)).write_csv(path, float_scientific=False)


PARTS: dict[str, Writer] = {
    "customers": lambda run, path, file_format: FORMATS[file_format](run, export_table(run), path),
    "call list": lambda run, path, file_format: FORMATS[file_format](run, calls(run), path),
    "segments": _segments,
    "HTML report": lambda run, path, _: path.write_text(html_report(run), encoding="utf-8", newline="\n"),
    "Markdown report": lambda run, path, _: path.write_text(markdown_report(run), encoding="utf-8", newline="\n"),
}
"""What can be written alone → what writes it."""


def write_part(run: RunResult, part: str, path: Path, file_format: str = "csv", force: bool = False) -> Path:
    """Write one part of a run to a file, whole or not at all, and return its absolute path.

    A file that is there is refused unless ``force``; a folder always.
    """
    if part not in PARTS or file_format not in FORMATS:
        raise RecipeError(
            f"cannot be written: {part} as {file_format}", where=str(path), remedy=f"use {', '.join(PARTS)}"
        )
    path = path.expanduser().resolve()
    if path.is_dir():
        raise AnalysisError("is a folder", where=str(path), remedy="name a file in it")
    if path.exists() and not force:
        raise AnalysisError("is there already", where=str(path), remedy="choose another name, or replace it")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        PARTS[part](run, temporary, file_format)
        temporary.replace(path)
    except OSError as error:
        remedy = "free some space or choose another place"
        raise AnalysisError(f"cannot be written ({error.strerror or error})", where=str(path), remedy=remedy) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path
