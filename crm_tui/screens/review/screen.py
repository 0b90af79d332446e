"""Screen 5: the segments, what each is, who is in it, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.needs import what_brings_it
from crm_tui.screens.review import rows
from crm_tui.screens.review.actions import SegmentActions
from crm_tui.screens.review.profile_table import ProfileTable
from crm_tui.screens.review.segment_pane import SegmentPane
from crm_tui.screens.review.segments_table import SegmentsTable
from crm_tui.widgets.note import Note
from crm_tui.widgets.status_line import StatusLine
from crm_tui.widgets.table.messages import Chosen, CursorMoved, DescribeRequested

if TYPE_CHECKING:
    from crm_tui.session import Session

Told = Mapping[str, Any]
EMPTY = "There are no segments yet."


class ReviewScreen(SegmentActions):
    """Above: the segments and the verdict. Below: profile, customers, or strategy and targets of the one chosen."""

    stage = "review"
    VERTICAL_BREAKPOINTS = [(0, "low"), (32, "high")]
    CSS_PATH = "screen.tcss"
    HELP = (
        "Enter goes from a segment to its customers, and from a customer to everything about it; q goes back. "
        "{ } go through the segments and keep the statistic under the cursor. The letters under tiers are shares of "
        "customers: HHHML is mostly high. A difference is in standard deviations over all customers; ≈: not clear."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("semicolon,v", "tab(1)", "Next tab", id="review.tab_next"),
        Binding("right_curly_bracket", "segment(1)", "Next segment", id="review.next"),
        Binding("left_curly_bracket", "segment(-1)", "Previous segment", id="review.previous", show=False),
        Binding("comma", "tab(-1)", "Tab before", id="review.tab_before", show=False),
        Binding("c", "rename", "Rename", id="review.rename"),
        Binding("C", "compare", "Compare", id="review.compare"),
        Binding("E", "edit", "Edit strategy", id="review.edit", show=False),
        Binding("a", "add_customer", "Add customer", id="review.add", show=False),
    ]

    def body(self) -> ComposeResult:
        """Segments and verdict above, one segment below."""
        with Vertical(id="panes"):
            with Vertical(id="left"):
                yield SegmentsTable(id="segments", cursor="row", numbers=False, empty="").opening("Customers")
                yield Note(id="verdict", markup=False)
            yield SegmentPane(id="right")

    def on_mount(self) -> None:
        """Begin in the segments."""
        super().on_mount()
        self.query_one(SegmentsTable).focus()

    def show(self, session: Session) -> None:
        """Draw the segments, the verdict, and the segment under the cursor."""
        self.query_one(SegmentPane).display = bool(self.profiles)
        self.query_one(SegmentsTable).say_when_empty(f"{EMPTY} {what_brings_it(session)}")
        if not self.profiles:
            self.query_one("#verdict", Note).update(Content(inert(session.problem, 1000)))
            return
        self.query_one(SegmentsTable).show_segments(session)
        verdict = rows.verdict(session.told["review"], session.told.get("segments", {}))
        self.query_one("#verdict", Note).update(Content(inert(verdict, 1000)))
        self.query_one(SegmentPane).show_segment(self.profile)

    @on(CursorMoved, "#segments")
    def _moved(self, message: CursorMoved) -> None:
        message.stop()
        if self.profiles:
            self.query_one(SegmentPane).show_segment(self.profile)

    @on(CursorMoved, "#profile")
    def _tell_statistic(self, message: CursorMoved) -> None:
        """Say the statistic under the cursor in words."""
        message.stop()
        if isinstance(message.table, ProfileTable) and message.table.has_focus:
            self.query_one(StatusLine).say(message.table.sentence)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give the pane that is worked in the room; what was said of another table is over."""
        below = self.query_one(SegmentPane) in event.widget.ancestors_with_self
        self.query_one("#panes").set_class(below, "below")
        self.query_one(StatusLine).say(event.widget.sentence if isinstance(event.widget, ProfileTable) else "")

    @on(DescribeRequested, "#segments, #profile")
    def _about(self, message: DescribeRequested) -> None:
        """Show all that is to be said of the segments."""
        from crm_tui.screens.tables.column_dialogs import FactsDialog

        message.stop()
        told = self.app.session.told
        lines = rows.about_lines(told["review"], told.get("segments", {}), glyphs_of(self.app))
        self.app.push_screen(FactsDialog("The segments", lines))

    @on(Chosen, "#segments, #profile")
    def _into_segment(self, message: Chosen) -> None:
        """Go from the segment to its customers."""
        message.stop()
        self.query_one(SegmentPane).go_to("customers")

    def action_tab(self, by: int) -> None:
        """Go to the next tab; the focus stays at the segments, or goes along."""
        self.query_one(SegmentPane).next_tab(by, focus=not self.query_one(SegmentsTable).has_focus)

    def action_segment(self, by: int) -> None:
        """Go to the next segment; what is looked at stays."""
        self.query_one(SegmentsTable).action_move(by, 0)

    @property
    def goes_back(self) -> bool:
        """Whether the cursor is in a tab below the segments."""
        return self.focused is not None and self.focused.id != "segments"

    def go_back(self) -> bool:
        """Go back from a tab to the segments; False where the cursor is there already."""
        goes = self.goes_back
        self.query_one(SegmentsTable).focus()
        return goes
