"""The application: it owns the session and the few handlers that cross screens; screens only show and ask."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from crm_tui.launch import Launch
from crm_tui.messages import Wish
from crm_tui.needs import APP
from crm_tui.screens import SCREENS, maker
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.session import Session
from crm_tui.shell import ShellApp
from crm_tui.themes import register

if TYPE_CHECKING:
    from crm_tui.desk.desk import Desk
    from crm_tui.widgets.table.messages import CopyRequested


class CrmTui(ShellApp):
    """Five screens over one session; work is done in child processes, kept on disk, and never lost.

    ``desk`` is what does the work; None until it is imported, a moment after the first screen is painted.
    """

    TITLE = "crm-tui"
    CSS_PATH = ["app.tcss"]
    MODES = {name: maker(name) for name in SCREENS}
    DEFAULT_MODE = "load"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *[
            Binding(key, f"switch_mode('{name}')", title, id=f"go.{name}", show=False)
            for name, (key, title, _) in SCREENS.items()
        ],
        Binding("Q,ctrl+q", "leave", "Quit", id="app.quit", show=False, priority=True),
        Binding("question_mark,f1", "help", "Help", id="app.help"),
        Binding("colon,ctrl+p", "palette", "Actions", id="app.palette", show=False),
        Binding("R", "run", "Run", id="app.run"),
        Binding("ctrl+c", "cancel", "Cancel", id="app.cancel", priority=True),
        Binding("u", "undo(-1)", "Undo", id="app.undo", show=False),
        Binding("U", "undo(1)", "Redo", id="app.redo", show=False),
        Binding("e", "errand('export')", "Export", id="app.export", show=False),
        Binding("s", "errand('save')", "Save", id="app.save", show=False),
        Binding("m", "errand('mask')", "Mask", id="app.mask", show=False),
        Binding("t", "errand('next_theme')", "Theme", id="app.theme", show=False),
        Binding("o", "errand('ask_path')", "Open", id="app.open", show=False),
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
        """Begin the work once the first screen is painted."""
        register(self)
        self.animation_level = "none"
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        # The recipe's models bring polars with them: imported beside the loop, they let keys be answered meanwhile.
        module = await asyncio.to_thread(import_module, "crm_tui.desk.desk")
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.desk = module.Desk(self)
        await self.desk.begin()

    def tell(self, change: Callable[[Session], Session]) -> None:
        """Replace the session by what ``change`` makes of it; every screen that is shown follows."""
        self.session = change(self.session)

    @on(Wish)
    def grant(self, wish: Wish) -> None:
        """Have done what a screen wants done."""
        if self.desk is not None:
            self.desk.grant(wish)

    def on_copy_requested(self, message: CopyRequested) -> None:
        """Copy out of a table of a dialog; the stages' own tables are seen to by their screens."""
        from crm_tui.screens.tables.copying import copied

        self.say(copied(self, message, Path(self.session.workspace or ".") / "copies"))

    def save(self, *, interrupted: bool) -> None:
        """Write where the user is, so that the next start finds it."""
        if self.desk is not None:
            self.desk.keeping.write_place(interrupted=interrupted)

    async def on_unmount(self) -> None:
        """Let no child outlive the app."""
        if self.desk is not None:
            await self.desk.close()

    def why_off(self, action: str) -> str:
        """Say why something cannot be done yet."""
        return APP[action](self.session) if action in APP else ""

    async def action_back(self) -> None:
        """Go back one level; at the top of the first screen, leave."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif not (isinstance(self.screen, StageScreen) and self.screen.go_back()):
            self.action_leave()

    def action_leave(self) -> None:
        """Leave the app; asks where the last changes could not be written."""
        if self.desk is not None and not self.desk.keeping.write_choices():
            self.action_errand("ask_to_leave")
            return
        self.save(interrupted=False)
        self.exit(return_code=0)

    def action_run(self) -> None:
        """Compute everything that is stale."""
        if self.desk is not None:
            self.desk.runs.run()

    async def action_cancel(self) -> None:
        """Cancel the running job, or say how to quit."""
        cancelled = self.desk is not None and await self.desk.runs.cancel()
        self.say(
            "Cancelled. What was finished is kept; R runs the rest."
            if cancelled
            else "Nothing is running. Press Q to quit."
        )

    def action_undo(self, steps: int) -> None:
        """Undo or redo a change of the recipe."""
        if self.desk is not None:
            self.desk.recipes.undo(steps)

    def action_errand(self, name: str) -> None:
        """Do one of the errands: what asks something first, or is done to the app itself."""
        if self.desk is not None:
            getattr(import_module("crm_tui.desk.errands"), name)(self.desk)
