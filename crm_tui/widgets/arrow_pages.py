"""Millions of rows from a memory-mapped Arrow file, as they are or as a sorted or filtered view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from crm_tui.widgets.pages import ColumnKind, PageColumn, matching_rows

Rows = np.ndarray[Any, Any]
"""Row numbers, counted from 0."""
Arrow = Any
"""Anything of pyarrow's, whose types cannot be used."""


def _arrow(part: str = "") -> Arrow:
    """Return pyarrow, loaded when first needed: it takes a third of a second."""
    return import_module("pyarrow" + part)


class ArrowPages:
    """An uncompressed Arrow IPC file, memory-mapped: a page costs its own rows, whatever the file's size.

    ``order`` (row numbers counted from 0, such as a memory-mapped ``.npy``) makes it a sorted or filtered view.
    ``identifiers`` are columns of whole numbers that are names, not amounts; ``columns`` replaces what is made from
    the file's own schema, by name.
    """

    def __init__(
        self,
        path: Path,
        order: Rows | Path | None = None,
        *,
        columns: Sequence[PageColumn] | None = None,
        identifiers: Iterable[str] = (),
    ) -> None:
        pa = _arrow()
        self.path = path
        self._table: Arrow = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        self._order = np.load(order, mmap_mode="r") if isinstance(order, Path) else order
        self._starts = np.cumsum([0, *(len(chunk) for chunk in self._chunks(0))])
        schema, names = self._table.schema, set(identifiers)
        if columns is None:
            self.columns = tuple(_arrow_column(field, field.name in names) for field in schema)
            self._places = list(range(len(schema)))
        else:
            self.columns = tuple(columns)
            self._places = [schema.get_field_index(column.name) for column in columns]

    @property
    def height(self) -> int:
        """How many rows the view has."""
        return int(self._table.num_rows if self._order is None else len(self._order))

    def number(self, row: int) -> int:
        """Return the row's place in the file, from 1."""
        return row + 1 if self._order is None else int(self._order[row]) + 1

    def values(self, column: int, start: int, stop: int) -> list[object]:
        """Return the values of one column in rows ``start`` to ``stop``."""
        values: list[object] = self._array(column, start, min(stop, self.height)).to_pylist()
        return values

    def find(self, text: str, column: int, start: int, stop: int) -> list[int]:
        """Return the rows whose cell in ``column`` holds ``text``; Arrow does the search."""
        pa, pc = _arrow(), _arrow(".compute")
        array = self._array(column, start, min(stop, self.height))
        try:
            words = array if pa.types.is_large_string(array.type) else array.cast(pa.large_string())
            return [start + int(row) for row in pc.indices_nonzero(pc.match_substring(words, text, ignore_case=True))]
        except pa.ArrowNotImplementedError:
            return matching_rows(array.to_pylist(), text, start)

    def _chunks(self, place: int) -> Sequence[Arrow]:
        chunks: Sequence[Arrow] = [] if not self._table.num_columns else self._table.column(place).chunks
        return chunks

    def _array(self, column: int, start: int, stop: int) -> Arrow:
        place = self._places[column]
        if (order := self._order) is None:
            array = self._table.column(place).slice(start, max(stop - start, 0))
        else:
            array = self._gathered(place, order[start:stop])
        return _readable(array)

    def _gathered(self, place: int, rows: Rows) -> Arrow:
        """Return the values of scattered rows, batch by batch: Arrow's own take would join all batches first."""
        pa = _arrow()
        chunks = self._chunks(place)
        batches = np.searchsorted(self._starts, rows, side="right") - 1
        by_batch = np.argsort(batches, kind="stable")
        parts = []
        for batch in np.unique(batches):
            inside = rows[by_batch[batches[by_batch] == batch]] - self._starts[batch]
            parts.append(_take(chunks[batch], inside))
        together = pa.chunked_array(parts, type=self._table.schema.field(place).type).combine_chunks()
        return _take(together, np.argsort(by_batch))


def _take(array: Arrow, rows: Rows) -> Arrow:
    pa = _arrow()
    try:
        return array.take(pa.array(rows, type=pa.int64()))
    except pa.ArrowNotImplementedError:  # views of text have no such kernel yet
        return pa.array([array[row].as_py() for row in rows.tolist()], type=array.type)


def _readable(array: Arrow) -> Arrow:
    """Return what Python's own types can hold: times in nanoseconds would need pandas."""
    pa = _arrow()
    if pa.types.is_timestamp(array.type) and array.type.unit == "ns":
        return array.cast(pa.timestamp("us", array.type.tz), safe=False)
    return array


def _arrow_column(field: Arrow, identifier: bool) -> PageColumn:
    """Return a column of the file as it is shown when nothing more is known about it."""
    pa = _arrow()
    kinds: tuple[tuple[Callable[[Arrow], bool], ColumnKind], ...] = (
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "integer"),
        (pa.types.is_floating, "decimal"),
        (pa.types.is_decimal, "decimal"),
        (pa.types.is_date, "date"),
        (pa.types.is_timestamp, "datetime"),
    )
    kind: ColumnKind = next((kind for holds, kind in kinds if holds(field.type)), "text")
    return PageColumn(field.name, "identifier" if identifier else kind)
