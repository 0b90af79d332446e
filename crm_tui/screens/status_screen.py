"""A screen whose status line tells of the table that has, or had last, the focus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.screen import Screen

from crm_tui.inert import inert
from crm_tui.masking import masked_said
from crm_tui.widgets.status_line import StatusLine
from crm_tui.widgets.table.messages import CopyRequested, Said
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from crm_tui.app import CrmTui


class StatusScreen(Screen[None], inherit_bindings=False):
    """Shows what tables say of themselves, and what is copied out of them; there is a ``StatusLine`` on it."""

    app: CrmTui
    _table: TableView | None = None

    def show_facts(self) -> None:
        """Say in the status line what the table shows: rows, filter, sorting; and what holds for the whole work."""
        session = self.app.session
        flags = (
            "masked" if session.masked else "",
            "read only" if session.read_only else "",
            "UNSAVED" if session.unsaved else "",
            "all rows" if session.told else "",
        )
        table = self._table if self._table is not None and self._table.is_attached and self._table.display else None
        facts = table.status if table is not None and table.source.columns else ""
        self.query_one(StatusLine).show_facts(masked_said(facts, session), flags)

    def on_key(self) -> None:
        """Let what was said give way to what a key brings."""
        for line in self.query(StatusLine):
            line.release()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell of the table that is looked at."""
        if isinstance(event.widget, TableView):
            self._table = event.widget
            self.show_facts()

    @on(Said)
    def _said(self, message: Said) -> None:
        """Show what a table has to say; what it shows now is a fact, anything else is said once."""
        message.stop()
        if isinstance(message.table, TableView) and message.text == message.table.status:
            if self._table is None or message.table is self._table:
                self._table = message.table
                self.query_one(StatusLine).say("")
                self.show_facts()
            return
        if self._table is None or message.table is self._table:
            self.query_one(StatusLine).say(masked_said(message.text, self.app.session))

    @on(CopyRequested)
    def _copy(self, message: CopyRequested) -> None:
        """Copy a cell, a row or the view."""
        from crm_tui.screens.tables.copying import copied

        message.stop()
        folder = Path(self.app.session.workspace or ".") / "copies"
        said = copied(self.app, message, folder)
        if len(said) < self.size.width - 20:
            self.query_one(StatusLine).say(said)
        else:
            self.app.notify(inert(said, 400), markup=False)
