"""Keys of the user's own: binding id = key, from the config file; clashes and unknown ids and keys are reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from inspect import getmembers, isclass
from itertools import combinations

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, _character_to_key, key_to_character
from textual.screen import ModalScreen, Screen

from crm_tui.inert import inert
from crm_tui.widgets.actions import key_name

PLACES = (
    "crm_tui.app",
    "crm_tui.screens.stage_screen",
    "crm_tui.screens.load.screen",
    "crm_tui.screens.clean.screen",
    "crm_tui.screens.segment.screen",
    "crm_tui.screens.segment.rule_table",
    "crm_tui.screens.tiers.screen",
    "crm_tui.screens.tiers.boxes",
    "crm_tui.screens.review.screen",
    "crm_tui.screens.review.strategy_pane",
    "crm_tui.screens.customer.records",
    "crm_tui.widgets.table.view",
    "crm_tui.widgets.table.search",
    "crm_tui.widgets.table.motion",
    "crm_tui.widgets.settings_form",
    "crm_tui.widgets.heatmap",
)
"""Modules whose classes have bindings with ids."""
HOMES = {
    "Heatmap": {"SegmentScreen", "TiersScreen"},
    "CutView": {"TiersScreen"},
    "RuleTable": {"SegmentScreen"},
    "StrategyPane": {"ReviewScreen"},
}
"""Widget → the screens it stands on; a widget that is not named may stand on any."""
MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "meta", "hyper"})

Kind = type[DOMNode]


def bindings() -> dict[str, tuple[Kind, Binding]]:
    """Return binding id → (class that has it, binding), over the whole app."""
    found: dict[str, tuple[Kind, Binding]] = {}
    for place in PLACES:
        for _, kind in getmembers(import_module(place), isclass):
            if issubclass(kind, DOMNode):
                made = Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))
                found |= {one.id: (kind, one) for one in _whole(made) if one.id and one.id not in found}
    return found


def _whole(made: Iterable[Binding]) -> list[Binding]:
    """Return one binding with all its keys for each id."""
    whole: dict[str, Binding] = {}
    for one in made:
        if one.id is not None:
            before = whole.get(one.id)
            whole[one.id] = one.with_key(f"{before.key},{one.key}" if before else one.key)
    return list(whole.values())


def problems(wanted: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a keymap: ids and keys that do not exist, keys that mean something else already.

    Two bindings clash where both can be pressed at the same time: the nearer one would always win.
    """
    known = bindings()
    said = [f"keys.{one}: there is no such binding" for one in wanted if one not in known]
    keys = {one: _keys(wanted.get(one, binding.key)) for one, (_, binding) in known.items()}
    said += [
        f"keys.{one}: there is no key {inert(key, 30)}"
        for one in wanted
        for key in keys.get(one, ())
        if not _is_key(key)
    ]
    for one, other in combinations(known, 2):
        mine, theirs = (one, other) if one in wanted else (other, one)
        both = keys[one] & keys[other]
        if mine in wanted and both and _together(*known[one], *known[other]):
            named = ", ".join(sorted(map(key_name, both)))
            said.append(f"keys.{mine}: {named} is the key of {theirs} already")
    return said


def _keys(text: str) -> frozenset[str]:
    """Return keys as Textual names them: ``}`` is ``right_curly_bracket``."""
    names = {name.strip() for name in text.split(",")}
    return frozenset(_character_to_key(name) if len(name) == 1 else name for name in names)


def _is_key(key: str) -> bool:
    """Say whether a terminal can send such a key."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    plain = last in {one.value for one in Keys} or key_to_character(last) is not None
    return plain and MODIFIERS.issuperset(modifiers)


def _together(kind: Kind, binding: Binding, other: Kind, other_binding: Binding) -> bool:
    """Say whether the keys of two classes can be pressed at the same time, and mean different things then."""
    if issubclass(kind, other) or issubclass(other, kind):
        return True
    levels = {_level(kind): (kind, binding), _level(other): (other, other_binding)}
    if set(levels) == {"app", "dialog"}:
        return levels["app"][1].priority
    if "widget" in levels and "app" not in levels and len(levels) == 2:
        widget = levels.pop("widget")[0].__name__
        screen = next(iter(levels.values()))[0].__name__
        return screen == "StageScreen" or screen in HOMES.get(widget, {screen})
    return "app" in levels and len(levels) == 2


def _level(kind: Kind) -> str:
    """Return where keys of a class stand: in the app, on a screen, in a dialog, in a widget."""
    levels = ((App, "app"), (ModalScreen, "dialog"), (Screen, "screen"))
    return next((name for base, name in levels if issubclass(kind, base)), "widget")
