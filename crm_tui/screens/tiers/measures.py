"""How value and loyalty are measured: another method is chosen, or other names for RFM scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import on

from crm_tui.messages import RecipeChanged
from crm_tui.screens.tiers.cuts import CutScreen
from crm_tui.screens.tiers.form import TierForm

SECTIONS = {"value": "Value", "loyalty": "Loyalty", "rfm": "RFM"}


class MeasureScreen(CutScreen):
    """The actions that choose how value, loyalty and RFM scores are made."""

    @property
    def settings_section(self) -> str:
        """The section of the recipe that the form edits; where RFM is the value, the value's settings score it."""
        recipe = self.app.session.recipe
        return (
            "value" if self.section == "rfm" and recipe is not None and recipe.value.method == "rfm" else self.section
        )

    @on(TierForm.NamesWanted)
    def edit_names(self) -> None:
        """Edit the names of RFM scores."""
        from crm_tui.screens.tiers.rfm_names import RfmNamesDialog

        recipe, section = self.app.session.recipe, self.settings_section
        choices = getattr(recipe, section, None)
        if recipe is None or choices is None:
            return

        def take(rules: tuple[Any, ...] | None) -> None:
            if rules is not None and rules != choices.rules:
                changed = choices.model_copy(update={"rules": rules})
                self.post_message(RecipeChanged(recipe.model_copy(update={section: changed}), "names of RFM scores"))

        self.app.push_screen(RfmNamesDialog(choices, self.app.session.told.get("rfm") or {}), take)

    def action_method(self) -> None:
        """Ask for another way to measure value or loyalty; of RFM, for other names."""
        from analysis.loyalty import METHODS as LOYALTY
        from analysis.value import METHODS as VALUE
        from crm_tui.widgets.dialogs import Choose

        recipe = self.app.session.recipe
        tables: dict[str, Mapping[str, type]] = {"value": VALUE, "loyalty": LOYALTY}
        table = tables.get(self.section)
        if recipe is None or table is None:
            self.edit_names()
            return
        section = self.section

        def take(name: str | None) -> None:
            if name and name != getattr(recipe, section).method:
                self.cut = 0
                self.post_message(RecipeChanged(recipe.changed(f"{section}.method", name), f"{section} by {name}"))

        options = [
            (name, f"{name:<8} {(model.__doc__ or '').strip().splitlines()[0][:80]}") for name, model in table.items()
        ]
        self.app.push_screen(Choose(f"{SECTIONS[section]} by", options, getattr(recipe, section).method), take)
