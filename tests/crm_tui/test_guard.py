"""What reaches the terminal, and what a crash says."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import DataTable, Header, OptionList, Static

from crm_tui.guard import GuardedApp
from tests.crm_tui.terminal import Terminal, foreign_controls, screen_text

HOSTILE = "A\x1b[2JB \x1b]0;owned\x1b\\ \x1b]52;c;eA==\a Q\aQ \x9b2J \x1bP1$r\x1b\\ \u202egnp.exe"


class Shown(GuardedApp):
    """Hostile text handed to widgets without any care."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static(HOSTILE, markup=False)
        yield OptionList(HOSTILE, markup=False)
        yield DataTable()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("c")
        table.add_row(HOSTILE)
        self.query_one(Static).styles.border = ("round", "white")
        self.query_one(Static).border_title = "\x1b[2Jtitle"
        self.title = HOSTILE
        self.notify(HOSTILE, markup=False)

    def key_b(self) -> None:
        secret = "Jane Doe, 1 Main Street"
        raise ValueError(f"could not convert {secret}")


async def test_no_control_character_is_drawn_wherever_it_stands() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "owned" in text
        assert not [char for char in text if char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0)]
        assert "\u202e" not in text


def run_shown(code: str) -> Terminal:
    return Terminal([sys.executable, "-c", f"from tests.crm_tui.test_guard import Shown\napp = Shown()\n{code}"])


def test_the_terminal_is_sent_nothing_but_the_apps_own_sequences() -> None:
    with run_shown("app.run()") as terminal:
        terminal.wait_for("owned").settle()
        terminal.press("ctrl+q").wait()
        assert foreign_controls(terminal.raw) == []


def test_a_crash_tells_where_and_nothing_of_the_data(tmp_path: Path) -> None:
    log = tmp_path / "state" / "crash.log"
    code = f"import sys, pathlib\napp.crash_log = pathlib.Path({str(log)!r})\napp.run()\nsys.exit(app.return_code or 0)"
    with run_shown(code) as terminal:
        terminal.wait_for("owned").settle().press("b")
        assert terminal.wait() == 1
        said = terminal.raw.decode()
    assert "fault of its own" in said
    for told in (said, log.read_text()):
        assert "Jane" not in told
        assert "Main Street" not in told
    assert "test_guard.py" in log.read_text()
    assert "ValueError" in log.read_text()
