"""The right side of the segment screen: one page at a time of sweep, map, sizes, tree, rules, words, agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from crm_tui.inert import inert
from crm_tui.screens.segment import method_pictures as special
from crm_tui.screens.segment import pictures
from crm_tui.screens.segment.rule_table import RuleTable
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.bars import bars_drawing
from crm_tui.widgets.heatmap import Heatmap
from crm_tui.widgets.note import Note
from crm_tui.widgets.page_tabs import PageTabs
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.picture import Picture
from crm_tui.widgets.plots import PlotView
from crm_tui.widgets.table.messages import CursorMoved
from crm_tui.widgets.table.view import TableView

if TYPE_CHECKING:
    from crm_tui.app import CrmTui

Told = Mapping[str, Any]
EMPTY = "The segments stand here once they are computed."
MOST_BARS = 9


@dataclass(frozen=True)
class Results:
    """All that can be shown: summaries of segments and plane, answers to questions, the recipe's rules, their lint."""

    segments: Told | None = None
    plane: Told | None = None
    words: Told | None = None
    agreement: Told | None = None
    rules: tuple[Told, ...] = ()
    lint: Told | None = None
    figure: int = 0

    def of(self, name: str) -> Any:  # noqa: ANN401 - whatever the summary holds
        """Return a part of the segments' summary; None where there is none."""
        return (self.segments or {}).get(name)


@dataclass(frozen=True)
class Page:
    """A page: its title, the widgets it consists of, when there is something on it, in which windows it is offered."""

    title: str
    parts: tuple[str, ...]
    known: Callable[[Results], bool]
    sizes: tuple[str, ...] = ("large", "small")


def _swept(found: Results) -> bool:
    return bool(found.of("sweep") or found.of("distance_curve"))


PAGES: dict[str, Page] = {
    "overview": Page(
        "Overview", ("sweep", "curve", "scatter", "sizes"), lambda found: bool(found.segments), ("large",)
    ),
    "sweep": Page("Sweep", ("sweep",), lambda found: bool(found.of("sweep")), ("small",)),
    "curve": Page("Curve", ("curve",), _swept, ("small",)),
    "map": Page("Map", ("scatter",), lambda found: bool(found.segments and found.plane)),
    "sizes": Page("Sizes", ("sizes",), lambda found: bool(found.segments), ("small",)),
    "tree": Page("Tree", ("tree",), lambda found: bool(found.of("dendrogram"))),
    "trial": Page("Held out", ("caption", "grid"), lambda found: bool(found.of("held_out"))),
    "rules": Page("Rules", ("caption", "rules", "row"), lambda found: bool(found.rules)),
    "words": Page("In words", ("caption", "rows", "row"), lambda found: bool(found.segments)),
    "agreement": Page("Compare", ("caption", "grid"), lambda found: bool(found.agreement)),
}
"""The pages in the order in which ``;`` goes through them."""


def pages_for(found: Results, size: str) -> list[str]:
    """Return the pages that have something to show in a window of this size."""
    return [name for name, page in PAGES.items() if size in page.sizes and page.known(found)]


@dataclass
class _Drawn:
    """What was drawn last: nothing is drawn twice, since progress comes ten times a second."""

    found: Results = field(default_factory=Results)
    page: str = ""
    size: str = ""


