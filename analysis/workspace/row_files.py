"""Rows of a source on disk, written while they are read: a workspace's hold, in memory that does not grow with them."""

from __future__ import annotations

import itertools
import os
import shutil
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from analysis.errors import AnalysisError

if TYPE_CHECKING:
    from analysis.sources.holding import Batch

ROW_GROUP = 100_000
"""Rows a group, so that a page is found quickly."""

_FULL = ("No space left on device", "Disk quota exceeded")
_numbers = itertools.count()
_files: dict[str, Path] = {}
"""What a plan of all rows of a file says of itself → the file."""


def write_rows(rows: pl.LazyFrame, path: Path) -> None:
    """Write rows to a Parquet file; where they are all of a file of :class:`InFile`, it gets that name as well."""
    written = _files.get(_said(rows))
    if written is None or not written.exists():
        rows.sink_parquet(path, row_group_size=ROW_GROUP, compression="zstd", compression_level=1)
        return
    try:
        path.hardlink_to(written)
    except OSError:  # another disk, or one without such names
        shutil.copyfile(written, path)


class InFile:
    """A hold (``analysis.sources.holding``) in a file of ``folder`` that goes away with the plan that it returns.

    Plans made from that plan do not keep the file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, batches: Iterator[Batch], empty: pl.DataFrame) -> pl.LazyFrame:
        """Return a plan of all rows; AnalysisError where the disk is full, and then nothing is left there."""
        path = self._folder / f".rows-{next(_numbers)}.{os.getpid()}.tmp"

        def source(_columns: object, _predicate: object, _rows: object, _batch: object) -> Iterator[pl.DataFrame]:
            yield from (batch.rows for batch in batches)

        try:
            write_rows(register_io_source(source, schema=empty.schema), path)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if any(full in str(error) for full in _FULL):
                remedy = "free some space, or name another place with --workspace"
                raise AnalysisError("the disk is full", where=str(self._folder), remedy=remedy) from error
            raise
        rows = pl.scan_parquet(path, glob=False)
        _files[_said(rows)] = path
        weakref.finalize(rows, _forget, _said(rows))
        return rows


def _forget(said: str) -> None:
    _files.pop(said).unlink(missing_ok=True)


def _said(rows: pl.LazyFrame) -> str:
    return rows.explain(optimized=False)
