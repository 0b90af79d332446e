"""Keys that come in one burst do what they would do one by one."""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import ComposeResult

from crm_tui.guard import GuardedApp
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.prompt import Prompt, Question
from crm_tui.widgets.status_line import StatusLine
from crm_tui.widgets.table.messages import FrequencyRequested, Said
from crm_tui.widgets.table.view import TableView
from tests.crm_tui.terminal import Terminal


class Typed(GuardedApp):
    """A table, and a line that says what happened to it."""

    BINDINGS: ClassVar = [("o", "ask", "Ask")]

    def compose(self) -> ComposeResult:
        yield TableView(frame_pages(["country"], [("Spain",), ("France",), ("Faroe",)]))
        yield StatusLine()

    def on_frequency_requested(self, message: FrequencyRequested) -> None:
        self.query_one(StatusLine).say("counted")

    def on_said(self, message: Said) -> None:
        self.query_one(StatusLine).say(message.text)

    def action_ask(self) -> None:
        self.push_screen(Prompt(Question("open")), lambda text: self.query_one(StatusLine).say(f"opened {text}"))


def test_a_burst_of_keys_goes_where_its_first_keys_lead() -> None:
    code = "from tests.crm_tui.test_typed_keys import Typed\nTyped().run()"
    with Terminal([sys.executable, "-c", code], columns=60, rows=10) as terminal:
        terminal.wait_for("Spain").settle()
        terminal.type("/FRANCE\r").wait_for("found in row 2: FRANCE")
        assert "counted" not in terminal.text
        terminal.type("oFFF.csv\rF").wait_for("counted")
        terminal.type("&fa\rjjkk&\x15spain\r").wait_for("1 of 3 rows · filter: spain")
        terminal.type("oquit\r").wait_for("opened quit")
        assert terminal.process.poll() is None
