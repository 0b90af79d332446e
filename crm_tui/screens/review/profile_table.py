"""The profile of one segment as a table that stays on the statistic under the cursor, whatever the segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm_tui.screens.review.profile_rows import ProfileRow, place_of, profile_columns, profile_widths, titles_at
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.pages import FramePages, frame_pages
from crm_tui.widgets.table.layout import TableLayout


class ProfileTable(ListTable):
    """Shows the rows of a profile; ``sentence`` says the one under the cursor in words.

    The header is the heading of the section that the uppermost row is in: the first one is no row of the table.
    """

    profile: Sequence[ProfileRow] = ()
    _whole: Sequence[ProfileRow] = ()

    @property
    def profile_row(self) -> int:
        """The place, in the profile, of the row under the cursor, whatever the sorting; -1: there is none."""
        return self.source.number(self.row) - 1 if self.source.height else -1

    @property
    def present(self) -> ProfileRow | None:
        """The row under the cursor."""
        return self.profile[self.profile_row] if 0 <= self.profile_row < len(self.profile) else None

    @property
    def sentence(self) -> str:
        """The row under the cursor in words; empty over a heading."""
        row = self.present
        return row.sentence if row else ""

    def show_profile(self, rows: Sequence[ProfileRow]) -> None:
        """Show the rows of a segment with the cursor on the statistic that it was on."""
        if rows == self._whole:
            return
        before, at = self.present, self.row
        self._whole, self.profile = rows, rows[1:]
        place = place_of(self.profile, before.key if before else None, at if before else 0)
        columns = profile_columns(titles_at(rows, 0))
        self.set_source(frame_pages(columns, [row.cells for row in self.profile]), keep_cursor=True)
        self.move_to(place)
        self.fit()
        self._name_columns()

    def on_resize(self) -> None:
        """Give the names of the statistics what room there is."""
        self.fit()

    def fit(self) -> None:
        """Fit the columns to the width."""
        if self.profile:
            self.set_arrangement(replace(self.plan.arrangement, widths=profile_widths(self.size.width - 1)))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Name the columns of the rows that are shown now."""
        super().watch_scroll_y(old_value, new_value)
        self._name_columns()

    def _name_columns(self) -> None:
        source, top = self.source, self.scroll_offset.y
        if not isinstance(source, FramePages) or top >= source.height:
            return
        columns = profile_columns(titles_at(self._whole, source.number(top)))
        if columns != source.columns:
            shown = replace(source, columns=columns)
            self.plan = TableLayout(shown, self.plan.glyphs, numbers=self.numbers, arrangement=self.plan.arrangement)
            self.refresh()
