"""A text file converted to Parquet once, so that its rows can be paged through: whole or absent, in bounded memory."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from analysis.errors import AnalysisError
from analysis.progress import Progress, silent
from analysis.sources.delimited import findings_of
from analysis.sources.plan import Plan, plan_reading
from analysis.sources.reading import batches, confirmed
from analysis.sources.table import Findings, ReadOptions

ROW_GROUP = 100_000
"""Rows a group, so that a page is found quickly; a group with wide rows closes at ``GROUP_BYTES``."""

GROUP_BYTES = 1 << 26
Shape = Callable[[pl.DataFrame], pl.DataFrame]


def convert(
    path: Path,
    target: Path,
    options: ReadOptions | None = None,
    *,
    progress: Progress = silent,
    shape: Shape | None = None,
) -> Findings:
    """Write the rows of an uncompressed text file to ``target`` as Parquet; return what was found out.

    The columns are those of ``TextTable.frame``, or what ``shape`` makes of each batch of them. ``progress`` counts
    bytes: the file is gone through twice. Raises AnalysisError where the file cannot be read or the disk is full;
    then, as when it is interrupted, nothing is left behind.
    """
    total = 2 * path.stat().st_size if path.exists() else 0
    half = total // 2
    plan = confirmed(plan_reading(path, options, progress=lambda done, _, what="": progress(done, total, what)))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        frames = batches(plan, progress=lambda done, _, what="": progress(half + done, total, what))
        rows = _write(plan, frames, temporary, shape)
        temporary.replace(target)
    except OSError as error:
        raise _said(error, path, target) from error
    finally:
        temporary.unlink(missing_ok=True)
    progress(total, total, "converted")
    return findings_of(plan, str(path), rows)


def _write(plan: Plan, frames: Iterator[pl.DataFrame], target: Path, shape: Shape | None) -> int:
    """Write the batches in groups of rows; return how many rows there were."""
    open_writer: Callable[..., Any] = pq.ParquetWriter  # pyarrow has no annotations
    rows, writer = 0, None
    try:
        for group in _groups(plan, frames):
            table = (group if shape is None else shape(group)).to_arrow(compat_level=pl.CompatLevel.oldest())
            if writer is None:
                writer = open_writer(target, table.schema, compression="zstd")
            writer.write_table(table, row_group_size=ROW_GROUP)
            rows += group.height
    finally:
        if writer is not None:
            writer.close()
    return rows


def _groups(plan: Plan, frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The batches cut to groups; one empty group where there are no rows."""
    waiting: list[pl.DataFrame] = [plan.empty]
    height = size = 0
    written = False
    for frame in frames:
        waiting.append(frame)
        height, size = height + frame.height, size + int(frame.estimated_size())
        while height >= ROW_GROUP or size >= GROUP_BYTES:
            joined = pl.concat(waiting)
            yield joined.head(ROW_GROUP)
            written = True
            rest = joined.slice(ROW_GROUP)
            waiting, height, size = [rest], rest.height, int(rest.estimated_size())
    if height or not written:
        yield pl.concat(waiting)


def _said(error: OSError, path: Path, target: Path) -> AnalysisError:
    """The sentence for what the system refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AnalysisError("the disk is full", where=str(target.parent), remedy="free space or use another workspace")
    what = f"the file could not be converted ({error.strerror or error})"
    return AnalysisError(what, where=str(path), remedy="check its name and rights")
