"""The range of a score that is drawn: all of it, unless a few values far out would hide the others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.tiers.score_shape import score_shape


def test_a_score_without_far_values_is_drawn_whole() -> None:
    for values in (np.random.default_rng(0).normal(size=1000), np.arange(50.0), np.array([7.0]), np.full(9, 2.0)):
        shape = score_shape(values, (values.mean(),))
        assert sum(shape["histogram"]) == len(values)
        assert shape["outside"] == [0, 0]


def test_a_long_tail_is_counted_and_the_cuts_stay_inside() -> None:
    values = np.concatenate([np.random.default_rng(1).gamma(2, 100, 5000), [50_000.0, -9_000.0, np.nan]])
    shape = score_shape(values, (120.0, 3_000.0))
    low, high = shape["edges"]
    assert low <= 120 and 3_000 < high < 5_000
    assert shape["extremes"] == [-9_000.0, 50_000.0]
    assert max(shape["histogram"]) < 0.3 * 5000


@given(st.lists(st.floats(-1e12, 1e12), max_size=60), st.lists(st.floats(-1e12, 1e12), max_size=3))
def test_everybody_is_drawn_or_counted(values: list[float], cuts: list[float]) -> None:
    shape = score_shape(np.array(values, dtype=np.float64), cuts)
    assert sum(shape["histogram"]) + sum(shape["outside"]) == len(values)
