"""What every segmentation method is: settings that fit a model to the features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import Field

from analysis.lanes import Together, in_turn
from analysis.progress import Progress, silent
from analysis.segmentation.model import SegmentModel
from analysis.segmentation.summary import (
    Dendrogram,
    DistanceCurve,
    HeldOut,
    RuleLint,
    SegmentationSummary,
    Structure,
    SweepLine,
)
from analysis.settings import Settings

Arrays = dict[str, npt.NDArray[Any]]
Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.int32]


def just_make(_name: str, make: Callable[[], Arrays]) -> Arrays:
    """Make the arrays of a fit and keep nothing."""
    return make()


@dataclass(frozen=True)
class FitContext:
    """What a fit works with: the seed, where its progress goes, and where the arrays of a finished fit are kept by
    name.

    ``remember(name, make)`` returns the arrays kept under ``name`` or makes and keeps them; names say the method and
    all settings the arrays depend on, so that the fits of a sweep serve every k that is tried later. ``together`` does
    what needs nothing of each other.
    """

    seed: int = 0
    progress: Progress = silent
    remember: Callable[[str, Callable[[], Arrays]], Arrays] = just_make
    together: Together = in_turn


@dataclass(frozen=True)
class Task:
    """What is to be segmented: ``values`` (n, m) finite features of ``columns``, in id order, and the customer table.

    ``sources`` are the columns of the table that the features came from; ``split_columns`` names sets of columns that
    came from one column of categories.
    """

    values: npt.NDArray[np.float32]
    columns: tuple[str, ...]
    frame: pl.DataFrame
    context: FitContext
    sources: tuple[str, ...] = ()
    split_columns: tuple[tuple[int, ...], ...] = ()

    def together(self, *works: Callable[[Task], Any]) -> list[Any]:
        """Return what each piece of work gives that is done with this task; none of them needs another."""

        def with_task(work: Callable[[Task], Any], progress: Progress) -> Any:  # noqa: ANN401
            return work(replace(self, context=replace(self.context, progress=progress)))

        return self.context.together([partial(with_task, work) for work in works], self.context.progress)

    def random(self, *purpose: int) -> np.random.Generator:
        """Return random numbers for one purpose, the same for the same seed."""
        return np.random.default_rng([self.context.seed, *purpose])

    def sample(self, rows: int, *purpose: int) -> npt.NDArray[np.intp]:
        """Return the positions of ``rows`` customers drawn at random, ascending; all where there are no more."""
        if len(self.values) <= rows:
            return np.arange(len(self.values))
        return np.sort(self.random(*purpose).permutation(len(self.values))[:rows])


@dataclass(frozen=True)
class Extras:
    """What only some methods tell."""

    adjusted_rand: float | None = None
    held_out: HeldOut | None = None
    lint: RuleLint | None = None
    distance_curve: DistanceCurve | None = None
    dendrogram: Dendrogram | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fitted:
    """What a method gives back: a model whose groups are numbered from 0 (``card.ids`` still empty), and how it got
    there.

    ``jaccards`` is the bootstrap similarity of each group, empty where segments are defined and not found; ``names``
    what the method itself calls its groups.
    """

    model: SegmentModel
    groups: int
    k_chosen_by: str
    sweep: tuple[SweepLine, ...] = ()
    structure: Structure | None = None
    jaccards: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    sampled: str = ""
    extras: Extras = field(default_factory=Extras)


@dataclass(frozen=True)
class Segments:
    """Which segment each customer is in: ``labels`` (n,) 1…k by falling size, 0 = none; ``confidence`` (n,) 0…1, the
    margin to ``runner_up`` (n,), the next best segment (0 = none); what is told of it; and the frozen model.
    """

    labels: npt.NDArray[np.int32]
    confidence: npt.NDArray[np.float32]
    runner_up: npt.NDArray[np.int32]
    summary: SegmentationSummary
    model: SegmentModel


class Segmenter(Settings):
    """A way to put customers into segments, and the analyst's choices about it."""

    title: ClassVar[str]
    about: ClassVar[str]

    accept_unstable: bool = Field(
        False,
        title="Accept unstable segments",
        description="Name segments and give them strategies even where no groups were found or a segment is unstable.",
    )
    names: dict[str, str] = Field(
        default_factory=dict,
        title="Names",
        description="Your own names by segment number, such as 1 = 'Regulars'.",
    )

    @property
    def takes_features(self) -> bool:
        """Whether the method works on the features and not on the columns of the customer table."""
        return True

    def fit(self, task: Task) -> Fitted:
        """Fit the method to the customers; AnalysisError where the data cannot give what was asked."""
        raise NotImplementedError


def share_text(part: int, whole: int) -> str:
    """Return ``part of whole`` customers in words, with thousands apart."""
    return f"{part:,} of {whole:,} customers"
