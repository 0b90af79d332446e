"""Keys of two numbers, sorted with what stands beside them."""

import numpy as np
import pytest

from analysis.customers.keys import HALF, sorted_with


@pytest.mark.parametrize("rows", [0, 1, 300_000])
@pytest.mark.parametrize(("upper", "lower", "most"), [(1_000_000, 24_300, 10_000), (2**32, 2**32, 9), (3, 5, 2**62)])
def test_amounts_stay_beside_their_keys_whether_both_fit_one_number_or_not(upper, lower, most, rows):
    draw = np.random.default_rng(rows)
    keys = draw.integers(upper, size=rows).astype(np.uint64) << HALF | draw.integers(lower, size=rows).astype(np.uint64)
    amounts = draw.integers(-most, most, size=rows)
    expected = np.lexsort((amounts, keys))
    found, beside = sorted_with(keys.copy(), amounts.copy())
    np.testing.assert_array_equal(found, keys[expected])
    np.testing.assert_array_equal(beside[np.lexsort((beside, found))], amounts[expected])
