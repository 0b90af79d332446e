"""What can be done to the cleaning steps of a recipe: take, switch, add, edit, delete, move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual import on

from crm_tui.messages import RecipeChanged
from crm_tui.needs import a_read_file
from crm_tui.screens.clean.rows import first_line, open_suggestions
from crm_tui.screens.clean.step_dialog import StepDialog, first_step
from crm_tui.screens.stage_screen import StageScreen
from crm_tui.screens.tables.list_table import ListTable
from crm_tui.widgets.table.messages import Chosen, Toggled

if TYPE_CHECKING:
    from analysis.recipe import Recipe


class StepActions(StageScreen):
    """The part of the Clean screen that changes the recipe's steps.

    ``column`` is the one the analyst chose to look at, ``shown_column`` the one shown; ``shared`` are all that can be.
    """

    column: str | None = None
    shown_column = ""
    shared: tuple[str, ...] = ()

    NEEDS = {"add": a_read_file}

    def why_off(self, action: str) -> str:
        """Say why nothing can be done to the step under the cursor."""
        name, recipe, place = action.partition("(")[0], self.app.session.recipe, self.place()
        if name not in {"edit", "delete", "shift", "column", "choose_column"}:
            return super().why_off(action)
        if recipe is None or place < 0:
            return "there is no step under the cursor"
        if name in {"delete", "shift"} and place >= len(recipe.clean):
            return "this is a suggestion: space takes it"
        return "" if name != "shift" or len(recipe.clean) > 1 else "there is one step only"

    def place(self) -> int:
        """Return the place of the step or suggestion under the cursor, -1 where there is none or an edit by hand."""
        table, session = self.query_one("#ledger", ListTable), self.app.session
        if session.recipe is None or not table.source.height:
            return -1
        steps = len(session.recipe.clean) + len(open_suggestions(session.recipe, session.proposals))
        place = table.source.number(table.row) - 1
        return place if place < steps else -1

    def _change(self, clean: tuple[Any, ...], what: str) -> None:
        recipe = self.app.session.recipe
        if recipe is not None:
            self.post_message(RecipeChanged(recipe.model_copy(update={"clean": clean}), what))

    def toggle(self) -> None:
        """Switch the step under the cursor on or off, or take the suggestion."""
        recipe, place = self.app.session.recipe, self.place()
        if recipe is None or place < 0:
            return
        if place < len(recipe.clean):
            step = recipe.clean[place]
            self._replace(place, step.model_copy(update={"enabled": not step.enabled}), step.step)
            return
        one = open_suggestions(recipe, self.app.session.proposals)[place - len(recipe.clean)]
        self._take(recipe, {**one["step"], "enabled": True})

    @on(Toggled, "#ledger")
    def _toggle(self, message: Toggled) -> None:
        """Switch a step on or off, or take a suggestion."""
        message.stop()
        self.toggle()

    @on(Chosen, "#ledger")
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        self.action_edit()

    def _take(self, recipe: Recipe, document: Mapping[str, Any]) -> None:
        from analysis.errors import AnalysisError

        try:
            self._change(recipe.with_steps(document).clean, f"{document['step']} added")
        except AnalysisError as error:
            self.app.say(str(error), problem=True)

    def _replace(self, place: int, step: Any, what: str) -> None:  # noqa: ANN401
        recipe = self.app.session.recipe
        if recipe is None or place >= len(recipe.clean):
            return
        clean = list(recipe.clean)
        clean[place] = step
        self._change(tuple(clean), what)

    def action_edit(self) -> None:
        """Edit the settings of the step under the cursor; a suggestion is taken."""
        recipe, place = self.app.session.recipe, self.place()
        if recipe is None or place < 0:
            return
        if place >= len(recipe.clean):
            self.toggle()
            return

        def edited(step: Any) -> None:  # noqa: ANN401
            if step is not None:
                self._replace(place, step, step.step)

        step = recipe.clean[place]
        self.app.push_screen(StepDialog(step, self.columns_of(step.source)), edited)

    def columns_of(self, source: str | None) -> tuple[str, ...]:
        """Return the columns that a step for a source can name."""
        told = self.app.session.told.get("load", {}).get("sources", ())
        found = next((one["findings"] for one in told if source in (None, one["name"])), None)
        return tuple(column["name"] for column in found["columns"]) if found else self.shared

    def action_add(self) -> None:
        """Choose a step from the table of all steps, and set it."""
        from analysis.cleaning import STEPS
        from crm_tui.widgets.dialogs import Choose

        if self.why_off("add"):
            self.app.say("There is no file that could be read: press o to open one.")
            return
        width = max(map(len, STEPS))
        titles = {name: model.title or first_line(model.__doc__) for name, model in STEPS.items()}
        options = [(name, f"{name:<{width}} {title}") for name, title in titles.items()]
        self.app.push_screen(Choose("Add a step", options), self._chosen_step)

    def _chosen_step(self, name: str | None) -> None:
        recipe, place = self.app.session.recipe, self.place()
        if name is None or recipe is None or not recipe.sources:
            return
        source = recipe.clean[place].source if 0 <= place < len(recipe.clean) else None
        source = source or recipe.sources[0].name
        columns = self.columns_of(source)
        step = first_step(name, self.shown_column or (columns[0] if columns else ""), source)
        self.app.push_screen(StepDialog(step, columns, fresh=True), self._adder(recipe))

    def _adder(self, recipe: Recipe) -> Callable[[Any], None]:
        def add(step: Any) -> None:  # noqa: ANN401
            if step is not None:
                self._take(recipe, step.model_dump(mode="json", exclude_none=True))

        return add

    def action_delete(self) -> None:
        """Take the step under the cursor out; u brings it back."""
        recipe, place = self.app.session.recipe, self.place()
        if recipe is None or place < 0:
            return
        if place >= len(recipe.clean):
            self.app.say("This is a suggestion; it does nothing unless you take it with space.")
            return
        kept = tuple(step for number, step in enumerate(recipe.clean) if number != place)
        self._change(kept, f"{recipe.clean[place].step} deleted")
        self.app.say(f"{recipe.clean[place].step} is out; u brings it back.")

    def action_shift(self, by: int) -> None:
        """Move the step under the cursor."""
        recipe, place = self.app.session.recipe, self.place()
        if recipe is None or not (0 <= place < len(recipe.clean) and 0 <= place + by < len(recipe.clean)):
            return
        clean = list(recipe.clean)
        clean[place], clean[place + by] = clean[place + by], clean[place]
        self._change(tuple(clean), f"{clean[place + by].step} moved")
        self.query_one("#ledger", ListTable).action_move(by, 0)
