"""The screens, one for each stage of the work; a screen is a folder, its style sheet in it and a line in this table."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

SCREENS: dict[str, tuple[str, str, str]] = {
    "load": ("1", "Load", "crm_tui.screens.load.screen:LoadScreen"),
    "clean": ("2", "Clean", "crm_tui.screens.clean.screen:CleanScreen"),
    "segment": ("3", "Segment", "crm_tui.screens.segment.screen:SegmentScreen"),
    "tiers": ("4", "Tiers", "crm_tui.screens.tiers.screen:TiersScreen"),
    "review": ("5", "Review", "crm_tui.screens.review.screen:ReviewScreen"),
}
"""Mode → key, title, where the screen's class is; imported when first shown: the first paint waits for one only."""


def maker(name: str) -> Callable[[], Screen[None]]:
    """Return what makes the screen of a mode."""

    def make() -> Screen[None]:
        module, _, attribute = SCREENS[name][2].partition(":")
        screen: Screen[None] = getattr(import_module(module), attribute)()
        return screen

    return make
