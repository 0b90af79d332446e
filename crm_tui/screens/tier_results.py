"""The right side of the tiers screen: matrix, distribution with its cuts, RFM map, forecast of lifetime value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.inert import inert
from crm_tui.screens import forecast_pictures as forecast
from crm_tui.screens import tier_pictures as pictures
from crm_tui.screens.list_table import ListTable
from crm_tui.screens.lorenz_picture import concentration_of, lorenz, lorenz_line
from crm_tui.widgets.heatmap import Heatmap
from crm_tui.widgets.histogram import histogram_drawing
from crm_tui.widgets.page_tabs import PageTabs
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.picture import Picture, message_lines
from crm_tui.widgets.plots import PlotView

Told = Mapping[str, Any]
PAGES = {
    "overview": ("Overview", ("matrix", "distribution", "rfm")),
    "matrix": ("Matrix", ("matrix",)),
    "distribution": ("Distribution", ("distribution",)),
    "rfm": ("RFM map", ("rfm",)),
    "forecast": ("Forecast", ("model", "tracking", "groups")),
    "model": ("Forecast", ("model", "groups")),
    "tracking": ("Track", ("tracking",)),
    "lorenz": ("Lorenz", ("lorenz",)),
}
"""Name of a page → its title and the boxes on it."""
SIZES = {
    "large": ("overview", "forecast", "lorenz"),
    "small": ("matrix", "distribution", "rfm", "model", "tracking", "lorenz"),
}
FORECASTS = ("forecast", "model", "tracking")
"""Pages that need a model of lifetime value."""


@dataclass(frozen=True)
class Scored:
    """What is shown: the summaries, the names of the tiers, and what the analyst looks at."""

    told: Mapping[str, Told] = field(default_factory=dict)
    names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    section: str = "value"
    title: str = "Value"
    cut: int = 0
    by_revenue: bool = False

    @property
    def score(self) -> Told | None:
        """The summary of the score whose distribution is shown."""
        return self.told.get("value" if self.section == "rfm" else self.section)


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


class TierResults(Vertical):
    """Tabs over boxes, each a heading over a picture; where the window is small, one box at a time."""

    page = ""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._drawn: tuple[object, ...] = ()
        self.shown = Scored()

    def compose(self) -> ComposeResult:
        """All boxes; those of the page are displayed."""
        yield PageTabs("tabs")
        with Vertical(id="box_matrix"):
            yield Static(id="matrix_title", classes="heading", markup=False)
            yield Heatmap(id="matrix")
            yield Static(id="matrix_reason", classes="note", markup=False)
        with Vertical(id="box_distribution"):
            yield Static(id="distribution_title", classes="heading", markup=False)
            yield CutView(id="distribution")
            yield Static(id="outside", classes="note", markup=False)
        with Vertical(id="box_rfm"):
            yield Static(id="rfm_title", classes="heading", markup=False)
            yield Heatmap(id="rfm")
            yield Static(id="rfm_cell", classes="note", markup=False)
        with Vertical(id="box_lorenz"):
            yield Static(id="lorenz_title", classes="heading", markup=False)
            yield PlotView(id="lorenz")
            yield Static(id="lorenz_line", classes="note", markup=False)
        with Vertical(id="box_model"):
            yield Static(id="model", markup=False)
        with Horizontal(id="box_tracking"):
            yield PlotView(id="tracking")
            yield Picture(id="alive")
        with Vertical(id="box_groups"):
            yield ListTable(id="groups", cursor="row", numbers=False, empty="There is no holdout.")

    @property
    def pages(self) -> list[str]:
        """The pages there are in a window of this size."""
        small = self.screen.has_class("-short") or self.screen.has_class("-narrow")
        missing = set() if forecast.has_model(self.shown.told.get("value")) else set(FORECASTS)
        missing |= set() if concentration_of(self.shown.told) else {"lorenz"}
        return [name for name in SIZES["small" if small else "large"] if name not in missing]

    def turn(self, by: int) -> None:
        """Go to another page."""
        place = self.pages.index(self.page) if self.page in self.pages else 0
        self.page = self.pages[(place + by) % len(self.pages)]
        self.show(self.shown)

    def focus_page(self) -> None:
        """Go to the first thing on the page that takes keys."""
        keyed = [widget for name in PAGES[self.page][1] for widget in self.query(f"#box_{name} *") if widget.focusable]
        if keyed:
            keyed[0].focus()
        else:
            self.screen.set_focus(None)

    def show(self, shown: Scored) -> None:
        """Draw the page, unless nothing is different."""
        self.shown = shown
        if self.page not in self.pages:
            self.page = self.pages[0]
        told = tuple(id(shown.told.get(name)) for name in ("value", "loyalty", "tiers", "rfm", "review"))
        now = (*told, shown.names, shown.section, shown.cut, shown.by_revenue, self.page, *self.pages)
        if now == self._drawn:
            return
        self._drawn = now
        tabs = self.query_one(PageTabs)
        tabs.show_pages([PAGES[name][0] for name in self.pages], self.pages.index(self.page))
        tabs.display = len(self.pages) > 1
        for box in ("matrix", "distribution", "rfm", "lorenz", "model", "tracking", "groups"):
            self.query_one(f"#box_{box}").display = box in PAGES[self.page][1]
            if box in PAGES[self.page][1]:
                getattr(self, f"_show_{box}")(shown)

    def _say(self, name: str, text: str) -> None:
        widget = self.query_one(f"#{name}", Static)
        widget.update(Content(inert(text, 600)))
        widget.display = bool(text)

    def _show_matrix(self, shown: Scored) -> None:
        told = shown.told.get("tiers")
        what = "revenue" if shown.by_revenue else "customers"
        self._say("matrix_title", f"Value × loyalty: {what}, share of revenue (p: the other, enter: who)")
        if told is None:
            return
        grid = pictures.matrix(told["matrix"], shown.names, shown.by_revenue)
        self.query_one("#matrix", Heatmap).show_grid(grid)
        self.query_one("#matrix").display = bool(grid.rows)
        self._say("matrix_reason", "  ".join(self._reasons(shown, ("value", "loyalty"))))

    def _reasons(self, shown: Scored, names: Sequence[str]) -> list[str]:
        """Return why scores cannot be computed, or cut into tiers, and what to do."""
        said = []
        for name in names:
            told = shown.told.get(name) or {}
            if told.get("unavailable"):
                said.append(f"There is no {name}: {told['unavailable']}.")
            elif told.get("tier_reason"):
                said.append(f"{name.capitalize()}: {told['tier_reason']}.")
        return said

    def _show_distribution(self, shown: Scored) -> None:
        told = shown.score
        if told is None:
            return
        view = self.query_one("#distribution", CutView)
        if told["unavailable"]:
            self._say("distribution_title", f"{shown.title}: no distribution")
            view.show(message_lines("Nothing to show."))
            self._say("outside", f"{told['unavailable']}.")
            return
        self._say("distribution_title", pictures.distribution_line(shown.title, told, shown.cut))
        view.show(histogram_drawing(pictures.distribution(told)))
        self._say("outside", pictures.outside_line(told))

    def _show_rfm(self, shown: Scored) -> None:
        told = shown.told.get("rfm")
        if told is None:
            return
        grid = pictures.rfm_grid(told) if pictures.scored_by_rfm(told) else pictures.NOTHING
        self.query_one("#rfm", Heatmap).show_grid(grid)
        self.query_one("#rfm").display = bool(grid.rows)
        self._say("rfm_title", "RFM: customers by recency (down) and frequency (across)")
        self._tell_cell()

    def _show_lorenz(self, shown: Scored) -> None:
        found = concentration_of(shown.told)
        if found is not None:
            self._say("lorenz_title", "How unequally customers bring revenue")
            self.query_one("#lorenz", PlotView).show_plot(lorenz(found))
            self._say("lorenz_line", lorenz_line(found))

    def _show_model(self, shown: Scored) -> None:
        lines = forecast.model_lines(shown.told["value"])
        self.query_one("#model", Static).update(Content("\n".join(inert(line, 400) for line in lines)))

    def _show_tracking(self, shown: Scored) -> None:
        told = shown.told["value"]
        held = told["details"].get("holdout")
        self.query_one("#tracking", PlotView).show_plot(forecast.tracking(held))
        self.query_one("#tracking").display = bool(held)
        drawing = histogram_drawing(forecast.alive(told), lambda value: f"{value:.0%} alive")
        self.query_one("#alive", Picture).show(drawing)

    def _show_groups(self, shown: Scored) -> None:
        held = shown.told["value"]["details"].get("holdout")
        table = self.query_one("#groups", ListTable)
        table.set_source(frame_pages(forecast.GROUPS, forecast.group_rows(held)), keep_cursor=True)
        table.display = bool(held)

    @on(Heatmap.Moved, "#rfm")
    def _moved(self, message: Heatmap.Moved) -> None:
        message.stop()
        self._tell_cell()

    def _tell_cell(self) -> None:
        """Say everything about the cell of the RFM map under the cursor; where there is no map, why."""
        told = self.shown.told.get("rfm") or {}
        if told.get("unavailable"):
            self._say("rfm_cell", f"Not computed: {told['unavailable']}.")
        elif told and not pictures.scored_by_rfm(told):
            self._say("rfm_cell", f"Nobody has RFM scores: {'; '.join(told['notes'])}.")
        elif told.get("cells"):
            self._say("rfm_cell", pictures.rfm_cell_line(told, *self.query_one("#rfm", Heatmap).cursor))
