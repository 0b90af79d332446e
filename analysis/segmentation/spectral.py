"""Spectral clustering: groups connected by chains of neighbours, for any number of customers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.assigners import Embedding, rbf
from analysis.segmentation.base import Arrays, Extras, Floats, Labels, Task
from analysis.segmentation.density import gaps_to_nearest
from analysis.segmentation.lloyd import nearest, prepare
from analysis.segmentation.model import ModelCard, SegmentModel
from analysis.segmentation.starts import Growing, polish
from analysis.segmentation.sweep import Candidate, SweepSegmenter

LANDMARKS = 1_000
CENTROID_ROWS = 10_000


class Spectral(SweepSegmenter):
    """k-means in the leading eigenvectors of the similarities (Ng, Jordan and Weiss 2001).

    The eigenvectors are those of at most 1 000 customers, carried over to all the others by their similarities to these
    (Nyström; Bengio and others 2004).
    """

    title: ClassVar[str] = "Spectral"
    about: ClassVar[str] = "Groups of any shape that hang together, such as rings; sensitive to the kernel's width."
    pool_rows: ClassVar[int] = 600
    resamples: ClassVar[int] = 10
    measures_all: ClassVar[bool] = False

    method: Literal["spectral"] = "spectral"
    gamma: Annotated[float, Field(gt=0)] | Literal["auto"] = Field(
        "auto", title="Kernel", description="How fast similarity falls with distance; auto: from the tenth neighbours."
    )

    def candidates(self, task: Task, ks: Sequence[int]) -> list[Candidate]:
        """Find the eigenvectors once and the centroids in them for every k."""
        points = task.values[task.sample(LANDMARKS, 81)].astype(np.float64)
        base = task.context.remember(f"{self.fit_name()} k<={max(ks)}", lambda: self.eigen(points, max(ks)))
        sample = task.values[task.sample(CENTROID_ROWS, 82)]
        found = []
        for done, k in enumerate(ks):
            make = partial(self.centroids, base, sample, k, task.random(83, k))
            arrays = task.context.remember(f"{self.fit_name()} k={k}", make)
            card = ModelCard(
                kind="embedding", method="spectral", columns=task.columns, numbers={"gamma": float(base["gamma"])}
            )
            found.append(Candidate(k, SegmentModel(card, _arrays(base, k) | {"centroids": arrays["centroids"]})))
            task.context.progress(done + 1, len(ks), "numbers of segments")
        return found

    def eigen(self, points: Floats, most: int) -> Arrays:
        """Return the landmarks, their projection (p, most) onto the leading eigenvectors, and the kernel's width."""
        exact = points.astype(np.float64)
        gamma = automatic_gamma(exact) if self.gamma == "auto" else float(self.gamma)
        kernel = rbf(exact, exact, gamma)
        degree = np.sqrt(kernel.sum(axis=1))
        values, vectors = np.linalg.eigh(kernel / degree[:, None] / degree)
        leading = vectors[:, ::-1][:, :most] * _signs(vectors[:, ::-1][:, :most])
        scale = np.maximum(values[::-1][:most], 1e-9)
        return {"points": exact, "projection": leading / scale / degree[:, None], "gamma": np.array(gamma)}

    def centroids(self, base: Arrays, sample: Floats, k: int, random: np.random.Generator) -> Arrays:
        """Return the ``centroids`` (k, k) of the embedded customers."""
        arrays = _arrays(base, k) | {"centroids": np.zeros((1, k))}
        places = prepare(Embedding(arrays, {"gamma": float(base["gamma"])}).embed(sample), double=True)
        return {"centroids": polish(Growing.of(places, random), k, 10, random).centroids + places.centre}

    def cluster(self, values: Floats, ks: Sequence[int], random: np.random.Generator) -> list[Labels]:
        """Find the eigenvectors and the centroids anew."""
        base = self.eigen(values, max(ks))
        labelings = []
        for k in ks:
            arrays = _arrays(base, k) | {"centroids": np.zeros((1, k))}
            places = prepare(Embedding(arrays, {"gamma": float(base["gamma"])}).embed(values), double=True)
            best = polish(Growing.of(places, random), k, 5, random)
            labelings.append(nearest(places, best.centroids)[0])
        return labelings

    def describe(self, task: Task, chosen: Candidate) -> tuple[str, Extras]:
        """Say how many customers the eigenvectors rest on."""
        rows = len(chosen.model.arrays["points"])
        note = f"the eigenvectors are those of {rows} customers, carried over to the others"
        return "", Extras(notes=(note,) if rows < len(task.values) else ())


def automatic_gamma(points: Floats) -> float:
    """Return a kernel width at which a customer's tenth neighbour is still similar (e^-1/2, in the median)."""
    gaps = gaps_to_nearest(points, min(10, len(points) - 1))
    typical = float(np.median(gaps))
    if typical <= 0:
        typical = float(gaps.max(initial=0.0)) or 1.0
    return 0.5 / typical**2


def _arrays(base: Arrays, k: int) -> Arrays:
    """Return the arrays of the embedding into k dimensions."""
    return {
        "points": base["points"],
        "projection": np.ascontiguousarray(base["projection"][:, :k]),
        "mean_kernel": np.ones(len(base["points"])),
    }


def _signs(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the signs that make the largest part of every eigenvector positive."""
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]
    return np.where(largest < 0, -1.0, 1.0)
