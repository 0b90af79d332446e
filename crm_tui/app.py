"""The application: it owns the session and the few handlers that cross screens; screens only show and ask."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.reactive import reactive

from crm_tui.guard import GuardedApp
from crm_tui.launch import Launch
from crm_tui.messages import OpenWanted, Question, RecipeChanged, RecordChangeWanted, RunWanted
from crm_tui.screens import SCREENS, maker
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.session import Session
from crm_tui.themes import register
from crm_tui.widgets.too_small import LEAST, TooSmall

if TYPE_CHECKING:
    from textual.driver import Driver

    from crm_tui.desk import Desk
    from crm_tui.widgets.table_messages import CopyRequested

GRACE = 2.0
"""Seconds that leaving may take after the link was lost."""


class CrmTui(GuardedApp):
    """Five screens over one session; work is done in child processes, kept on disk, and never lost."""

    TITLE = "crm-tui"
    CSS_PATH = ["app.tcss"]
    MODES = {name: maker(name) for name in SCREENS}
    DEFAULT_MODE = "load"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *[
            Binding(key, f"show('{name}')", title, id=f"go.{name}", show=False)
            for name, (key, title, _) in SCREENS.items()
        ],
        Binding("q", "back", "Back", id="app.back"),
        Binding("Q,ctrl+q", "leave", "Quit", id="app.quit", show=False, priority=True),
        Binding("question_mark,f1", "help", "Help", id="app.help"),
        Binding("colon,ctrl+p", "palette", "Actions", id="app.palette", show=False),
        Binding("R", "run", "Run", id="app.run"),
        Binding("ctrl+c", "cancel", "Cancel", id="app.cancel", show=False, priority=True),
        Binding("u", "undo(-1)", "Undo", id="app.undo", show=False),
        Binding("U", "undo(1)", "Redo", id="app.redo", show=False),
        Binding("e", "export", "Export", id="app.export", show=False),
        Binding("s", "save", "Save", id="app.save", show=False),
        Binding("m", "mask", "Mask", id="app.mask", show=False),
        Binding("t", "theme", "Theme", id="app.theme", show=False),
        Binding("o", "open", "Open", id="app.open", show=False),
        Binding("tilde", "mouse", "Mouse on or off", id="app.mouse", show=False),
        Binding("ctrl+l", "redraw", "Draw anew", id="app.redraw", show=False),
        Binding("ctrl+z", "suspend_process", "Suspend", id="app.suspend", show=False, priority=True),
    ]

    session: reactive[Session] = reactive(Session(), init=False, always_update=False)

    def __init__(self, choices: Launch) -> None:
        super().__init__()
        self.choices = choices
        self.plain = choices.plain
        if self.plain:
            from crm_tui.plain import Plain

            self._filters.append(Plain())
        self.session = Session(paths=choices.paths, masked=choices.mask)
        self.desk: Desk | None = None
        self.mouse = choices.mouse

    def on_mount(self) -> None:
        """Catch the signals of a lost link, and begin the work once the first screen is painted."""
        register(self)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self.hang_up, number)
        self.animation_level = "none"
        self.call_after_refresh(self._begin)

    @on(Resize)
    def fit_window(self, event: Resize) -> None:
        """Cover what cannot be read in a window that is too small, and uncover it in one that is not."""
        small = event.size.width < LEAST.width or event.size.height < LEAST.height
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    async def _begin(self) -> None:
        # The recipe's models bring polars with them: imported beside the loop, they let keys be answered meanwhile.
        module = await asyncio.to_thread(import_module, "crm_tui.desk")
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.desk = module.Desk(self)
        await self.desk.begin()

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that takes any byte for a key and a lost terminal for a lost link."""
        chosen = super().get_driver_class()
        from crm_tui.link import LinkDriver

        return LinkDriver if issubclass(LinkDriver, chosen) else chosen

    def tell(self, change: Callable[[Session], Session]) -> None:
        """Replace the session by what ``change`` makes of it; every screen that is shown follows."""
        self.session = change(self.session)

    def hang_up(self, number: signal.Signals) -> None:
        """Save and leave: the link is gone, or the machine goes down."""
        if self.desk is not None:
            self.desk.save_session(interrupted=True)
        # What should end in a moment is ended in two seconds whatever holds it: the work is saved, the children follow.
        last = threading.Timer(GRACE, os._exit, (128 + number,))
        last.daemon = True
        last.start()
        self.exit(return_code=128 + number)

    async def on_unmount(self) -> None:
        """Let no child outlive the app."""
        if self.desk is not None:
            await self.desk.close()

    def on_recipe_changed(self, message: RecipeChanged) -> None:
        """Take a choice that a screen made."""
        self._desk(lambda desk: desk.change(message.recipe))

    def on_run_wanted(self, message: RunWanted) -> None:
        """Compute what a screen wants."""
        self._desk(lambda desk: desk.run(message.upto))

    def on_open_wanted(self, message: OpenWanted) -> None:
        """Open other files."""
        self._desk(lambda desk: desk.open(message.paths))

    def on_question(self, message: Question) -> None:
        """Ask a child on behalf of a screen."""
        self._desk(lambda desk: desk.ask(message))

    def on_record_change_wanted(self, message: RecordChangeWanted) -> None:
        """Change a customer's record."""
        from crm_tui.record_keeping import keep

        self._desk(lambda desk: keep(desk, message))

    def on_copy_requested(self, message: CopyRequested) -> None:
        """Copy out of a table of a dialog; the stages' own tables are seen to by their screens."""
        from crm_tui.screens.copying import copied

        self.say(copied(self, message, Path(self.session.workspace or ".") / "copies"))

    def _desk(self, act: Callable[[Desk], Any]) -> None:
        if self.desk is not None:
            act(self.desk)

    def _errand(self, name: str) -> None:
        """Do one of the errands that ask something first."""
        if self.desk is not None:
            getattr(import_module("crm_tui.errands"), name)(self.desk)

    def action_show(self, name: str) -> None:
        """Go to a screen."""
        self.switch_mode(name)

    async def action_back(self) -> None:
        """Go back one level; at the top of the first screen, leave."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif not (isinstance(self.screen, StageScreen) and self.screen.go_back()):
            self.action_leave()

    def action_leave(self) -> None:
        """Leave the app; asks where the last changes could not be written."""
        if self.desk is not None and not self.desk.keep():
            self._errand("ask_to_leave")
            return
        if self.desk is not None:
            self.desk.save_session()
        self.exit(return_code=0)

    def action_run(self) -> None:
        """Compute everything that is stale."""
        self._desk(lambda desk: desk.run(()))

    async def action_cancel(self) -> None:
        """Cancel the running job, or say how to quit."""
        if self.desk is None or not await self.desk.cancel():
            self.say("Nothing is running. Press Q to quit.")

    def action_undo(self, steps: int) -> None:
        """Undo or redo a change of the recipe."""
        self._desk(lambda desk: desk.undo(steps))

    def action_export(self) -> None:
        """Ask what to export and where."""
        self._errand("export")

    def action_save(self) -> None:
        """Write the recipe to a file."""
        self._errand("save")

    def action_mask(self) -> None:
        """Mask or show names and contacts."""
        self._errand("mask")

    def action_theme(self) -> None:
        """Go to the next theme."""
        self._errand("next_theme")

    def action_mouse(self) -> None:
        """Leave the mouse to the terminal, for its own selection, or take it back."""
        driver: Any = self._driver
        self.mouse = not self.mouse
        driver._mouse = True  # started without a mouse, it would not take one
        getattr(driver, "_enable_mouse_support" if self.mouse else "_disable_mouse_support", lambda: None)()
        self.say(
            "The mouse works here." if self.mouse else "The mouse is the terminal's: it selects text. ~ takes it back."
        )

    def copy_to_clipboard(self, text: str) -> None:
        """Offer a text to the terminal's clipboard, through tmux or screen where they stand between."""
        from crm_tui.clipboard import clipboard_sequence

        self._clipboard = text
        if self._driver is not None:
            self._driver.write(clipboard_sequence(text, os.environ))

    def action_open(self) -> None:
        """Ask for a file to open."""
        self._errand("ask_path")

    def action_help(self) -> None:
        """Show the keys of this screen and of the focused widget."""
        from crm_tui.widgets.help_overlay import HelpOverlay

        self.push_screen(HelpOverlay.for_screen(self.screen))

    def action_palette(self) -> None:
        """Show every action with its key and, where it is off, why."""
        from crm_tui.widgets.palette import Palette

        self.push_screen(Palette.for_screen(self.screen))

    def say(self, text: str, *, problem: bool = False) -> None:
        """Say one sentence in the status line, or over a dialog that has none; the text is data, never markup."""
        from crm_tui.inert import inert
        from crm_tui.widgets.status_line import StatusLine

        lines = self.screen.query(StatusLine)
        if lines and not problem:
            lines.first().say(text, held=True)
        else:
            self.notify(inert(text, 400), severity="error" if problem else "information", markup=False, timeout=6)


def workspace_of(choices: Launch) -> Path:
    """Return the folder where the work of this launch is kept."""
    from analysis.workspace import Workspace, workspace_for

    if choices.workspace is not None:
        return Workspace(choices.workspace).folder
    if len(choices.paths) == 1 and (Path(choices.paths[0]) / "session.json").is_file():
        return Path(choices.paths[0])
    return workspace_for([Path(path) for path in choices.paths])
