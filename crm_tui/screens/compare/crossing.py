"""Two runs side by side: which segment became which, who moved, and how much revenue moved with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from crm_tui.format import count, counted, money, share
from crm_tui.inert import inert
from crm_tui.messages import Question
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table.layout import GAP, Arrangement
from crm_tui.widgets.table.messages import Chosen

if TYPE_CHECKING:
    from crm_tui.session import Session

Told = Mapping[str, Any]


class CrossingScreen(StageScreen):
    """A line for each pair of an earlier and a present segment that have customers in common."""

    stage = "review"
    HELP = (
        "Segments of the two runs are matched by the customers they share. A customer who is in the matching segment "
        "stayed; any other moved. Revenue is that of the present run. Enter shows who they are."
    )
    BINDINGS = [Binding("escape", "app.back", "Back", show=False)]

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder
        self.answer: dict[str, Any] = {}

    def body(self) -> ComposeResult:
        """What moved in a few sentences, and the table."""
        yield Note(Content("comparing the two runs …"), id="heading", markup=False)
        yield ListTable(id="crossing", cursor="row", numbers=False, empty="").opening("Who")

    def on_mount(self) -> None:
        """Ask the child."""
        super().on_mount()
        self.query_one("#heading").styles.height = "auto"
        self.query_one(ListTable).focus()
        job = {"job": "crossing", "folder": str(Path(self.folder).expanduser().absolute())}
        self.app.post_message(Question("crossing", job, self._answered))

    def show(self, session: Session) -> None:
        """Show nothing else than what was asked for."""

    def _answered(self, answer: dict[str, Any]) -> None:
        if not self.is_attached:
            return
        heading = self.query_one("#heading", Note)
        if "problem" in answer:
            heading.update(Content(inert(answer["problem"], 500)))
            return
        self.answer = answer
        currency = self.app.session.told.get("customers", {}).get("currency")
        heading.update(Content("\n".join(crossing_lines(answer, self.folder, currency))))
        table = frame_pages(crossing_columns(answer, currency), crossing_rows(answer))
        found = self.query_one(ListTable)
        found.set_source(table)
        widths = crossing_widths(len(table.columns), self.size.width - 1)
        found.set_arrangement(Arrangement(widths=widths))
        self.show_facts()

    @on(Chosen, "#crossing")
    def _show_customers(self, message: Chosen) -> None:
        """Show who is in the two segments of a line."""
        from crm_tui.screens.customer.cell import CellScreen

        message.stop()
        cell = self.answer["cells"][message.table.source.number(message.row) - 1]
        was, now = (_segment(cell[name], cell[f"{name}_name"]) for name in ("was", "now"))
        values = {"was": cell["was"], "segment": cell["now"] or None}
        said = f"who were in {inert(was, 40)} and are in {inert(now, 40)}"
        self.app.push_screen(CellScreen(values, said=said, frame=self.answer["frame"]))


def crossing_lines(told: Told, folder: str, currency: str | None) -> list[str]:
    """Return how many customers stayed and moved, with their revenue, in two sentences."""
    moved = [cell for cell in told["cells"] if not cell["same"]]
    customers = sum(cell["customers"] for cell in moved)
    known = any(cell["revenue"] is not None for cell in told["cells"])
    revenue = sum(cell["revenue"] or 0.0 for cell in moved)
    worth = f", who brought {money(revenue, currency)}" if known else ""
    first = (
        f"Beside the run in {inert(folder, 200)}: of {counted(told['customers'], 'customer')} in both, "
        f"{count(customers)} ({share(customers / max(told['customers'], 1))}) moved{worth}."
    )
    second = (
        f"{counted(told['new'], 'customer', 'is', 'are')} new, "
        f"{count(told['gone'])} {'is' if told['gone'] == 1 else 'are'} gone; "
        f"{counted(len(told['matched']), 'segment', 'is', 'are')} the same as before."
    )
    return [first, second]


def crossing_columns(told: Told, currency: str | None) -> list[PageColumn]:
    """Return the columns of the crossing table; revenue where it is known."""
    columns = [
        PageColumn("was", title="was in"),
        PageColumn("now", title="is in"),
        PageColumn("what", title=" ", tone=lambda value: "warning" if value == "moved" else None),
        PageColumn("customers", "count", title="size"),
        PageColumn("share", "share"),
    ]
    if any(cell["revenue"] is not None for cell in told["cells"]):
        columns.append(PageColumn("revenue", "money", show=lambda value: money(value, currency, short=True)))
    return columns


def crossing_widths(columns: int, width: int) -> dict[int, int]:
    """Return the widths of the columns; the two segments share what remains."""
    fixed = dict(zip(range(2, columns), (6, 7, 6, 9), strict=False))
    name = min(max((width - sum(fixed.values()) - GAP * columns) // 2, 14), 44)
    return {0: name, 1: name} | fixed


def crossing_rows(told: Told) -> list[dict[str, object]]:
    """Return a row for each pair of segments, the largest first."""
    return [
        {
            "was": _segment(cell["was"], cell["was_name"]),
            "now": _segment(cell["now"], cell["now_name"]),
            "what": "stayed" if cell["same"] else "moved",
            "customers": cell["customers"],
            "share": cell["customers"] / max(told["customers"], 1),
            "revenue": cell["revenue"],
        }
        for cell in told["cells"]
    ]


def _segment(number: int, name: str | None) -> str:
    return f"{number} {name or ''}".strip() if number else "no segment"
