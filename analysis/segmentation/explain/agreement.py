"""Two segmentations of the same customers side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.segmentation.quality.metrics import adjusted_rand, crossing
from analysis.settings import Summary


class Agreement(Summary):
    """How two segmentations agree: ``table[i][j]`` counts customers in segment i of the first and j of the second, 0
    being none; ``adjusted_rand`` is 1 where they are the same and about 0 where they have nothing to do with each
    other.
    """

    table: tuple[tuple[int, ...], ...]
    adjusted_rand: float


def compare(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> Agreement:
    """Compare the segments (n,) that two methods gave the same customers."""
    table = crossing(first, second)
    return Agreement(
        table=tuple(tuple(int(cell) for cell in line) for line in table),
        adjusted_rand=float(adjusted_rand(first.astype(np.int64) - 1, second.astype(np.int64) - 1)),
    )
