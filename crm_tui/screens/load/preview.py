"""The head of a source as it is read with what was just corrected, long before the whole of it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crm_tui.messages import Question

if TYPE_CHECKING:
    from crm_tui.screens.stage_screen import StageScreen
    from crm_tui.session import Session


class Preview:
    """Asks on behalf of a screen, whenever the guesses are others than those the source was read with.

    ``trouble`` says why it cannot be read so. ``came`` is called when an answer is there.
    """

    def __init__(self, screen: StageScreen, came: Callable[[], None]) -> None:
        self._screen, self._came = screen, came
        self._asked: object = None
        self._answer: dict[str, Any] | None = None
        self.trouble = ""

    def of(self, place: int) -> dict[str, Any] | None:
        """Return the head of the source at this place; None where it is read as a whole."""
        return self._answer if self._answer is not None and self._answer["source"] == place else None

    def follow(self, session: Session, place: int) -> None:
        """Ask for the head of a source, or forget it where the source is read by now."""
        assert session.recipe is not None
        state = session.stage("load").state
        first = len(session.history.documents) < 2  # what was just opened is read already
        wanted = (session.recipe.sources[place], place)
        if state == "done":
            self._answer, self._asked, self.trouble = None, None, ""
        elif wanted != self._asked and (state in {"stale", "failed"} or (state == "empty" and not first)):
            self._asked, self.trouble = wanted, ""
            self._screen.post_message(Question("preview", {"job": "preview", "source": place}, self._take))

    def _take(self, answer: dict[str, Any]) -> None:
        if self._screen.app.session.stage("load").state == "done":
            return
        self.trouble = str(answer.get("problem", ""))
        self._answer = None if self.trouble else answer
        self._came()
