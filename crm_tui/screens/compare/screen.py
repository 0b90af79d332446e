"""Two segments side by side, statistic by statistic; and the way to two runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from crm_tui.format import count, share
from crm_tui.glyphs import Glyphs, glyphs_of
from crm_tui.inert import inert
from crm_tui.screens.figures import difference_bar, figure, name_of
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.note import Note
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table.layout import GAP, Arrangement

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.session import Session

Told = Mapping[str, Any]
Row = tuple[str, ...]
RUN = "another run"
WIDTHS = (11, 11, 10, 7)
"""Cells of text in all columns but the first."""


def ask_what(app: CrmTui, mine: Told, profiles: Sequence[Told]) -> None:
    """Ask what to compare the segment with: another segment; or the whole run with an earlier one."""
    from crm_tui.widgets.dialogs import Choose

    options = [(str(one["id"]), name_of(one)) for one in profiles if one is not mine]
    options.append((RUN, "an earlier run: who moved where"))

    def chosen(wanted: str | None) -> None:
        other = next((one for one in profiles if str(one["id"]) == wanted), None)
        if wanted == RUN:
            ask_run(app)
        elif other is not None:
            app.push_screen(CompareScreen(mine, other))

    app.push_screen(Choose(f"Compare {name_of(mine)} with", options), chosen)


def ask_run(app: CrmTui) -> None:
    """Ask for the folder of an earlier run and show who moved."""
    from crm_tui.paths import complete_path
    from crm_tui.screens.compare.crossing import CrossingScreen
    from crm_tui.widgets.prompt import Prompt, Question, history

    def found(folder: str | None) -> None:
        if folder and folder.strip():
            app.push_screen(CrossingScreen(folder.strip()))

    hint = "a folder written by e, or by crm-tui run --out"
    app.push_screen(Prompt(Question("Earlier run", "", hint, history("runs"), complete_path)), found)


class CompareScreen(StageScreen):
    """A table with a column for each of two segments and how far they lie apart."""

    stage = "review"
    HELP = "Two segments. A difference is in standard deviations over all customers; for shares, in percentage points."
    BINDINGS = [Binding("escape", "app.back", "Back", show=False)]

    def __init__(self, first: Told, second: Told) -> None:
        super().__init__()
        self.first, self.second = first, second

    def body(self) -> ComposeResult:
        """A heading and the table."""
        yield Note(id="heading", markup=False, classes="heading")
        yield ListTable(id="compared", cursor="row", numbers=False)

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self.query_one(ListTable).focus()

    def show(self, session: Session) -> None:
        """Draw both segments."""
        sides = [f"{one['id'] or '-'} {one['name']}" for one in (self.first, self.second)]
        heading = f"{inert(sides[0], 50)}  beside  {inert(sides[1], 50)}"
        self.query_one("#heading", Note).update(Content(heading))
        currency = session.told.get("customers", {}).get("currency")
        whole = session.told.get("review", {}).get("profiles", {}).get("whole", {})
        lines = compared(self.first, self.second, whole, currency, glyphs_of(self.app))
        sides = [f"segment {one['id']}" if one["id"] else "no segment" for one in (self.first, self.second)]
        columns = (
            PageColumn("statistic", title="total, share or mean"),
            PageColumn("first", "decimal", title=sides[0], show=str),
            PageColumn("second", "decimal", title=sides[1], show=str),
            PageColumn("apart", "decimal", show=str),
            PageColumn("bar", title=" "),
        )
        table = self.query_one(ListTable)
        pages = frame_pages(columns, lines)
        if pages != table.source:
            table.set_source(pages, keep_cursor=True)
            statistic = min(self.size.width - 1 - sum(WIDTHS) - GAP * (len(WIDTHS) + 1), 44)
            table.set_arrangement(Arrangement(widths=dict(enumerate((statistic, *WIDTHS)))))


def compared(first: Told, second: Told, whole: Told, currency: str | None, glyphs: Glyphs) -> list[Row]:
    """Return size, revenue, the mean of every measure and the share of every level, for both segments."""
    rows: list[Row] = [
        ("customers", count(first["size"]), count(second["size"]), _ratio(first["size"], second["size"]), ""),
        ("share of customers", share(first["share"]), share(second["share"]), "", ""),
    ]
    if first["revenue"] is not None:
        sums = [figure(one["revenue"], "money", currency) for one in (first, second)]
        rows.append(("revenue", *sums, _ratio(first["revenue"], second["revenue"]), ""))
        rows.append(("share of revenue", share(first["revenue_share"]), share(second["revenue_share"]), "", ""))
    return [*rows, *_measures(first, second, whole, currency, glyphs), *_levels(first, second)]


def _measures(first: Told, second: Told, whole: Told, currency: str | None, glyphs: Glyphs) -> list[Row]:
    others = {one["measure"]: one for one in second["measures"]}
    spreads = {one["measure"]: one["std"]["value"] for one in whole.get("measures", ())}
    found = []
    for one in first["measures"]:
        here, there = one["mean"]["value"], others.get(one["measure"], {}).get("mean", {}).get("value")
        spread = spreads.get(one["measure"])
        apart = (here - there) / spread if spread and here is not None and there is not None else None
        texts = (figure(here, one["unit"], currency), figure(there, one["unit"], currency))
        found.append((inert(one["title"], 40), *texts, apart))
    found.sort(key=lambda line: -abs(line[3] or 0.0))
    most = max(1.0, *(abs(line[3] or 0.0) for line in found)) if found else 1.0
    return [
        (
            *texts,
            "" if apart is None else f"{apart:+.2f} sd",
            "" if apart is None else difference_bar(apart, most, glyphs),
        )
        for *texts, apart in found
    ]


def _levels(first: Told, second: Told) -> list[Row]:
    theirs = {(mix["column"], level["name"]): level["share"] for mix in second["mixes"] for level in mix["levels"]}
    found: list[Row] = []
    for mix in first["mixes"]:
        for level in mix["levels"]:
            here, there = level["share"], theirs.get((mix["column"], level["name"]), 0.0)
            name = f"{inert(mix['title'], 30)}: {inert(level['name'], 30)}"
            found.append((name, share(here), share(there), f"{(here - there) * 100:+.0f} points", ""))
    return found


def _ratio(first: float | None, second: float | None) -> str:
    return "" if not first or not second else f"{first / second:.2f} times"
