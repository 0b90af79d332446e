"""The last line: the keys of the focused pane, eight at most."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen

from crm_tui.widgets.actions import Action, actions_of
from crm_tui.widgets.note import Note

MOST = 8
ALWAYS = frozenset({"app.back", "leave", "help", "app.help"})
"""Actions whose keys keep their place at the end of the line."""


def footer_keys(actions: Sequence[Action], width: int) -> list[tuple[str, str]]:
    """Return the (key, description) pairs that fit, at most eight: the nearest actions, then help and back."""
    offered: dict[str, Action] = {}
    for action in actions:
        if action.in_footer and not action.why_off:
            offered.setdefault(action.description, action)  # the nearest of those that do the same
    listed = offered.values()
    last, first = ([_pair(one) for one in listed if (one.action in ALWAYS) is always] for always in (True, False))
    room = width - sum(_cells(pair) for pair in last)
    kept: list[tuple[str, str]] = []
    for pair in first[: MOST - len(last)]:
        room -= _cells(pair)
        if room < 0:
            break
        kept.append(pair)
    return [*kept, *last]


def _pair(action: Action) -> tuple[str, str]:
    return action.keys[0], action.description


def _cells(pair: tuple[str, str]) -> int:
    return cell_len(pair[0]) + cell_len(pair[1]) + 3


class KeyFooter(Note):
    """Follows the focus; repaints only when the keys are others."""

    DEFAULT_CSS = "KeyFooter { height: 1; width: 100%; dock: bottom; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(markup=False, id=id)
        self._drawn: list[tuple[str, str]] = []

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def on_resize(self) -> None:
        """Show as many as fit."""
        self._follow(self.screen)

    def _follow(self, screen: Screen[object]) -> None:
        if not self.is_attached or not screen.is_attached or not screen.is_active:
            return  # under a dialog it stays as it is
        keys = footer_keys(actions_of(screen), self.size.width or 80)
        if keys != self._drawn:
            self._drawn = keys
            parts: list[tuple[str, str]] = []
            for key, what in keys:
                parts += [(f" {key}", "bold $primary"), (f" {what} ", "dim")]
            self.update(Content.assemble(*parts))
