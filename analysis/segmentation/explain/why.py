"""Why one customer is in its segment, how far the next one is, and what would move it there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from analysis.segmentation.model import SegmentModel
from analysis.segmentation.summary import SegmentationSummary
from analysis.settings import Summary

STEPS = 200
FURTHEST = 4.0
"""Changes are tried up to so many standard deviations either way."""


class Share(Summary):
    """How much one feature speaks for the customer's own segment against the next: the part of the difference of
    squared distances that it makes; negative where it speaks for the next.
    """

    feature: str
    share: float
    here: float
    own: float
    following: float


class Move(Summary):
    """The smallest change of one feature alone that would put the customer elsewhere.

    ``now`` and ``then`` are in the units of the customer table where they are known, else in those of the features.
    """

    feature: str
    now: float
    then: float
    deviations: float
    to: int


class WhyHere(Summary):
    """One customer's place. Distances are to the segments' means, in the features' units; ``next_segment`` 0: there is
    none.
    """

    segment: int
    confidence: float
    distance: float | None
    next_segment: int
    next_distance: float | None
    unlike_any: bool
    shares: tuple[Share, ...]
    moves: tuple[Move, ...]


def why_here(
    model: SegmentModel,
    summary: SegmentationSummary,
    values: npt.NDArray[np.floating],
    position: int,
    originals: Mapping[str, npt.NDArray[np.float64]] | None = None,
) -> WhyHere:
    """Explain the place of the customer in row ``position`` of the features ``values`` (n, m) that were segmented.

    ``originals`` gives the values (n,) that a feature was made from, by feature, so that moves can be told in their
    units. Not for rules: there the condition itself is the explanation.
    """
    row = values[position : position + 1].astype(np.float64)
    assigned = model.assign(row)
    own, following = int(assigned.labels[0]), int(assigned.runner_up[0])
    centres = {line.id: np.array(line.centre) for line in summary.segments if line.centre}
    if not following:
        following = _nearest_other(row[0], centres, own)
    return WhyHere(
        segment=own,
        confidence=float(assigned.confidence[0]),
        distance=_distance(row[0], centres.get(own)),
        next_segment=following,
        next_distance=_distance(row[0], centres.get(following)),
        unlike_any=bool(assigned.unlike[0]),
        shares=tuple(_shares(model.card.columns, row[0], centres.get(own), centres.get(following))),
        moves=tuple(_moves(model, values, row, own, originals or {})),
    )


def _nearest_other(row: npt.NDArray[np.float64], centres: Mapping[int, npt.NDArray[np.float64]], own: int) -> int:
    """Return the segment, other than the customer's own, whose mean is nearest; 0 where there is none."""
    others = [(float(np.linalg.norm(row - centre)), one) for one, centre in centres.items() if one != own]
    return min(others)[1] if others else 0


def _distance(row: npt.NDArray[np.float64], centre: npt.NDArray[np.float64] | None) -> float | None:
    """Return the distance of a customer to a segment's mean."""
    return None if centre is None else float(np.linalg.norm(row - centre))


def _shares(
    names: tuple[str, ...],
    row: npt.NDArray[np.float64],
    own: npt.NDArray[np.float64] | None,
    following: npt.NDArray[np.float64] | None,
) -> list[Share]:
    """Return what every feature adds to the difference of the squared distances, the largest part first."""
    if own is None or following is None:
        return []
    parts = (row - following) ** 2 - (row - own) ** 2
    total = float(np.abs(parts).sum()) or 1.0
    shares = [
        Share(feature=name, share=part / total, here=value, own=mine, following=theirs)
        for name, part, value, mine, theirs in zip(
            names, parts.tolist(), row.tolist(), own.tolist(), following.tolist(), strict=True
        )
    ]
    return sorted(shares, key=lambda share: (-abs(share.share), share.feature))


def _moves(
    model: SegmentModel,
    values: npt.NDArray[np.floating],
    row: npt.NDArray[np.float64],
    own: int,
    originals: Mapping[str, npt.NDArray[np.float64]],
) -> list[Move]:
    """Try changes of every feature alone and return the smallest that moves the customer, smallest first."""
    steps = np.linspace(0, FURTHEST, STEPS + 1)[1:]
    tried = np.concatenate([steps, -steps])
    moves = []
    for at, name in enumerate(model.card.columns):
        deviation = float(values[:, at].std(dtype=np.float64))
        low, high = float(values[:, at].min()), float(values[:, at].max())
        changed = np.repeat(row, len(tried), axis=0)
        changed[:, at] += tried * deviation
        seen = (changed[:, at] >= low) & (changed[:, at] <= high)
        labels = model.assign(changed).labels
        flipped = np.flatnonzero((labels != own) & seen)
        if not len(flipped):
            continue
        best = flipped[np.argmin(np.abs(tried[flipped]))]
        now, then = _in_units(values[:, at], originals.get(name), row[0, at], changed[best, at])
        moves.append(Move(feature=name, now=now, then=then, deviations=float(tried[best]), to=int(labels[best])))
    return sorted(moves, key=lambda move: (abs(move.deviations), move.feature))


def _in_units(
    column: npt.NDArray[np.floating], original: npt.NDArray[np.float64] | None, now: float, then: float
) -> tuple[float, float]:
    """Return two values of a feature in the units it was made from, read off the customers' own pairs of values."""
    if original is None:
        return float(now), float(then)
    known = np.isfinite(original)
    order = np.argsort(column[known], kind="stable")
    steps, first = np.unique(column[known][order], return_index=True)
    before = original[known][order][first]
    return float(np.interp(now, steps, before)), float(np.interp(then, steps, before))
