"""The messages that cross screens; those used inside one screen are nested in the widget that sends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from analysis.recipe import Recipe

Reply = Callable[[dict[str, Any]], None]


class Wish(Message):
    """Something that a screen wants done: work that crosses screens, or that a child does."""


class RecipeChanged(Wish):
    """The analyst chose something: ``recipe`` is to be the present one; ``what`` says in words what was changed."""

    def __init__(self, recipe: Recipe, what: str) -> None:
        super().__init__()
        self.recipe, self.what = recipe, what


class RunWanted(Wish):
    """The named stages (and what they need) are to be computed; empty: everything."""

    def __init__(self, upto: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.upto = upto


class OpenWanted(Wish):
    """Other files are to be opened."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__()
        self.paths = paths


class Question(Wish):
    """A job for a child whose answer goes to ``reply``; ``child`` is view (tables) or run (everything else).

    ``topic`` names what is asked: a later question of the same topic makes the earlier one void.
    """

    def __init__(self, topic: str, job: Mapping[str, Any], reply: Reply, *, child: str = "view") -> None:
        super().__init__()
        self.topic, self.job, self.reply, self.child = topic, job, reply, child


class RecordChangeWanted(Wish):
    """A customer's record is to be changed: ``job`` says how, the answer goes to ``reply``."""

    def __init__(self, job: Mapping[str, Any], reply: Reply) -> None:
        super().__init__()
        self.job, self.reply = job, reply
