"""What the five screens have in common: title, stages, a body, the status line, and watching the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from crm_tui.inert import inert
from crm_tui.masking import masked_said
from crm_tui.needs import unread
from crm_tui.screens.status_screen import StatusScreen
from crm_tui.widgets.key_footer import KeyFooter
from crm_tui.widgets.note import Note
from crm_tui.widgets.stage_bar import StageBar
from crm_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_tui.app import CrmTui
    from crm_tui.needs import Need
    from crm_tui.session import Session


NOTHING_OPEN = "Nothing is open.\n\n  o   open a file\n  1   work that is kept\n  ?   keys"
NOT_READ = "\n  1   the file, and how it is read\n  o   open another file"
READING = "The file is being read: what comes of it is shown here."
PANES: tuple[BindingType, ...] = (
    Binding("tab", "app.focus_next", "Next pane", id="panes.next", show=False),
    Binding("shift+tab", "app.focus_previous", "Pane before", id="panes.before", show=False),
)
"""The keys that go from pane to pane; instead of Textual's own, which also copy what the mouse selected."""


class StageScreen(StatusScreen, inherit_bindings=False):
    """A screen of one stage: the stage bar on top, :meth:`body` in the middle, status line and keys at the bottom.

    ``stage`` is the mode's name. Subclasses yield their panes in ``body`` and draw a session in ``show``.
    """

    app: CrmTui
    stage: ClassVar[str] = ""
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*PANES, Binding("q", "app.back", "Back", id="app.back")]
    NEEDS: ClassVar[Mapping[str, Need]] = {}
    """Action of the screen → what it needs."""
    DEFAULT_CSS = """
    StageScreen {
        & > #nothing { display: none; height: 1fr; padding: 1 2; }
        &.-nothing > * { display: none; }
        &.-nothing > #nothing { display: block; }
        &.-nothing > StageBar, &.-nothing > StatusLine, &.-nothing > KeyFooter { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        """Stage bar, body, status line, keys."""
        yield StageBar(id="stages")
        yield Note(id="nothing", markup=False)
        yield from self.body()
        yield StatusLine(id="status")
        yield KeyFooter()

    def body(self) -> ComposeResult:
        """Yield the panes of the screen."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Follow the session from now on, and begin where this work was left."""
        self.watch(self.app, "session", self._follow)
        self.call_after_refresh(self._resume_place)

    def _resume_place(self) -> None:
        if self.app.desk is not None:
            self.app.desk.keeping.put_back(self)

    def on_screen_resume(self) -> None:
        """Draw what happened while another screen was shown."""
        self._follow(self.app.session)

    def why_off(self, action: str) -> str:
        """Say why an action of this screen cannot be taken now: its own reasons, or what :attr:`NEEDS` says."""
        name = action.partition("(")[0]
        return self.NEEDS[name](self.app.session) if name in self.NEEDS else ""

    def called(self, action: str) -> str:
        """Return what going back is, where there is nothing to go back to."""
        top = self.app.screen_stack[0] is self and not self.goes_back
        return "Quit" if action == "app.back" and top else ""

    def _follow(self, session: Session) -> None:
        if self.is_current:
            self.refresh_bindings()
            self._cover_panes(session)
            self.query_one(StageBar).show_session(session, self.stage)
            self.show(session)
            self.show_facts()

    def _cover_panes(self, session: Session) -> None:
        """Say what to do in place of the panes, where there is nothing yet that they could show."""
        nothing = self.stage != "load" and (session.recipe is None or unread(session))
        self.set_class(nothing, "-nothing")
        if nothing:
            problem = inert(masked_said(session.problem or session.stage("load").problem, session), 1000)
            self.query_one("#nothing", Note).update(
                f"{problem}\n{NOT_READ}" if problem else READING if session.paths else NOTHING_OPEN
            )

    def show(self, session: Session) -> None:
        """Draw the session."""
        raise NotImplementedError

    @property
    def goes_back(self) -> bool:
        """Whether there is a level inside the screen to go back to."""
        return False

    def go_back(self) -> bool:
        """Go back one level inside the screen; False where there is none to go back to."""
        return False
