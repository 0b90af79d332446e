"""Natural breaks: the classes of a one-dimensional sample with the least spread inside them, exactly.

Fisher, W. D. (1958), "On grouping for maximum homogeneity", Journal of the American Statistical Association 53; the
recurrence is solved by divide and conquer, which is exact here because the best start of the last class never moves
down as more values are added (Wu, 1991), so a million distinct values take seconds instead of days.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def natural_breaks(values: Floats, classes: int) -> tuple[float, ...]:
    """Return the ``classes - 1`` cuts, each the smallest value of the class above it.

    ``values`` are finite; ``classes`` is at most the number of distinct values. The order of the values plays no part.
    """
    distinct, counts = np.unique(values, return_counts=True)
    sums = _Sums(distinct, counts)
    stops = np.arange(len(distinct), dtype=np.int64)
    cost = sums.spread(np.zeros_like(stops), stops)
    starts = []
    for size in range(1, classes):
        cost, start = _one_more_class(cost, sums, size)
        starts.append(start)
    cuts, last = [], len(distinct) - 1
    for start in reversed(starts):
        cuts.append(float(distinct[start[last]]))
        last = int(start[last]) - 1
    return tuple(reversed(cuts))


class _Sums:
    """Running sums that give the spread inside any run of distinct values at once."""

    def __init__(self, distinct: Floats, counts: Integers) -> None:
        centred = distinct - distinct.mean()
        self.weight = np.concatenate([[0.0], np.cumsum(counts, dtype=np.float64)])
        self.first = np.concatenate([[0.0], np.cumsum(counts * centred)])
        self.second = np.concatenate([[0.0], np.cumsum(counts * centred**2)])

    def spread(self, start: Integers, stop: Integers) -> Floats:
        """Return the sum of squared distances from the mean of the values ``start`` to ``stop``, both included."""
        first = self.first[stop + 1] - self.first[start]
        weight = self.weight[stop + 1] - self.weight[start]
        return np.asarray(np.maximum(self.second[stop + 1] - self.second[start] - first**2 / weight, 0.0))


def _one_more_class(cost: Floats, sums: _Sums, size: int) -> tuple[Floats, Integers]:
    """Return, for the values up to each stop, the least cost of ``size + 1`` classes and where the last one starts.

    All stops of one depth of the divide and conquer are solved together: the middle of each open range of stops is
    solved by looking through the starts that its neighbours leave open.
    """
    count = len(cost)
    best, start = np.full(count, np.inf), np.full(count, size, dtype=np.int64)
    ranges = np.array([[size, count - 1, size, count - 1]], dtype=np.int64)
    while len(ranges):
        low, high, first, last = ranges.T
        stop = (low + high) // 2
        lengths = np.minimum(last, stop) - first + 1
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        owner = np.repeat(np.arange(len(stop)), lengths)
        candidate = np.arange(int(lengths.sum())) - offsets[owner] + first[owner]
        total = cost[candidate - 1] + sums.spread(candidate, stop[owner])
        best[stop] = np.minimum.reduceat(total, offsets)
        at_best = np.where(total == best[stop][owner], candidate, count)
        start[stop] = np.minimum.reduceat(at_best, offsets)
        chosen = start[stop]
        below = np.stack([low, stop - 1, first, chosen], axis=1)
        above = np.stack([stop + 1, high, chosen, last], axis=1)
        ranges = np.concatenate([below, above])
        ranges = ranges[ranges[:, 0] <= ranges[:, 1]]
    return best, start
