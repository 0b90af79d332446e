"""The right side of the tiers screen: pages of boxes with matrix, distribution, RFM map, forecast, concentration."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from crm_tui.screens.tiers import forecast
from crm_tui.screens.tiers.boxes import BOXES, Box, Scored
from crm_tui.screens.tiers.lorenz import concentration_of
from crm_tui.widgets.page_tabs import PageTabs

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
        for name, make in BOXES.items():
            yield make(id=f"box_{name}")

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
        now = (*told, shown.names, shown.section, shown.cut, shown.by_revenue, shown.waiting, self.page, *self.pages)
        if now == self._drawn:
            return
        self._drawn = now
        tabs = self.query_one(PageTabs)
        tabs.show_pages([PAGES[name][0] for name in self.pages], self.pages.index(self.page))
        tabs.display = len(self.pages) > 1
        for name in BOXES:
            box = self.query_one(f"#box_{name}", Box)
            here = name in PAGES[self.page][1]
            box.display = here
            if here:
                box.show(shown)
