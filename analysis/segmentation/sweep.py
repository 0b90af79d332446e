"""A sweep over k: fit every k, measure each, and choose the one that stands out most from data without groups."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from analysis.errors import AnalysisError
from analysis.segmentation.base import Arrays, Extras, Fitted, Floats, Labels, Segmenter, Task, share_text
from analysis.segmentation.model import SegmentModel
from analysis.segmentation.quality.choice import choose_k
from analysis.segmentation.quality.metrics import partition_figures
from analysis.segmentation.quality.silhouettes import mean_silhouettes
from analysis.segmentation.quality.stability import Resampling, Stability, stabilities
from analysis.segmentation.quality.structure import StructureTest
from analysis.segmentation.structure import remembered_structure, structure_summary
from analysis.segmentation.summary import SweepLine

FIGURES = ("silhouette", "inertia", "calinski_harabasz", "davies_bouldin", "smallest_share")
MEASURED_ROWS = 10_000
"""Silhouettes are taken over so many customers; all where there are no more."""


@dataclass(frozen=True)
class Candidate:
    """The model for one k; ``bic`` for mixtures."""

    k: int
    model: SegmentModel
    bic: float | None = None


@dataclass(frozen=True)
class Sweep:
    """The candidates with their stability and their ``figures`` (arrays by name), taken over so many ``rows``."""

    candidates: Sequence[Candidate]
    found: Sequence[Stability]
    figures: Arrays
    rows: int

    def lines(self, test: StructureTest | None) -> list[SweepLine]:
        """Return one line a k."""
        lines = []
        for at, (candidate, stability) in enumerate(zip(self.candidates, self.found, strict=True)):
            figures = {name: _known(float(self.figures[name][at])) for name in FIGURES}
            line = SweepLine(
                k=candidate.k,
                rows=self.rows,
                stability=_known(stability.adjusted_rand),
                weakest=min(stability.jaccards, default=None),
                excess=test.excess_of(candidate.k, figures["silhouette"]) if test else None,
                bic=candidate.bic,
            )
            lines.append(line.model_copy(update=figures))
        return lines


class SweepSegmenter(Segmenter):
    """A method that is told how many segments to make, or tries a range and chooses."""

    pool_rows: ClassVar[int] = 2_000
    resamples: ClassVar[int] = 20
    measures_all: ClassVar[bool] = True
    tested_itself: ClassVar[bool] = False
    """Whether the structure test segments by this very method, so that its own silhouettes are the ones to compare."""

    k: Annotated[int, Field(ge=2, le=100)] | Literal["auto"] = Field(
        "auto", title="Segments", description="How many segments; auto: the number that stands out most."
    )
    k_min: int = Field(2, title="Fewest", description="The smallest number of segments that is tried.", ge=2, le=50)
    k_max: int = Field(10, title="Most", description="The largest number of segments that is tried.", ge=2, le=50)

    @model_validator(mode="after")
    def _range_is_one(self) -> SweepSegmenter:
        if self.k_min > self.k_max:
            raise ValueError(f"k_min = {self.k_min} is above k_max = {self.k_max}")
        return self

    def candidates(self, task: Task, ks: Sequence[int]) -> list[Candidate]:
        """Fit a model for every k."""
        raise NotImplementedError

    def cluster(self, values: Floats, ks: Sequence[int], random: np.random.Generator) -> list[Labels]:
        """Segment few rows anew for every k, as cheaply as the method allows: what the resamples are put through."""
        raise NotImplementedError

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say on how many customers the method was fitted if not on all, and what else only this method tells."""
        del task, chosen
        return "", Extras()

    def fit(self, task: Task) -> Fitted:
        """Fit all k, test for structure, measure, and choose."""
        ks = self.ks(task)
        within = [k for k in ks if self.k_min <= k <= self.k_max]
        test, candidates = task.together(
            lambda task: remembered_structure(task, within or ks),  # one k more that is asked for needs no other test
            lambda task: self.candidates(task, ks),
        )
        fits = self.measured(task, candidates)
        lines = fits.lines(test)
        if test and self.tested_itself:
            own = dict(zip(test.ks, test.silhouettes, strict=True))
            lines = [line.model_copy(update={"excess": test.excess_of(line.k, own.get(line.k))}) for line in lines]
        chosen, sentence = choose_k(lines, self.k)
        at = ks.index(chosen)
        sampled, extras = self.describe(task, fits.candidates[at])
        return Fitted(
            model=fits.candidates[at].model,
            groups=chosen,
            k_chosen_by=sentence,
            sweep=tuple(lines),
            structure=structure_summary(test),
            jaccards=fits.found[at].jaccards,
            sampled=sampled,
            extras=replace(extras, adjusted_rand=fits.found[at].adjusted_rand),
        )

    def ks(self, task: Task) -> list[int]:
        """Return the numbers of segments to fit, none above what the customers allow."""
        distinct = distinct_rows(task.values, max(self.k_max, 0 if self.k == "auto" else self.k) + 2)
        if self.k != "auto" and self.k > distinct:
            raise AnalysisError(
                f"there are {distinct} different customers in the features, too few for {self.k} segments",
                where="segmentation.k",
                remedy=f"ask for at most {distinct}, or use more features",
            )
        piles = distinct < len(task.values) or distinct == 2
        most = distinct if piles else distinct - 1  # a segment for every single customer says nothing
        wanted = set(range(self.k_min, min(self.k_max, most) + 1))
        if self.k != "auto":
            wanted.add(self.k)
        if not wanted:
            raise AnalysisError(
                f"there are {distinct} different customers in the features, too few to try {self.k_min} segments",
                where="segmentation",
                remedy="use more customers or features, or lower k_min",
            )
        return sorted(wanted)

    def stability(self, task: Task, candidates: Sequence[Candidate]) -> list[Stability]:
        """Return the stability of every candidate, remembered by method, settings and range of k."""
        ks = [candidate.k for candidate in candidates]
        rows = task.sample(self.pool_rows, 31)
        pool = task.values[rows]

        def make() -> dict[str, npt.NDArray[np.float64]]:
            references = [candidate.model.groups(pool) for candidate in candidates]
            found = stabilities(
                Resampling(pool, self.resamples),
                references,
                lambda values, random: list(self.cluster(values, ks, random)),
                task.random(32),
                task.context.progress,
            )
            padded = np.full((len(ks), max(ks)), np.nan)
            for line, stability in zip(padded, found, strict=True):
                line[: len(stability.jaccards)] = stability.jaccards
            return {"jaccards": padded, "adjusted_rand": np.array([stability.adjusted_rand for stability in found])}

        kept = task.context.remember(f"{self.fit_name()} stability k={ks[0]}-{ks[-1]}x{len(ks)}", make)
        return [
            Stability(tuple(np.nan_to_num(kept["jaccards"][at, :k]).tolist()), float(kept["adjusted_rand"][at]))
            for at, k in enumerate(ks)
        ]

    def measured(self, task: Task, candidates: Sequence[Candidate]) -> Sweep:
        """Measure each candidate; the figures are remembered as the stability is."""
        ks = [candidate.k for candidate in candidates]
        only = None if self.measures_all else task.sample(MEASURED_ROWS, 33)
        name = f"{self.fit_name()} figures k={ks[0]}-{ks[-1]}x{len(ks)}"
        found, figures = task.together(
            lambda task: self.stability(task, candidates),
            lambda task: task.context.remember(name, partial(figures_of, task, candidates, only)),
        )
        return Sweep(candidates, found, figures, len(task.values) if only is None else len(only))

    def fit_name(self) -> str:
        """Return the method with the settings its fits depend on: the beginning of the names they are kept under."""
        own = self.model_dump(mode="json", exclude={"k", "k_min", "k_max", "names", "accept_unstable"})
        return " ".join(f"{key}={value}" for key, value in own.items())


