"""What a cleaning step does to a column, asked of the run child as the cursor goes through the ledger."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_tui.messages import Question
from crm_tui.screens.clean.rows import open_suggestions

if TYPE_CHECKING:
    from analysis.recipe import Recipe
    from crm_tui.screens.stage_screen import StageScreen
    from crm_tui.session import Session

KEPT = 100


@dataclass(frozen=True)
class Effect:
    """A question: what the last of the ``steps`` does to a column (None: the one it does most to).

    ``read`` is the key of what was read. The step is one of the ``recipe`` or, where that is given, a ``suggestion``.
    """

    read: str | None
    steps: tuple[str, ...]
    column: str | None
    recipe: Recipe = field(compare=False)
    suggestion: Mapping[str, Any] | None = field(compare=False, default=None)

    @property
    def job(self) -> dict[str, Any]:
        """The job of the run child that answers it."""
        job = {"job": "step", "step": len(self.steps) - 1, "column": self.column}
        if self.suggestion is None:
            return job
        return job | {"recipe": self.recipe.with_steps({**self.suggestion, "enabled": True}).plain()}


def effect_at(session: Session, place: int, column: str | None) -> Effect | None:
    """Return what is to be worked out for a line of the ledger, step or suggestion; None where nothing can be."""
    recipe = session.recipe
    if recipe is None or place < 0 or session.stage("load").state != "done":
        return None
    read, steps = session.keys.get("load"), tuple(step.model_dump_json() for step in recipe.clean[: place + 1])
    if place < len(recipe.clean):
        return Effect(read, steps, column, recipe)
    suggestion = open_suggestions(recipe, session.proposals)[place - len(recipe.clean)]["step"]
    return Effect(read, (*steps, repr(suggestion)), column, recipe, suggestion)


class StepEffects:
    """Asks on behalf of a screen, one question at a time; ``came`` is called when an answer is there."""

    def __init__(self, screen: StageScreen, came: Callable[[], None]) -> None:
        self._screen, self._came = screen, came
        self._answers: OrderedDict[Effect, dict[str, Any]] = OrderedDict()
        self._asked: Effect | None = None

    def answer(self, effect: Effect) -> dict[str, Any] | None:
        """Return the answer, where it is among those kept."""
        return self._answers.get(effect)

    def ask(self, effect: Effect) -> None:
        """Ask, unless another question is on its way: what is wanted then is to be asked when its answer came."""
        if self._asked is None and effect not in self._answers:
            self._asked = effect
            self._screen.post_message(Question("step", effect.job, self._take))

    def _take(self, answer: dict[str, Any]) -> None:
        asked, self._asked = self._asked, None
        assert asked is not None, "an answer is to a question"
        self._answers[asked] = answer
        while len(self._answers) > KEPT:
            self._answers.popitem(last=False)
        self._came()
