"""What the app does on behalf of its screens, put together: each part of the work has a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_tui.config import Config, load_config
from crm_tui.desk import errands, record_keeping
from crm_tui.desk.keeping import Keeping
from crm_tui.desk.kept import Kept
from crm_tui.desk.opening import Opening
from crm_tui.desk.recipes import Recipes
from crm_tui.desk.runs import Runs
from crm_tui.messages import OpenWanted, Question, RecipeChanged, RecordChangeWanted, RunWanted, Wish

if TYPE_CHECKING:
    from crm_tui.app import CrmTui
    from crm_tui.session import Session


class Desk:
    """The session's keeper: workspace on one side, children on the other, the app in front."""

    def __init__(self, app: CrmTui) -> None:
        self.app = app
        self.config: Config = load_config()
        self.kept = Kept()
        self.keeping = Keeping(app, self.kept)
        self.runs = Runs(app, self.kept, self.keeping, self.config.max_bytes)
        self.recipes = Recipes(app, self.keeping, self.runs)
        self.opening = Opening(app, self.kept, self.keeping, self.runs, self.recipes)

    @property
    def session(self) -> Session:
        """The present session."""
        return self.app.session

    async def begin(self) -> None:
        """Warm the children, take the workspace of the inputs, resume or open them."""
        self.app.run_worker(self.runs.warm(), exit_on_error=False)
        errands.apply_config(self)
        self.keeping.begin()
        launched = self.app.choices
        if launched.paths or launched.workspace is not None:
            self.opening.open(launched.paths)

    def grant(self, wish: Wish) -> None:
        """Do what a screen wants done."""
        match wish:
            case RecipeChanged():
                self.recipes.change(wish.recipe)
            case RunWanted():
                self.runs.run(wish.upto)
            case OpenWanted():
                self.opening.open(wish.paths)
            case Question():
                self.runs.ask(wish)
            case RecordChangeWanted():
                record_keeping.keep(self, wish)

    async def close(self) -> None:
        """Kill the children and let the workspace go."""
        await self.runs.close()
        self.kept.release()
