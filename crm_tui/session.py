"""The session: one frozen value that says what is open, what was chosen, what is computed; screens only watch it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.recipe import Recipe

SCREENS = ("load", "clean", "segment", "tiers", "review")
STAGES_OF = {
    "load": ("load",),
    "clean": ("clean", "table", "bought", "customers"),
    "segment": ("features", "segments", "plane"),
    "tiers": ("rfm", "value", "loyalty", "tiers"),
    "review": ("files", "review"),
}
"""Screen → the stages of the pipeline whose results it shows, in the order in which they are computed."""
LONG = {"table": 5, "bought": 5, "segments": 20, "review": 10}
"""How many times as long as the others some stages take."""
HISTORY = 200


@dataclass(frozen=True)
class StageState:
    """How a stage stands: ``state`` is empty, running, done, stale or failed; ``problem`` says why it failed.

    While it runs, ``done`` of ``total`` units of ``what`` are finished, and ``share`` of it as a whole.
    """

    state: str = "empty"
    done: int = 0
    total: int = 0
    what: str = ""
    share: float = 0.0
    seconds: float = 0.0
    problem: str = ""


UNTOLD: Mapping[str, Any] = {"done": 0, "total": 0, "what": "", "share": 0.0}
"""Nothing is told of how far a stage is."""


@dataclass(frozen=True)
class History:
    """The recipes of this work as plain documents, oldest first; ``at`` is the present one."""

    documents: tuple[Mapping[str, Any], ...] = ()
    at: int = -1

    def with_change(self, document: Mapping[str, Any]) -> History:
        """Return the history after a change: what was undone is forgotten, the oldest go beyond 200."""
        kept = (*self.documents[: self.at + 1], document)[-HISTORY:]
        return History(kept, len(kept) - 1)

    def moved(self, steps: int) -> History:
        """Return the history with the present moved back (-1) or forth (+1), as far as it goes."""
        return replace(self, at=min(max(self.at + steps, 0), len(self.documents) - 1))


@dataclass(frozen=True)
class Session:
    """Everything the screens show that is not a page of a table.

    ``told`` holds the summary of each computed stage as plain values, ``keys`` the folder names of their artifacts,
    ``ran`` the recipe each was computed with. ``proposals`` are the cleaning steps that were proposed, with reasons.
    Of the recipe that is ``cancelled`` nothing is computed until that is asked for.
    """

    paths: tuple[str, ...] = ()
    workspace: str = ""
    recipe: Recipe | None = None
    history: History = field(default_factory=History)
    states: Mapping[str, StageState] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    ran: Mapping[str, Recipe] = field(default_factory=dict)
    proposals: tuple[Mapping[str, Any], ...] = ()
    running: bool = False
    job: str = ""
    cancelled: Recipe | None = None
    problem: str = ""
    masked: bool = False
    read_only: str = ""
    unsaved: bool = False

    def stage(self, name: str) -> StageState:
        """Return how a stage of the pipeline stands."""
        return self.states.get(name, StageState())

    def screen_state(self, screen: str) -> StageState:
        """Return how the stages behind a screen stand, all in all: the worst of failed, running, stale, empty, done.

        ``share`` is that of them all together.
        """
        found = {name: self.stage(name) for name in STAGES_OF[screen]}
        order = ("failed", "running", "stale", "empty", "done")
        worst = min(found.values(), key=lambda state: order.index(state.state))
        finished = sum(LONG.get(name, 1) * (one.state == "done" or one.share) for name, one in found.items())
        return replace(worst, share=finished / sum(LONG.get(name, 1) for name in found))

    def with_stage(self, name: str, **changes: Any) -> Session:  # noqa: ANN401
        """Return the session with one stage standing differently."""
        return replace(self, states={**self.states, name: replace(self.stage(name), **changes)})

    def with_result(self, name: str, key: str, told: Mapping[str, Any]) -> Session:
        """Return the session with the result of a stage, computed with the present recipe."""
        after = self.with_stage(name, state="done", problem="", **UNTOLD)
        ran = after.ran if after.recipe is None else {**after.ran, name: after.recipe}
        return replace(after, told={**after.told, name: told}, keys={**after.keys, name: key}, ran=ran)

    def with_recipe(self, recipe: Recipe) -> Session:
        """Return the session with other choices: what depends on the difference is stale."""
        from analysis.pipeline import changed_stages

        states = dict(self.states)
        for name, before in self.ran.items():
            stale = name in changed_stages(before, recipe)
            if stale and self.stage(name).state == "done":
                states[name] = replace(self.stage(name), state="stale")
            elif not stale and self.stage(name).state in {"stale", "failed"}:
                states[name] = replace(self.stage(name), state="done", problem="")
        return replace(self, recipe=recipe, states=states)

    def frame(self, stage: str, name: str = "frame") -> str:
        """Return the path of a frame that a stage keeps in its artifact, as ``dataclass.field`` names it."""
        return f"{self.workspace}/artifacts/{self.keys[stage]}/value.{name}.arrow"