class ResultsPane(Vertical):
    """Tabs over the page, the verdict below it."""

    app: CrmTui
    page = ""
    wish = ""
    """A page to go to as soon as there is something on it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._drawn = _Drawn()

    def compose(self) -> ComposeResult:
        """All parts; those of the page are displayed."""
        yield PageTabs("tabs")
        yield Note(id="caption", markup=False)
        yield ListTable(id="sweep", cursor="row", numbers=False, empty=EMPTY).opening("Take this k")
        with Horizontal(id="pictures"):
            yield PlotView(id="curve")
            yield PlotView(id="scatter")
        yield Picture(id="tree")
        yield Heatmap(id="grid")
        yield ListTable(id="rows", cursor="row", numbers=False, empty="Working it out.")
        yield RuleTable(id="rules")
        yield Note(id="row", classes="note", markup=False)
        yield Picture(id="sizes")
        yield Note(id="verdict", markup=False)

    @property
    def size_of_window(self) -> str:
        """Whether there is room for an overview."""
        return "small" if self.screen.has_class("-short") or self.screen.has_class("-narrow") else "large"

    def turn(self, by: int) -> None:
        """Go to another page."""
        known = pages_for(self._drawn.found, self.size_of_window)
        if known:
            place = known.index(self.page) if self.page in known else -1
            self.page = known[(place + by) % len(known)]
            self.show(self._drawn.found)

    def focus_page(self) -> None:
        """Go to the first thing on the page that takes keys."""
        keyed = [self.query_one(f"#{name}") for name in (PAGES[self.page].parts if self.page else ())]
        keyed = [widget for widget in keyed if widget.focusable]
        self.screen.set_focus(keyed[0] if keyed else None)

    def show(self, found: Results) -> None:
        """Draw the page with what is known; a page that has nothing on it any more gives way to the first."""
        size = self.size_of_window
        known = pages_for(found, size)
        arrived = self.wish in known
        if arrived:
            self.page, self.wish = self.wish, ""
        if self.page not in known:
            self.page = known[0] if known else ""
        if self._drawn == _Drawn(found, self.page, size) and self._drawn.found.segments is found.segments:
            return
        self._drawn = _Drawn(found, self.page, size)
        titles = [PAGES[name].title for name in known] or ["Segments"]
        self.query_one(PageTabs).show_pages(titles, known.index(self.page) if known else 0)
        parts = self._parts(found)
        for name in ("caption", "sweep", "curve", "scatter", "tree", "grid", "rows", "rules", "row", "sizes"):
            self.query_one(f"#{name}").display = name in parts
        self.query_one("#pictures").display = bool({"curve", "scatter"} & parts)
        for name, fill in _FILL.items():
            if name in parts:
                fill(self, found)
        if arrived:
            self.focus_page()

    def _parts(self, found: Results) -> set[str]:
        """Return the parts of the page that have something to show; an empty table where nothing is known at all."""
        parts = set(PAGES[self.page].parts) if self.page else {"sweep"}
        if found.segments is not None and not found.of("sweep"):
            parts -= {"sweep"}
        if not _swept(found):
            parts -= {"curve"}
        return parts if found.plane else parts - {"scatter"}

    @on(CursorMoved, "#rows, #rules")
    def _moved(self, message: CursorMoved) -> None:
        message.stop()
        fill_row(self, self._drawn.found)


def fill_sweep(pane: ResultsPane, found: Results) -> None:
    """Draw the table of the sweep, as high as it has rows where others stand below it."""
    table = pane.query_one("#sweep", TableView)
    if found.segments is not None:
        pages = frame_pages(pictures.sweep_columns(found.segments), pictures.sweep_rows(found.segments))
        table.set_source(pages, keep_cursor=True)
        table.styles.height = min(pages.height + 1, 11) if pane.page == "overview" else "1fr"


def fill_curve(pane: ResultsPane, found: Results) -> None:
    """Draw one figure over k, or the distances to neighbours."""
    if found.segments is not None:
        pane.query_one("#curve", PlotView).show_plot(pictures.curve(found.segments, found.figure))


def fill_scatter(pane: ResultsPane, found: Results) -> None:
    """Draw the map."""
    if found.segments is not None and found.plane is not None:
        pane.query_one("#scatter", PlotView).show_plot(pictures.scatter(found.plane, found.segments))


def fill_tree(pane: ResultsPane, found: Results) -> None:
    """Draw the tree of merges."""
    if found.segments is not None:
        pane.query_one("#tree", Picture).show(special.tree_drawing(found.segments))


def fill_sizes(pane: ResultsPane, found: Results) -> None:
    """Draw a bar for every segment."""
    if found.segments is not None:
        bars = pictures.size_bars(found.segments)
        widget = pane.query_one("#sizes", Picture)
        widget.styles.height = min(len(bars), MOST_BARS) + 1 if pane.page == "overview" else "1fr"
        widget.show(bars_drawing(bars))


def fill_grid(pane: ResultsPane, found: Results) -> None:
    """Draw the confusion matrix, or the crossing of two methods."""
    grid = special.agreement_grid(found.agreement) if pane.page == "agreement" and found.agreement else None
    pane.query_one("#grid", Heatmap).show_grid(grid or special.trial_grid(found.of("held_out")))


def fill_rows(pane: ResultsPane, found: Results) -> None:
    """Draw the rules that say the segments."""
    rows = special.word_rows(found.words) if found.words and "rules" in found.words else []
    pane.query_one("#rows", TableView).set_source(frame_pages(special.WORDS, rows), keep_cursor=True)


def fill_rules(pane: ResultsPane, found: Results) -> None:
    """Draw the analyst's own rules with what the lint found."""
    pages = frame_pages(special.RULES, special.rule_rows(found.rules, found.lint))
    pane.query_one("#rules", RuleTable).set_source(pages, keep_cursor=True)


def fill_row(pane: ResultsPane, found: Results) -> None:
    """Say the whole rule under the cursor, which the table may cut, and what is wrong with it."""
    del found
    table = pane.query_one("#rules" if pane.page == "rules" else "#rows", TableView)
    text = ""
    if table.source.height:
        cells = {
            column.name: table.source.values(at, table.row, table.row + 1)[0]
            for at, column in enumerate(table.source.columns)
        }
        warning = f"  {cells['warning']}" if cells.get("warning") else ""
        text = f"{cells.get('segment') or cells.get('name')}: {cells['condition']}{warning}"
    pane.query_one("#row", Note).update(Content(inert(text, 600)))


def fill_caption(pane: ResultsPane, found: Results) -> None:
    """Say what is to be thought of the page."""
    lines = {
        "trial": lambda: special.trial_lines(found.of("held_out")),
        "rules": lambda: special.rule_lines(found.lint),
        "words": lambda: _word_lines(found.words),
        "agreement": lambda: special.agreement_lines(found.agreement or {}),
    }[pane.page]()
    pane.query_one("#caption", Note).update(Content("\n".join(inert(line, 400) for line in lines)))


def _word_lines(words: Told | None) -> list[str]:
    if words is None:
        return ["The segments as rules are worked out."]
    return special.word_lines(words) if "rules" in words else [str(words.get("problem", ""))]


_FILL: dict[str, Callable[[ResultsPane, Results], None]] = {
    "caption": fill_caption,
    "sweep": fill_sweep,
    "curve": fill_curve,
    "scatter": fill_scatter,
    "tree": fill_tree,
    "grid": fill_grid,
    "rows": fill_rows,
    "rules": fill_rules,
    "row": fill_row,
    "sizes": fill_sizes,
}
