"""A small app for tests of widgets: a screen with a table and all that stands around it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from crm_tui.themes import register
from crm_tui.widgets.help_overlay import HelpOverlay
from crm_tui.widgets.key_footer import KeyFooter
from crm_tui.widgets.pages import frame_pages
from crm_tui.widgets.palette import Palette
from crm_tui.widgets.stage_bar import StageBar
from crm_tui.widgets.status_line import ProgressLine, StatusLine
from crm_tui.widgets.table.view import TableView


class Main(Screen[None]):
    HELP = "The segments, and what sets them apart."
    BINDINGS: ClassVar = [Binding("R", "run", "Run"), Binding("e", "export", "Export", show=False)]

    def compose(self) -> ComposeResult:
        yield StageBar()
        yield TableView(frame_pages(["a"], [(1,), (2,)]))
        yield ProgressLine()
        yield StatusLine()
        yield KeyFooter()

    def why_off(self, action: str) -> str:
        return "nothing is computed yet" if action == "export" else ""

    def action_run(self) -> None:
        self.app.ran = True  # type: ignore[attr-defined]


class Shell(App[None]):
    ran = False
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [Binding("question_mark", "help", "Help"), Binding("colon", "palette", "Actions", show=False)]

    def on_mount(self) -> None:
        register(self)
        self.push_screen(Main())

    def action_help(self) -> None:
        self.push_screen(HelpOverlay.for_screen(self.screen))

    def action_palette(self) -> None:
        self.push_screen(Palette.for_screen(self.screen))
