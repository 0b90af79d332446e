"""Segmentation beside the usual script, on the same data in the same run: CPU seconds, as the cores are shared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from sklearn.cluster import KMeans as Sklearn
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from analysis.segmentation import FitContext, KMeans
from analysis.segmentation.base import Task
from analysis.segmentation.quality.silhouettes import mean_silhouettes
from analysis.segmentation.quality.structure import structure_test

KS = range(2, 11)
CUSTOMERS = 1_000_000
SEEDS = 25
Cloud = Callable[[np.random.Generator, int], np.ndarray]


def customers(kind: str) -> np.ndarray:
    """A million customers in six columns: six overlapping groups, or one lopsided cloud."""
    draw = np.random.default_rng(1)
    if kind == "groups":
        centres = draw.normal(size=(6, 6)) * 1.5
        return centres[draw.integers(6, size=CUSTOMERS)] + draw.normal(size=(CUSTOMERS, 6))
    values = draw.normal(size=(CUSTOMERS, 6))
    values[:, 1] += values[:, 0]
    values[:, 2] -= 0.5 * values[:, 0]
    values[:, 3] = np.exp(0.7 * values[:, 3])
    return values


def usual_sweep(values: np.ndarray) -> list[float]:
    """The script everybody writes; return the inertia of every k."""
    scaled = StandardScaler().fit_transform(values)
    return [float(Sklearn(k, n_init=10, random_state=0).fit(scaled).inertia_) for k in KS]


def own_sweep(values: np.ndarray) -> list[float]:
    """The same with our k-means, on one thread."""
    scaled = ((values - values.mean(axis=0)) / values.std(axis=0)).astype(np.float32)
    inertias: list[float] = []

    def remember(_name: str, make: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        made = make()
        inertias.append(float(made["inertia"]))
        return made

    task = Task(scaled, tuple("abcdef"), pl.DataFrame(), FitContext(remember=remember))
    with threadpool_limits(limits=1):
        KMeans().candidates(task, list(KS))
    return inertias


def timed(work: Callable[[], list[float]]) -> tuple[list[float], float]:
    """Return what the work gives, and its CPU seconds."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def rows() -> Iterator[str]:
    """Yield one line a comparison."""
    yield from sweeps()
    yield from nine_silhouettes()
    yield from structure()


def sweeps() -> Iterator[str]:
    """Compare whole sweeps over k on a million customers."""
    for kind in ("groups", "cloud"):
        values = customers(kind)
        ours, own_seconds = timed(lambda values=values: own_sweep(values))
        theirs, seconds = timed(lambda values=values: usual_sweep(values))
        worst = max(own / other - 1 for own, other in zip(ours, theirs, strict=True))
        yield (
            f"k-means sweep k=2…10, 1 000 000 × 6, {kind}: {seconds / own_seconds:.1f} times less CPU "
            f"({own_seconds:.1f} s against {seconds:.1f} s); inertia at worst {worst:+.3%}"
        )


def nine_silhouettes() -> Iterator[str]:
    """Compare the silhouettes of a sweep on 10 000 customers."""
    values = customers("groups")[:10_000].astype(np.float32)
    labelings = [Sklearn(k, n_init=1, random_state=0).fit_predict(values) for k in KS]
    with threadpool_limits(limits=1):
        ours, own_seconds = timed(lambda: mean_silhouettes(values, labelings))
    theirs, seconds = timed(lambda: [float(silhouette_score(values, labels)) for labels in labelings])
    apart = max(abs(own - other) for own, other in zip(ours, theirs, strict=True))
    yield (
        f"nine silhouettes of 10 000 rows: {seconds / own_seconds:.1f} times less CPU "
        f"({own_seconds:.2f} s against {seconds:.2f} s); apart by {apart:.1e} at most"
    )


def uniform(draw: np.random.Generator, rows: int) -> np.ndarray:
    """No groups: evenly spread."""
    return draw.random((rows, 4))


def round_cloud(draw: np.random.Generator, rows: int) -> np.ndarray:
    """No groups: one round normal cloud."""
    return draw.normal(size=(rows, 4))


def long_cloud(draw: np.random.Generator, rows: int) -> np.ndarray:
    """No groups: one correlated normal cloud."""
    return draw.normal(size=(rows, 4)) @ (np.eye(4) + 0.8)


def log_normal(draw: np.random.Generator, rows: int) -> np.ndarray:
    """No groups: one log-normal cloud."""
    return np.exp(draw.normal(size=(rows, 4)))


def grid(draw: np.random.Generator, rows: int) -> np.ndarray:
    """Four groups, two by two."""
    return draw.integers(2, size=(rows, 2)) * 4.0 + draw.normal(size=(rows, 2))


def planted(groups: int) -> Cloud:
    """Groups at random places."""

    def draw_groups(draw: np.random.Generator, rows: int) -> np.ndarray:
        return (draw.normal(size=(groups, 4)) * 2.5)[draw.integers(groups, size=rows)] + draw.normal(size=(rows, 4))

    return draw_groups


def claims(cloud: Cloud) -> tuple[int, float]:
    """Return how many of 25 seeds claim segments, and the CPU seconds of one test."""
    found, start = 0, time.process_time()
    with threadpool_limits(limits=1):
        for seed in range(SEEDS):
            values = cloud(np.random.default_rng([seed, 7]), 3_000)
            scaled = ((values - values.mean(axis=0)) / values.std(axis=0)).astype(np.float32)
            found += structure_test(scaled, KS, seed).verdict == "segments"
    return found, (time.process_time() - start) / SEEDS


def structure() -> Iterator[str]:
    """Count the claims of segments in clouds that have none, and in planted groups."""
    none = {"uniform": uniform, "round": round_cloud, "correlated": long_cloud, "log-normal": log_normal}
    there = {"2×2 grid": grid, "four groups": planted(4), "five groups": planted(5)}
    for said, clouds in (("none there", none), ("groups there", there)):
        for name, cloud in clouds.items():
            found, seconds = claims(cloud)
            yield f"structure test, {said}, {name}: {found} of {SEEDS} claim segments, {seconds:.1f} CPU s each"


if __name__ == "__main__":
    for line in rows():
        print(line, flush=True)
