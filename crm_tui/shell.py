"""What the app does whatever it is about: help, a list of all actions, a sentence said, a window that is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.events import Resize

from crm_tui.link import LinkedApp
from crm_tui.widgets.too_small import LEAST, TooSmall

if TYPE_CHECKING:
    from crm_tui.widgets.table.messages import Chosen, TableMessage


class ShellApp(LinkedApp):
    """An app that explains itself, in whatever window it is given."""

    @on(Resize)
    def fit_window(self, event: Resize) -> None:
        """Cover what cannot be read in a window that is too small, and uncover it in one that is not."""
        small = event.size.width < LEAST.width or event.size.height < LEAST.height
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    def say(self, text: str, *, problem: bool = False) -> None:
        """Say one sentence in the status line, or over a dialog that has none; the text is data, never markup."""
        from crm_tui.inert import inert
        from crm_tui.widgets.status_line import StatusLine

        lines = self.screen.query(StatusLine)
        if lines and not problem:
            lines.first().say(text, held=True)
        else:
            self.notify(inert(text, 400), severity="error" if problem else "information", markup=False, timeout=6)

    def on_frequency_requested(self, message: TableMessage) -> None:
        """Show what is in a column of a few rows; a table over a file sees to that itself."""
        from crm_tui.screens.tables.few_looks import look

        look(self, message)

    on_describe_requested = on_plot_requested = on_frequency_requested

    def on_chosen(self, message: Chosen) -> None:
        """Show the whole row, where a screen has nothing else behind it."""
        from crm_tui.screens.tables.whole_row import show_row

        show_row(self, message.table)

    def action_help(self) -> None:
        """Show the keys of this screen and of the focused widget."""
        from crm_tui.widgets.help_overlay import HelpOverlay

        self.push_screen(HelpOverlay.for_screen(self.screen))

    def action_palette(self) -> None:
        """Show every action with its key and, where it is off, why."""
        from crm_tui.widgets.palette import Palette

        self.push_screen(Palette.for_screen(self.screen))

    def action_mouse(self) -> None:
        """Leave the mouse to the terminal or take it back, and say which."""
        self.switch_mouse()
        self.say(
            "The mouse works here." if self.mouse else "The mouse is the terminal's: it selects text. ~ takes it back."
        )
