"""Pages of a Parquet file: a group of rows and a column at a time, so that the file's size does not matter."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from crm_tui.widgets.pages import PageColumn, matching_rows

GROUPS_KEPT = 64
"""Columns of groups that are kept decoded: a screen of ten columns over a group's border needs twenty."""


class ParquetPages:
    """A Parquet file as a page source; ``order`` (row numbers from 0, a ``.npy``) makes it a sorted or filtered view."""

    def __init__(self, path: Path, columns: Sequence[PageColumn], order: Path | None = None) -> None:
        parquet: Any = import_module("pyarrow.parquet")
        self._file = parquet.ParquetFile(path, memory_map=True)
        self.columns = tuple(columns)
        self._order = None if order is None else np.load(order, mmap_mode="r")
        sizes = [self._file.metadata.row_group(group).num_rows for group in range(self._file.metadata.num_row_groups)]
        self._starts = np.cumsum([0, *sizes])
        self._kept: OrderedDict[tuple[int, str], Any] = OrderedDict()

    @property
    def height(self) -> int:
        """How many rows the view has."""
        return int(self._starts[-1] if self._order is None else len(self._order))

    def number(self, row: int) -> int:
        """Return the row's place in the file, from 1."""
        return row + 1 if self._order is None else int(self._order[row]) + 1

    def values(self, column: int, start: int, stop: int) -> list[object]:
        """Return the values of one column in rows ``start`` to ``stop``."""
        stop = min(stop, self.height)
        name = self.columns[column].name
        rows = np.arange(start, stop) if self._order is None else np.asarray(self._order[start:stop])
        groups = np.searchsorted(self._starts, rows, side="right") - 1
        return [
            self._group(int(g), name)[int(row - self._starts[g])].as_py() for g, row in zip(groups, rows, strict=True)
        ]

    def find(self, text: str, column: int, start: int, stop: int) -> Sequence[int]:
        """Return the rows whose cell in ``column`` holds ``text``."""
        return matching_rows(self.values(column, start, stop), text, start)

    def _group(self, group: int, name: str) -> Any:  # noqa: ANN401
        key = (group, name)
        if key not in self._kept:
            self._kept[key] = self._file.read_row_group(group, columns=[name]).column(0).combine_chunks()
        self._kept.move_to_end(key)
        while len(self._kept) > GROUPS_KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]
