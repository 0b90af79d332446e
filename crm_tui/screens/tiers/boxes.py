"""The boxes on the right side of the tiers screen: each a heading over a picture of value, loyalty or both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from crm_tui.inert import inert
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.screens.tiers import forecast, pictures
from crm_tui.screens.tiers.lorenz import concentration_of, lorenz, lorenz_line
from crm_tui.widgets.heatmap import Heatmap
from crm_tui.widgets.histogram import histogram_drawing
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.picture import Picture, message_lines
from crm_tui.widgets.plots import PlotView

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Scored:
    """What is shown: the summaries, the names of the tiers, and what the analyst looks at.

    ``waiting`` says what has to happen for summaries to be there.
    """

    told: Mapping[str, Told] = field(default_factory=dict)
    names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    section: str = "value"
    title: str = "Value"
    cut: int = 0
    by_revenue: bool = False
    waiting: str = ""

    @property
    def score(self) -> Told | None:
        """The summary of the score whose distribution is shown."""
        return self.told.get("value" if self.section == "rfm" else self.section)

    @property
    def currency(self) -> str | None:
        """The currency of all money, where it is known."""
        found: str | None = self.told.get("customers", {}).get("currency")
        return found


class CutView(Picture, can_focus=True):
    """The distribution; its keys choose and move a cut."""

    HELP = "How many customers have which score. A dashed line is where a tier begins; + and - move the one at hand."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign,right,l", "screen.cut(1)", "Cut up", id="cut.up"),
        Binding("minus,left,h", "screen.cut(-1)", "Cut down", id="cut.down"),
        Binding("E,enter", "screen.type_cut", "Type the cut", id="cut.type"),
        Binding("c,down,j", "screen.next_cut", "Next cut", id="cut.next"),
    ]
    DEFAULT_CSS = "CutView { &:focus { text-style: bold; } }"

    def why_off(self, action: str) -> str:
        """Say why no cut can be moved."""
        why_off: Callable[[str], str] | None = getattr(self.screen, "why_off", None)
        return why_off(action.removeprefix("screen.")) if why_off else ""


class Box(Vertical):
    """One thing that can be shown of the scores."""

    def show(self, shown: Scored) -> None:
        """Draw it."""
        raise NotImplementedError

    def say(self, name: str, text: str) -> None:
        """Put a text into one of the box's lines; without one the line takes no room."""
        widget = self.query_one(f"#{name}", Note)
        widget.update(Content(inert(text, 600)))
        widget.display = bool(text)


class MatrixBox(Box):
    """How many customers, or how much of the revenue, are in which tiers of value and loyalty."""

    def compose(self) -> ComposeResult:
        """The matrix and why there is none."""
        yield Note(id="matrix_title", classes="heading", markup=False)
        yield Heatmap(id="matrix")
        yield Note(id="matrix_reason", classes="note", markup=False)

    def show(self, shown: Scored) -> None:
        """Draw the matrix."""
        told = shown.told.get("tiers")
        what = "revenue" if shown.by_revenue else "customers"
        title = "Value × loyalty"
        if told is None:
            self.say("matrix_title", title)
            self.query_one("#matrix").display = False
            self.say("matrix_reason", f"Value, loyalty and their tiers are shown here once computed. {shown.waiting}")
            return
        grid = pictures.matrix(told["matrix"], shown.names, by_revenue=shown.by_revenue, currency=shown.currency)
        if pictures.has_revenue(told["matrix"]):
            said = f"{what}, share of revenue (p swaps)"
            title = f"{title}: {said}" if not self.screen.has_class("-narrow") else said
        self.say("matrix_title", title)
        self.query_one("#matrix", Heatmap).show_grid(grid)
        self.query_one("#matrix").display = bool(grid.rows)
        self.say("matrix_reason", "  ".join(pictures.reasons(shown.told, ("value", "loyalty"))))


class DistributionBox(Box):
    """How many customers have which score, and where the tiers begin."""

    def compose(self) -> ComposeResult:
        """The distribution and what lies outside it."""
        yield Note(id="distribution_title", classes="heading", markup=False)
        yield CutView(id="distribution")
        yield Note(id="outside", classes="note", markup=False)

    def show(self, shown: Scored) -> None:
        """Draw the distribution of the score that is looked at."""
        told, view = shown.score, self.query_one("#distribution", CutView)
        view.display = told is not None
        if told is None:
            return
        if told["unavailable"]:
            self.say("distribution_title", f"{shown.title}: no distribution")
            view.show(message_lines(f"No {shown.title.lower()} is computed: the words at the left say why."))
            self.say("outside", "")
            return
        brief = self.screen.has_class("-narrow")
        title = pictures.distribution_line(shown.title, told, shown.cut, shown.currency, brief=brief)
        self.say("distribution_title", title)
        drawing = histogram_drawing(
            pictures.distribution(told), lambda value: pictures.score_text(value, told, shown.currency)
        )
        view.show(drawing)
        self.say("outside", pictures.outside_line(told, shown.currency))


