"""Where the user stands in a table, kept and gone back to: by the number of a row, which holds whatever is shown."""

from __future__ import annotations

from bisect import bisect_left

from crm_tui.widgets.pages import PageSource
from crm_tui.widgets.table.grid import TableGrid, ViewState


def row_of_number(source: PageSource, number: int) -> int | None:
    """Return the row that has this number, None where there is none; the rows are in their own order."""
    row = bisect_left(range(source.height), number, key=source.number)
    return row if row < source.height and source.number(row) == number else None


class TablePlace(TableGrid):
    """A table whose cursor can be sent to a row that is yet to come."""

    _wanted: tuple[int, str] | None = None

    def set_source(self, source: PageSource, view: ViewState | None = None, *, keep_cursor: bool = False) -> None:
        """Show other rows, see ``TableGrid.set_source``; a row that was wanted is gone to as soon as it is there."""
        super().set_source(source, view, keep_cursor=keep_cursor)
        self._go_where_wanted()

    def place_of(self, number: int) -> int | None:
        """Return the row that has this number; where rows are sorted, the row so far down; None where there is none."""
        if self.view.sort_column is None:
            return row_of_number(self.source, number)
        return number - 1 if 0 < number <= self.source.height else None

    @property
    def standing(self) -> tuple[int, str]:
        """The number of the row under the cursor, as it stands before it, and the name of the column."""
        if self._wanted is not None:
            return self._wanted
        return (self.source.number(self.row) if self.source.height else 1), self.column_name

    def go_when_there(self, number: int, column: str) -> None:
        """Put the cursor on the row of this number, now or when the table has it; a key that is pressed first wins."""
        self._wanted = (number, column)
        if self.is_mounted:
            self._go_where_wanted()

    def on_key(self) -> None:
        """Let the user go where they will."""
        self._wanted = None

    def _go_where_wanted(self) -> None:
        if self._wanted is None:
            return
        number, column = self._wanted
        row = row_of_number(self.source, number)
        if row is not None:
            self._wanted = None
            names = [one.name for one in self.source.columns]
            self.move_to(row, names.index(column) if column in names else None)
