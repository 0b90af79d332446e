"""Gaussian mixture: overlapping segments of any spread and tilt, with probabilities."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.base import Arrays, Extras, Floats, Labels, Task
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.sweep import Candidate, SweepSegmenter, sampled_sentence

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture

FITTED_ROWS = 20_000
TRIED_ROWS = 3_000
"""The starts are tried on at most so many customers."""
ROUGH = 1e-2
"""Log-likelihood a customer below whose gain a start, or a resample, is fitted well enough."""


class Mixture(SweepSegmenter):
    """Each segment a normal distribution of its own shape; every customer has a probability for each.

    The confidence is the likeliest segment's probability less the next one's. BIC (Schwarz 1978) stands beside the
    sweep.
    """

    title: ClassVar[str] = "Gaussian mixture"
    about: ClassVar[str] = (
        "Overlapping groups, long or tilted; gives probabilities; suffers from columns of few values."
    )
    pool_rows: ClassVar[int] = 1_000
    resamples: ClassVar[int] = 10

    method: Literal["gaussian_mixture"] = "gaussian_mixture"
    covariance: Literal["full", "tied", "diag", "spherical"] = Field(
        "full",
        title="Shapes",
        description="Full: each its own tilt; tied: one shape for all; diag: no tilt; spherical.",
    )
    restarts: int = Field(5, title="Starts", description="How many random starts are tried for every k.", ge=1, le=50)

    def candidates(self, task: Task, ks: Sequence[int]) -> list[Candidate]:
        """Fit every k, each kept when it is finished."""
        points = task.values[task.sample(FITTED_ROWS, 71)].astype(np.float64)
        found = []
        for done, k in enumerate(ks):
            arrays = task.context.remember(f"{self.fit_name()} k={k}", partial(self.fit_one, task, points, k))
            card = ModelCard(kind="mixture", method="gaussian_mixture", columns=task.columns)
            model = SegmentModel(card, {name: arrays[name] for name in ("weights", "means", "roots")})
            found.append(Candidate(k, model, bic=float(arrays["bic"])))
            task.context.progress(done + 1, len(ks), "numbers of segments")
        return found

    def fit_one(self, task: Task, points: Floats, k: int) -> Arrays:
        """Return weights (k,), means (k, m), roots of the precisions (k, m, m) and BIC for one k."""
        fitted = fit_mixture(points, k, self.covariance, self.restarts, int(task.random(72, k).integers(2**31)))
        return {
            "weights": np.asarray(fitted.weights_),
            "means": np.asarray(fitted.means_),
            "roots": full_roots(fitted.precisions_cholesky_, self.covariance, k, points.shape[1]),
            "bic": np.array(fitted.bic(points)),
        }

    def cluster(self, values: Floats, ks: Sequence[int], random: np.random.Generator) -> list[Labels]:
        """Fit every k anew, from one start each."""
        exact = values.astype(np.float64)
        return [
            start_mixture(exact, k, self.covariance, 1, int(random.integers(2**31))).predict(exact).astype(np.int32)
            for k in ks
        ]

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say how large the sample was."""
        del chosen
        return sampled_sentence(FITTED_ROWS, task, "into their likeliest segment"), Extras()


def fit_mixture(points: Floats, k: int, covariance: str, restarts: int, seed: int) -> GaussianMixture:
    """Return scikit-learn's fit: the best of several rough starts on evenly spaced rows, carried on with all rows."""
    tried = start_mixture(points[:: -(-len(points) // TRIED_ROWS)], k, covariance, restarts, seed)
    from sklearn.mixture import GaussianMixture

    begin = {"weights_init": tried.weights_, "means_init": tried.means_, "precisions_init": tried.precisions_}
    return quietly_fitted(GaussianMixture(k, covariance_type=covariance, random_state=seed, **begin), points)


def start_mixture(points: Floats, k: int, covariance: str, restarts: int, seed: int) -> GaussianMixture:
    """Return the best of several rough fits."""
    from sklearn.mixture import GaussianMixture

    rough = GaussianMixture(k, covariance_type=covariance, n_init=restarts, tol=ROUGH, random_state=seed)
    return quietly_fitted(rough, points)


def quietly_fitted(mixture: GaussianMixture, points: Floats) -> GaussianMixture:
    """Fit a mixture; one that has not quite converged is good enough and gives no warning."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit(points)
    return mixture


def full_roots(roots: npt.NDArray[Any], covariance: str, k: int, columns: int) -> npt.NDArray[np.float64]:
    """Return the roots of the precisions as k full matrices (k, m, m), whatever shape the mixture keeps them in."""
    if covariance == "full":
        return np.asarray(roots, dtype=np.float64)
    if covariance == "tied":
        return np.repeat(roots[None], k, axis=0)
    diagonals = roots if covariance == "diag" else np.repeat(roots[:, None], columns, axis=1)
    return np.asarray(diagonals[:, :, None] * np.eye(columns), dtype=np.float64)
