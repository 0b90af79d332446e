"""The lower half of the review: one segment, told by three tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from crm_tui.glyphs import glyphs_of
from crm_tui.screens.figures import name_of
from crm_tui.screens.review.profile_rows import masked_profile, profile_rows
from crm_tui.screens.review.profile_table import ProfileTable
from crm_tui.screens.review.strategy_pane import StrategyPane
from crm_tui.screens.tables.customer_columns import customer_columns
from crm_tui.screens.tables.frame_table import FrameTable
from crm_tui.widgets.page_tabs import PageTabs
from crm_tui.widgets.table.messages import Chosen

if TYPE_CHECKING:
    from crm_tui.app import CrmTui

Told = Mapping[str, Any]
TABS = {"profile": "Profile", "customers": "Customers", "strategy": "Strategy, targets"}
BEGINS = {"profile": "#profile", "customers": "#customers", "strategy": "#strategies"}
"""Tab → what takes the focus in it."""


class SegmentPane(Vertical):
    """Profile, customers, or strategy and targets of one segment; a tab is drawn when it is gone to."""

    app: CrmTui
    profile: Told | None = None

    def compose(self) -> ComposeResult:
        """The tabs' names, and below them the present one."""
        yield PageTabs("tabs")
        with ContentSwitcher(initial="profile", id="tab"):
            yield ProfileTable(id="profile", cursor="row", numbers=False, empty="").opening("Customers")
            yield FrameTable(id="customers", empty="No customers.").opening("Customer")
            yield StrategyPane(id="strategy")

    def on_mount(self) -> None:
        """Draw whatever tab is gone to."""
        self.watch(self.query_one(ContentSwitcher), "current", self.draw, init=False)

    @property
    def tab(self) -> str:
        """The name of the present tab."""
        return self.query_one(ContentSwitcher).current or "profile"

    def show_segment(self, profile: Told) -> None:
        """Show a segment in the present tab."""
        self.profile = profile
        self.draw()

    def on_resize(self) -> None:
        """Fit what is shown to the window."""
        self.draw()

    def draw(self) -> None:
        """Draw what the present tab tells of the segment."""
        if self.profile is None or "review" not in self.app.session.told:
            return
        here, session = self.tab, self.app.session
        name = f"  {name_of(self.profile)}"
        self.query_one(PageTabs).show_pages(list(TABS.values()), list(TABS).index(here), name)
        if here == "profile":
            whole = session.told["review"]["profiles"]["whole"]
            currency = session.told.get("customers", {}).get("currency")
            lines = profile_rows(masked_profile(self.profile, session), whole, currency, glyphs_of(self.app))
            self.query_one(ProfileTable).show_profile(lines)
        elif here == "customers":
            self._draw_customers(self.profile)
        else:
            self._draw_strategy(self.profile)

    def _draw_customers(self, profile: Told) -> None:
        session = self.app.session
        columns = customer_columns(session.told)
        only = f"segment = {profile['id']}" if profile["id"] else "segment is null"
        self.query_one("#customers", FrameTable).show_file(session.frame("review", "result"), columns, only)

    def _draw_strategy(self, profile: Told) -> None:
        told, wanted = self.app.session.told, profile["id"] or None
        review = told["review"]
        sheet = next((one for one in review["sheets"] if one["segment"] == wanted), None)
        targets = next((one["targets"] for one in review["targets"] if one["segment"] == wanted), ())
        self.query_one(StrategyPane).show_segment(sheet, targets, told)

    @on(Chosen, "#customers")
    def _into_customer(self, message: Chosen) -> None:
        """Go from the customer to everything about it."""
        from crm_tui.screens.customer.screen import CustomerScreen

        message.stop()
        place = [column.name for column in message.table.source.columns].index("customer_id")
        found = message.table.source.values(place, message.row, message.row + 1)[0]
        self.app.push_screen(CustomerScreen(str(found)))

    def go_to(self, name: str, *, focus: bool = True) -> None:
        """Go to a tab, with the focus where that is wanted."""
        self.query_one(ContentSwitcher).current = name
        if focus:
            self.query_one(BEGINS[name]).focus()

    def next_tab(self, by: int, *, focus: bool) -> None:
        """Go to the tab ``by`` places further."""
        names = list(TABS)
        self.go_to(names[(names.index(self.tab) + by) % len(names)], focus=focus)

    def edit(self) -> None:
        """Edit the strategy of the segment."""
        self.go_to("strategy")
        self.query_one(StrategyPane).action_edit()
