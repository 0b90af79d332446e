"""Screen 5: the segments, what each is, who is in it, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from crm_tui.inert import inert
from crm_tui.messages import RecipeChanged
from crm_tui.screens import review_rows as rows
from crm_tui.screens.frame_table import FrameTable
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.table_messages import Chosen, CursorMoved
from crm_tui.widgets.table_view import TableView

if TYPE_CHECKING:
    from crm_tui.session import Session

TABS = {"profile": "Profile", "customers": "Customers", "strategy": "Strategy and targets"}
EMPTY = "The segments are shown here once everything is computed: press R to run."


class ReviewScreen(StageScreen):
    """Left: the segments and the verdict. Right: profile, customers, or strategy and targets of the one under the cursor."""

    stage = "review"
    CSS_PATH = "review.tcss"
    HELP = "Enter goes from a segment to its customers, and from a customer to everything about it; q goes back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_curly_bracket", "segment(-1)", "Previous segment", id="review.previous", show=False),
        Binding("right_curly_bracket", "segment(1)", "Next segment", id="review.next"),
        Binding("comma", "tab(-1)", "Tab before", id="review.tab_before", show=False),
        Binding("semicolon,v", "tab(1)", "Next tab", id="review.tab_next"),
        Binding("c", "rename", "Rename", id="review.rename"),
        Binding("C", "compare", "Compare", id="review.compare"),
        Binding("E", "edit", "Edit target", id="review.edit", show=False),
        Binding("a", "add_customer", "Add customer", id="review.add", show=False),
    ]

    def body(self) -> ComposeResult:
        """Segments and verdict at the left, three tabs at the right."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield TableView(id="segments", cursor="row", numbers=False, empty=EMPTY)
                yield Static(id="verdict", markup=False)
            with Vertical(id="right"):
                yield Static(id="tabs", markup=False, classes="heading")
                with ContentSwitcher(initial="profile"):
                    yield TableView(id="profile", cursor="row", numbers=False, empty="")
                    yield FrameTable(id="customers", empty="No customers.")
                    with Vertical(id="strategy"):
                        yield Static(id="sheet", markup=False)
                        yield TableView(id="targets", cursor="row", numbers=False, empty="No targets.")

    def on_mount(self) -> None:
        """Begin in the segments."""
        super().on_mount()
        self.query_one("#segments").focus()

    @property
    def told(self) -> Mapping[str, Any]:
        """The summary of the review; empty before there is one."""
        return self.app.session.told.get("review", {})

    @property
    def profiles(self) -> list[Mapping[str, Any]]:
        """The profiles of the segments, in the order of the table."""
        found: list[Mapping[str, Any]] = self.told.get("profiles", {}).get("segments", [])
        return found

    @property
    def place(self) -> int:
        """The place of the segment under the cursor among the profiles."""
        table = self.query_one("#segments", TableView)
        return table.source.number(table.row) - 1 if table.source.height else 0

    def show(self, session: Session) -> None:
        """Draw the segments, the verdict, and the segment under the cursor."""
        if not self.profiles:
            self.query_one("#verdict", Static).update(Content(inert(session.problem, 1000)))
            return
        segmentation = session.told.get("segments", {})
        currency = session.told.get("customers", {}).get("currency")
        table = rows.segment_rows(self.told, segmentation)
        self.query_one("#segments", TableView).set_source(
            frame_pages(rows.segment_columns(currency), table), keep_cursor=True
        )
        self.query_one("#verdict", Static).update(Content(inert(rows.verdict(self.told, segmentation), 1000)))
        self._show_segment()

    def _show_segment(self) -> None:
        """Draw the tabs of the segment under the cursor; the statistic under the cursor of the profile stays."""
        if not self.profiles:
            return
        profile = self.profiles[min(self.place, len(self.profiles) - 1)]
        session = self.app.session
        currency = session.told.get("customers", {}).get("currency")
        self._show_tabs(profile)
        table = self.query_one("#profile", TableView)
        table.set_source(frame_pages(rows.PROFILE, rows.profile_rows(profile, currency)), keep_cursor=True)
        only = f"segment = {profile['id']}" if profile["id"] else "segment is null"
        columns = rows.customer_columns(self.told["columns"], currency)
        self.query_one("#customers", FrameTable).show_file(session.frame("review", "result"), columns, only)
        self._show_strategy(profile, currency)

    def _show_tabs(self, profile: Mapping[str, Any]) -> None:
        here = self.query_one(ContentSwitcher).current
        titles = [f"[{title}]" if name == here else f" {title} " for name, title in TABS.items()]
        text = " ".join(titles) + f"   {profile['id'] or '-'} {inert(profile['name'], 60)}"
        self.query_one("#tabs", Static).update(Content(text))

    def _show_strategy(self, profile: Mapping[str, Any], currency: str | None) -> None:
        wanted = profile["id"] or None
        sheet = next((one for one in self.told["sheets"] if one["segment"] == wanted), None)
        lines = rows.sheet_lines(sheet, currency) if sheet else ["No rule of the playbook holds for these customers."]
        self.query_one("#sheet", Static).update(Content("\n".join(lines)))
        found: Mapping[str, Any] = next(
            (one for one in self.told["targets"] if one["segment"] == wanted), {"targets": []}
        )
        table = self.query_one("#targets", TableView)
        table.set_source(
            frame_pages(rows.target_columns(currency), rows.target_rows(found["targets"])), keep_cursor=True
        )

    @on(CursorMoved, "#segments")
    def _moved(self, message: CursorMoved) -> None:
        message.stop()
        self._show_segment()

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
        names = [column.name for column in message.table.source.columns]
        place = names.index("customer_id")
        found = message.table.source.values(place, message.row, message.row + 1)[0]
        self.app.push_screen(CustomerScreen(str(found)))

    def _switch(self, name: str) -> None:
        self.query_one(ContentSwitcher).current = name
        if self.profiles:
            self._show_tabs(self.profiles[min(self.place, len(self.profiles) - 1)])

    def action_tab(self, by: int) -> None:
        """Go to the next tab; the focus stays at the left, or goes along."""
        names = list(TABS)
        here = self.query_one(ContentSwitcher).current or names[0]
        name = names[(names.index(here) + by) % len(names)]
        at_left = self.query_one("#segments").has_focus
        self._switch(name)
        if not at_left:
            self.query_one("#targets" if name == "strategy" else f"#{name}").focus()

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
        from crm_tui.widgets.prompt import Prompt, Question

        if not self.profiles or not self.profiles[self.place]["id"]:
            return
        profile = self.profiles[self.place]

        def renamed(name: str | None) -> None:
            recipe = self.app.session.recipe
            if name and recipe is not None:
                names = recipe.segmentation.names | {str(profile["id"]): name}
                segmentation = recipe.segmentation.model_copy(update={"names": names})
                changed = recipe.model_copy(update={"segmentation": segmentation})
                self.post_message(RecipeChanged(changed, f"segment {profile['id']} renamed"))

        self.app.push_screen(Prompt(Question(f"Name of segment {profile['id']}", profile["name"])), renamed)

    def action_add_customer(self) -> None:
        """Add a customer by hand."""
        from crm_tui.screens.records import add_customer

        measures = self.app.session.told.get("customers", {}).get("measures", ())
        add_customer(self.app, [str(one["name"]) for one in measures])

    def action_compare(self) -> None:
        """Compare the segment under the cursor with another."""
        from crm_tui.screens.compare import CompareScreen
        from crm_tui.widgets.dialogs import Choose

        if len(self.profiles) < 2:
            self.app.say("There is only one segment.")
            return
        mine = self.profiles[self.place]
        options = [(str(one["id"]), f"{one['id'] or '-'} {one['name']}") for one in self.profiles if one is not mine]

        def chosen(wanted: str | None) -> None:
            other = next((one for one in self.profiles if str(one["id"]) == wanted), None)
            if other is not None:
                self.app.push_screen(CompareScreen(mine, other))

        self.app.push_screen(Choose(f"Compare {mine['name']} with", options), chosen)

    def action_edit(self) -> None:
        """Change the factor of the target under the cursor."""
        from crm_tui.widgets.prompt import Prompt, Question

        table = self.query_one("#targets", TableView)
        recipe = self.app.session.recipe
        if not table.source.height or recipe is None:
            return
        metric = str(table.source.values(0, table.row, table.row + 1)[0])

        def factor(text: str) -> str:
            try:
                return "" if 0.1 <= float(text) <= 10 else "a factor lies between 0.1 and 10"
            except ValueError:
                return "a factor is a number such as 1.1"

        def changed(text: str | None) -> None:
            if text:
                factors = recipe.targets.factors | {metric: float(text)}
                targets = recipe.targets.model_copy(update={"factors": factors})
                self.post_message(RecipeChanged(recipe.model_copy(update={"targets": targets}), f"target of {metric}"))

        present = f"{recipe.targets.of(metric):g}"
        self.app.push_screen(Prompt(Question(f"Factor of {metric}", present, check=factor)), changed)
