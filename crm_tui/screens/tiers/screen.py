"""Screen 4: how value and loyalty are measured and cut, and where the customers and the revenue are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from crm_tui.inert import inert
from crm_tui.messages import RecipeChanged
from crm_tui.needs import a_read_file, a_run, what_brings_it
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.screens.tiers import pictures
from crm_tui.screens.tiers.boxes import Scored
from crm_tui.screens.tiers.form import TierForm
from crm_tui.screens.tiers.measures import SECTIONS, MeasureScreen
from crm_tui.screens.tiers.results import TierResults
from crm_tui.widgets.form_box import FormBox
from crm_tui.widgets.heatmap import Heatmap
from crm_tui.widgets.note import Note
from crm_tui.widgets.page_tabs import PageTabs
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.settings_form import SettingsForm

if TYPE_CHECKING:
    from crm_tui.session import Session

LOW, NARROW = 34, 100
"""Lines and cells of a window below which one picture is shown at a time."""


def revenue(session: Session) -> str:
    """It is known how much revenue is in each cell of the matrix."""
    known = session.told.get("tiers", {}).get("matrix", ())
    return a_run("tiers")(session) or ("" if pictures.has_revenue(known) else "there is no revenue in these data")


class TiersScreen(MeasureScreen):
    """Left: value, loyalty or RFM, its settings and tiers. Right: matrix, distribution with its cuts, RFM map."""

    stage = "tiers"
    CSS_PATH = "screen.tcss"
    HELP = "Value and loyalty put customers into tiers; every change is computed at once. Enter shows who is in a cell."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "section(1)", "Value, loyalty, RFM", id="tiers.section"),
        Binding("semicolon", "page(1)", "Next page", id="tiers.page"),
        Binding("comma", "page(-1)", "Page before", id="tiers.page_before", show=False),
        Binding("M", "method", "Method", id="tiers.method"),
        Binding("plus,equals_sign", "cut(1)", "Cut up", id="tiers.cut_up"),
        Binding("minus", "cut(-1)", "Cut down", id="tiers.cut_down"),
        Binding("E", "type_cut", "Type the cut", id="tiers.cut_type", show=False),
        Binding("c", "next_cut", "Next cut", id="tiers.cut_next", show=False),
        Binding("p", "by_revenue", "Customers or revenue", id="tiers.by_revenue", show=False),
    ]
    NEEDS = dict.fromkeys(("section", "method"), a_read_file) | {"page": a_run("tiers"), "by_revenue": revenue}
    by_revenue = False
    _summary: object = None

    def body(self) -> ComposeResult:
        """A form at the left with its tiers and notes; matrix, distribution, RFM map or forecast at the right."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield PageTabs("section")
                yield FormBox(TierForm, hidden=("method",), id="form")
                yield Note(id="summary", classes="note", markup=False)
                yield ListTable(id="tiers", cursor="row", numbers=False, empty="")
            yield TierResults(id="right")

    def on_mount(self) -> None:
        """Begin at the matrix."""
        super().on_mount()
        self.query_one("#matrix").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show one picture at a time where there is no room for more."""
        self.set_class(event.size.height < LOW, "-short")
        self.set_class(event.size.width < NARROW, "-narrow")
        self.show(self.app.session)

    def show(self, session: Session) -> None:
        """Draw the section's form and summary, and the page at the right."""
        if session.recipe is None:
            return
        settings = getattr(session.recipe, self.settings_section)
        method = f"  by {settings.method} (M)" if hasattr(settings, "method") else ""
        method = "  names (M)" if self.section == "rfm" else method
        method = "" if self.has_class("-narrow") else method
        self.query_one(PageTabs).show_pages(list(SECTIONS.values()), list(SECTIONS).index(self.section), method)
        told = session.told.get(self.section)
        form = self.query_one(FormBox).show(settings)
        if isinstance(form, TierForm):
            form.told = told or {}
        self._show_summary(session, told)
        names = (session.recipe.value.tiers, session.recipe.loyalty.tiers)
        scored = SECTIONS["value" if self.section == "rfm" else self.section]
        shown = Scored(session.told, names, self.section, scored, self.cut, self.by_revenue, what_brings_it(session))
        self._name_keys("Who" if "review" in session.told else "")
        self.query_one(TierResults).show(shown)

    def _name_keys(self, opens: str) -> None:
        """Say what enter does with a cell or a tier: nothing, before it is known who is in it."""
        for name in ("#matrix", "#rfm"):
            self.query_one(name, Heatmap).opening(opens)
        self.query_one("#tiers", ListTable).opening(opens)

    def _show_summary(self, session: Session, told: Mapping[str, Any] | None) -> None:
        if (self.section, id(told), session.problem) == self._summary:
            return
        self._summary = (self.section, id(told), session.problem)
        lines = pictures.summary_lines(self.section, told) if told else []
        lines = [session.problem, *lines] if session.problem else lines
        self.query_one("#summary", Note).update(Content("\n".join(inert(line, 400) for line in lines)))
        table = self.query_one("#tiers", ListTable)
        currency = session.told.get("customers", {}).get("currency")
        named = self.section == "rfm"
        rows = [] if not told else pictures.named_rows(told) if named else pictures.tier_rows(told)
        columns = pictures.named_columns(currency) if named else pictures.tier_columns(told or {}, currency)
        table.set_source(frame_pages(columns, rows), keep_cursor=True)
        table.styles.height = min(len(rows) + 1, 16)
        table.display = bool(rows)

    def action_section(self, by: int) -> None:
        """Go from value to loyalty to RFM."""
        names = list(SECTIONS)
        self.section = names[(names.index(self.section) + by) % len(names)]
        self.cut = 0
        self.show(self.app.session)

    def action_page(self, by: int) -> None:
        """Go to the next or the previous page of pictures."""
        pane = self.query_one(TierResults)
        pane.turn(by)
        if self.focused is None or self.focused not in self.query("#left *"):
            pane.focus_page()

    def action_by_revenue(self) -> None:
        """Show revenue in the matrix instead of customers, or the other way round."""
        self.by_revenue = not self.by_revenue
        self.show(self.app.session)

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Take a setting of the section."""
        message.stop()
        recipe = self.app.session.recipe
        if recipe is not None and message.settings is not None:
            section = self.settings_section
            changed = recipe.model_copy(update={section: message.settings})
            self.post_message(RecipeChanged(changed, f"{section}.{message.field}"))
