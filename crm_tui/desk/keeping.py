"""When the work is written to disk: choices at once, the place where the user stands every now and then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError
from crm_tui.desk import places
from crm_tui.desk.kept import Kept

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.screens.stage_screen import StageScreen

PLACE_KEPT_EVERY = 2.0
"""Seconds between two looks at whether the user went somewhere else."""


class Keeping:
    """Writes what the app shows into the workspace that is held, so that a kill loses next to nothing."""

    def __init__(self, app: CrmTui, kept: Kept) -> None:
        self._app = app
        self._kept = kept
        self._written: tuple[str, object] | None = None

    def begin(self) -> None:
        """Look every now and then at what is not written yet."""
        self._app.set_interval(PLACE_KEPT_EVERY, self._look)

    def _look(self) -> None:
        """Write where the user is if that changed: a kill, too, is resumed near the place where it struck."""
        if self._app.session.unsaved:
            self.write_choices()
        elif self._kept.workspace and self._written != (self._app.current_mode, self._places()):
            self.write_place()

    def _places(self) -> dict[str, places.Place]:
        return places.places_of(self._app, self._kept.positions)

    def write_place(self, *, interrupted: bool = False) -> None:
        """Write where the user is, so that the next start finds it."""
        self._kept.positions = self._places()
        self._written = (self._app.current_mode, self._kept.positions)
        self._kept.write_session(self._app.session.paths, self._app.current_mode, interrupted=interrupted)

    def put_back(self, screen: StageScreen) -> None:
        """Put a screen's cursors where they were when this work was left."""
        if screen.stage in self._kept.positions:
            places.go_to(screen, self._kept.positions[screen.stage])

    def write_choices(self) -> bool:
        """Write the history, so that a kill loses at most what is not there yet; a full disk is said, work goes on.

        What could not be written is tried again now and then; False while it is not.
        """
        problem = ""
        try:
            self._kept.write_history(self._app.session.history)
        except AnalysisError as error:
            problem = str(error)
        if problem and not self._app.session.unsaved:
            self._app.say(f"The last changes are not saved: {problem}", problem=True)
        if bool(problem) != self._app.session.unsaved:
            self._app.tell(lambda session: replace(session, unsaved=bool(problem)))
        self.write_place()
        return not problem
