"""Keys of the user's own: what is remapped is pressed, shown and told of where it clashes."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import crm_tui
from crm_tui.app import CrmTui
from crm_tui.keymap import bindings, problems
from tests.crm_tui.conftest import SAMPLE
from tests.crm_tui.started import COMMAND, ready
from tests.crm_tui.terminal import Terminal


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"app.run": "f5"}, []),
        ({"app.run": "e", "app.export": "R"}, []),
        ({"review.rename": "M"}, []),
        ({"table.down": "ctrl+n"}, []),
        ({"app.run": "e"}, ["keys.app.run: e is the key of app.export already"]),
        ({"review.rename": "}"}, ["keys.review.rename: } is the key of review.next already"]),
        ({"review.rename": "right_curly_bracket"}, ["keys.review.rename: } is the key of review.next already"]),
        ({"app.export": "x"}, ["keys.app.export: x is the key of table.hide already"]),
        ({"table.down": "tab"}, ["keys.table.down: tab is the key of panes.next already"]),
        ({"record.tag": "ctrl+c"}, ["keys.record.tag: ctrl+c is the key of app.cancel already"]),
        ({"app.run": "f5", "app.save": "f5"}, ["keys.app.run: F5 is the key of app.save already"]),
        ({"app.leap": "f5"}, ["keys.app.leap: there is no such binding"]),
        ({"app.run": "ctrl+blub"}, ["keys.app.run: there is no key ctrl+blub"]),
    ],
)
def test_what_clashes_is_told_and_nothing_else(wanted: dict[str, str], said: list[str]) -> None:
    assert problems(wanted) == said


def test_every_key_that_has_a_name_is_known_by_it() -> None:
    for module in walk_packages(crm_tui.__path__, "crm_tui."):
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, DOMNode):
                own = [one for one in kind.__dict__.get("BINDINGS", ()) if isinstance(one, Binding)]
                assert {one.id for one in own if one.id} <= bindings().keys(), kind


def test_behind_every_key_there_is_an_action() -> None:
    modules = [import_module(module.name) for module in walk_packages(crm_tui.__path__, "crm_tui.")]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    keys = [(kind, one) for kind in kinds if issubclass(kind, DOMNode) for one in kind.__dict__.get("BINDINGS", ())]
    assert keys
    for kind, one in keys:
        place, _, name = one.action.partition("(")[0].rpartition(".")
        where = {"": kind, "app": CrmTui}.get(place, kind)
        assert place == "screen" or hasattr(where, f"action_{name}"), (kind, one.action)


def test_a_remapped_key_acts_and_is_what_footer_help_and_palette_show(own_workspace: Path, tmp_path: Path) -> None:
    config = tmp_path / "crm-tui" / "config.toml"
    config.parent.mkdir()
    config.write_text('[keys]\n"app.help" = "f6"\n"review.rename" = "V"\n"app.save" = "e"\n"app.jump" = "x"\n')
    argv = [*COMMAND, str(SAMPLE), "--workspace", str(own_workspace)]
    with Terminal(argv, environment={"XDG_CONFIG_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("keys.app.save", "keys.app.jump")  # the toast wraps the rest
        ready(terminal).press("5").wait_for("[5 Review", "V Rename", "F6 Help")
        terminal.press("f6").wait_for("/ search").press("/").type("rename").wait_for("V                      Rename")
        terminal.press("escape").settle().press("escape").wait_gone("/ search").press(":").type("renam").wait_for(
            "V  |"
        ).press("escape").settle()
        terminal.press("V").wait_for("Name of segment 1")
