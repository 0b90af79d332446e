"""What the app does on behalf of its screens: open, change, run, undo, resume; its errands are in their own module."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError
from analysis.recipe import Recipe
from analysis.workspace import Workspace, state_home
from crm_tui import errands, places
from crm_tui.config import Config, load_config
from crm_tui.kept import Kept
from crm_tui.launch import Launch
from crm_tui.messages import Question
from crm_tui.record_keeping import with_names
from crm_tui.session import STAGES_OF, History, Session
from crm_tui.work import Work, recipe_document, recipe_from

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.screens.stage_screen import StageScreen

QUICK = {
    "load": ("load",),
    "clean": ("clean",),
    "tiers": ("rfm", "tiers"),
    "review": ("review",),
}
"""Screen → stages that are computed at once after a change, without being asked: those that take no time."""


PLACE_KEPT_EVERY = 2.0
"""Seconds between two looks at whether the user went somewhere else."""


class Desk:
    """The session's keeper: workspace on one side, children on the other, the app in front."""

    def __init__(self, app: CrmTui) -> None:
        self.app = app
        self.config: Config = load_config()
        self.kept = Kept()
        self.work = Work(app.tell, state_home() / "children.log")
        self._upto: tuple[str, ...] = ()
        self._saved: tuple[str, object] | None = None

    @property
    def session(self) -> Session:
        """The present session."""
        return self.app.session

    @property
    def folder(self) -> Path:
        """The folder of the workspace."""
        return self.kept.folder

    async def begin(self) -> None:
        """Warm the children, take the workspace of the inputs, resume or open them."""
        self.app.run_worker(self.work.warm(), exit_on_error=False)
        errands.apply_config(self)
        self.app.set_interval(PLACE_KEPT_EVERY, self._keep_place)
        paths = self.app.choices.paths
        if paths or self.app.choices.workspace is not None:
            self.open(paths)

    def open(self, paths: tuple[str, ...]) -> None:
        """Open data files, a recipe or a workspace folder; work that is kept on them is resumed."""
        from crm_tui.app import workspace_of

        try:
            chosen = self.app.choices if paths == self.app.choices.paths else Launch(paths)
            holder = self.kept.take(Workspace(workspace_of(chosen)))
            inputs = tuple(self.kept.session().get("inputs", ())) or paths
            opened = Session(paths=inputs, workspace=str(self.folder), read_only=holder)
            self.app.tell(lambda session: replace(opened, masked=session.masked))
            if holder:
                self.app.say(f"This work is open elsewhere ({holder}): it can be looked at, changes are not kept.")
            if self.kept.history().documents:
                self._resume(self.kept.history())
            elif len(inputs) == 1 and inputs[0].endswith(".toml"):
                self._take_recipe(Recipe.load(inputs[0]))
                self.run(())
            else:
                job = {
                    "job": "open",
                    "paths": [str(Path(path).absolute()) for path in inputs],
                    "workspace": str(self.folder),
                }
                self.work.start(job, self._opened)
        except AnalysisError as error:
            self.complain(str(error))

    def _resume(self, history: History) -> None:
        """Go on where this work was left: same recipe, same screen, same rows; results are found under their keys."""
        proposals = self.kept.proposals()
        recipe = recipe_from(history.documents[history.at])
        self.app.tell(lambda session: replace(session, history=history, proposals=proposals).with_recipe(recipe))
        for screen in places.base_screens(self.app).values():
            self.resume_place(screen)
        was = self.kept.session()
        screen = was.get("screen", "load")
        when = time.strftime("%d %b %H:%M", time.localtime(was.get("saved", time.time())))
        how = "The link was lost; " if was.get("interrupted") else ""
        said = f"{how}work of {when} goes on. u undoes changes; A on the first screen starts afresh."
        self.app.run_worker(self._arrive(screen if screen in STAGES_OF else "load", said), exit_on_error=False)
        self.run(())

    def resume_place(self, screen: StageScreen) -> None:
        """Put a screen's cursors where they were when this work was left."""
        if screen.stage in self.kept.positions:
            places.go_to(screen, self.kept.positions[screen.stage])

    async def _arrive(self, screen: str, said: str) -> None:
        """Go to a screen and, once there, say something."""
        if screen != self.app.current_mode:
            await self.app.switch_mode(screen)
        self.app.call_after_refresh(self.app.say, said)

    def _opened(self, answer: Mapping[str, Any]) -> None:
        """Take the default recipe of the files that were read, and compute everything."""
        proposals = tuple(answer["proposals"])
        self.kept.write_proposals(proposals)
        self.app.tell(lambda session: replace(session, proposals=proposals))
        self._take_recipe(recipe_from(answer["recipe"]))
        self.run(())

    def _take_recipe(self, recipe: Recipe) -> None:
        history = self.session.history.with_change(recipe_document(recipe))
        self.app.tell(lambda session: replace(session, history=history).with_recipe(recipe))
        self.keep()

    def change(self, recipe: Recipe) -> None:
        """Make ``recipe`` the present one; quick stages of the screen are computed at once."""
        if recipe == self.session.recipe:
            return
        self._take_recipe(recipe)
        self._compute_quick()

    def undo(self, steps: int) -> None:
        """Go back (-1) or forth (1) in the history of the recipe."""
        history = self.session.history.moved(steps)
        if history.at == self.session.history.at or history.at < 0:
            self.app.say("There is nothing to undo." if steps < 0 else "There is nothing to redo.")
            return
        recipe = recipe_from(history.documents[history.at])
        self.app.tell(lambda session: replace(session, history=history).with_recipe(recipe))
        self.keep()
        self._compute_quick()

    def _compute_quick(self) -> None:
        upto = QUICK.get(self.app.current_mode, ())
        if "review" in upto and not self._segments_stand():
            return
        if upto and self.work.busy:
            self.run(self._upto)  # what runs has other choices than these: it starts over
        elif upto:
            self.run(upto)

    def _segments_stand(self) -> bool:
        """Say whether all that the review rests on is computed: names, rules and targets then take no time."""
        from analysis.pipeline import STAGES

        return all(self.session.stage(name).state == "done" for name in STAGES["review"].needs)

    def run(self, upto: tuple[str, ...]) -> None:
        """Compute the named stages, or everything."""
        if self.session.recipe is None or self.kept.workspace is None:
            self.app.say("There is nothing to run: press o to open a file.")
            return
        self._upto = upto
        job = {
            "job": "run",
            "recipe": recipe_document(self.session.recipe),
            "workspace": str(self.folder),
            "upto": list(upto),
        }
        self.work.start(job, self._ran)

    def _ran(self, answer: Mapping[str, Any]) -> None:
        """Take the names of segments that went with their customers; the change that moved them takes them along."""
        if "names" not in answer:
            return
        self.app.tell(lambda session: with_names(session, answer["names"]))
        self.keep()
        lost = ", ".join(answer["lost"])
        self.app.say("Your names went with their customers" + (f"; none is left for {lost}" if lost else "") + ".")

    async def cancel(self) -> bool:
        """Cancel the running job; what was finished is kept."""
        if not await self.work.cancel():
            return False
        self.app.say("Cancelled. What was finished is kept; R runs the rest.")
        return True

    def ask(self, question: Question) -> None:
        """Send a question to a child, with the recipe and the workspace where the job wants them."""
        job = dict(question.job) | {"workspace": str(self.folder)}
        if self.session.recipe is not None:
            job.setdefault("recipe", recipe_document(self.session.recipe))
        self.work.ask(question.topic, job, question.child, question.reply)

    def start_afresh(self) -> None:
        """Forget the kept choices of these inputs and open them as new; results stay where they are still right."""
        self.kept.forget()
        self.open(self.session.paths)

    def complain(self, problem: str) -> None:
        """Show a problem that the user can act on; the work goes on."""
        self.app.tell(lambda session: replace(session, problem=problem))

    def save_session(self, *, interrupted: bool = False) -> None:
        """Write where the user is, so that the next start finds it."""
        self.kept.positions = places.places_of(self.app, self.kept.positions)
        self._saved = (self.app.current_mode, self.kept.positions)
        self.kept.write_session(self.session.paths, self.app.current_mode, interrupted=interrupted)

    def _keep_place(self) -> None:
        """Write where the user is if that changed: a kill, too, is resumed near the place where it struck."""
        if self.session.unsaved:
            self.keep()
        elif self.kept.workspace and self._saved != (
            self.app.current_mode,
            places.places_of(self.app, self.kept.positions),
        ):
            self.save_session()

    def keep(self) -> bool:
        """Write the history, so that a kill loses at most what is not there yet; a full disk is said, work goes on.

        What could not be written is tried again now and then; False while it is not.
        """
        problem = ""
        try:
            self.kept.write_history(self.session.history)
        except AnalysisError as error:
            problem = str(error)
        if problem and not self.session.unsaved:
            self.app.say(f"The last changes are not saved: {problem}", problem=True)
        if bool(problem) != self.session.unsaved:
            self.app.tell(lambda session: replace(session, unsaved=bool(problem)))
        self.save_session()
        return not problem

    async def close(self) -> None:
        """Kill the children and let the workspace go."""
        await self.work.close()
        self.kept.release()
