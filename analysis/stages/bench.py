"""What every stage works with, and how a stage is described."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.lanes import Together, in_turn
from analysis.progress import Progress
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe

Arrays = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Bench:
    """What a stage works with: the recipe, the results it needs, the store, where progress goes, how fits are kept, and
    how pieces of work are done that need nothing of each other.
    """

    recipe: Recipe
    inputs: Mapping[str, Any]
    store: Store
    progress: Progress
    remember: Callable[[str, Callable[[], Arrays]], Arrays]
    together: Together = in_turn


@dataclass(frozen=True)
class Fit:
    """The arrays of one fit of a sweep, kept so that a cancel loses nothing that was finished."""

    arrays: Arrays


@dataclass(frozen=True)
class Work:
    """How a stage is done: the choices it reads, how it runs, the dataclass it gives, what is told of that.

    ``outside`` is what the result depends on beyond the recipe and other stages: bytes of files, the edits.
    """

    reads: Callable[[Recipe], object]
    run: Callable[[Bench], Any]
    gives: type[Any]
    tell: Callable[[Any], dict[str, Any]]
    outside: Callable[[Recipe, Store], object] | None = None
