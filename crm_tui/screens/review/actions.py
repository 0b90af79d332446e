"""What can be done to the segment under the cursor: a name, a comparison, its strategy; and a customer more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_tui.needs import a_run
from crm_tui.screens.review.segment_pane import SegmentPane
from crm_tui.screens.review.segments_table import SegmentsTable
from crm_tui.screens.stage_screen import StageScreen

Told = Mapping[str, Any]


class SegmentActions(StageScreen):
    """The part of the Review screen that acts on segments."""

    NEEDS = dict.fromkeys(("tab", "segment", "rename", "compare", "edit", "add_customer"), a_run("review"))

    @property
    def profiles(self) -> list[Told]:
        """The profiles of the segments, in the order of their numbers; none before there is a review."""
        found: list[Told] = self.app.session.told.get("review", {}).get("profiles", {}).get("segments", [])
        return found

    @property
    def profile(self) -> Told:
        """The profile of the segment under the cursor."""
        return self.profiles[min(self.query_one(SegmentsTable).segment_place, len(self.profiles) - 1)]

    def action_rename(self) -> None:
        """Give the segment under the cursor a name of its own, kept in the recipe."""
        from crm_tui.screens.review.renaming import ask_name

        if self.profiles:
            ask_name(self, self.profile, self.app.session.recipe)

    def action_compare(self) -> None:
        """Compare the segment under the cursor with another, or this run with an earlier one."""
        from crm_tui.screens.compare.screen import ask_what

        if self.profiles:
            ask_what(self.app, self.profile, self.profiles)

    def action_edit(self) -> None:
        """Edit the strategy of the segment under the cursor."""
        if self.profiles:
            self.query_one(SegmentPane).edit()

    def action_add_customer(self) -> None:
        """Ask for a customer who is in no file, and add it."""
        from crm_tui.screens.customer.records import add_customer

        measures = self.app.session.told.get("customers", {}).get("measures", ())
        if self.profiles:
            add_customer(self.app, [one["name"] for one in measures])
