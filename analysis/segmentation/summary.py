"""What is told of a segmentation: small, plain values that travel as JSON."""

from __future__ import annotations

from typing import Literal

from analysis.settings import Summary

STABLE_FROM = 0.6
"""A segment whose bootstrap Jaccard similarity is below this is called unstable."""
LEAST_SHARE = 0.02
"""A segment smaller than this share of the customers does not count when k is chosen."""
SOLID_FROM = 0.9
"""A segment whose bootstrap Jaccard similarity is at least this comes back whenever customers are drawn anew."""
HALF = 0.5
"""More segments are taken, where all of them are solid, if the silhouette lies above by at least this share."""


class SweepLine(Summary):
    """One k of a sweep. ``stability`` is the mean adjusted Rand index between resamples, ``weakest`` the lowest
    bootstrap Jaccard of a segment, ``excess`` how far the silhouette lies above that of data without
    groups. ``rows`` is how many customers the figures rest on (the silhouette on at most 10 000 of them).
    """

    k: int
    rows: int = 0
    inertia: float | None = None
    silhouette: float | None = None
    calinski_harabasz: float | None = None
    davies_bouldin: float | None = None
    stability: float | None = None
    weakest: float | None = None
    smallest_share: float | None = None
    excess: float | None = None
    bic: float | None = None
    qualifies: bool = False


class Structure(Summary):
    """Whether there are groups at all: tested against ``references`` data sets like these without groups, of ``rows``
    rows.
    """

    verdict: Literal["segments", "unclear", "none"]
    p_value: float | None
    rows: int
    references: int = 0
    sentence: str = ""


class SegmentLine(Summary):
    """One segment. ``stability`` is its bootstrap Jaccard similarity, unknown where segments are defined, not found.

    ``name`` is what the method itself calls it (a rule's name, a label); ``centre`` its means in the features' units.
    """

    id: int
    name: str = ""
    size: int
    share: float
    stability: float | None = None
    stable: bool = True
    centre: tuple[float, ...] = ()


class HeldOut(Summary):
    """How a supervised method did on customers it was not fitted to, beside always answering the commonest label.

    ``confusion[i][j]`` counts customers labelled ``labels[i]`` and put into ``labels[j]``.
    """

    label_column: str
    labels: tuple[str, ...]
    rows_fitted: int
    rows_held_out: int
    accuracy: float
    baseline: float
    confusion: tuple[tuple[int, ...], ...]
    unlabelled: int


class RuleLine(Summary):
    """How one rule fares: customers it matches, those it gets because no earlier rule took them, and what is wrong
    with it.
    """

    name: str
    condition: str
    matches: int
    takes: int
    warning: str = ""


class RuleLint(Summary):
    """What a set of rules does to the customers: how many match none, how many several, and each rule's part."""

    unmatched: int
    several: int
    rules: tuple[RuleLine, ...]
    overlaps: tuple[tuple[str, str, int], ...] = ()


class DistanceCurve(Summary):
    """The sorted distances of customers to their ``neighbours``-th neighbour, thinned out; its bend suggests
    ``suggested``.
    """

    neighbours: int
    distances: tuple[float, ...]
    suggested: float


class Dendrogram(Summary):
    """The last merges, each of two nodes at a height; the nodes from 0 are the leaves, with their sizes."""

    leaves: tuple[int, ...]
    merges: tuple[tuple[int, int, float], ...]


class SegmentationSummary(Summary):
    """All that is told of a segmentation. Figures over a part of the customers say how many rows they rest on.

    ``structure`` is None where segments are defined (rules, labels) and not found. ``sampled`` says, where the method
    was fitted to a part of the customers, how large it was and how the rest were put into segments.
    """

    method: str
    k: int
    k_chosen_by: str
    customers: int
    sweep: tuple[SweepLine, ...] = ()
    silhouette: float | None = None
    silhouette_rows: int = 0
    inertia: float | None = None
    calinski_harabasz: float | None = None
    davies_bouldin: float | None = None
    adjusted_rand: float | None = None
    noise: int = 0
    noise_share: float = 0.0
    structure: Structure | None = None
    segments: tuple[SegmentLine, ...] = ()
    sampled: str = ""
    notes: tuple[str, ...] = ()
    held_out: HeldOut | None = None
    lint: RuleLint | None = None
    distance_curve: DistanceCurve | None = None
    dendrogram: Dendrogram | None = None


def nameable(summary: SegmentationSummary, accept_unstable: bool) -> frozenset[int]:
    """Return the ids of the segments that may be named and given strategies; the others stay numbered slices.

    Where the structure test found no groups for sure no segment may, and an unstable one never, unless the analyst
    accepts that.
    """
    doubtful = summary.structure is not None and summary.structure.verdict != "segments"
    return frozenset(line.id for line in summary.segments if accept_unstable or (line.stable and not doubtful))