class RfmBox(Box):
    """How many customers have which scores of recency and frequency, and everything about one cell."""

    shown = Scored()

    def compose(self) -> ComposeResult:
        """The map and its cell."""
        yield Note(id="rfm_title", classes="heading", markup=False)
        yield Heatmap(id="rfm")
        yield Note(id="rfm_cell", classes="note", markup=False)

    def show(self, shown: Scored) -> None:
        """Draw the map."""
        self.shown, told = shown, shown.told.get("rfm")
        self.query_one("#rfm").display = told is not None
        if told is None:
            return
        grid = pictures.rfm_grid(told) if pictures.scored_by_rfm(told) else pictures.NOTHING
        self.query_one("#rfm", Heatmap).show_grid(grid)
        self.query_one("#rfm").display = bool(grid.rows)
        self.say("rfm_title", "RFM: customers by recency (down) and frequency (across)")
        self._tell_cell()

    @on(Heatmap.Moved, "#rfm")
    def _moved(self, message: Heatmap.Moved) -> None:
        message.stop()
        self._tell_cell()

    def _tell_cell(self) -> None:
        """Say everything about the cell under the cursor; where there is no map, why."""
        told = self.shown.told.get("rfm") or {}
        if told.get("unavailable"):
            self.say("rfm_cell", f"Not computed: {told['unavailable']}.")
        elif told and not pictures.scored_by_rfm(told):
            self.say("rfm_cell", f"Nobody has RFM scores: {'; '.join(told['notes'])}.")
        elif told.get("cells"):
            row, column = self.query_one("#rfm", Heatmap).cursor
            self.say("rfm_cell", pictures.rfm_cell_line(told, row, column, self.shown.currency))


class LorenzBox(Box):
    """How unequally customers bring revenue."""

    def compose(self) -> ComposeResult:
        """The curve and what it says."""
        yield Note(id="lorenz_title", classes="heading", markup=False)
        yield PlotView(id="lorenz")
        yield Note(id="lorenz_line", classes="note", markup=False)

    def show(self, shown: Scored) -> None:
        """Draw the curve."""
        found = concentration_of(shown.told)
        if found is not None:
            self.say("lorenz_title", "How unequally customers bring revenue")
            self.query_one("#lorenz", PlotView).show_plot(lorenz(found))
            self.say("lorenz_line", lorenz_line(found))


class ModelBox(Box):
    """The model of lifetime value in words."""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Note(id="model", markup=False)

    def show(self, shown: Scored) -> None:
        """Write the lines."""
        lines = forecast.model_lines(shown.told["value"])
        self.query_one("#model", Note).update(Content("\n".join(inert(line, 400) for line in lines)))


class TrackingBox(Box):
    """Orders forecast and seen, and how many customers are how likely alive."""

    DEFAULT_CSS = "TrackingBox { layout: horizontal; }"

    def compose(self) -> ComposeResult:
        """Two pictures side by side."""
        yield PlotView(id="tracking")
        yield Picture(id="alive")

    def show(self, shown: Scored) -> None:
        """Draw both; without a holdout nothing was seen."""
        told = shown.told["value"]
        held = told["details"].get("holdout")
        self.query_one("#tracking", PlotView).show_plot(forecast.tracking(held))
        self.query_one("#tracking").display = bool(held)
        drawing = histogram_drawing(forecast.alive(told), lambda value: f"{value:.0%} alive")
        self.query_one("#alive", Picture).show(drawing)


class GroupsBox(Box):
    """How well the forecast fits customers of few and of many orders."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield ListTable(id="groups", cursor="row", numbers=False, empty="There is no holdout.")

    def show(self, shown: Scored) -> None:
        """Fill the table."""
        held = shown.told["value"]["details"].get("holdout")
        table = self.query_one("#groups", ListTable)
        table.set_source(frame_pages(forecast.GROUPS, forecast.group_rows(held)), keep_cursor=True)
        table.display = bool(held)


BOXES: dict[str, type[Box]] = {
    "matrix": MatrixBox,
    "distribution": DistributionBox,
    "rfm": RfmBox,
    "lorenz": LorenzBox,
    "model": ModelBox,
    "tracking": TrackingBox,
    "groups": GroupsBox,
}
"""Name → box, from top to bottom."""
