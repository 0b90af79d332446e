"""The exponent of Yeo-Johnson is the one that SciPy finds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import yeojohnson_normmax

from analysis.features.transform import most_likely

DRAW = np.random.default_rng(5)
CLOUDS = {
    "normal": DRAW.normal(size=900),
    "large": DRAW.normal(size=900) * 1e6,
    "positive": np.exp(2 * DRAW.normal(size=900)),
    "negative": -np.exp(DRAW.normal(size=900)),
    "counts": DRAW.integers(-5, 50, 900).astype(float),
    "few": np.array([0.0, 1.0, 7.0]),
}


@pytest.mark.parametrize("name", list(CLOUDS))
def test_it_is_the_exponent_of_scipy(name: str) -> None:
    values = np.sort(CLOUDS[name])
    assert most_likely(values) == pytest.approx(float(np.asarray(yeojohnson_normmax(values))), abs=1e-9)
