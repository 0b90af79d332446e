"""Search through a table in slices so short that keys never wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from crm_tui.widgets.pages import PageSource

FIRST_SLICE = 256
LONGEST_SLICE = 200_000
SHORT, LONG = 0.005, 0.012
"""Seconds: a slice that takes less than the one is doubled, more than the other halved."""


@dataclass(frozen=True)
class Search:
    """What is looked for, in which columns (in the order shown), from which cell, and which way."""

    text: str
    columns: Sequence[int]
    row: int
    column: int
    backwards: bool = False


@dataclass(frozen=True)
class Hit:
    """The cell that was found, and whether the search went past the end of the table."""

    row: int
    column: int
    wrapped: bool


@dataclass
class _Pace:
    """How many rows the next slice has."""

    rows: int = FIRST_SLICE

    def adapt(self, took: float) -> None:
        if took < SHORT:
            self.rows = min(self.rows * 2, LONGEST_SLICE)
        elif took > LONG:
            self.rows = max(self.rows // 2, 1)


def _best(source: PageSource, search: Search, start: int, stop: int) -> tuple[int, int] | None:
    """Return the first (or last) cell in rows ``start`` to ``stop``, as row and place in ``search.columns``."""
    cells = [
        (row, place)
        for place, column in enumerate(search.columns)
        for row in source.find(search.text, column, start, stop)
    ]
    return (max(cells) if search.backwards else min(cells)) if cells else None


def _in_row(source: PageSource, search: Search, after: bool) -> tuple[int, int] | None:
    """Return a cell of the row the search starts in, after (or before) the cell it starts from; else the others."""
    at = search.columns.index(search.column) if search.column in search.columns else 0
    ahead = range(at + 1, len(search.columns)) if not search.backwards else range(at - 1, -1, -1)
    behind = range(at + 1) if not search.backwards else range(len(search.columns) - 1, at - 1, -1)
    for place in ahead if after else behind:
        if source.find(search.text, search.columns[place], search.row, search.row + 1):
            return search.row, place
    return None


def _slices(search: Search, height: int, pace: _Pace) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, stop, wrapped) of the rows after the search's own, round the end, up to it."""
    for low, high, wrapped in _halves(search, height):
        at = high if search.backwards else low
        while low < high:
            if search.backwards:
                at = max(low, high - pace.rows)
                yield at, high, wrapped
                high = at
            else:
                at = min(high, low + pace.rows)
                yield low, at, wrapped
                low = at


def _halves(search: Search, height: int) -> list[tuple[int, int, bool]]:
    before, after = (0, search.row), (search.row + 1, height)
    first, second = (before, after) if search.backwards else (after, before)
    return [(*first, False), (*second, True)]


async def find(source: PageSource, search: Search, on_progress: Callable[[float], None]) -> Hit | None:
    """Return the next cell that holds the text, or None; lets everybody else run between two slices."""
    if not source.height or not search.columns:
        return None
    if cell := _in_row(source, search, after=True):
        return Hit(cell[0], search.columns[cell[1]], wrapped=False)
    pace, seen = _Pace(), 0
    for start, stop, wrapped in _slices(search, source.height, pace):
        began = perf_counter()
        cell = _best(source, search, start, stop)
        if cell:
            return Hit(cell[0], search.columns[cell[1]], wrapped)
        pace.adapt(perf_counter() - began)
        seen += stop - start
        on_progress(seen / source.height)
        await asyncio.sleep(0)
    if cell := _in_row(source, search, after=False):
        return Hit(cell[0], search.columns[cell[1]], wrapped=True)
    return None
