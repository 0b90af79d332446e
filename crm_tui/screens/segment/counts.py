"""How many segments there are: one more, one fewer, the number of a row of the sweep, or what the rule chooses."""

from __future__ import annotations

from textual import on

from crm_tui.messages import RunWanted
from crm_tui.needs import a_read_file, a_run
from crm_tui.screens.segment.methods import MethodScreen
from crm_tui.widgets.table.messages import Chosen


class CountScreen(MethodScreen):
    """The actions that change the number of segments."""

    def why_off(self, action: str) -> str:
        """Say why there cannot be more or fewer segments; else what any screen says."""
        name, recipe = action.partition("(")[0], self.app.session.recipe
        if name not in {"more", "automatic"} or recipe is None:
            return super().why_off(action)
        if "k" not in type(recipe.segmentation).model_fields:
            return "this method finds the number of segments by itself"
        return (a_read_file if name == "automatic" else a_run("segments"))(self.app.session)

    def action_more(self, by: int) -> None:
        """Take one segment more or fewer than there are; the fits of the sweep are kept, so this is quick."""
        session = self.app.session
        recipe, told = session.recipe, session.told.get("segments")
        if recipe is None or told is None or "k" not in type(recipe.segmentation).model_fields:
            self.app.say(
                "This method finds the number of segments by itself." if told else "There are no segments yet."
            )
            return
        chosen = getattr(recipe.segmentation, "k", "auto")
        present = chosen if isinstance(chosen, int) else int(told["k"])
        if present + by < 2:
            self.app.say("Fewer than two segments are none.")
            return
        self._take_k(present + by)

    def action_automatic(self) -> None:
        """Let the rule choose the number of segments again."""
        recipe = self.app.session.recipe
        if recipe is None or "k" not in type(recipe.segmentation).model_fields:
            return
        if getattr(recipe.segmentation, "k", "auto") == "auto":
            self.app.say("The rule chooses the number of segments already.")
            return
        self._take_k("auto")

    def _take_k(self, k: int | str) -> None:
        recipe = self.app.session.recipe
        assert recipe is not None
        self.change({"segmentation": recipe.segmentation.model_copy(update={"k": k})}, f"k = {k}")
        self.post_message(RunWanted(("plane",)))

    @on(Chosen, "#sweep")
    def _take_row(self, message: Chosen) -> None:
        """Take the k under the cursor."""
        message.stop()
        value = message.table.source.values(0, message.row, message.row + 1)[0]
        if isinstance(value, int):
            self._take_k(value)
