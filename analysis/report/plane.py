"""Where customers lie in the plane in which they differ most (principal components, Pearson 1901)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_POINTS = 1500


def principal_plane(
    points: NDArray[np.floating[Any]], most: int = MOST_POINTS
) -> tuple[NDArray[np.float64], NDArray[np.intp]] | None:
    """Return coordinates (at most ``most``, 2) in the first two components, and the rows of ``points`` they are of.

    Rows are taken evenly over the whole; the plane is that of at most 20 000 of them. None for fewer than two rows.
    """
    if len(points) < 2 or points.shape[1] == 0:
        return None
    fitted = np.asarray(points[_evenly(len(points), 20_000)], dtype=np.float64)
    middle = fitted.mean(axis=0)
    _, axes = np.linalg.eigh(np.atleast_2d(np.cov(fitted, rowvar=False)))
    plane = axes[:, ::-1][:, :2]
    # An axis may point either way: let its largest part be positive, so that the picture is always the same.
    plane = plane * np.sign(plane[np.abs(plane).argmax(axis=0), np.arange(plane.shape[1])])
    rows = _evenly(len(points), most)
    places = (np.asarray(points[rows], dtype=np.float64) - middle) @ plane
    if places.shape[1] == 1:
        places = np.hstack([places, np.zeros_like(places)])
    return places, rows


def _evenly(count: int, most: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.intp))
