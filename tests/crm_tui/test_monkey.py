"""Random keys over all screens: nothing crashes, and there is always a way out."""

import random
import time
from pathlib import Path

import pytest

from tests.crm_tui.conftest import SAMPLE
from tests.crm_tui.started import COMMAND, ready
from tests.crm_tui.terminal import KEYS, Terminal

SEED = 20
LETTERS = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789/&*@[]!.;,:{}+-=<>^$?~%'\"()|"
"""Every key that is typed as it is, but those that leave at once."""
NAMED = [*KEYS, "ctrl+d", "ctrl+u", "ctrl+l", "ctrl+p", "ctrl+c", "ctrl+e", "ctrl+n"]


def random_keys(draw: random.Random, count: int) -> list[str]:
    """Return keys as a restless user presses them: now and then to another screen, often named ones."""
    chosen = []
    for _ in range(count):
        kind = draw.random()
        if kind < 0.1:
            chosen.append(draw.choice("12345"))
        else:
            chosen.append(draw.choice(NAMED) if kind < 0.45 else draw.choice(LETTERS))
    return chosen


def find_the_way_out(terminal: Terminal) -> None:
    """Reach every screen from wherever the keys led, and quit."""
    for place, title in enumerate(("Load", "Clean", "Segment", "Tiers", "Review"), 1):
        reach(terminal, place, title)
    terminal.press("Q")
    assert terminal.wait() == 0, terminal.text


def reach(terminal: Terminal, place: int, title: str, longest: float = 180.0) -> None:
    """Press esc and the screen's key until it is there: on a busy machine what was typed before is on its way yet."""
    end = time.monotonic() + longest
    while f"[{place} {title}" not in terminal.text:
        assert time.monotonic() < end, f"{title} cannot be reached\n{terminal.text}"
        terminal.press("escape").settle(0.3)  # without a pause it would be alt and the digit
        terminal.press(str(place)).settle(0.3)


def press_all(terminal: Terminal, keys: list[str]) -> int:
    """Press keys without waiting for an answer; return how many the app took before it was left."""
    for done, key in enumerate(keys):
        if terminal.process.poll() is not None:
            return done
        terminal.press(key, settle=False)
        terminal.read(0.02)
        if (done + 1) % 25 == 0:
            terminal.settle(0.1, 3.0)
    return len(keys)


def play(workspace: Path, count: int, seed: int) -> None:
    """Press random keys; start again where the keys themselves led out of the app."""
    draw = random.Random(seed)
    keys = random_keys(draw, count)
    argv = [*COMMAND, str(SAMPLE), "--workspace", str(workspace)]
    while keys:
        with Terminal(argv, columns=100, rows=30, folder=workspace) as terminal:
            done = press_all(ready(terminal), keys)
            terminal.settle(0.3, 5.0)
            told = f"after {keys[max(done - 30, 0) : done]}\n{terminal.text}"
            assert "fault of its own" not in terminal.text, told
            if terminal.process.poll() is None:
                find_the_way_out(terminal)
            assert terminal.wait() == 0, told
        keys = keys[done:]


def test_five_hundred_random_keys(own_workspace: Path) -> None:
    play(own_workspace, 500, SEED)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_twenty_thousand_random_keys(own_workspace: Path, seed: int) -> None:
    play(own_workspace, 2_000, seed)
