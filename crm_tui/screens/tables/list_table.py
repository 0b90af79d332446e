"""A short list on a screen: a table that leaves the last line to the keys of its screen."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from crm_tui.widgets.table.search import TableSearch
from crm_tui.widgets.table.view import TableView


class ListTable(TableView):
    """A table of a few rows; all keys of a table work, and only ``enter`` is named in the last line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        replace(key, show=key.id == "table.open")
        for key in (*TableSearch.BINDINGS, *TableView.BINDINGS)
        if isinstance(key, Binding) and key.show
    ]
