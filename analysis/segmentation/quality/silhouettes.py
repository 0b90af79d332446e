"""The silhouettes of many labelings of the same rows, from one pass over the distances.

Silhouette: Rousseeuw 1987. The distances from a block of rows to all rows, times the membership of every labeling side
by side, give the sums that every silhouette needs; the distances are never held at once and never computed twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

BLOCK_ROWS, BLOCK_COLUMNS = 256, 512
ROUNDING = 3e-7


def silhouettes(
    values: npt.NDArray[np.floating], labelings: Sequence[npt.NDArray[np.integer]]
) -> list[npt.NDArray[np.float64]]:
    """Return the silhouette of every row (n,) under each labeling (n,) of ``values`` (n, m).

    Labels are whole numbers; a negative one means no segment: such a row takes no part and gets NaN, as do all rows of
    a labeling with fewer than two segments. A segment of one row has silhouette 0.
    """
    members = [Membership.of(labels) for labels in labelings]
    order = neighbourly_order(values, members)
    body = np.ascontiguousarray(values[order], dtype=np.float64)
    weights = np.hstack([member.weights[order] for member in members])
    sums = np.empty((len(values), weights.shape[1]), dtype=np.float32)
    room = np.empty(BLOCK_ROWS * BLOCK_COLUMNS, dtype=np.float32)
    for first in range(0, len(values), BLOCK_ROWS):
        here = slice(first, min(first + BLOCK_ROWS, len(values)))
        sums[order[here]] = distance_sums(body, here, weights, room)
    ends = np.cumsum([len(member.counts) for member in members])
    return [member.widths(own) for member, own in zip(members, np.split(sums, ends[:-1], axis=1), strict=True)]


def neighbourly_order(values: npt.NDArray[np.floating], members: Sequence[Membership]) -> npt.NDArray[np.intp]:
    """Return an order in which near rows follow each other: by the finest labeling, then by the widest column."""
    if not values.shape[1]:
        return np.arange(len(values))
    finest = max(members, key=lambda member: len(member.counts))
    return np.lexsort((values[:, int(values.var(axis=0).argmax())], finest.codes))


def distance_sums(
    body: npt.NDArray[np.float64], here: slice, weights: npt.NDArray[np.float32], room: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Return the distances from a block of rows to all rows, summed with the weights, in single precision; ``room`` is
    where the distances are put, some columns at a time, so that they stay in the processor's cache.

    |x|² + |y|² - 2 x·y loses what small distances need, unless the rows are near the origin: it is put amid the block,
    and squares are taken a little small, so that what rounding leaves between equal rows falls below 0 and is cut off.
    """
    near = (body - np.median(body[here], axis=0)).astype(np.float32)
    squares = np.einsum("ij,ij->i", near, near) * np.float32(1 - ROUNDING)
    ones = np.ones_like(squares)
    left = np.column_stack([near[here] * np.float32(-2), squares[here], ones[here]])
    right = np.vstack([near.T, ones, squares])
    total = np.zeros((len(left), weights.shape[1]), dtype=np.float32)
    for first in range(0, len(body), BLOCK_COLUMNS):
        there = slice(first, min(first + BLOCK_COLUMNS, len(body)))
        distances = room[: len(left) * (there.stop - first)].reshape(len(left), -1)
        np.matmul(left, right[:, there], out=distances)
        np.maximum(distances, 0, out=distances)
        np.sqrt(distances, out=distances)
        itself = np.arange(max(first, here.start), min(there.stop, here.stop))
        distances[itself - here.start, itself - first] = 0
        total += distances @ weights[there]
    return total


def mean_silhouettes(values: npt.NDArray[np.floating], labelings: Sequence[npt.NDArray[np.integer]]) -> list[float]:
    """Return each mean silhouette over the rows that have a segment; NaN with fewer than two segments."""
    means = []
    for widths in silhouettes(values, labelings):
        known = widths[~np.isnan(widths)]
        means.append(float(known.mean()) if len(known) else float("nan"))
    return means


class Membership:
    """One labeling as a matrix of zeros and ones (n, segments), its segments' sizes and the segment of every row."""

    def __init__(self, codes: npt.NDArray[np.intp], counts: npt.NDArray[np.int64]) -> None:
        self.codes, self.counts = codes, counts
        self.weights = np.zeros((len(codes), len(counts)), dtype=np.float32)
        inside = np.flatnonzero(codes >= 0)
        self.weights[inside, codes[inside]] = 1

    @classmethod
    def of(cls, labels: npt.NDArray[np.integer]) -> Membership:
        """Number the segments that occur from 0; rows with a negative label belong to none."""
        present = np.unique(labels[labels >= 0])
        codes = np.where(labels >= 0, np.searchsorted(present, labels), -1)
        counts = np.bincount(codes[codes >= 0], minlength=len(present))
        return cls(codes, counts)

    def widths(self, sums: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Turn the summed distances of every row to each segment into silhouettes."""
        codes = self.codes
        if len(self.counts) < 2:
            return np.full(len(codes), np.nan)
        every, own = np.arange(len(codes)), np.maximum(codes, 0)
        size = self.counts[own]
        within = sums[every, own].astype(np.float64) / np.maximum(size - 1, 1)
        means = sums.astype(np.float64) / self.counts
        means[every, own] = np.inf
        between = means.min(axis=1)
        larger = np.maximum(within, between)
        widths = np.where((size > 1) & (larger > 0), (between - within) / np.where(larger > 0, larger, 1), 0.0)
        return np.where(codes >= 0, widths, np.nan)
