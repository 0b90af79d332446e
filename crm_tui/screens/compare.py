"""Two segments side by side, statistic by statistic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from crm_tui.format import count, money, share
from crm_tui.inert import inert
from crm_tui.screens.review_rows import figure
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table_view import TableView

Told = Mapping[str, Any]


class CompareScreen(ModalScreen[None]):
    """A table with a column for each of two segments."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Back")]

    def __init__(self, first: Told, second: Told) -> None:
        super().__init__()
        self.first, self.second = first, second

    def compose(self) -> ComposeResult:
        """A heading and the table."""
        columns = [PageColumn("statistic")] + [
            PageColumn(side, title=f"{one['id'] or '-'} {one['name']}")
            for side, one in (("first", self.first), ("second", self.second))
        ]
        columns.append(PageColumn("ratio"))
        yield Static(Content("Two segments side by side · q back"), classes="heading", markup=False)
        yield TableView(frame_pages(columns, compared(self.first, self.second)), cursor="row", numbers=False)

    def on_mount(self) -> None:
        """Begin in the table."""
        self.query_one(TableView).focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def compared(first: Told, second: Told) -> list[tuple[str, str, str, str]]:
    """Return size, revenue, the mean of every measure and the share of every level, for both segments."""
    rows = [
        ("customers", count(first["size"]), count(second["size"]), _ratio(first["size"], second["size"])),
        ("share of customers", share(first["share"]), share(second["share"]), ""),
        ("revenue", money(first["revenue"]), money(second["revenue"]), _ratio(first["revenue"], second["revenue"])),
        ("share of revenue", share(first["revenue_share"]), share(second["revenue_share"]), ""),
    ]
    others = {one["measure"]: one for one in second["measures"]}
    for one in first["measures"]:
        other = others.get(one["measure"])
        if other:
            here, there = one["mean"]["value"], other["mean"]["value"]
            texts = figure(here, one["unit"], None), figure(there, one["unit"], None)
            rows.append((f"mean {inert(one['title'], 40)}", *texts, _ratio(here, there)))
    levels = {(mix["column"], level["name"]): level["share"] for mix in second["mixes"] for level in mix["levels"]}
    for mix in first["mixes"]:
        for level in mix["levels"]:
            there = levels.get((mix["column"], level["name"]), 0.0)
            rows.append(
                (f"{inert(mix['title'], 30)}: {inert(level['name'], 30)}", share(level["share"]), share(there), "")
            )
    return rows


def _ratio(first: float | None, second: float | None) -> str:
    return "" if not first or not second else f"{first / second:.2f} ×"
