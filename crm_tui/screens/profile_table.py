"""The profile of one segment as a table that stays on the statistic under the cursor, whatever the segment."""

from __future__ import annotations

from collections.abc import Sequence

from crm_tui.glyphs import glyphs_of
from crm_tui.screens.list_table import ListTable
from crm_tui.screens.profile_rows import ProfileRow, place_of, profile_columns
from crm_tui.widgets.pages import frame_pages


class ProfileTable(ListTable):
    """Shows the rows of a profile; ``sentence`` says the one under the cursor in words."""

    profile: Sequence[ProfileRow] = ()

    @property
    def present(self) -> ProfileRow | None:
        """The row under the cursor, whatever the sorting."""
        place = self.source.number(self.row) - 1 if self.source.height else -1
        return self.profile[place] if 0 <= place < len(self.profile) else None

    @property
    def sentence(self) -> str:
        """The row under the cursor in words; empty over a heading."""
        row = self.present
        return row.sentence if row else ""

    def show_profile(self, rows: Sequence[ProfileRow]) -> None:
        """Show the rows of a segment with the cursor on the statistic that it was on."""
        if rows == self.profile:
            return
        before, at = self.present, self.row
        self.profile = rows
        self.set_source(
            frame_pages(profile_columns(glyphs_of(self.app)), [row.cells for row in rows]), keep_cursor=True
        )
        self.move_to(place_of(rows, before.key if before else None, at))
