"""The key list, row by row, in the real app: what each key does is seen on the screen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_tui.keymap import bindings
from tests.crm_tui.conftest import SAMPLE
from tests.crm_tui.started import COMMAND, TITLES, ready, wait_until
from tests.crm_tui.terminal import Terminal

TAKEN = re.compile(r"ctrl\+[abshijmz]|alt\+\d|f1[01]")
"""What tmux, screen or the terminal take for themselves."""
LAST = -1


@pytest.fixture
def terminal(own_workspace: Path) -> Iterator[Terminal]:
    """The app on computed work, in a folder of its own."""
    argv = [*COMMAND, str(SAMPLE), "--workspace", str(own_workspace)]
    with Terminal(argv, columns=100, rows=30, folder=own_workspace) as opened:
        yield ready(opened)


def show(terminal: Terminal, place: int) -> Terminal:
    """Go to a screen."""
    return terminal.press(str(place)).wait_for(f"[{place} {TITLES[place - 1]}").settle(0.4)


def test_help_and_palette(terminal: Terminal) -> None:
    for key in ("?", "f1"):
        terminal.press(key).wait_for("/ search", "Here").press("/").type("frequency").wait_for("Frequency")
        terminal.press("escape").settle(0.3).press("escape").wait_gone("/ search")
    for key in (":", "ctrl+p"):
        terminal.press(key).wait_for("what to do", "Next pane" if "Next pane" in terminal.text else "Find", "/")
        terminal.press("escape").wait_gone("what to do")


def test_moving_over_a_table(terminal: Terminal) -> None:
    first = terminal.reversed_text.strip()
    for there, back in (("j", "k"), ("down", "up"), ("l", "h"), ("right", "left"), ("G", "g"), ("end", "home"),
                        ("pagedown", "pageup"), ("ctrl+d", "ctrl+u")):  # fmt: skip
        terminal.press(there).settle(0.3)
        assert terminal.reversed_text.strip() != first, there
        terminal.press(back).settle(0.3)
        assert terminal.reversed_text.strip() == first, back


def test_stages_panes_and_segments(terminal: Terminal) -> None:
    for place in (5, 4, 3, 2, 1):
        show(terminal, place)
    before = terminal.lines[LAST], terminal.reversed_text
    terminal.press("tab").settle(0.3)
    assert (terminal.lines[LAST], terminal.reversed_text) != before
    terminal.press("shift+tab").settle(0.3)
    assert (terminal.lines[LAST], terminal.reversed_text) == before
    show(terminal, 5).press("}").wait_for("2 New occasional buyers").press("{").settle(0.3)


def test_tables_find_filter_and_reset(terminal: Terminal) -> None:
    terminal.press("/").type("P0013").press("enter").wait_for("found in row")
    row = terminal.reversed_text
    terminal.press("n").settle(0.4)
    assert terminal.text != row
    terminal.press("N").settle(0.4).press("&").type("quantity > 5").press("enter").wait_for("of 30,000")
    terminal.press("r").wait_gone("of 30,000")
    terminal.press("*").type("order").press("enter").wait_for("2 of 6 columns").press("r").wait_gone("2 of 6")
    terminal.press("g").settle(0.2).press("@").wait_for("of 30,000").press("escape").wait_gone("of 30,000")
    terminal.press("]").settle(1.0).press("[").settle(1.0).press("r").settle(0.5).press("!").settle(0.3)
    for key in ("F", "I", "."):
        before = terminal.text
        terminal.press(key).settle(0.8)
        assert terminal.text != before, key
        terminal.press("escape").settle(0.5)


def test_acts_that_change_the_recipe(terminal: Terminal) -> None:
    show(terminal, 2).press("space").wait_for("[ ]").press("u").wait_gone("[ ]").press("U").wait_for("[ ]")
    terminal.press("u").wait_gone("[ ]")
    for key, place in (("J", 2), ("K", 1)):
        terminal.press(key)
        wait_until(lambda place=place: f"{place}  [x]  drop_missing" in terminal.text, terminal)
    terminal.press("d").wait_gone("[x]  drop_missing").press("u").wait_for("[x]  drop_missing")
    for key in ("a", "E"):
        before = terminal.text
        terminal.press(key).settle(0.6)
        assert terminal.text != before, key
        terminal.press("escape").settle(0.5)
    show(terminal, 5).press("c").wait_for("Name of segment 1").press("escape").wait_gone("Name of segment 1")
    terminal.press("C").wait_for("who moved where").press("escape").wait_gone("who moved where")
    terminal.press("enter").wait_for("[Customers]").press("q").settle(0.4)


def test_more_or_fewer_segments_and_a_run(terminal: Terminal) -> None:
    show(terminal, 3)
    for key, said in (("+", "6 segments"), ("-", "5 segments")):
        terminal.press(key).wait_for(said, "3 Segment ✓", timeout=90).settle(0.4)
    show(terminal, 2).press("down", "space").wait_for("3 Segment ~").press("R").wait_for("5 Review ✓", timeout=90)


def test_acts_on_the_whole_work(terminal: Terminal) -> None:
    for key, said in (("y", "sent"), ("Y", "written to"), ("m", "masked"), ("ctrl+c", "Press Q to quit")):
        terminal.press(key).wait_for(said)
    terminal.press("m").wait_for("Show names").press("escape").wait_gone("Show names")
    for key, said in (("e", "Export"), ("s", "Save the recipe as"), ("o", "Open")):
        terminal.press(key).wait_for(said).press("escape").settle(0.4)
    terminal.press("t").settle(0.5)
    terminal.press("escape")
    assert terminal.process.poll() is None, "esc never quits"
    terminal.press("q")
    assert terminal.wait() == 0


@pytest.mark.parametrize("key", ["Q", "ctrl+q"])
def test_leaving_at_once(terminal: Terminal, key: str) -> None:
    show(terminal, 5).press(key)
    assert terminal.wait() == 0


def test_no_screen_opens_in_a_text_field_and_the_last_line_is_short(terminal: Terminal) -> None:
    for place in (1, 2, 3, 4, 5, 1, 4, 2, 5, 3):
        show(terminal, place)
        named = terminal.lines[LAST].strip().split("  ")
        assert 2 <= len(named) <= 8, terminal.lines[LAST]
    assert b"\x1b[?12h" not in terminal.raw and b"\x1b[5 q" not in terminal.raw


def test_every_action_has_a_plain_key() -> None:
    by_action: dict[tuple[str, str], list[str]] = {}
    for place, binding in bindings().values():
        by_action.setdefault((place, binding.action), []).extend(binding.key.split(","))
    only_taken = [
        action
        for action, keys in by_action.items()
        if all(TAKEN.fullmatch(key.strip()) for key in keys) and action[1] != "suspend_process"
    ]
    assert only_taken == []
