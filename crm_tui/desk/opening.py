"""Opening files, a recipe or a workspace: work that is kept on them goes on where it was left."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError
from analysis.recipe import Recipe
from analysis.workspace import Workspace, workspace_for
from crm_tui.desk import places
from crm_tui.launch import Launch
from crm_tui.session import STAGES_OF, History, Session

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.desk.keeping import Keeping
    from crm_tui.desk.kept import Kept
    from crm_tui.desk.recipes import Recipes
    from crm_tui.desk.runs import Runs


def _open_elsewhere(holder: str) -> str:
    return f"Open elsewhere ({holder}): this is to look at, changes here are not kept."


def workspace_of(choices: Launch) -> Workspace:
    """Return the workspace in which the work of a launch is kept."""
    if choices.workspace is not None:
        return Workspace(choices.workspace)
    if len(choices.paths) == 1 and (Path(choices.paths[0]) / "session.json").is_file():
        return Workspace(Path(choices.paths[0]))
    return Workspace(workspace_for([Path(path) for path in choices.paths]))


class Opening:
    """Takes the workspace that belongs to the inputs, and begins or goes on with the work in it."""

    def __init__(self, app: CrmTui, kept: Kept, keeping: Keeping, runs: Runs, recipes: Recipes) -> None:
        self._app = app
        self._kept = kept
        self._keeping = keeping
        self._runs = runs
        self._recipes = recipes

    def open(self, paths: tuple[str, ...]) -> None:
        """Open data files, a recipe or a workspace folder; work that is kept on them is resumed."""
        try:
            self._open(paths)
        except AnalysisError as error:
            problem = str(error)
            self._app.tell(lambda session: replace(session, problem=problem))

    def _open(self, paths: tuple[str, ...]) -> None:
        holder = self._kept.take(self._workspace(paths))
        history = self._kept.history()
        inputs = self._inputs(paths, begun=bool(history.documents))
        opened = Session(paths=inputs, workspace=str(self._kept.folder), read_only=holder)
        self._app.tell(lambda session: replace(opened, masked=session.masked))
        if holder:
            self._app.say(_open_elsewhere(holder))
        if history.documents:
            self._resume(history)
        elif len(inputs) == 1 and inputs[0].endswith(".toml"):
            self._recipes.begin(Recipe.load(inputs[0]))
        elif inputs:
            absolute = [str(Path(path).absolute()) for path in inputs]
            self._runs.start({"job": "open", "paths": absolute}, self._opened)

    def _workspace(self, paths: tuple[str, ...]) -> Workspace:
        """Return where the work on some paths is kept: what is open already stays where it is."""
        if self._kept.workspace is not None and paths == self._app.session.paths:
            return self._kept.workspace
        launched = self._app.choices
        return workspace_of(launched if paths == launched.paths else Launch(paths))

    def _inputs(self, paths: tuple[str, ...], *, begun: bool) -> tuple[str, ...]:
        """Return what the workspace holds work on; what is named where no work has ``begun``.

        That is so after a file that could not be read, too.
        """
        kept = tuple(self._kept.session().get("inputs", ()))
        itself = [Path(path).resolve() for path in paths] == [self._kept.folder.resolve()]
        return kept if kept and (begun or itself or not paths) else paths

    def _opened(self, answer: Mapping[str, Any]) -> None:
        """Begin with the default recipe of the files that were read."""
        proposals = tuple(answer["proposals"])
        self._kept.write_proposals(proposals)
        self._app.tell(lambda session: replace(session, proposals=proposals))
        self._recipes.begin(Recipe.from_plain(answer["recipe"]))

    def _resume(self, history: History) -> None:
        """Go on where this work was left: same recipe, same screen, same rows; results are found under their keys."""
        proposals = self._kept.proposals()
        recipe = Recipe.from_plain(history.documents[history.at])
        self._app.tell(lambda session: replace(session, history=history, proposals=proposals).with_recipe(recipe))
        for screen in places.base_screens(self._app).values():
            self._keeping.put_back(screen)
        was = self._kept.session()
        screen = was.get("screen", "load")
        when = time.strftime("%d %b %H:%M", time.localtime(was.get("saved", time.time())))
        how = "The link was lost; " if was.get("interrupted") else ""
        said = f"{how}work of {when} goes on. u undoes changes; A on the first screen starts afresh."
        if self._app.session.read_only:
            said = _open_elsewhere(self._app.session.read_only)
        self._app.run_worker(self._arrive(screen if screen in STAGES_OF else "load", said), exit_on_error=False)
        self._runs.run()

    async def _arrive(self, screen: str, said: str) -> None:
        """Go to a screen and, once there, say something."""
        if screen != self._app.current_mode:
            await self._app.switch_mode(screen)
        self._app.call_after_refresh(self._app.say, said)

    def start_afresh(self) -> None:
        """Forget the kept choices of these inputs and open them as new; results stay where they are still right."""
        self._kept.forget()
        self.open(self._app.session.paths)
