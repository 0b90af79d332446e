"""Screen 4: how value and loyalty are measured and cut, and where the customers and the revenue are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from crm_tui.format import number
from crm_tui.inert import inert
from crm_tui.messages import RecipeChanged
from crm_tui.screens import tier_pictures as pictures
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.widgets.heatmap import Heatmap
from crm_tui.widgets.histogram import histogram_drawing
from crm_tui.widgets.picture import Picture
from crm_tui.widgets.settings_form import SettingsForm

if TYPE_CHECKING:
    from crm_tui.session import Session

SECTIONS = {"value": "Value", "loyalty": "Loyalty", "rfm": "RFM"}
STEP = 0.05
"""+ and - move a cut by this share of the distance between the lowest and the highest score that is shown."""


class TiersScreen(StageScreen):
    """Left: value, loyalty or RFM and its settings. Right: matrix, distribution with its cuts, RFM map."""

    stage = "tiers"
    CSS_PATH = "tiers.tcss"
    HELP = "Value and loyalty cut each customer into tiers; every change is computed at once."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("semicolon,v", "section(1)", "Value, loyalty, RFM", id="tiers.section"),
        Binding("M", "method", "Method", id="tiers.method"),
        Binding("plus,equals_sign", "cut(1)", "Cut up", id="tiers.cut_up"),
        Binding("minus", "cut(-1)", "Cut down", id="tiers.cut_down"),
        Binding("c", "next_cut", "Next cut", id="tiers.cut_next"),
        Binding("p", "by_revenue", "Customers or revenue", id="tiers.by_revenue", show=False),
    ]
    section = "value"
    cut = 0
    by_revenue = False

    def body(self) -> ComposeResult:
        """A form at the left with its summary; matrix, distribution and RFM map at the right."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Static(id="section", classes="heading", markup=False)
                yield Vertical(id="form")
                yield Static(id="summary", markup=False)
            with Vertical(id="right"):
                yield Static(id="matrix_title", classes="heading", markup=False)
                yield Heatmap(id="matrix")
                yield Static(id="distribution_title", classes="heading", markup=False)
                yield Picture(id="distribution")
                yield Static(id="rfm_title", classes="heading", markup=False)
                yield Heatmap(id="rfm")

    def on_mount(self) -> None:
        """Begin at the matrix."""
        super().on_mount()
        self.query_one("#matrix").focus()

    def show(self, session: Session) -> None:
        """Draw the section's form and summary, the matrix, the distribution, the RFM map."""
        if session.recipe is None:
            return
        titles = [f"[{title}]" if name == self.section else f" {title} " for name, title in SECTIONS.items()]
        self.query_one("#section", Static).update(Content(" ".join(titles) + "  v next"))
        self._show_form(getattr(session.recipe, self.section))
        told = session.told.get(self.section)
        lines = pictures.summary_lines(self.section, told) if told else [session.problem or "Press R to run."]
        self.query_one("#summary", Static).update(Content("\n".join(inert(line, 400) for line in lines)))
        self._show_matrix(session)
        self._show_distribution(session)
        self._show_rfm(session)

    def _show_form(self, settings: Any) -> None:  # noqa: ANN401
        box = self.query_one("#form")
        forms = box.query(SettingsForm)
        if forms and type(forms.first().settings) is type(settings):
            if forms.first().settings != settings:
                self.run_worker(forms.first().set_settings(settings))
            return
        if forms:
            forms.first().remove()
        box.mount(SettingsForm(settings, hidden=("method",)))

    def _show_matrix(self, session: Session) -> None:
        told = session.told.get("tiers")
        what = "revenue" if self.by_revenue else "customers"
        self.query_one("#matrix_title", Static).update(Content(f"Value × loyalty: {what} and share of revenue"))
        if told is not None and session.recipe is not None:
            names = (session.recipe.value.tiers, session.recipe.loyalty.tiers)
            self.query_one("#matrix", Heatmap).show_grid(pictures.matrix(told["matrix"], names, self.by_revenue))

    def _show_distribution(self, session: Session) -> None:
        section = self.section if self.section != "rfm" else "value"
        told = session.told.get(section)
        if told is None:
            return
        cuts = pictures.cuts_of(told)
        place = (
            f"; cut {self.cut % len(cuts) + 1} at {number(cuts[self.cut % len(cuts)][0])} moves with + -"
            if cuts
            else ""
        )
        title = f"{SECTIONS[section]} in {inert(told['unit'], 30)}: customers by score{place}"
        self.query_one("#distribution_title", Static).update(Content(title))
        self.query_one("#distribution", Picture).show(histogram_drawing(pictures.distribution(told)))

    def _show_rfm(self, session: Session) -> None:
        told = session.told.get("rfm")
        if told is None:
            return
        title = "RFM: customers by recency (down) and frequency (across)"
        reason = told.get("unavailable") or ""
        self.query_one("#rfm_title", Static).update(Content(inert(reason, 200) or title))
        self.query_one("#rfm", Heatmap).show_grid(pictures.rfm_grid(told))

    def action_section(self, by: int) -> None:
        """Go from value to loyalty to RFM."""
        names = list(SECTIONS)
        self.section = names[(names.index(self.section) + by) % len(names)]
        self.cut = 0
        self.show(self.app.session)

    def action_by_revenue(self) -> None:
        """Show revenue in the matrix instead of customers, or the other way round."""
        self.by_revenue = not self.by_revenue
        self.show(self.app.session)

    def action_next_cut(self) -> None:
        """Go to the next cut of the distribution."""
        self.cut += 1
        self._show_distribution(self.app.session)

    def action_cut(self, by: int) -> None:
        """Move the cut at hand; the cuts become fixed values."""
        session = self.app.session
        section = self.section if self.section != "rfm" else "value"
        told = session.told.get(section)
        cuts = [value for value, _ in pictures.cuts_of(told)] if told else []
        if not cuts or told is None:
            self.app.say("There is no cut to move.")
            return
        low, high = told["edges"][0], told["edges"][-1]
        place = self.cut % len(cuts)
        moved = cuts[place] + by * STEP * (high - low)
        below = cuts[place - 1] if place else low
        above = cuts[place + 1] if place + 1 < len(cuts) else high
        if not below < moved < above:
            moved = (cuts[place] + (above if by > 0 else below)) / 2
        cuts[place] = float(f"{moved:.6g}")
        self._change(section, {"cut": "fixed", "cuts": cuts})

    def _change(self, section: str, update: Mapping[str, Any]) -> None:
        recipe = self.app.session.recipe
        if recipe is not None:
            present = getattr(recipe, section)
            changed = type(present).model_validate(present.model_dump() | dict(update), strict=False)
            self.post_message(RecipeChanged(recipe.model_copy(update={section: changed}), f"{section} cut"))

    def on_settings_form_changed(self, message: SettingsForm.Changed) -> None:
        """Take a setting of the section."""
        message.stop()
        recipe = self.app.session.recipe
        if recipe is not None and message.settings is not None:
            changed = recipe.model_copy(update={self.section: message.settings})
            self.post_message(RecipeChanged(changed, f"{self.section}.{message.field}"))

    @on(Heatmap.Chosen, "#matrix")
    def _into_cell(self, message: Heatmap.Chosen) -> None:
        """Show the customers of a cell."""
        from crm_tui.screens.cell import CellScreen

        message.stop()
        session = self.app.session
        if "review" in session.told:
            self.app.push_screen(CellScreen({"value_tier": message.row_name, "loyalty_tier": message.column_name}))

    @on(Heatmap.Chosen, "#rfm")
    def _into_rfm_cell(self, message: Heatmap.Chosen) -> None:
        """Show the customers with a pair of recency and frequency scores."""
        from crm_tui.screens.cell import CellScreen

        message.stop()
        if "review" in self.app.session.told:
            self.app.push_screen(
                CellScreen({"r": int(message.row_name.split()[-1]), "f": int(message.column_name.split()[-1])})
            )

    def action_method(self) -> None:
        """Ask for another way to measure value or loyalty."""
        from analysis.loyalty import METHODS as LOYALTY
        from analysis.value import METHODS as VALUE
        from crm_tui.widgets.dialogs import Choose

        recipe = self.app.session.recipe
        tables: dict[str, Mapping[str, type]] = {"value": VALUE, "loyalty": LOYALTY}
        table = tables.get(self.section)
        if recipe is None or table is None:
            self.app.say("RFM has one method; its settings are at the left.")
            return
        section = self.section

        def take(name: str | None) -> None:
            if name and name != getattr(recipe, section).method:
                self.post_message(RecipeChanged(recipe.changed(f"{section}.method", name), f"{section} by {name}"))

        options = [
            (name, f"{name:<10} {(model.__doc__ or '').strip().splitlines()[0][:80]}") for name, model in table.items()
        ]
        self.app.push_screen(Choose(f"{SECTIONS[section]} by", options, getattr(recipe, section).method), take)
