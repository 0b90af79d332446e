"""The recipes of one work: the present one, and the way back to those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.recipe import Recipe
from crm_tui.session import History, Session

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.desk.keeping import Keeping
    from crm_tui.desk.runs import Runs


class Recipes:
    """Makes recipes the present one; each is written to disk before anything is computed with it."""

    def __init__(self, app: CrmTui, keeping: Keeping, runs: Runs) -> None:
        self._app = app
        self._keeping = keeping
        self._runs = runs

    def begin(self, recipe: Recipe) -> None:
        """Take the recipe that the work begins with, and compute everything."""
        self._take(recipe, self._app.session.history.with_change(recipe.plain()))
        self._runs.run()

    def change(self, recipe: Recipe) -> None:
        """Make ``recipe`` the present one; quick stages of the screen are computed at once."""
        if recipe == self._app.session.recipe:
            return
        self._take(recipe, self._app.session.history.with_change(recipe.plain()))
        self._runs.run_quick()

    def undo(self, steps: int) -> None:
        """Go back (-1) or forth (1) in the history of the recipe."""
        history = self._app.session.history.moved(steps)
        if history.at == self._app.session.history.at or history.at < 0:
            self._app.say("There is nothing to undo." if steps < 0 else "There is nothing to redo.")
            return
        self._take(Recipe.from_plain(history.documents[history.at]), history)
        self._runs.run_quick()

    def _take(self, recipe: Recipe, history: History) -> None:
        self._app.tell(lambda session: replace(session, history=history).with_recipe(recipe))
        self._keeping.write_choices()


def with_names(session: Session, names: Mapping[str, str]) -> Session:
    """Return the session with the names of segments that a run found; they amend the last change of the recipe."""
    from analysis.matching.carried_names import renamed

    if session.recipe is None:
        return session
    recipe = renamed(session.recipe, names)
    documents = (*session.history.documents[: session.history.at], recipe.plain())
    history = replace(session.history, documents=(*documents, *session.history.documents[session.history.at + 1 :]))
    ran = {name: renamed(before, names) for name, before in session.ran.items()}
    return replace(session, recipe=recipe, history=history, ran=ran)