def distinct_rows(values: Floats, enough: int) -> int:
    """Return how many different rows there are; stops counting a little above ``enough``."""
    head = np.unique(values[: max(1_000, 10 * enough)], axis=0)
    return len(head) if len(head) > enough else len(np.unique(values, axis=0))


def figures_of(task: Task, candidates: Sequence[Candidate], only: npt.NDArray[np.intp] | None) -> Arrays:
    """Return ``FIGURES`` of every candidate, NaN where not defined: silhouettes of the whole sweep in one pass over a
    sample, the others over all customers.

    ``only``: for methods that are slow to assign, the sample's positions, to which all figures are then restricted.
    """
    rows = task.sample(MEASURED_ROWS, 33)
    values = task.values if only is None else task.values[only]
    measured = rows if only is None else np.arange(len(values))
    everybody = [candidate.model.groups(values) for candidate in candidates]
    partitions = [
        partition_figures(values, groups, candidate.k) for candidate, groups in zip(candidates, everybody, strict=True)
    ]
    return {
        "silhouette": np.array(mean_silhouettes(values[measured], [groups[measured] for groups in everybody])),
        "inertia": np.array([one.inertia for one in partitions]),
        "calinski_harabasz": np.array([one.calinski_harabasz for one in partitions], dtype=np.float64),
        "davies_bouldin": np.array([one.davies_bouldin for one in partitions], dtype=np.float64),
        "smallest_share": np.array([one.sizes.min() / len(values) for one in partitions]),
    }


def _known(figure: float) -> float | None:
    """Return the figure, or None where it is not a number."""
    return None if math.isnan(figure) else figure


def sampled_sentence(fitted: int, task: Task, way: str) -> str:
    """Say on how many customers a method was fitted and how the others found their segment; empty where on all."""
    whole = len(task.values)
    return f"fitted to {share_text(fitted, whole)}; the others were put {way}" if fitted < whole else ""
