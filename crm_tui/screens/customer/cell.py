"""The customers of one cell of a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from analysis.expressions import condition_for
from crm_tui.inert import inert
from crm_tui.screens.customer.screen import CustomerScreen
from crm_tui.screens.tables.customer_columns import customer_columns
from crm_tui.screens.tables.frame_table import FrameTable
from crm_tui.widgets.modal import Modal
from crm_tui.widgets.table.messages import Chosen

if TYPE_CHECKING:
    from crm_tui.app import CrmTui


class CellScreen(Modal[None]):
    """A table of the customers for whom the given columns have the given values; enter opens one.

    ``said`` says who they are, ``frame`` is the file they are in where it is not that of the review; ``stale``: the
    choices have changed since the customers were put into tiers and segments.
    """

    app: CrmTui
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Back")]
    DEFAULT_CSS = "CellScreen { background: $background; }"

    def __init__(self, values: Mapping[str, object], *, said: str = "", frame: str = "", stale: bool = False) -> None:
        super().__init__()
        self.values, self.said, self.frame, self.stale = dict(values), said, frame, stale

    def compose(self) -> ComposeResult:
        """What is shown, and the table."""
        values = ", ".join(
            f"{name.replace('_', ' ')} {'none' if value is None else inert(value, 40)}"
            for name, value in self.values.items()
        )
        before = "before the last changes (R runs) · " if self.stale else ""
        text = f"Customers {self.said or f'with {values}'} · {before}enter opens one · q back"
        yield Static(Content(text), classes="heading", markup=False)
        yield FrameTable(id="customers", empty="No customers.").opening("Customer")

    def on_mount(self) -> None:
        """Ask for the rows."""
        session = self.app.session
        columns = customer_columns(session.told)
        only = " and ".join(condition_for(name, value) for name, value in self.values.items())
        table = self.query_one(FrameTable)
        table.show_file(self.frame or session.frame("review", "result"), columns, only)
        table.focus()

    @on(Chosen)
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        place = [column.name for column in message.table.source.columns].index("customer_id")
        found = message.table.source.values(place, message.row, message.row + 1)[0]
        self.app.push_screen(CustomerScreen(str(found)))
