"""The app as a user starts it, in a terminal of its own, on the sample data."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.crm_tui.processes import children_of, command_of
from tests.crm_tui.terminal import Terminal

Start = Callable[..., Terminal]
COMMAND = [sys.executable, "-m", "crm_tui.cli"]
TITLES = ("Load", "Clean", "Segment", "Tiers", "Review")


def ready(terminal: Terminal) -> Terminal:
    """Wait until everything is there."""
    return terminal.wait_for("5 Review ✓", timeout=60).settle()


def wait_until(holds: Callable[[], bool], terminal: Terminal, seconds: float = 20.0) -> None:
    """Wait until something holds, reading what the app writes meanwhile."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, terminal.text
        terminal.read(0.05)


def child_of(terminal: Terminal, kind: str) -> int:
    """Return the child that computes (run) or that answers for tables (view), once it is there."""
    found: list[int] = []

    def there() -> bool:
        found[:] = [pid for pid in children_of(terminal.process.pid) if kind in command_of(pid)]
        return bool(found)

    wait_until(there, terminal)
    return found[0]
