"""Screen 5: the segments, what each is, who is in it, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from crm_tui.format import fit
from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.masking import masked_value
from crm_tui.screens import review_rows as rows
from crm_tui.screens.frame_table import FrameTable
from crm_tui.screens.list_table import ListTable
from crm_tui.screens.profile_rows import profile_rows
from crm_tui.screens.profile_table import ProfileTable
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.screens.strategy_pane import StrategyPane
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.status_line import StatusLine
from crm_tui.widgets.table_messages import Chosen, CursorMoved, DescribeRequested
from crm_tui.widgets.table_view import TableView

if TYPE_CHECKING:
    from crm_tui.session import Session

Told = Mapping[str, Any]
TABS = {"profile": "Profile", "customers": "Customers", "strategy": "Strategy, targets"}
BEGINS = {"profile": "#profile", "customers": "#customers", "strategy": "#strategies"}
EMPTY = "The segments are shown here once everything is computed: press R to run."


class ReviewScreen(StageScreen):
    """Above: the segments and the verdict. Below: profile, customers, or strategy and targets of the one chosen."""

    stage = "review"
    VERTICAL_BREAKPOINTS = [(0, "low"), (32, "high")]
    CSS_PATH = "review.tcss"
    HELP = (
        "Enter goes from a segment to its customers, and from a customer to everything about it; q goes back. "
        "{ } go through the segments and keep the statistic under the cursor. The letters under value tier are shares: "
        "HHHML is mostly high. A difference is in standard deviations over all customers; ≈: not clear."
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
        """Segments and verdict above, three tabs below."""
        with Vertical(id="panes"):
            with Vertical(id="left"):
                yield ListTable(id="segments", cursor="row", numbers=False, empty=EMPTY)
                yield Static(id="verdict", markup=False)
            with Vertical(id="right"):
                yield Static(id="tabs", markup=False, classes="heading")
                with ContentSwitcher(initial="profile"):
                    yield ProfileTable(id="profile", cursor="row", numbers=False, empty="")
                    yield FrameTable(id="customers", empty="No customers.")
                    yield StrategyPane(id="strategy")

    def on_mount(self) -> None:
        """Begin in the segments."""
        super().on_mount()
        self.query_one("#segments").focus()

    @property
    def told(self) -> Told:
        """The summary of the review; empty before there is one."""
        return self.app.session.told.get("review", {})

    @property
    def profiles(self) -> list[Told]:
        """The profiles of the segments, in the order of their numbers."""
        found: list[Told] = self.told.get("profiles", {}).get("segments", [])
        return found

    @property
    def profile(self) -> Told:
        """The profile of the segment under the cursor."""
        table = self.query_one("#segments", TableView)
        place = table.source.number(table.row) - 1 if table.source.height else 0
        return self.profiles[min(place, len(self.profiles) - 1)]

    def show(self, session: Session) -> None:
        """Draw the segments, the verdict, and the segment under the cursor."""
        self.query_one("#right").display = bool(self.profiles)
        if not self.profiles:
            self.query_one("#verdict", Static).update(Content(inert(session.problem, 1000)))
            return
        segmentation = session.told.get("segments", {})
        columns = rows.segment_columns(self.told, session.told.get("customers", {}).get("currency"))
        tiers = session.recipe.value.tiers if session.recipe else ()
        table = self.query_one("#segments", TableView)
        shown = frame_pages(columns, rows.segment_rows(self.told, segmentation, tiers))
        if shown != table.source:
            table.set_source(shown, keep_cursor=True)
            self._fit()
        self.query_one("#verdict", Static).update(Content(inert(rows.verdict(self.told, segmentation), 1000)))
        self._show_segment()

    def on_resize(self) -> None:
        """Give the segments' names what room there is."""
        self._fit()
        self._show_segment()

    def _fit(self) -> None:
        table = self.query_one("#segments", TableView)
        if table.source.columns:
            widths = rows.segment_widths(table.source.columns, self.size.width - 1)
            table.set_arrangement(replace(table.plan.arrangement, widths=widths))

    def _show_segment(self) -> None:
        """Draw what the present tab tells of the segment under the cursor; the other tabs when they are gone to."""
        if not self.profiles:
            return
        profile, session = self.profile, self.app.session
        here = self.query_one(ContentSwitcher).current or "profile"
        self._show_tabs(profile, here)
        if here == "profile":
            currency = session.told.get("customers", {}).get("currency")
            lines = profile_rows(self._masked(profile), self.told["profiles"]["whole"], currency, glyphs_of(self.app))
            self.query_one(ProfileTable).show_profile(lines)
        elif here == "customers":
            self._show_customers(profile, session)
        else:
            wanted = profile["id"] or None
            sheet = next((one for one in self.told["sheets"] if one["segment"] == wanted), None)
            targets = next((one["targets"] for one in self.told["targets"] if one["segment"] == wanted), ())
            self.query_one(StrategyPane).show_segment(sheet, targets, session.told)

    def _masked(self, profile: Told) -> Told:
        """Return the profile with the values of private columns as they may be shown."""
        session = self.app.session
        if not session.masked:
            return profile
        mixes = [
            {
                **mix,
                "levels": [{**one, "name": masked_value(mix["column"], one["name"], session)} for one in mix["levels"]],
            }
            for mix in profile["mixes"]
        ]
        return {**profile, "mixes": mixes}

    def _show_customers(self, profile: Told, session: Session) -> None:
        customers = session.told.get("customers", {})
        columns = rows.customer_columns(self.told["columns"], customers.get("currency"), customers.get("measures", ()))
        only = f"segment = {profile['id']}" if profile["id"] else "segment is null"
        self.query_one("#customers", FrameTable).show_file(session.frame("review", "result"), columns, only)

    def _show_tabs(self, profile: Told, here: str) -> None:
        titles = [f"[{title}]" if name == here else f" {title} " for name, title in TABS.items()]
        line = fit(
            f"{''.join(titles)}  {rows.name_of(profile)}", self.size.width, ellipsis=glyphs_of(self.app).ellipsis
        )
        self.query_one("#tabs", Static).update(Content(line))

    @on(CursorMoved, "#segments")
    def _moved(self, message: CursorMoved) -> None:
        message.stop()
        self._show_segment()

    @on(CursorMoved, "#profile")
    def _tell_statistic(self, message: CursorMoved) -> None:
        """Say the statistic under the cursor in words."""
        message.stop()
        if isinstance(message.table, ProfileTable) and message.table.has_focus:
            self.query_one(StatusLine).say(message.table.sentence)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give the pane that is worked in the room; what was said of another table is over."""
        below = self.query_one("#right") in event.widget.ancestors_with_self
        self.query_one("#panes").set_class(below, "below")
        self.query_one(StatusLine).say(event.widget.sentence if isinstance(event.widget, ProfileTable) else "")

    @on(DescribeRequested, "#segments")
    def _about(self, message: DescribeRequested) -> None:
        """Show all that is to be said of the segments."""
        from crm_tui.screens.column_dialogs import FactsDialog

        message.stop()
        lines = rows.about_lines(self.told, self.app.session.told.get("segments", {}), glyphs_of(self.app))
        self.app.push_screen(FactsDialog("The segments", lines))

    @on(Chosen, "#segments")
    def _into_segment(self, message: Chosen) -> None:
        """Go from the segment to its customers."""
        message.stop()
        self._switch("customers")
        self.query_one("#customers").focus()

    @on(Chosen, "#customers")
    def _into_customer(self, message: Chosen) -> None:
        """Go from the customer to everything about it."""
        from crm_tui.screens.customer import CustomerScreen

        message.stop()
        place = [column.name for column in message.table.source.columns].index("customer_id")
        found = message.table.source.values(place, message.row, message.row + 1)[0]
        self.app.push_screen(CustomerScreen(str(found)))

    def _switch(self, name: str) -> None:
        self.query_one(ContentSwitcher).current = name
        self._show_segment()

    def action_tab(self, by: int) -> None:
        """Go to the next tab; the focus stays at the segments, or goes along."""
        names = list(TABS)
        here = self.query_one(ContentSwitcher).current or names[0]
        name = names[(names.index(here) + by) % len(names)]
        at_segments = self.query_one("#segments").has_focus
        self._switch(name)
        if not at_segments:
            self.query_one(BEGINS[name]).focus()

    def action_segment(self, by: int) -> None:
        """Go to the next segment; what is looked at stays."""
        self.query_one("#segments", TableView).action_move(by, 0)

    def go_back(self) -> bool:
        """Go back from a tab to the segments; False where the cursor is there already."""
        table = self.query_one("#segments")
        if table.has_focus:
            return False
        table.focus()
        return True

    def action_rename(self) -> None:
        """Give the segment under the cursor a name of its own, kept in the recipe."""
        from crm_tui.screens.renaming import ask_name

        if self.profiles:
            ask_name(self, self.profile, self.app.session.recipe)

    def action_add_customer(self) -> None:
        """Add a customer by hand."""
        from crm_tui.screens.records import add_customer

        measures = self.app.session.told.get("customers", {}).get("measures", ())
        add_customer(self.app, [str(one["name"]) for one in measures])

    def action_compare(self) -> None:
        """Compare the segment under the cursor with another, or this run with an earlier one."""
        from crm_tui.screens.compare import ask_what

        if self.profiles:
            ask_what(self.app, self.profile, self.profiles)

    def action_edit(self) -> None:
        """Edit the strategy of the segment under the cursor."""
        if self.profiles:
            self._switch("strategy")
            self.query_one(BEGINS["strategy"]).focus()
            self.query_one(StrategyPane).action_edit()
