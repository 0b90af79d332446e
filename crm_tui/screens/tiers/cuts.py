"""What the tiers screen does beside showing: cuts moved and typed, the customers of a cell or a tier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import on

from crm_tui.format import number
from crm_tui.messages import RecipeChanged
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.screens.tiers import pictures
from crm_tui.widgets.heatmap import Heatmap
from crm_tui.widgets.table.messages import Chosen

STEP = 0.02
"""+ and - move a cut by this share of the distance between the ends of what is drawn."""


class CutScreen(StageScreen):
    """The actions on cuts and cells; ``section`` is value, loyalty or rfm, ``cut`` counts the cuts gone through."""

    section = "value"
    cut = 0

    def why_off(self, action: str) -> str:
        """Say why no cut can be moved; else what any screen says."""
        cuts = {"cut", "type_cut", "next_cut"}
        told = self.app.session.told.get(self.section if self.section != "rfm" else "value")
        if action.partition("(")[0] in cuts and not (told and pictures.cuts_of(told)):
            return "there is no cut"
        return super().why_off(action)

    def action_next_cut(self) -> None:
        """Go to the next cut of the distribution."""
        self.cut += 1
        self.show(self.app.session)

    def _at_hand(self) -> tuple[str, Mapping[str, Any], int] | None:
        """Return the section whose cuts are shown, its summary, and the place of the cut at hand; None without one."""
        section = self.section if self.section != "rfm" else "value"
        told = self.app.session.told.get(section)
        cuts = pictures.cuts_of(told) if told else []
        if not cuts or told is None:
            self.app.say("There is no cut to move.")
            return None
        return section, told, self.cut % len(cuts)

    def action_cut(self, by: int) -> None:
        """Move the cut at hand; the cuts become fixed values."""
        found = self._at_hand()
        if found is not None:
            section, told, place = found
            self._move_cut(section, place, pictures.moved_cut(told, place, by * STEP))

    def action_type_cut(self) -> None:
        """Ask for the value of the cut at hand."""
        from crm_tui.widgets.prompt import Prompt, Question

        found = self._at_hand()
        if found is None:
            return
        section, told, place = found
        value, name = pictures.cuts_of(told)[place]
        question = Question(
            f"{name} from ({told['unit']})",
            f"{value:.10g}",
            check=lambda text: pictures.wrong_cut(told, place, text),
        )

        def typed(text: str | None) -> None:
            if text is not None:
                self._move_cut(section, place, float(text.replace(",", "").replace("_", "")))

        self.app.push_screen(Prompt(question), typed)

    def _move_cut(self, section: str, place: int, value: float) -> None:
        cuts = [cut for cut, _ in pictures.cuts_of(self.app.session.told[section])]
        cuts[place] = value
        recipe = self.app.session.recipe
        if recipe is not None:
            present = getattr(recipe, section)
            changed = type(present).model_validate(present.model_dump() | {"cut": "fixed", "cuts": cuts}, strict=False)
            what = f"{section} cut at {number(value)}"
            self.post_message(RecipeChanged(recipe.model_copy(update={section: changed}), what))

    @on(Heatmap.Chosen, "#matrix")
    def _into_cell(self, message: Heatmap.Chosen) -> None:
        """Show the customers of a cell."""
        message.stop()
        session = self.app.session
        if session.recipe is not None and "tiers" in session.told:
            names = (session.recipe.value.tiers, session.recipe.loyalty.tiers)
            down, across = pictures.axes_of(session.told["tiers"]["matrix"], names)
            self._show_customers({"value_tier": down[message.row], "loyalty_tier": across[message.column]})

    @on(Heatmap.Chosen, "#rfm")
    def _into_rfm_cell(self, message: Heatmap.Chosen) -> None:
        """Show the customers with a pair of recency and frequency scores."""
        message.stop()
        bins = self.app.session.told["rfm"]["bins"]
        self._show_customers({"r": bins - message.row, "f": message.column + 1})

    @on(Chosen, "#tiers")
    def _into_tier(self, message: Chosen) -> None:
        """Show the customers of a tier, or of an RFM name."""
        message.stop()
        name = message.table.source.values(0, message.row, message.row + 1)[0]
        told = self.app.session.told.get("rfm", {})
        if self.section != "rfm":
            self._show_customers({f"{self.section}_tier": name})
        elif name in {one["name"] for one in told.get("segments", ())}:
            self._show_customers({"rfm_segment": name})

    def _show_customers(self, values: Mapping[str, object]) -> None:
        from crm_tui.screens.customer.cell import CellScreen

        session = self.app.session
        if "review" not in session.told:
            self.app.say("Who is in it is known once everything is computed: press R to run.")
            return
        self.app.push_screen(CellScreen(values, stale=session.screen_state("review").state != "done"))
