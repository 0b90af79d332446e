"""Keys of the user's own: binding id = key, from the config file; clashes and unknown ids are reported."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from inspect import getmembers, isclass

from textual.binding import Binding
from textual.dom import DOMNode

PLACES = (
    "crm_tui.app",
    "crm_tui.screens.load",
    "crm_tui.screens.clean",
    "crm_tui.screens.segment",
    "crm_tui.screens.tiers",
    "crm_tui.screens.review",
    "crm_tui.widgets.table_view",
    "crm_tui.widgets.settings_form",
    "crm_tui.widgets.heatmap",
)
"""Modules whose classes have bindings with ids."""


def bindings() -> dict[str, tuple[str, Binding]]:
    """Return binding id → (class that has it, binding), over the whole app."""
    found: dict[str, tuple[str, Binding]] = {}
    for place in PLACES:
        for name, kind in getmembers(import_module(place), isclass):
            if issubclass(kind, DOMNode):
                found |= {one.id: (name, one) for one in kind.BINDINGS if isinstance(one, Binding) and one.id}
    return found


def problems(wanted: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a keymap: ids that do not exist, keys that another binding of the same place has."""
    known = bindings()
    said = [f"keys.{one}: there is no such binding" for one in wanted if one not in known]
    keys: dict[tuple[str, str], str] = {}
    for one, (place, binding) in known.items():
        for key in wanted.get(one, binding.key).split(","):
            other = keys.setdefault((place, key.strip()), one)
            if other != one and (one in wanted or other in wanted):
                said.append(f"keys.{one}: {key.strip()} is the key of {other} already")
    return said
