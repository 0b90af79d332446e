"""One customer: measures and scores, orders, and why it is in its segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from crm_tui.format import number
from crm_tui.inert import inert
from crm_tui.messages import Question
from crm_tui.screens.review_rows import figure
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table_view import TableView

MEASURES = (PageColumn("title", title="measure"), PageColumn("value"))


class CustomerScreen(ModalScreen[None]):
    """Left: measures and scores. Right: why here, and the orders."""

    HELP = "One customer. Distances are in standard deviations of the features; q goes back to the segment."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("tab", "app.focus_next", "Next pane", show=False),
    ]

    def __init__(self, customer_id: str) -> None:
        super().__init__()
        self.customer_id = customer_id

    def compose(self) -> ComposeResult:
        """A heading, measures at the left, why here and orders at the right."""
        yield Static(
            Content(f"Customer {inert(self.customer_id, 80)} · q back · tab next pane"), classes="heading", markup=False
        )
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield TableView(id="measures", cursor="row", numbers=False, empty="Looking it up …")
            with Vertical(id="right"):
                yield Static(id="why", markup=False)
                yield TableView(id="orders", numbers=False, empty="No orders.")

    def on_mount(self) -> None:
        """Ask for the customer."""
        self.query_one("#measures").focus()
        self.post_message(Question("customer", {"job": "customer", "customer_id": self.customer_id}, self._show))

    def _show(self, answer: dict[str, Any]) -> None:
        if "problem" in answer:
            self.query_one("#why", Static).update(Content(inert(answer["problem"], 500)))
            return
        rows = [
            (name.replace("_", " "), _text(value)) for name, value in answer["results"].items() if name != "customer_id"
        ]
        results = set(answer["results"])
        rows += [
            (one["title"], figure(one["value"], one["unit"], None) if _is_number(one["value"]) else _text(one["value"]))
            for one in answer["measures"]
            if one["name"] not in results
        ]
        rows += [
            (f"{score} from {name}", number(value, 1))
            for score, drivers in answer["drivers"].items()
            for name, value in drivers.items()
        ]
        self.query_one("#measures", TableView).set_source(frame_pages(MEASURES, rows))
        orders = answer["orders"]
        self.query_one("#orders", TableView).set_source(frame_pages(orders["columns"], orders["rows"]))
        self.query_one("#why", Static).update(Content("\n".join(why_lines(answer))))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    if isinstance(value, float):
        return number(value, 2)
    return "-" if value is None else inert(value, 120)


def why_lines(answer: Mapping[str, Any]) -> list[str]:
    """Return why the customer is where it is, line by line."""
    why, results = answer["why"], answer["results"]
    name = inert(results.get("segment_name") or "no segment", 60)
    lines = [f"Why {results.get('segment') or 'no segment'} ({name})?"]
    if why is None:
        return [*lines, "A rule of the recipe put it there."]
    own, following = why["distance"], why["next_distance"]
    lines.append(
        f"  distance to its own segment {number(own, 2)}, to the next (segment {why['next_segment']}) {number(following, 2)}"
    )
    lines.append(
        f"  confidence {why['confidence']:.0%}" + ("; unlike anything the model has seen" if why["unlike_any"] else "")
    )
    for one in why["shares"][:4]:
        side = "for" if one["share"] > 0 else "against"
        lines.append(f"  {inert(one['feature'], 30)} speaks {side} it: {abs(one['share']):.0%}")
    for one in why["moves"][:3]:
        lines.append(
            f"  would move to segment {one['to']} if {inert(one['feature'], 30)} were {number(one['then'])} (is {number(one['now'])})"
        )
    return lines
