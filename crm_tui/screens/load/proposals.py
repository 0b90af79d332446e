"""Cleaning steps for sources that came in after the first opening: proposed once, those that are sure are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_tui.messages import Question, RecipeChanged, RunWanted

if TYPE_CHECKING:
    from crm_tui.screens.stage_screen import StageScreen
    from crm_tui.session import Session


def sources_with_steps(session: Session) -> set[str | None]:
    """Return the names of the sources that steps were proposed for, or are there for."""
    assert session.recipe is not None
    return {one["source"] for one in session.proposals} | {step.source for step in session.recipe.clean}


class Proposals:
    """Has steps proposed on behalf of a screen, once for each reading."""

    def __init__(self, screen: StageScreen) -> None:
        self._screen = screen
        self._asked: set[str] = set()

    def follow(self, session: Session) -> None:
        """Have steps proposed where a source has none."""
        assert session.recipe is not None
        if session.stage("load").state != "done" or self._screen.app.desk is None:
            return
        # What was proposed for the sources that the work began with is in the session.
        all_opened = session.proposals and len(session.history.documents) == 1
        all_known = session.proposals and {one.name for one in session.recipe.sources} <= sources_with_steps(session)
        key = session.keys["load"]
        if not (all_opened or all_known or key in self._asked):
            self._asked.add(key)
            self._screen.post_message(Question("propose", {"job": "propose"}, self._take))

    def _take(self, answer: dict[str, Any]) -> None:
        """Keep the proposals; steps that are on by default join for a source that is new in this recipe."""
        session, desk = self._screen.app.session, self._screen.app.desk
        if "problem" in answer or session.recipe is None or desk is None:
            return
        proposals = tuple(answer["proposals"])
        self._screen.app.tell(lambda present: replace(present, proposals=proposals))
        desk.kept.write_proposals(proposals)
        known = sources_with_steps(session)
        added = [one["step"] for one in proposals if one["suggested"] and one["source"] not in known]
        if added:
            self._screen.post_message(RecipeChanged(session.recipe.with_steps(*added), "cleaning of the new source"))
            self._screen.post_message(RunWanted(()))
        else:
            desk.runs.run_rest()
