"""What the five screens have in common: title, stages, a body, the status line, and watching the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen

from crm_tui.widgets.key_footer import KeyFooter
from crm_tui.widgets.stage_bar import StageBar
from crm_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.session import Session


class StageScreen(Screen[None]):
    """A screen of one stage: the stage bar on top, :meth:`body` in the middle, status line and keys at the bottom.

    ``stage`` is the mode's name. Subclasses yield their panes in ``body`` and draw a session in ``show``.
    """

    app: CrmTui
    stage: ClassVar[str] = ""
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """Stage bar, body, status line, keys."""
        yield StageBar(id="stages")
        yield from self.body()
        yield StatusLine(id="status")
        yield KeyFooter()

    def body(self) -> ComposeResult:
        """Yield the panes of the screen."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Follow the session from now on."""
        self.watch(self.app, "session", self._follow)

    def on_screen_resume(self) -> None:
        """Draw what happened while another screen was shown."""
        self._follow(self.app.session)

    def _follow(self, session: Session) -> None:
        if self.is_current:
            self.query_one(StageBar).show_session(session, self.stage)
            self.show(session)

    def show(self, session: Session) -> None:
        """Draw the session."""
        raise NotImplementedError

    def go_back(self) -> bool:
        """Go back one level inside the screen; False where there is none to go back to."""
        return False
