"""Pages of a Parquet file in its own order: a group of rows and a column at a time, whatever the file's size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from crm_tui.widgets.pages import PageColumn, matching_rows

BYTES_KEPT = 32 * 2**20
"""Bytes of unpacked columns of groups that are kept, so that the next page of rows costs nothing."""
Arrow = Any
"""Anything of pyarrow's, whose types cannot be used."""


class ParquetPages:
    """A Parquet file as a page source; ``order`` (row numbers from 0, a ``.npy``) makes it a sorted or filtered view.

    Rows of an order that jumps about unpack a group each: such a view is better paged from an uncompressed copy.
    """

    def __init__(self, path: Path, columns: Sequence[PageColumn], order: Path | None = None) -> None:
        parquet: Any = import_module("pyarrow.parquet")
        self._file = parquet.ParquetFile(path, memory_map=True)
        self.columns = tuple(columns)
        self._order = None if order is None else np.load(order, mmap_mode="r")
        sizes = [self._file.metadata.row_group(group).num_rows for group in range(self._file.metadata.num_row_groups)]
        self._starts = np.cumsum([0, *sizes])
        self._kept: OrderedDict[tuple[int, str], Arrow] = OrderedDict()
        self._bytes = 0

    @property
    def height(self) -> int:
        """How many rows the view has."""
        return int(self._starts[-1] if self._order is None else len(self._order))

    def number(self, row: int) -> int:
        """Return the row's place in the file, from 1."""
        return row + 1 if self._order is None else int(self._order[row]) + 1

    def values(self, column: int, start: int, stop: int) -> list[object]:
        """Return the values of one column in rows ``start`` to ``stop``."""
        stop = max(min(stop, self.height), start)
        name = self.columns[column].name
        rows = np.arange(start, stop) if self._order is None else np.asarray(self._order[start:stop])
        groups = np.searchsorted(self._starts, rows, side="right") - 1
        found: list[object] = [None] * len(rows)
        for group in np.unique(groups):
            places = np.flatnonzero(groups == group)
            inside = rows[places] - self._starts[group]
            low, high = int(inside.min()), int(inside.max()) + 1
            values = _readable(self._group(int(group), name).slice(low, high - low)).to_pylist()
            for place, row in zip(places, inside, strict=True):
                found[place] = values[int(row) - low]
        return found

    def find(self, text: str, column: int, start: int, stop: int) -> Sequence[int]:
        """Return the rows whose cell in ``column`` holds ``text``."""
        return matching_rows(self.values(column, start, stop), text, start)

    def _group(self, group: int, name: str) -> Arrow:
        key = (group, name)
        if key not in self._kept:
            values = self._file.read_row_group(group, columns=[name]).column(0).combine_chunks()
            self._kept[key] = values
            self._bytes += values.nbytes
        self._kept.move_to_end(key)
        while self._bytes > BYTES_KEPT and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return self._kept[key]


def _readable(array: Arrow) -> Arrow:
    """Return what Python's own types can hold: times in nanoseconds would need pandas."""
    pa: Any = import_module("pyarrow")
    if pa.types.is_timestamp(array.type) and array.type.unit == "ns":
        return array.cast(pa.timestamp("us", array.type.tz), safe=False)
    return array
