"""One row of a table with every cell in full, for what a line of cells has no room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_tui.format import fit
from crm_tui.inert import inert
from crm_tui.screens.tables.column_dialogs import FactsDialog

if TYPE_CHECKING:
    from textual.app import App

    from crm_tui.widgets.table.grid import TableGrid

LONGEST = 20_000
"""Signs of one cell that are shown at most."""
WIDEST_NAME = 30


def row_lines(table: TableGrid, row: int) -> list[str]:
    """Return a line for every column of a row: its title, and its value as the table shows it, in full."""
    titles = [inert(column.shown_title.strip(), WIDEST_NAME) for column in table.source.columns]
    width = max(map(len, titles), default=0)
    return [
        f"{fit(title, width)}  {text}"
        for place, title in enumerate(titles)
        if (text := _cell_text(table, place, row)).strip() or title
    ]


def _cell_text(table: TableGrid, place: int, row: int) -> str:
    """Return what a cell holds, however long, as its column shows it."""
    value = table.source.values(place, row, row + 1)[0]
    plain = isinstance(value, str) and table.source.columns[place].show is None
    return inert(value, LONGEST) if plain else table.plan.cell(place, row).text


def show_row(app: App[object], table: TableGrid) -> None:
    """Show the row under the cursor of a table in full."""
    if table.source.height:
        app.push_screen(FactsDialog(f"Row {table.source.number(table.row):,}", row_lines(table, table.row)))
