"""One line that names the pages of a pane, the page shown in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from crm_tui.format import fit
from crm_tui.glyphs import glyphs_of
from crm_tui.inert import inert


def tabs_line(titles: Sequence[str], shown: int, width: int, after: str = "", ellipsis: str = "…") -> str:
    """Return the titles in a line and what is said ``after`` them, cut to the width.

    Where not all titles fit, the one that is shown and its number stand for them.
    """
    line = "".join(f"[{title}]" if place == shown else f" {title} " for place, title in enumerate(titles))
    if cell_len(line) > width:
        line = f"[{titles[shown]}] {shown + 1} of {len(titles)}"
    return fit(line + inert(after, 100), width, ellipsis=ellipsis)


class PageTabs(Static):
    """The titles of a pane's pages, as many as fit; drawn anew when the pane gets another width."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="heading", markup=False)
        self._told: tuple[tuple[str, ...], int, str] = ((), 0, "")

    def show_pages(self, titles: Sequence[str], shown: int, after: str = "") -> None:
        """Name the pages, mark the one that is shown, and say something after them."""
        self._told = (tuple(titles), shown, after)
        self.refresh()

    def render(self) -> Content:
        """Return the line for the present width."""
        titles, shown, after = self._told
        return Content(tabs_line(titles, shown, self.size.width, after, glyphs_of(self.app).ellipsis) if titles else "")
