"""From the name of a method to settings it can run with: a label or a first rule is asked for where it needs one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_tui.format import counted
from crm_tui.inert import inert
from crm_tui.messages import Question
from crm_tui.screens.segment.method_dialog import MethodDialog
from crm_tui.screens.segment.rule_lines import ask_rule
from crm_tui.widgets.dialogs import Choose

if TYPE_CHECKING:
    from analysis.segmentation import Segmenter
    from crm_tui.app import CrmTui

Take = Callable[[Any], None]
Told = Mapping[str, Any]
NO_LABELS = "No column has 2 to 50 different labels, each for four customers at least: there is nothing to learn from."


@dataclass
class MethodChoice:
    """Asks which method, then for what it cannot run without; the settings of every method are kept to come back to.

    ``labels`` are the columns that a labelled method could learn from, once they are known.
    """

    app: CrmTui
    labels: Sequence[Told] = ()
    kept: dict[str, Segmenter] = field(default_factory=dict)

    def ask(self, question: str, take: Take, *, without: str = "") -> None:
        """Ask for a method and give its settings to ``take``; ``without`` is not offered."""
        from analysis.segmentation import SEGMENTERS

        recipe = self.app.session.recipe
        assert recipe is not None
        self.kept[recipe.segmentation.method] = recipe.segmentation
        methods = [(name, model.title, model.about) for name, model in SEGMENTERS.items() if name != without]
        dialog = MethodDialog(question, methods, recipe.segmentation.method)

        def advised(answer: dict[str, Any]) -> None:
            self.labels = answer.get("labels", self.labels)
            dialog.show_advice(answer)

        def chosen(name: str | None) -> None:
            if name is not None:
                self.complete(name, take)

        self.app.push_screen(dialog, chosen)
        self.app.screen.post_message(Question("advice", {"job": "advice"}, advised))

    def complete(self, name: str, take: Take) -> None:
        """Give the settings of a method to ``take``: those it had before, else new ones; asks for what is required."""
        from analysis.segmentation import SEGMENTERS

        model = SEGMENTERS[name]
        if name in self.kept:
            take(self.kept[name])
        elif "label" in model.model_fields:
            self._ask_label(lambda label: take(model.model_validate({"label": label})))
        elif "rules" in model.model_fields:
            ask_rule(self.app, "First rule", "", lambda rule: take(model.model_validate({"rules": (rule,)})))
        else:
            take(model())

    def _ask_label(self, take: Take) -> None:
        if not self.labels:
            self._learn_labels(take)
            return
        options = [
            (
                one["name"],
                f"{inert(one['name'], 30)}: {one['labels']} labels on {counted(one['customers'], 'customer')}"
                + (" (looks like known segments)" if one["known_segments"] else ""),
            )
            for one in self.labels
        ]

        def chosen(name: str | None) -> None:
            if name is not None:
                take(name)

        self.app.push_screen(Choose("Column with the known segments", options), chosen)

    def _learn_labels(self, take: Take) -> None:
        """Ask for the columns first, where the method was chosen before they were known."""

        def known(answer: dict[str, Any]) -> None:
            self.labels = answer.get("labels", ())
            if self.labels:
                self._ask_label(take)
            else:
                self.app.say(str(answer.get("problem") or NO_LABELS))

        self.app.screen.post_message(Question("advice", {"job": "labels"}, known))
