"""Sorting and filtering of a few rows in memory, and text to copy out of any table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crm_tui import format as formats
from crm_tui.widgets.pages import FramePages, PageSource
from crm_tui.widgets.table_grid import ViewState
from crm_tui.widgets.table_messages import FilterRequested, OnlyThisValueRequested, SortRequested, TableMessage

COPY_BLOCK = 1000
LONGEST_COPIED_CELL = 100_000


def _place(source: FramePages, name: str | None) -> int:
    return [column.name for column in source.columns].index(name or "")


def local_view(
    base: FramePages, shown: FramePages, view: ViewState, message: TableMessage
) -> tuple[FramePages, ViewState]:
    """Return what a message asks of a few rows: those ``shown`` in another order, or others of ``base``."""
    total = base.height
    if isinstance(message, SortRequested):
        rows = shown.sorted_by(_place(base, message.column), message.descending)
        return rows, replace(view, sort_column=message.column, descending=message.descending, total=total)
    if isinstance(message, FilterRequested) and message.text:
        from crm_tui.few_rows import matching  # which needs polars, and only here

        return _in_order(matching(base, message.text), view), replace(view, filter_text=message.text, total=total)
    if isinstance(message, FilterRequested):
        return _in_order(base, view), replace(view, filter_text="", total=total)
    if isinstance(message, OnlyThisValueRequested):
        rows = shown.only(_place(base, message.column), message.value)
        text = f"{message.column} is {'missing' if message.value is None else message.value}"
        both = f"{view.filter_text}, {text}" if view.filter_text else text
        return rows, replace(view, filter_text=both, total=total)
    return base, ViewState()


def asked_after(asked: tuple[TableMessage, ...], message: TableMessage) -> tuple[TableMessage, ...]:
    """Return all that holds of a few rows once a message came: one text, then single values, then one order."""
    orders = tuple(one for one in asked if isinstance(one, SortRequested))
    filters = tuple(one for one in asked if not isinstance(one, SortRequested))
    if isinstance(message, SortRequested):
        return (*filters, message)
    if isinstance(message, FilterRequested):
        return ((message,) if message.text else ()) + orders
    return (*filters, message, *orders) if isinstance(message, OnlyThisValueRequested) else ()


def _in_order(rows: FramePages, view: ViewState) -> FramePages:
    return rows.sorted_by(_place(rows, view.sort_column), view.descending) if view.sort_column else rows


def copied_lines(source: PageSource, columns: tuple[int, ...], start: int, stop: int) -> Iterator[str]:
    """Yield rows as lines of cells separated by tabs: plain inert text, numbers without thousands separators.

    Where a column shows its values in a way of its own (masked, say), the copy does too.
    """

    def text(place: int, value: object) -> str:
        show = source.columns[place].show
        return formats.plain_value(show(value) if show else value, LONGEST_COPIED_CELL)

    for low in range(start, stop, COPY_BLOCK):
        high = min(low + COPY_BLOCK, stop)
        cells = [[text(place, value) for value in source.values(place, low, high)] for place in columns]
        yield from map("\t".join, zip(*cells, strict=True))


def status_of(source: PageSource, view: ViewState, columns: int) -> str:
    """Return rows shown of all, filter, sorting and ``columns`` shown of all: untrusted text, not yet inert."""
    rows = source.height
    total = rows if view.total is None else view.total
    parts = [f"{rows:,} of {formats.counted(total, 'row')}" if total != rows else formats.counted(rows, "row")]
    if view.filter_text:
        parts.append(f"filter: {view.filter_text}")
    if view.sort_column is not None:
        parts.append(f"sorted by {view.sort_column}, {'falling' if view.descending else 'rising'}")
    if columns != len(source.columns):
        parts.append(f"{columns} of {len(source.columns)} columns")
    return " · ".join(parts)
