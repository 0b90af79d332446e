"""A short list on a screen: a table that leaves the last line to the keys of its screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from crm_tui.widgets.table.motion import table_bindings
from crm_tui.widgets.table.view import TableView


class ListTable(TableView):
    """A table of a few rows; all keys of a table work, and only ``enter`` is named in the last line."""

    BINDINGS: ClassVar[list[BindingType]] = table_bindings(
        (
            ("/", "find", "Find", "find"),
            ("enter", "post('open')", "Open", "open"),
            ("&", "filter", "Filter rows", "filter"),
            ("@", "only", "Only this value", "only"),
            ("]", "sort(True)", "Sort down", "sort_down"),
            ("F", "post('frequency')", "Frequency", "frequency"),
            ("I", "post('describe')", "Describe", "describe"),
            ("r", "reset", "Reset view", "reset"),
        ),
        frozenset({"open"}),
    )
