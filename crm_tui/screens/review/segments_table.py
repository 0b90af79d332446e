"""The segments of the review as a table whose columns fit the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_tui.screens.review import rows
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.pages import frame_pages

if TYPE_CHECKING:
    from crm_tui.session import Session

Told = Mapping[str, Any]


class SegmentsTable(ListTable):
    """One row a segment; the cursor stays where it is when the results are others."""

    def show_segments(self, session: Session) -> None:
        """Draw the segments of a session that has a review."""
        told = session.told
        columns = rows.segment_columns(told["review"], told.get("customers", {}).get("currency"))
        tiers = session.recipe.value.tiers if session.recipe else ()
        lines = rows.segment_rows(told["review"], told.get("segments", {}), tiers)
        shown = frame_pages(columns, lines)
        if shown != self.source:
            self.set_source(shown, keep_cursor=True)
            self.fit()

    @property
    def segment_place(self) -> int:
        """The place, among all segments, of the one under the cursor, whatever the sorting."""
        return self.source.number(self.row) - 1 if self.source.height else 0

    def on_resize(self) -> None:
        """Give the names what room there is."""
        self.fit()

    def fit(self) -> None:
        """Fit the columns to the width."""
        if self.source.columns and self.size.width:
            widths = rows.segment_widths(self.source.columns, self.size.width - 1)
            self.set_arrangement(replace(self.plan.arrangement, widths=widths))
