"""One customer: measures and scores, orders, and why it is in its segment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert
from crm_tui.masking import masked_said, masked_value
from crm_tui.messages import Question
from crm_tui.screens.customer.records import RecordScreen
from crm_tui.screens.customer.rows import MEASURES, edit_lines, measure_rows, measure_widths, order_pages, why_lines
from crm_tui.screens.stage_screen import PANES
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.table.messages import Chosen
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.session import Session

KEYS = ("? more", "q back", "E correct", "d leave out", "# tag", "N note", "u undo")
"""The keys that are named, those that matter most first; the first stands last."""


class CustomerScreen(RecordScreen):
    """Left: measures and scores. Right: why here, and the orders."""

    app: CrmTui
    HELP = (
        "One customer. Distances are in standard deviations of the features; q goes back to the segment. Changes are"
        " kept beside the source, which is never written to; D erases the person from this work for good."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("question_mark,f1", "app.help", "Help", show=False),
        Binding("m", "app.errand('mask')", "Mask", show=False),
        *PANES,
    ]

    def __init__(self, customer_id: str) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.names: list[str] = []
        self.key: tuple[str, bool] | None = None

    def compose(self) -> ComposeResult:
        """A heading, measures at the left, why here and orders at the right."""
        yield Note(id="heading", classes="heading", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield TableView(id="measures", cursor="row", numbers=False, empty="Looking it up …").opening("Correct")
            with Vertical(id="right"):
                yield Note(id="why", markup=False)
                yield TableView(id="orders", numbers=False, empty="")

    def on_mount(self) -> None:
        """Ask for the customer."""
        self.query_one("#measures").focus()
        self.watch(self.app, "session", self._follow)

    def _follow(self, session: Session) -> None:
        """Ask anew when the results are others, or names are to be masked or shown."""
        key = (session.keys.get("review", ""), session.masked)
        if key != self.key:
            self.key = key
            self._say_who()
            self.changed()

    def _say_who(self) -> None:
        """Name the customer and as many keys as there is room for."""
        shown = inert(masked_value("customer_id", self.customer_id, self.app.session, "customer_id"), 60)
        named = [" · ".join((f"Customer {shown}", *KEYS[1:many], KEYS[0])) for many in range(len(KEYS), 1, -1)]
        fitting = next((line for line in named if cell_len(line) < self.size.width), named[-1])
        self.query_one("#heading", Note).update(Content(fitting))

    def changed(self) -> None:
        """Ask for the customer, at first and after a change."""
        self.post_message(Question("customer", {"job": "customer", "customer_id": self.customer_id}, self._show))

    def _show(self, answer: dict[str, Any]) -> None:
        if "problem" in answer:
            self.query_one("#why", Note).update(Content(inert(masked_said(answer["problem"], self.app.session), 500)))
            return
        session = self.app.session
        self.measures, self.tags = answer["measures"], answer["tags"]
        rows = measure_rows(answer, session)
        self.names = [name for name, _, _ in rows]
        table = frame_pages(MEASURES, [row[1:] for row in rows])
        measures = self.query_one("#measures", TableView)
        measures.set_source(table, keep_cursor=True)
        self.fit()
        orders = self.query_one("#orders", TableView)
        orders.say_when_empty("No orders.")
        orders.set_source(order_pages(answer, session), keep_cursor=True)
        lines = edit_lines(answer, session) + why_lines(answer, session, glyphs_of(self.app))
        self.query_one("#why", Note).update(Content("\n".join(lines)))

    def on_resize(self) -> None:
        """Give the values what room they need, and the keys what there is."""
        self._say_who()
        self.fit()

    def fit(self) -> None:
        """Fit the measures to their pane."""
        measures = self.query_one("#measures", TableView)
        if measures.source.columns and measures.size.width:
            widths = measure_widths(measures.size.width - 1)
            measures.set_arrangement(replace(measures.plan.arrangement, widths=widths))

    @on(Chosen, "#measures")
    def _correct(self, message: Chosen) -> None:
        message.stop()
        self.correct(self.present_measure())

    def present_measure(self) -> str:
        """Return the name of the measure under the cursor."""
        table = self.query_one("#measures", TableView)
        return self.names[table.source.number(table.row) - 1] if table.source.height else ""
