"""Which method suits these data, and why: their size, noise, shape and kinds of columns, measured on a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.segmentation.density import FITTED_ROWS, gaps_to_nearest
from analysis.segmentation.hdbscan import HDBSCAN
from analysis.segmentation.kmeans import KMeans
from analysis.segmentation.lloyd import Floats
from analysis.segmentation.quality.metrics import adjusted_rand
from analysis.segmentation.quality.silhouettes import mean_silhouettes
from analysis.settings import Summary

SAMPLE = 2_000
LONG = 4.0
"""A segment whose longest axis is this many times its shortest is called long."""
FLAT = 0.01
"""Directions of less variance than this (of 1 over all customers) are those in which a group is all the same."""
NOISY = 0.05
SAME = 0.7


class Advice(Summary):
    """How well a method suits the data: ``good``, ``possible`` or ``poor``, with the reasons."""

    method: str
    suits: Literal["good", "possible", "poor"]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Traits:
    """What was measured: how many customers; shares of columns with two values and of far-out customers; the length of
    k-means segments over their width; dense regions found, their noise, and their agreement with k-means.
    """

    customers: int
    two_valued: float
    far_out: float
    length: float
    regions: int
    noise: float
    agreement: float


def advise(values: Floats, labelled: Sequence[str] = (), seed: int = 0) -> tuple[Advice, ...]:
    """Return the methods that suit the features ``values`` (n, m; at least 30 customers), the best first.

    ``labelled`` names columns that hold known segments, if there are any.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        traits = measure_traits(values, seed)
    found = [kmeans(traits), mixture(traits), hdbscan(traits), spectral(traits), agglomerative(traits)]
    found += [learnt(name) for name in labelled]
    rank = {"good": 0, "possible": 1, "poor": 2}
    return tuple(sorted(found, key=lambda advice: rank[advice.suits]))


def measure_traits(values: Floats, seed: int) -> Traits:
    """Measure the data on at most 2 000 customers."""
    random = np.random.default_rng([seed, 111])
    rows = np.sort(random.permutation(len(values))[:SAMPLE])
    sample = values[rows].astype(np.float64)
    two_valued = np.mean([len(np.unique(column)) <= 2 for column in sample.T])
    gaps = gaps_to_nearest(sample, min(10, len(sample) - 1))
    quarter, three_quarters = np.quantile(gaps, [0.25, 0.75])
    ks = list(range(2, min(9, len(sample) // 3)))
    labelings = KMeans().cluster(sample, ks, random)
    best = int(np.nanargmax(mean_silhouettes(sample, labelings)))
    dense = HDBSCAN().again(sample)
    inside = dense >= 0
    return Traits(
        customers=len(values),
        two_valued=float(two_valued),
        far_out=float((gaps > three_quarters + 3 * (three_quarters - quarter)).mean()),
        length=typical_length(sample, labelings[best]),
        regions=int(dense.max()) + 1,
        noise=float(1 - inside.mean()),
        agreement=adjusted_rand(dense[inside], labelings[best][inside]) if inside.any() else 0.0,
    )


def typical_length(values: Floats, labels: npt.NDArray[np.integer]) -> float:
    """Return the longest over the shortest axis of a group's spread, in the mean weighted by size; axes without spread
    do not count.
    """
    lengths, weights = [], []
    for group in range(int(labels.max()) + 1):
        members = values[labels == group]
        if len(members) <= values.shape[1] + 1:
            continue
        spread = np.linalg.eigvalsh(np.atleast_2d(np.cov(members.T)))
        spread = spread[spread > FLAT]
        if len(spread) > 1:
            lengths.append(float(np.sqrt(spread[-1] / spread[0])))
            weights.append(len(members))
    return float(np.average(lengths, weights=weights)) if lengths else 1.0


def odd_shapes(traits: Traits) -> bool:
    """Whether dense regions exist that k-means does not see."""
    return traits.regions >= 2 and traits.noise < 0.4 and traits.agreement < SAME


def kmeans(traits: Traits) -> Advice:
    """Judge k-means."""
    reasons = [f"it takes all {traits.customers:,} customers"]
    suits: Literal["good", "possible", "poor"] = "good"
    if odd_shapes(traits):
        suits, reasons = "poor", [*reasons, "but dense regions of other shapes exist that it would cut through"]
    elif traits.far_out > NOISY:
        suits, reasons = "possible", [*reasons, f"but {traits.far_out:.0%} of them lie far out and pull the means"]
    elif traits.length > LONG:
        suits, reasons = "possible", [*reasons, f"but groups are {traits.length:.1f} times as long as wide"]
    else:
        reasons.append("groups are about round")
    return Advice(method="kmeans", suits=suits, reasons=tuple(reasons))


def mixture(traits: Traits) -> Advice:
    """Judge the Gaussian mixture."""
    if traits.two_valued > 0:
        reason = f"{traits.two_valued:.0%} of the columns have two values, which no bell curve fits"
        return Advice(method="gaussian_mixture", suits="poor", reasons=(reason,))
    if odd_shapes(traits):
        return Advice(method="gaussian_mixture", suits="possible", reasons=("regions are not bell-shaped",))
    if traits.length > LONG:
        reason = f"groups are {traits.length:.1f} times as long as wide, which it allows for"
        return Advice(method="gaussian_mixture", suits="good", reasons=(reason,))
    return Advice(method="gaussian_mixture", suits="possible", reasons=("k-means says the same in fewer numbers",))


def hdbscan(traits: Traits) -> Advice:
    """Judge the density methods."""
    reasons = [f"{traits.regions} dense regions found, {traits.noise:.0%} of the customers in none of them"]
    if traits.customers > FITTED_ROWS:
        reasons.append(f"fitted to {FITTED_ROWS:,} customers, the others assigned")
    if traits.regions < 2 or traits.noise > 0.5:
        return Advice(method="hdbscan", suits="poor", reasons=tuple(reasons))
    good = odd_shapes(traits) or traits.far_out > NOISY
    return Advice(method="hdbscan", suits="good" if good else "possible", reasons=tuple(reasons))


def spectral(traits: Traits) -> Advice:
    """Judge spectral clustering."""
    if odd_shapes(traits) and traits.far_out <= NOISY:
        return Advice(method="spectral", suits="good", reasons=("it follows regions that are not round",))
    reason = "customers that lie far out get segments of their own" if traits.far_out > NOISY else "groups are round"
    return Advice(method="spectral", suits="poor" if traits.far_out > NOISY else "possible", reasons=(reason,))


def agglomerative(traits: Traits) -> Advice:
    """Judge the hierarchy."""
    if traits.customers > FITTED_ROWS:
        reason = "a tree over so many customers rests on a sample of 5 000"
        return Advice(method="agglomerative", suits="possible", reasons=(reason,))
    return Advice(
        method="agglomerative", suits="possible", reasons=("its tree shows which segments are near each other",)
    )


def learnt(column: str) -> Advice:
    """Judge learning from a labelled column."""
    return Advice(method="decision_tree", suits="good", reasons=(f"column {column} holds segments that are known",))
