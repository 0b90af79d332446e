"""The lower half of the Clean screen: a column before and after a step, and the rows that the step touches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.masking import masked_columns, masked_description
from crm_tui.screens.clean.pictures import column_drawing, said_drawing
from crm_tui.screens.clean.rows import touched_table
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.picture import Picture, message_lines

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.screens.clean.step_effects import Effect


class EffectsPane(Vertical):
    """Two pictures over a table; ``shown`` is what they show, None where nothing."""

    app: CrmTui
    shown: Effect | None = None
    _masked = False

    def compose(self) -> ComposeResult:
        """Before beside after, and below them the touched rows."""
        with Horizontal(id="effects"):
            yield Picture(id="before")
            yield Picture(id="after")
        yield ListTable(id="touched", numbers=False, empty="")

    def show(self, effect: Effect, answer: Mapping[str, Any]) -> None:
        """Draw what was worked out, unless it is drawn already."""
        session = self.app.session
        if effect == self.shown and session.masked == self._masked:
            return
        self.shown, self._masked = effect, session.masked
        if "problem" in answer:
            self.show_nothing(str(answer["problem"]))
            return
        column = answer["column"]
        before, after = (
            told and masked_description(told, column, session) for told in (answer["before"], answer["after"])
        )
        self.query_one("#before", Picture).show(column_drawing("before", before, None, column))
        self.query_one("#after", Picture).show(column_drawing("after", after, before, column))
        columns, rows = touched_table(answer, glyphs_of(self.app))
        table = self.query_one("#touched", ListTable)
        table.display, table.empty = True, "This step touches no row."
        table.set_source(frame_pages(masked_columns(columns, session), rows))

    def show_nothing(self, why: str) -> None:
        """Say why there is nothing to draw."""
        self.shown = None
        self.query_one("#before", Picture).show(said_drawing(inert(why, 500)))
        self.query_one("#after", Picture).show(message_lines(""))
        self.query_one("#touched", ListTable).display = False
