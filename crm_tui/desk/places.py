"""Where the user stands on each screen: focus, tab, row and column of every table; read to keep, set to resume."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.widgets import ContentSwitcher

from crm_tui.screens.stage_screen import StageScreen
from crm_tui.widgets.table.place import TablePlace

if TYPE_CHECKING:
    from crm_tui.app import CrmTui

Place = Mapping[str, Any]


def base_screens(app: CrmTui) -> dict[str, StageScreen]:
    """Return mode → its stage's screen, for the modes that were shown; dialogs over it do not count."""
    stacks: Mapping[str, list[Any]] = app._screen_stacks
    return {mode: stack[0] for mode, stack in stacks.items() if stack and isinstance(stack[0], StageScreen)}


def places_of(app: CrmTui, known: Mapping[str, Place]) -> dict[str, Place]:
    """Return mode → place for every screen; ``known`` holds those of screens that were not shown yet."""
    return {**known, **{mode: place_of(screen) for mode, screen in base_screens(app).items() if screen.is_mounted}}


def place_of(screen: StageScreen) -> Place:
    """Return where the user stands on one screen, as plain values."""
    focused = screen.focused
    return {
        "focus": focused.id if focused is not None else None,
        "tabs": {one.id or "": one.current for one in screen.query(ContentSwitcher)},
        "tables": {table.id: list(table.standing) for table in screen.query(TablePlace) if table.id},
    }


def go_to(screen: StageScreen, place: Place) -> None:
    """Put tab, cursors and focus where they were; a table whose rows come later goes there when they do."""
    tables = place.get("tables") or {}
    for table in screen.query(TablePlace):
        if isinstance(row := tables.get(table.id), list) and len(row) == 2:
            table.go_when_there(int(row[0]), str(row[1]))
    tabs = place.get("tabs") or {}
    for switcher in screen.query(ContentSwitcher):
        if (wanted := tabs.get(switcher.id or "")) and any(child.id == wanted for child in switcher.children):
            switcher.current = wanted
    wanted = place.get("focus")
    found = [widget for widget in screen.query("*") if widget.id == wanted and widget.focusable] if wanted else []
    if found:
        found[0].focus()
