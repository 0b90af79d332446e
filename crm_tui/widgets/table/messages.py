"""What a table asks of its screen: everything that needs more than the rows on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from crm_tui.widgets.table.grid import TableGrid


class TableMessage(Message):
    """A message about one table; ``column`` is the name of the column under the cursor, ``row`` the row's index."""

    def __init__(self, table: TableGrid) -> None:
        super().__init__()
        self.table = table
        self.row = table.row
        self.column = table.column_name

    @property
    def control(self) -> TableGrid:
        """The table that sent it, for ``@on(…, "#id")``."""
        return self.table


class CursorMoved(TableMessage):
    """The cursor stands on another cell."""


class Chosen(TableMessage):
    """``enter`` was pressed: go into this row."""


class Toggled(TableMessage):
    """``space`` was pressed: mark this row, or switch it on or off."""


class SortRequested(TableMessage):
    """Sort by the column."""

    def __init__(self, table: TableGrid, descending: bool) -> None:
        super().__init__(table)
        self.descending = descending


class FilterRequested(TableMessage):
    """Show the rows for which the expression holds; an empty one shows all."""

    def __init__(self, table: TableGrid, text: str) -> None:
        super().__init__(table)
        self.text = text


class OnlyThisValueRequested(TableMessage):
    """Show the rows that have this value in the column; None: the rows where it is missing."""

    def __init__(self, table: TableGrid, value: object) -> None:
        super().__init__(table)
        self.value = value


class FrequencyRequested(TableMessage):
    """Count the values of the column."""


class DescribeRequested(TableMessage):
    """Describe the column: missing, distinct, quantiles."""


class PlotRequested(TableMessage):
    """Draw the column."""


class ResetRequested(TableMessage):
    """Show all rows in their own order."""


class CopyRequested(TableMessage):
    """Copy the ``cell``, the ``row`` or the whole ``view``.

    ``lines(limit)`` yields its lines, cells separated by tabs, the view's header first; at most ``limit`` rows.
    """

    def __init__(self, table: TableGrid, what: str, lines: Callable[[int], Iterator[str]]) -> None:
        super().__init__(table)
        self.what, self.lines = what, lines


class Said(TableMessage):
    """Something for the status line: a search that wraps, finds nothing, or is on its way."""

    def __init__(self, table: TableGrid, text: str) -> None:
        super().__init__(table)
        self.text = text
