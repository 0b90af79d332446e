"""What the app does on behalf of its screens: open, change, run, undo, export, save, leave, resume."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError
from analysis.recipe import Recipe
from analysis.workspace import Workspace, make_room, state_home, write_private
from crm_tui.config import Config, load_config
from crm_tui.messages import Question
from crm_tui.session import STAGES_OF, Session
from crm_tui.work import Work, history_of, recipe_document

if TYPE_CHECKING:
    from crm_tui.app import CrmTui

QUICK = {
    "load": ("load",),
    "clean": ("clean",),
    "tiers": ("rfm", "tiers"),
}
"""Screen → stages that are computed at once after a change, without being asked: those that take no time."""


class Desk:
    """The session's keeper: workspace on one side, children on the other, the app in front."""

    def __init__(self, app: CrmTui) -> None:
        self.app = app
        self.config: Config = load_config()
        self.workspace: Workspace | None = None
        self.work = Work(app.tell, state_home() / "children.log")
        self._lock = contextlib.ExitStack()
        self.positions: dict[str, Any] = {}
        self._upto: tuple[str, ...] = ()

    @property
    def session(self) -> Session:
        """The present session."""
        return self.app.session

    async def begin(self) -> None:
        """Warm the children, take the workspace of the inputs, resume or open them."""
        self.app.run_worker(self.work.warm(), exit_on_error=False)
        self.app.tell(lambda session: replace(session, masked=self.config.mask))
        self._apply_config()
        paths = self.app.choices.paths
        if paths or self.app.choices.workspace is not None:
            self.open(paths)

    def _apply_config(self) -> None:
        """Take theme and keys of the config file, and make room for new work."""
        kept = (
            self.config.theme or self._theme_file().read_text(encoding="utf-8")
            if self._theme_file().is_file()
            else self.config.theme
        )
        if kept in self.app.available_themes:
            self.app.theme = kept
        if self.config.keys:
            from crm_tui.keymap import problems

            said = problems(self.config.keys)
            self.app.set_keymap(self.config.keys)
            if said:
                self.app.say("; ".join(said), problem=True)
        make_room(self.config.max_bytes)

    @staticmethod
    def _theme_file() -> Path:
        return state_home() / "theme"

    def open(self, paths: tuple[str, ...]) -> None:
        """Open data files, a recipe or a workspace folder; work that is kept on them is resumed."""
        from crm_tui.app import workspace_of

        try:
            self._take(Workspace(workspace_of(replace(self.app.choices, paths=paths))))
            assert self.workspace is not None
            kept = self.workspace.read_json("session.json") or {}
            inputs = tuple(kept.get("inputs", ())) or paths
            self.app.tell(lambda session: Session(paths=inputs, workspace=str(self.folder), masked=session.masked))
            self.app.tell(lambda session: replace(session, read_only=self.holder))
            history = history_of(self.workspace.read_json("history.json"))
            if history.documents:
                self._resume(history.documents[history.at], kept)
            elif len(inputs) == 1 and inputs[0].endswith(".toml"):
                self._take_recipe(Recipe.load(inputs[0]), "opened")
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

    @property
    def folder(self) -> Path:
        """The folder of the workspace."""
        assert self.workspace is not None
        return self.workspace.folder

    def _take(self, workspace: Workspace) -> None:
        """Hold the workspace; where somebody else does, work goes on read only."""
        self._lock.close()
        self.workspace = workspace
        self.holder = self._lock.enter_context(workspace.owned())
        if self.holder:
            self.app.say(f"This work is open elsewhere ({self.holder}): it can be looked at, changes are not kept.")

    def _resume(self, document: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
        """Go on where this work was left: same recipe, same screen, same rows; results are found under their keys."""
        assert self.workspace is not None
        plain = dict(document)
        recipe = Recipe.from_document(plain, base=plain.pop("base", ""))
        history = history_of(self.workspace.read_json("history.json"))
        proposals = tuple(self.workspace.read_json("proposals.json") or ())
        self.app.tell(lambda session: replace(session, history=history, proposals=proposals).with_recipe(recipe))
        self.positions = dict(kept.get("positions", {}))
        screen = kept.get("screen", "load")
        when = time.strftime("%d %b %H:%M", time.localtime(kept.get("saved", time.time())))
        how = "The link was lost; " if kept.get("interrupted") else ""
        said = f"{how}work of {when} goes on. u undoes changes; N on the first screen starts afresh."
        self.app.run_worker(self._arrive(screen if screen in STAGES_OF else "load", said), exit_on_error=False)
        self.run(())

    async def _arrive(self, screen: str, said: str) -> None:
        """Go to a screen and, once there, say something."""
        if screen != self.app.current_mode:
            await self.app.switch_mode(screen)
        self.app.say(said)

    def _opened(self, answer: Mapping[str, Any]) -> None:
        """Take the default recipe of the files that were read, and compute everything."""
        plain = dict(answer["recipe"])
        recipe = Recipe.from_document(plain, base=plain.pop("base", ""))
        proposals = tuple(answer["proposals"])
        if self.workspace is not None and not self.session.read_only:
            self.workspace.write_json("proposals.json", list(proposals))
        self.app.tell(lambda session: replace(session, proposals=proposals))
        self._take_recipe(recipe, "opened")
        self.run(())

    def _take_recipe(self, recipe: Recipe, what: str) -> None:
        del what
        history = self.session.history.with_change(recipe_document(recipe))
        self.app.tell(lambda session: replace(session, history=history).with_recipe(recipe))
        self._keep()

    def change(self, recipe: Recipe, what: str) -> None:
        """Make ``recipe`` the present one; quick stages of the screen are computed at once."""
        if recipe == self.session.recipe:
            return
        self._take_recipe(recipe, what)
        self._compute_quick()

    def undo(self, steps: int) -> None:
        """Go back (-1) or forth (1) in the history of the recipe."""
        history = self.session.history.moved(steps)
        if history.at == self.session.history.at or history.at < 0:
            self.app.say("There is nothing to undo." if steps < 0 else "There is nothing to redo.")
            return
        plain = dict(history.documents[history.at])
        recipe = Recipe.from_document(plain, base=plain.pop("base", ""))
        self.app.tell(lambda session: replace(session, history=history).with_recipe(recipe))
        self._keep()
        self._compute_quick()

    def _compute_quick(self) -> None:
        upto = QUICK.get(self.app.current_mode, ())
        if upto and self.work.busy:
            self.run(self._upto)  # what runs has other choices than these: it starts over
        elif upto:
            self.run(upto)

    def run(self, upto: tuple[str, ...]) -> None:
        """Compute the named stages, or everything."""
        if self.session.recipe is None or self.workspace is None:
            self.app.say("There is nothing to run: press o to open a file.")
            return
        self._upto = upto
        job = {
            "job": "run",
            "recipe": recipe_document(self.session.recipe),
            "workspace": str(self.folder),
            "upto": list(upto),
        }
        self.work.start(job)

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
        if self.workspace is not None and not self.session.read_only:
            for name in ("history.json", "session.json", "proposals.json"):
                (self.folder / name).unlink(missing_ok=True)
        self.open(self.session.paths)

    def export(self) -> None:
        """Ask what to export and where, then write it."""
        from crm_tui.screens.export import ExportDialog

        if self.session.recipe is None:
            self.app.say("There is nothing to export yet.")
            return
        self.app.push_screen(ExportDialog(self.session), self._export)

    def _export(self, wanted: Mapping[str, Any] | None) -> None:
        if wanted is None or self.session.recipe is None:
            return
        from analysis.recipe import Export

        export = Export.model_validate(dict(wanted["export"]), strict=False)
        recipe = self.session.recipe.model_copy(update={"export": export})
        job = {"job": "export", "recipe": recipe_document(recipe), "workspace": str(self.folder)} | dict(wanted)
        self.work.start(job, lambda answer: self.app.say(f"Written to {answer['out']}"))

    def save(self) -> None:
        """Ask for a file name and write the recipe there."""
        from crm_tui.widgets.prompt import Prompt
        from crm_tui.widgets.prompt import Question as PromptQuestion

        if self.session.recipe is None:
            self.app.say("There is no recipe yet.")
            return
        self.app.push_screen(Prompt(PromptQuestion("Save the recipe as", value="recipe.toml")), self._save)

    def _save(self, name: str | None) -> None:
        if not name or self.session.recipe is None:
            return
        try:
            write_private(Path(name).expanduser(), self.session.recipe.to_toml().encode())
            self.app.say(f"Recipe written to {Path(name).expanduser().absolute()}; crm-tui run {name} does the same.")
        except AnalysisError as error:
            self.complain(str(error))

    def mask(self) -> None:
        """Mask names and contacts; showing them again asks first."""
        if not self.session.masked:
            self.app.tell(lambda session: replace(session, masked=True))
            self.app.say("Names, contacts and ids are masked.")
            return
        from crm_tui.widgets.dialogs import Confirm

        def decide(yes: bool | None) -> None:
            if yes:
                self.app.tell(lambda session: replace(session, masked=False))

        self.app.push_screen(Confirm("Show names, contacts and ids again?"), decide)

    def next_theme(self) -> None:
        """Go to the next theme and remember it."""
        from crm_tui.themes import next_theme

        self.app.theme = next_theme(self.app.theme)
        with contextlib.suppress(AnalysisError):
            write_private(self._theme_file(), self.app.theme.encode())

    def ask_path(self) -> None:
        """Ask for a path to open, with completion."""
        from crm_tui.screens.paths import complete_path
        from crm_tui.widgets.prompt import Prompt
        from crm_tui.widgets.prompt import Question as PromptQuestion

        def opened(name: str | None) -> None:
            if name:
                self.open((str(Path(name).expanduser()),))

        self.app.push_screen(Prompt(PromptQuestion("Open", complete=complete_path)), opened)

    def complain(self, problem: str) -> None:
        """Show a problem that the user can act on; the work goes on."""
        self.app.tell(lambda session: replace(session, problem=problem))

    def save_session(self, *, interrupted: bool = False) -> None:
        """Write where the user is, so that the next start finds it."""
        if self.workspace is None or self.session.read_only:
            return
        document = {
            "inputs": [str(Path(path).absolute()) for path in self.session.paths],
            "screen": self.app.current_mode,
            "positions": self.positions,
            "saved": time.time(),
            "interrupted": interrupted,
        }
        with contextlib.suppress(AnalysisError):
            self.workspace.write_json("session.json", document)

    def _keep(self) -> None:
        """Write the history, so that a kill loses at most what is not there yet; a full disk is said, work goes on."""
        if self.workspace is None or self.session.read_only:
            return
        history = self.session.history
        try:
            self.workspace.write_json("history.json", {"documents": list(history.documents), "at": history.at})
        except AnalysisError as error:
            self.complain(str(error))
        self.save_session()

    async def close(self) -> None:
        """Kill the children and let the workspace go."""
        await self.work.close()
        self._lock.close()
