"""Every action that can be taken now: its key, what it does, where it belongs, and why it is off where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key

if TYPE_CHECKING:
    from textual.screen import Screen

_KEY_NAMES = {
    "escape": "esc", "enter": "enter", "space": "space", "tab": "tab", "backspace": "backspace", "delete": "del",
    "up": "up", "down": "down", "left": "left", "right": "right", "home": "home", "end": "end",
    "pageup": "pgup", "pagedown": "pgdn",
}  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One action of a widget, a screen or the app; ``why_off`` is empty where it can be taken."""

    keys: tuple[str, ...]
    description: str
    scope: str
    action: str
    node: DOMNode
    in_footer: bool = False
    why_off: str = ""

    @property
    def key(self) -> str:
        """The keys as they are shown: ``up, k``."""
        return ", ".join(self.keys)


def key_name(key: str) -> str:
    """Return a key as it stands on the keyboard: ``esc``, ``/``, ``ctrl+d``, ``?``; never a sign outside ASCII."""
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    shown = _KEY_NAMES.get(last) or (format_key(last) if len(last) > 1 else last)
    shown = shown if shown.isascii() else last
    if len(last) > 1 and last[0] == "f" and last[1:].isdigit():
        shown = last.upper()
    return "+".join([*modifiers, shown])


def actions_of(screen: Screen[object]) -> list[Action]:
    """Return all actions that can be reached from the focused widget of a screen, nearest first.

    Keys of one action stand together; a key with priority is listed where it takes effect. A node's method
    ``why_off(action) -> str``, if it has one, says why one is off; ``called(action) -> str | None`` what it does where
    that is not always the same: None, nothing.
    """
    found: dict[tuple[int, str], Action] = {}
    taken: set[str] = set()
    chain = screen._modal_binding_chain
    first = {key: node for node, bindings in chain for key, binding in bindings if binding.priority}
    for node, bindings in chain:
        for key, binding in bindings:
            if key in taken or not binding.description or binding.system or first.get(key, node) is not node:
                continue
            taken.add(key)
            place = (id(node), binding.action)
            before = found.get(place)
            keys = (*before.keys, key_name(key)) if before else (key_name(key),)
            action = _action(keys, binding, node, in_footer=binding.show or bool(before and before.in_footer))
            if action is not None:
                found[place] = action
    return list(found.values())


def _action(keys: tuple[str, ...], binding: Binding, node: DOMNode, *, in_footer: bool) -> Action | None:
    why_off, called = getattr(node, "why_off", None), getattr(node, "called", None)
    description = called(binding.action) if called else ""
    if description is None:
        return None
    scope = "everywhere" if node is node.app else "this screen" if node is node.screen else "here"
    why = why_off(binding.action) if why_off else ""
    return Action(keys, description or binding.description, scope, binding.action, node, in_footer, why)
