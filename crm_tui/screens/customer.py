"""One customer: measures and scores, orders, and why it is in its segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.format import number
from crm_tui.inert import inert
from crm_tui.messages import Question
from crm_tui.screens.records import RecordScreen
from crm_tui.screens.review_rows import figure
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table_view import TableView

if TYPE_CHECKING:
    from crm_tui.session import Session

KEYS = "q back · E correct · x leave out · # tag · N note · u undo · ? more"
MEASURES = (PageColumn("title", title="measure"), PageColumn("value"))


class CustomerScreen(RecordScreen):
    """Left: measures and scores. Right: why here, and the orders."""

    HELP = (
        "One customer. Distances are in standard deviations of the features; q goes back to the segment. Changes are"
        " kept beside the source, which is never written to; D erases the person from this work for good."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("question_mark,f1", "app.help", "Help", show=False),
        Binding("tab", "app.focus_next", "Next pane", show=False),
    ]

    def __init__(self, customer_id: str) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.names: list[str] = []
        self.key = "none yet"

    def compose(self) -> ComposeResult:
        """A heading, measures at the left, why here and orders at the right."""
        yield Static(Content(f"Customer {inert(self.customer_id, 60)} · {KEYS}"), classes="heading", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield TableView(id="measures", cursor="row", numbers=False, empty="Looking it up …")
            with Vertical(id="right"):
                yield Static(id="why", markup=False)
                yield TableView(id="orders", numbers=False, empty="No orders.")

    def on_mount(self) -> None:
        """Ask for the customer."""
        self.query_one("#measures").focus()
        self.watch(self.app, "session", self._follow)

    def _follow(self, session: Session) -> None:
        """Ask anew when the results are others."""
        key = session.keys.get("review", "")
        if key != self.key:
            self.key = key
            self.changed()

    def changed(self) -> None:
        """Ask for the customer, at first and after a change."""
        self.post_message(Question("customer", {"job": "customer", "customer_id": self.customer_id}, self._show))

    def _show(self, answer: dict[str, Any]) -> None:
        if "problem" in answer:
            self.query_one("#why", Static).update(Content(inert(answer["problem"], 500)))
            return
        self.measures, self.tags = answer["measures"], answer["tags"]
        rows = measure_rows(answer)
        self.names = [name for name, _, _ in rows]
        table = frame_pages(MEASURES, [row[1:] for row in rows])
        self.query_one("#measures", TableView).set_source(table, keep_cursor=True)
        orders = answer["orders"]
        self.query_one("#orders", TableView).set_source(frame_pages(orders["columns"], orders["rows"]))
        self.query_one("#why", Static).update(Content("\n".join(edit_lines(answer) + why_lines(answer))))

    def present_measure(self) -> str:
        """Return the name of the measure under the cursor."""
        table = self.query_one("#measures", TableView)
        return self.names[table.source.number(table.row) - 1] if table.source.height else ""

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def measure_rows(answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what is known of a customer as (name, title, value): results, measures, what drives the scores."""
    results = {name: value for name, value in answer["results"].items() if name != "customer_id"}
    rows = [(name, name.replace("_", " "), _text(value)) for name, value in results.items()]
    rows += [
        (one["name"], one["title"], _measure(one["value"], one["unit"]))
        for one in answer["measures"]
        if one["name"] not in results
    ]
    drivers = answer["drivers"].items()
    return rows + [
        ("", f"{score} from {name}", number(value, 1)) for score, by in drivers for name, value in by.items()
    ]


def _measure(value: object, unit: str) -> str:
    return figure(value, unit, None) if _is_number(value) else _text(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    if isinstance(value, float):
        return number(value, 2)
    return "-" if value is None else inert(value, 120)


def edit_lines(answer: Mapping[str, Any]) -> list[str]:
    """Return what was changed by hand, line by line; none where nothing was."""
    edits = [f"  {inert(edit['said'].partition(': ')[2], 200)}" for edit in answer["edits"]]
    return ["Changed by hand:", *edits] if edits else []


def why_lines(answer: Mapping[str, Any]) -> list[str]:
    """Return why the customer is where it is, line by line."""
    why, results = answer["why"], answer["results"]
    if answer["stale"]:
        return ["Not computed with the latest changes yet: q, then R, computes segment and scores."]
    name = inert(results.get("segment_name") or "no segment", 60)
    lines = [f"Why {results.get('segment') or 'no segment'} ({name})?"]
    if why is None:
        return [*lines, "A rule of the recipe put it there."]
    own, following = why["distance"], why["next_distance"]
    lines.append(
        f"  distance to its own segment {number(own, 2)},"
        f" to the next (segment {why['next_segment']}) {number(following, 2)}"
    )
    lines.append(
        f"  confidence {why['confidence']:.0%}" + ("; unlike anything the model has seen" if why["unlike_any"] else "")
    )
    for one in why["shares"][:4]:
        side = "for" if one["share"] > 0 else "against"
        lines.append(f"  {inert(one['feature'], 30)} speaks {side} it: {abs(one['share']):.0%}")
    return lines + [
        f"  would move to segment {one['to']} if {inert(one['feature'], 30)}"
        f" were {number(one['then'])} (is {number(one['now'])})"
        for one in why["moves"][:3]
    ]
