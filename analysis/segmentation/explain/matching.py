"""Which new segment is which old one, so that names stay when k or the data change (Kuhn 1955, Munkres 1957)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

LEAST_OVERLAP = 0.3
"""A new segment that shares less than this with an old one (Jaccard) is a new one."""


def match_by_customers(
    old: tuple[pl.Series, npt.NDArray[np.integer]], new: tuple[pl.Series, npt.NDArray[np.integer]]
) -> dict[int, int]:
    """Return new segment → old segment by the customers they share: each old one at most once, overlap of .3 at least.

    Both are pairs of customer ids and segments (0 = none); only customers that occur in both count.
    """
    left = pl.DataFrame({"customer_id": old[0], "old": np.asarray(old[1])})
    right = pl.DataFrame({"customer_id": new[0], "new": np.asarray(new[1])})
    shared = left.join(right, on="customer_id")
    shared = shared.filter((pl.col("old") > 0) | (pl.col("new") > 0))
    if shared.is_empty():
        return {}
    before, after = shared["old"].to_numpy(), shared["new"].to_numpy()
    rows, columns = int(after.max()) + 1, int(before.max()) + 1
    table = np.bincount(after.astype(np.int64) * columns + before, minlength=rows * columns).reshape(rows, columns)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None] - table
    similarity = (table / np.maximum(union, 1))[1:, 1:]
    return _best_pairs(similarity, LEAST_OVERLAP)


def _best_pairs(similarity: npt.NDArray[np.float64], least: float) -> dict[int, int]:
    """Return the one-to-one pairs (numbered from 1) with the largest total similarity, those of at least ``least``."""
    from scipy.optimize import linear_sum_assignment

    if not similarity.size:
        return {}
    rows, columns = linear_sum_assignment(similarity, maximize=True)
    return {
        row + 1: column + 1
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if similarity[row, column] >= least
    }
