"""The form of value, loyalty or RFM: what has to change together is changed together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from textual.message import Message

from crm_tui.widgets.fields import FieldInfoLine
from crm_tui.widgets.settings_form import SettingsForm

Told = Mapping[str, Any]
LETTERS = ("r", "f", "m")


def together(settings: BaseModel, field: str, text: str, told: Told) -> dict[str, Any]:
    """Return what else changes with a field of the settings; empty where it can change alone.

    Fixed cuts begin at the cuts that are found at present (``told``); they go where the cut, the number of bins or the
    number of tiers becomes another one that they do not fit.
    """
    if field == "cut":
        return {"cut": text, "cuts": list(told.get("cuts") or ()) if text == "fixed" else None}
    if field == "score_cut":
        fixed = text == "fixed"
        return {"score_cut": text, **_rfm_cuts(told if fixed else {}), **({"nested": False} if fixed else {})}
    if field == "bins" and getattr(settings, "score_cut", "") == "fixed" and text.isdigit():
        return {"bins": int(text), "score_cut": "quantile", **_rfm_cuts({})}
    if field == "tiers" and getattr(settings, "cuts", None) is not None:
        names = [name.strip().strip('"') for name in text.split(",")]
        if len(names) != len(getattr(settings, "tiers", ())):
            return {"tiers": names, "cut": "quantile", "cuts": None}
    return {}


def _rfm_cuts(told: Told) -> dict[str, list[float] | None]:
    """Return the cuts of the three letters, rising, as settings take them; None where there are none."""
    found = {letter: sorted((told.get("cuts") or {}).get(letter) or ()) for letter in LETTERS}
    return {f"cuts_{letter}": cuts or None for letter, cuts in found.items()}


class TierForm(SettingsForm):
    """A settings form that knows the cuts which are found at present, so that fixed ones can begin there."""

    told: Told = {}

    class NamesWanted(Message):
        """The names of RFM scores are to be edited."""

    async def action_edit(self) -> None:
        """Edit the field; the names of RFM scores have a dialog of their own."""
        if self.row is not None and self.row.line.name == "rules":
            self.post_message(self.NamesWanted())
            return
        await super().action_edit()

    def take(self, line: FieldInfoLine, text: str) -> bool:
        """Set a field, with what has to change together with it."""
        changes = together(self.settings, line.name, text.strip(), self.told)
        if not changes:
            return super().take(line, text)
        try:
            settings = type(self.settings).model_validate(self.settings.model_dump() | changes, strict=False)
        except ValidationError:
            return super().take(line, text)  # says in its own words what is wrong
        if settings != self.settings:
            self.settings = settings
            self.post_message(self.Changed(self, line.name, getattr(settings, line.name), settings))
        self.draw()
        return True
