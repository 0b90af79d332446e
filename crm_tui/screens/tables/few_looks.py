"""A look into one column of a few rows in memory: a dialog shows its values, or how they are spread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm_tui import few_rows
from crm_tui.screens.tables.column_dialogs import DescribeDialog, FrequencyDialog
from crm_tui.widgets.pages import FramePages
from crm_tui.widgets.table.messages import FrequencyRequested, OnlyThisValueRequested, TableMessage
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from textual.app import App


def look(app: App[object], message: TableMessage) -> None:
    """Show what a table of a few rows was asked about the column under its cursor; a value chosen there filters it."""
    table = message.table
    pages = table.source
    if not isinstance(table, TableView) or not isinstance(pages, FramePages) or not message.column:
        return
    message.stop()
    place = [column.name for column in pages.columns].index(message.column)
    column = pages.columns[place]
    if not isinstance(message, FrequencyRequested):
        app.push_screen(DescribeDialog(few_rows.description(pages, place)))
        return

    def chosen(value: tuple[object] | None) -> None:
        if value is not None:
            table.ask(OnlyThisValueRequested(table, value[0]))

    title = column.shown_title.strip() or column.name
    found = few_rows.frequency(pages, place)
    app.push_screen(FrequencyDialog(title, found, replace(column, title="value")), chosen)
