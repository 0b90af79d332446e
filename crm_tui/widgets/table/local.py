"""Sorting and filtering of a few rows in memory, and text to copy out of any table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crm_tui import format as formats
from crm_tui.widgets.pages import FramePages, PageSource
from crm_tui.widgets.prompt import Question, history
from crm_tui.widgets.table.grid import TableGrid, ViewState
from crm_tui.widgets.table.messages import FilterRequested, OnlyThisValueRequested, SortRequested, TableMessage

COPY_BLOCK = 1000
LONGEST_COPIED_CELL = 100_000


def _names(source: PageSource) -> list[str]:
    return [column.name for column in source.columns]


def _place(source: FramePages, name: str | None) -> int:
    return _names(source).index(name or "")


@dataclass(frozen=True)
class FewRows:
    """A few rows in memory and all that was asked of them: one text, then single values, then one order."""

    base: FramePages
    asked: tuple[TableMessage, ...] = ()

    def after(self, message: TableMessage) -> FewRows:
        """Return the rows once another message came."""
        orders = tuple(one for one in self.asked if isinstance(one, SortRequested))
        filters = tuple(one for one in self.asked if not isinstance(one, SortRequested))
        if isinstance(message, SortRequested):
            return FewRows(self.base, (*filters, message))
        if isinstance(message, FilterRequested):
            return FewRows(self.base, ((message,) if message.text else ()) + orders)
        only = isinstance(message, OnlyThisValueRequested)
        return FewRows(self.base, (*filters, message, *orders) if only else ())

    def stay(self, source: PageSource) -> bool:
        """Whether other rows are shown as these were: something was asked, and their columns are the same."""
        return bool(self.asked) and _names(source) == _names(self.base)

    def shown(self) -> tuple[FramePages, ViewState]:
        """Return the rows that are to be shown, and how they were chosen and ordered."""
        source, view = self.base, ViewState()
        for message in self.asked:
            source, view = self._step(source, view, message)
        return source, view

    def _step(self, shown: FramePages, view: ViewState, message: TableMessage) -> tuple[FramePages, ViewState]:
        total = self.base.height
        if isinstance(message, SortRequested):
            rows = shown.sorted_by(_place(shown, message.column), message.descending)
            return rows, replace(view, sort_column=message.column, descending=message.descending, total=total)
        if isinstance(message, FilterRequested):
            from crm_tui.few_rows import matching  # which needs polars, and only here

            return _in_order(matching(self.base, message.text), view), replace(
                view, filter_text=message.text, total=total
            )
        assert isinstance(message, OnlyThisValueRequested), "what was asked is an order, a text or a value"
        rows = shown.only(_place(shown, message.column), message.value)
        text = f"{message.column} is {'missing' if message.value is None else message.value}"
        both = f"{view.filter_text}, {text}" if view.filter_text else text
        return rows, replace(view, filter_text=both, total=total)

    def question(self, text: str) -> Question:
        """Return what a prompt asks for other rows; ``text`` is the present filter."""
        from crm_tui.few_rows import example, wrong_condition

        hint = " or ".join(filter(None, (example(self.base), "a text in any column")))
        return Question(
            "rows where", text, hint, history("filter"), check=lambda typed: wrong_condition(self.base, typed)
        )


def _in_order(rows: FramePages, view: ViewState) -> FramePages:
    return rows.sorted_by(_place(rows, view.sort_column), view.descending) if view.sort_column else rows


def lines_of(table: TableGrid, what: str, limit: int) -> Iterator[str]:
    """Yield the ``cell``, the ``row`` or the ``view`` of a table with its header, to be copied."""
    source, shown = table.source, table.plan.shown
    if what != "view":
        yield from copied_lines(source, (table.cursor_column,) if what == "cell" else shown, table.row, table.row + 1)
        return
    yield "\t".join(formats.plain_value(source.columns[place].name) for place in shown)
    yield from copied_lines(source, shown, 0, min(source.height, limit))


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
