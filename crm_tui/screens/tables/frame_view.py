"""Which rows of which file a table shows, as a value: asked for by keys, answered by the view child."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crm_tui.widgets.pages import PageColumn, PageSource
from crm_tui.widgets.table import messages


@dataclass(frozen=True)
class FrameView:
    """A file, its columns as they are shown, and which of its rows in which order; without a file, nothing.

    ``only`` is a condition that always holds (the customers of one segment), ``condition`` the reader's own filter.
    """

    path: Path | None = None
    columns: tuple[PageColumn, ...] = ()
    only: str = ""
    condition: str = ""
    order: tuple[str, bool] | None = None

    @property
    def filter(self) -> str:
        """The condition for which rows are shown; empty for all."""
        return " and ".join(f"({part})" for part in (self.only, self.condition) if part)

    @property
    def whole(self) -> bool:
        """Whether it is the file as it is: all rows in their own order."""
        return not self.filter and self.order is None

    @property
    def task(self) -> str:
        """What the view child is doing while the rows are waited for."""
        return "filtering" if self.condition else "sorting" if self.order else "fetching the rows"

    @property
    def job(self) -> dict[str, Any]:
        """The job of the view child that finds the rows."""
        order = [self.order] if self.order else []
        return {"job": "view", "frame": str(self.path), "filter": self.filter, "order": order}

    def of_file(self, path: Path, columns: tuple[PageColumn, ...], only: str) -> FrameView:
        """Return the view of another file; filter and order are kept where the columns are the same."""
        if [column.name for column in columns] == [column.name for column in self.columns]:
            return replace(self, path=path, columns=columns, only=only)
        return FrameView(path, columns, only)

    def with_condition(self, condition: str) -> FrameView:
        """Return the view of those rows for which a further condition holds."""
        return replace(self, condition=f"({self.condition}) and {condition}" if self.condition else condition)

    def after(self, asked: messages.TableMessage) -> FrameView:
        """Return the view that a key asked for: sorted, filtered, of one value only, or of everything again."""
        match asked:
            case messages.SortRequested():
                return replace(self, order=(asked.column, asked.descending))
            case messages.FilterRequested():
                return replace(self, condition=asked.text)
            case messages.OnlyThisValueRequested():
                return self.with_value(asked.column, asked.value)
            case _:
                return replace(self, condition="", order=None)

    def with_value(self, column: str, value: object) -> FrameView:
        """Return the view of those rows that have this value in a column."""
        from analysis.expressions import condition_for

        return self.with_condition(condition_for(column, value))


def pages_of(path: Path, columns: tuple[PageColumn, ...], rows: Path | None = None) -> PageSource:
    """Return the rows of a file, all or those whose numbers are in ``rows``; OSError where it is gone from the disk."""
    # Numpy takes a tenth of a second to import; the first paint does without.
    if path.suffix == ".parquet":
        from crm_tui.widgets.parquet_pages import ParquetPages

        return ParquetPages(path, columns, rows)
    from crm_tui.widgets.arrow_pages import ArrowPages

    return ArrowPages(path, rows, columns=columns)
