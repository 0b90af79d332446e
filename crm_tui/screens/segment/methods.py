"""What the segment screen does with methods: choose one, edit rules, compare with a second, ask about the segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import on

from crm_tui.messages import Question, RecipeChanged
from crm_tui.screens.segment.method_choice import MethodChoice
from crm_tui.screens.segment.results import ResultsPane
from crm_tui.screens.segment.rule_table import RuleTable
from crm_tui.screens.stage_screen import StageScreen


class MethodScreen(StageScreen):
    """The actions that choose and compare methods, and the answers to questions about the present segments and rules.

    ``answers`` is question → what it was about and what was answered, None before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.choice: MethodChoice | None = None
        self.answers: dict[str, tuple[object, Mapping[str, Any] | None]] = {}

    def on_mount(self) -> None:
        """Have methods to choose from."""
        self.choice = MethodChoice(self.app)
        super().on_mount()

    def action_method(self) -> None:
        """Ask for another method, and for what it needs."""
        if self.choice is not None and self.app.session.recipe is not None:
            self.choice.ask("Which method makes the segments?", self._take_method)

    def _take_method(self, settings: Any) -> None:  # noqa: ANN401 - the settings of any method
        recipe = self.app.session.recipe
        if recipe is None or settings.method == recipe.segmentation.method:
            return
        before = getattr(recipe.segmentation, "label", None)
        update: dict[str, Any] = {"segmentation": settings}
        label = getattr(settings, "label", None)
        if label or (before and recipe.features.target == before):
            # what is to be learnt must not be among what it is learnt from
            update["features"] = recipe.features.model_copy(update={"target": label})
        self.change(update, f"method {settings.method}")
        if settings.method == "rules":
            self.query_one(ResultsPane).wish = "rules"

    @on(RuleTable.Edited)
    def _take_rules(self, message: RuleTable.Edited) -> None:
        message.stop()
        recipe = self.app.session.recipe
        if recipe is not None:
            changed = recipe.segmentation.model_copy(update={"rules": message.rules})
            self.change({"segmentation": changed}, message.what)

    def action_compare(self) -> None:
        """Ask for a second method, segment by it, and show how the two agree."""
        session = self.app.session
        if self.choice is None or session.recipe is None or "segments" not in session.told:
            self.app.say("There is nothing to compare yet: press R to run.")
        elif session.running:
            self.app.say("Something is running: ctrl+c cancels it, then C compares.")
        else:
            method = session.recipe.segmentation.method
            self.choice.ask(f"Compare {method} with", self._compare, without=method)

    def _compare(self, settings: Any) -> None:  # noqa: ANN401 - the settings of any method
        about = self.app.session.keys.get("segments")
        desk = self.app.desk

        def answered(answer: dict[str, Any]) -> None:
            self.answers["agreement"] = (about, answer)
            self.query_one(ResultsPane).wish = "agreement"
            self.show(self.app.session)

        if desk is not None and self.app.session.recipe is not None:
            other = settings.model_dump(mode="json", exclude_none=True)
            desk.runs.start({"job": "agreement", "other": other}, answered)

    def change(self, update: Mapping[str, Any], what: str) -> None:
        """Replace sections of the recipe."""
        recipe = self.app.session.recipe
        if recipe is not None:
            self.post_message(RecipeChanged(recipe.model_copy(update=dict(update)), what))

    def ask(self, name: str, about: object, job: Mapping[str, Any]) -> None:
        """Ask a question about segments or rules, once; the answer is drawn when it comes."""
        if about is None or self.answers.get(name, (None,))[0] == about:
            return
        self.answers[name] = (about, None)

        def answered(answer: dict[str, Any]) -> None:
            self.answers[name] = (about, answer)
            self.show(self.app.session)

        self.post_message(Question(name, job, answered))

    def answer(self, name: str, about: object) -> Mapping[str, Any] | None:
        """Return the answer to a question, where it is about what is asked now."""
        known = self.answers.get(name)
        return known[1] if known is not None and known[0] == about else None
