"""What the density methods share: fitting to a sample, noise that stays noise, stability without a k."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from analysis.errors import AnalysisError
from analysis.segmentation.base import Arrays, Extras, Fitted, Floats, Labels, Segmenter, Task
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.quality.stability import Resampling, Stability, stabilities
from analysis.segmentation.structure import remembered_structure, structure_summary
from analysis.segmentation.sweep import sampled_sentence

FITTED_ROWS = 10_000
"""A method that compares customers pair by pair is fitted to so many of them."""
REGIONS = "dense regions"
"""What is told while they are found."""
SMALL_POOL, RESAMPLES, RESAMPLES_LARGE = 2_000, 20, 10
TESTED_KS = tuple(range(2, 11))


class DensitySegmenter(Segmenter):
    """A method that finds dense regions, however many, and leaves thin ones as noise."""

    remedy: ClassVar[str]

    def fitted_rows(self, task: Task) -> Floats:
        """Return the customers the method is fitted to, in double precision."""
        return task.values[task.sample(FITTED_ROWS, 51)].astype(np.float64)

    def fit_name(self) -> str:
        """Return the method with its settings: the name its fit is kept under."""
        own = self.model_dump(mode="json", exclude={"names", "accept_unstable"})
        return " ".join(f"{key}={value}" for key, value in own.items())

    def kept_fit(self, task: Task, make: Callable[[], Arrays]) -> Arrays:
        """Return what ``make`` gives, made once and kept; it is the first thing that is told of."""
        task.context.progress(0, 1, REGIONS)
        kept = task.context.remember(self.fit_name(), make)
        task.context.progress(1, 1, REGIONS)
        return kept

    def settle(self, task: Task, model: SegmentModel, again: Callable[[Floats], Labels], extras: Extras) -> Fitted:
        """Test for structure and stability, and put the fit into words; AnalysisError where all is noise."""
        groups = int(model.arrays["groups"].max(initial=-1)) + 1
        if groups == 0:
            raise AnalysisError(f"{self.title} finds nothing but noise", where="segmentation", remedy=self.remedy)
        test, stability = task.together(
            lambda task: remembered_structure(task, possible_ks(task)),
            lambda task: self.stability(task, model, again),
        )
        found = "1 dense region" if groups == 1 else f"{groups} dense regions"
        return Fitted(
            model=model,
            groups=groups,
            k_chosen_by=f"k = {groups}: {self.title} finds {found} with these settings",
            structure=structure_summary(test),
            jaccards=stability.jaccards,
            sampled=sampled_sentence(
                min(FITTED_ROWS, len(task.values)), task, "with the nearest of these within reach"
            ),
            extras=Extras(
                adjusted_rand=stability.adjusted_rand,
                distance_curve=extras.distance_curve,
                notes=extras.notes,
            ),
        )

    def stability(self, task: Task, model: SegmentModel, again: Callable[[Floats], Labels]) -> Stability:
        """Return how the segments fare when the method sees four fifths of the customers it was fitted to.

        The share is that large because density, and with it what these methods find, falls with the number of
        customers.
        """
        pool = self.fitted_rows(task)
        groups = int(model.arrays["groups"].max(initial=-1)) + 1

        def make() -> dict[str, npt.NDArray[np.float64]]:
            resampling = Resampling(pool, RESAMPLES if len(pool) <= SMALL_POOL else RESAMPLES_LARGE, replace=False)
            references = [model.groups(pool)]
            found = stabilities(
                resampling, references, lambda values, _: [again(values)], task.random(53), task.context.progress
            )[0]
            jaccards = np.zeros(groups)
            jaccards[: len(found.jaccards)] = found.jaccards
            return {"jaccards": jaccards, "adjusted_rand": np.array(found.adjusted_rand)}

        kept = task.context.remember(f"{self.fit_name()} stability", make)
        return Stability(tuple(kept["jaccards"].tolist()), float(kept["adjusted_rand"]))


def possible_ks(task: Task) -> list[int]:
    """Return the numbers of groups that the structure test looks for."""
    return [k for k in TESTED_KS if k < max(3, len(task.values) // 2)]


def neighbour_model(method: str, task: Task, points: Floats, groups: Labels, reach: float) -> SegmentModel:
    """Return the frozen model that puts customers with the nearest of the fitted ``points``; none beyond ``reach``.

    How near is near is taken from the points themselves: the median distance to the nearest other one.
    """
    gaps = gaps_to_nearest(points)
    numbers = {"spacing": float(np.median(gaps)) if len(gaps) else 0.0} | (
        {"reach": reach} if np.isfinite(reach) else {}
    )
    card = ModelCard(kind="neighbours", method=method, columns=task.columns, numbers=numbers)
    return SegmentModel(card, {"points": points.astype(np.float32), "groups": groups.astype(np.int32)})


def gaps_to_nearest(points: Floats, neighbour: int = 1) -> npt.NDArray[np.float64]:
    """Return the distance of each point to its ``neighbour``-th other point."""
    from scipy.spatial import cKDTree

    if len(points) <= neighbour:
        return np.zeros(0)
    distances = np.asarray(cKDTree(points).query(points, k=neighbour + 1)[0], dtype=np.float64)
    return distances[:, neighbour]
