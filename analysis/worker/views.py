"""What a screen asks of a frame: which rows in which order, how often each value, what a column looks like.

A sorted or filtered view is an array of row numbers, written beside the frame; the screen pages through the
memory-mapped frame by it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars as pl

from analysis.column_shapes import describe_column, shape_of
from analysis.sources.table import CLOCK
from analysis.worker.source_views import misfits, preview
from analysis.workspace.frames import matching, row_numbers, scan

VIEWS_KEPT = 30
COPIES_KEPT = 3


class Channel(Protocol):
    """What a job tells its progress to."""

    def progress(self, **fields: object) -> None:
        """Send progress."""


def view(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Write the row numbers of a filtered, sorted view; return their path, their count and the frame to page through.

    Rows of a view lie anywhere in the frame. Parquet would be unpacked group after group for one page of them, so that
    an uncompressed Arrow copy is made of it the first time, in bounded memory, and is the ``frame`` of the answer.
    """
    frame = Path(job["frame"])
    order = [(str(name), bool(falling)) for name, falling in job.get("order", [])]
    condition = str(job.get("filter", ""))
    folder = Path(job["workspace"]) / "views"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"{_digest(frame, condition, order)}.npy"
    if not path.exists():
        channel.progress(what="filtering" if condition else "sorting")
        numbers = row_numbers(scan(frame), condition, order)
        _whole(path, lambda temporary: np.save(temporary, numbers, allow_pickle=False))
    copy = _arrow_copy(frame, folder, channel)
    _forget(folder, kept={path, copy})
    return {"rows": str(path), "count": int(np.load(path, mmap_mode="r").shape[0]), "frame": str(copy)}


def written_view(workspace: Path, parts: Sequence[object], write: Callable[[Path], object]) -> Path:
    """Return the Arrow file of a workspace that ``parts`` name; ``write`` makes it where it is not there."""
    folder = workspace / "views"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"{_digest(*parts)}.arrow"
    if not path.exists():
        _whole(path, write)
    _forget(folder, kept={path})
    return path


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()[:16]


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a private file whole or not at all."""
    temporary = path.with_name(f"part-{os.getpid()}-{path.name}")
    try:
        write(temporary)
        temporary.chmod(0o600)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _arrow_copy(frame: Path, folder: Path, channel: Channel) -> Path:
    if frame.suffix != ".parquet":
        return frame
    copy = folder / f"{_digest(frame)}.arrow"
    if not copy.exists():
        channel.progress(what="unpacking")
        oldest = pl.CompatLevel.oldest()
        _whole(copy, lambda temporary: scan(frame).sink_ipc(temporary, compression="uncompressed", compat_level=oldest))
    return copy


def _forget(folder: Path, kept: set[Path]) -> None:
    """Remove the views that were made longest ago; a screen that shows one still has it mapped."""
    for pattern, most in (("*.npy", VIEWS_KEPT), ("*.arrow", COPIES_KEPT)):
        newest = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in newest[most:]:
            if path not in kept:
                path.unlink(missing_ok=True)


def frequency(job: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001
    """Count how often each value of a column occurs among the matching rows: the most frequent first, at most 1000."""
    rows = matching(scan(Path(job["frame"])), str(job.get("filter", "")))
    column = str(job["column"])
    counts = rows.group_by(pl.col(column).alias("value")).agg(pl.len().alias("count")).collect()
    top = counts.sort(["count", "value"], descending=[True, False], nulls_last=True).head(1000)
    if top["value"].dtype.is_temporal():  # polars would write six decimals of the seconds
        values = [None if value is None else str(value) for value in top["value"].to_list()]
    else:
        values = top["value"].cast(pl.String, strict=False).to_list()
    return {
        "total": int(counts["count"].sum()),
        "distinct": counts.height,
        "values": [[value, count] for value, count in zip(values, top["count"].to_list(), strict=True)],
    }


def describe(job: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001
    """Describe a column of the matching rows, as :func:`describe_column` does."""
    return describe_column(matching(scan(Path(job["frame"])), str(job.get("filter", ""))), str(job["column"]))


def shapes(job: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """Return a small histogram for each column of a frame: numbers and dates by range, else the commonest values.

    ``times`` are its columns of times of day, which are counted over the day.
    """
    frame = scan(Path(job["frame"]))
    frame = frame.with_columns(pl.col(name).str.to_time(CLOCK, strict=False) for name in job.get("times", ()))
    found: dict[str, list[int]] = {}
    for done, (name, dtype) in enumerate(frame.collect_schema().items()):
        channel.progress(what="counting", done=done)
        if not name.startswith("__"):
            found[name] = shape_of(frame.select(pl.col(name).alias("x")), dtype)
    return {"shapes": found}


def _deep(name: str) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """Return a job of the run child, imported when it is first asked for: it answers here while a run is going on."""

    def answer(job: dict[str, Any], channel: Any) -> dict[str, Any]:  # noqa: ANN401
        from analysis.worker.jobs import JOBS as RUN_JOBS

        return RUN_JOBS[name](job, channel)

    return answer


JOBS: dict[str, Callable[[dict[str, Any], Any], dict[str, Any]]] = {
    "view": view,
    "frequency": frequency,
    "describe": describe,
    "shapes": shapes,
    "preview": preview,
    "misfits": misfits,
    "customer": _deep("customer"),
    "step": _deep("step"),
    "propose": _deep("propose"),
    "advice": _deep("advice"),
    "labels": _deep("labels"),
    "in_words": _deep("in_words"),
    "lint": _deep("lint"),
    "edit": _deep("edit"),
    "edit_undo": _deep("edit_undo"),
    "erase": _deep("erase"),
    "playbook": _deep("playbook"),
    "crossing": _deep("crossing"),
}
"""Name of a job of the view child → what does it."""
