"""Tiers: equal scores never part, whatever the cut, the order of the rows or the number of ties."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.tiers import TierChoices, cut_tiers, exact_sum, label_tiers
from analysis.tiers.matrix import tier_matrix
from analysis.tiers.natural_breaks import natural_breaks

NAMES = ("low", "medium", "high")
SCORES = st.lists(st.one_of(st.integers(-5, 5).map(float), st.floats(-1e12, 1e12), st.just(float("nan"))), max_size=60)


@given(SCORES, st.sampled_from(["quantile", "equal_width", "natural"]), st.randoms())
def test_tiers_rise_with_the_score_hold_ties_together_and_ignore_row_order(scores, cut, random):
    values = np.array(scores, dtype=float)
    tiers = cut_tiers(values, NAMES, cut)
    known = {}
    for value, label in zip(values, tiers.labels, strict=True):
        assert (label is None) == (np.isnan(value) or bool(tiers.reason))
        if label is not None:
            assert known.setdefault(value, label) == label
    ordered = [NAMES.index(known[value]) for value in sorted(known)]
    assert ordered == sorted(ordered)
    if known:
        assert (ordered[0], ordered[-1]) == (0, 2)
    order = list(range(len(values)))
    random.shuffle(order)
    shuffled = cut_tiers(values[order], NAMES, cut)
    assert shuffled.labels.to_list() == tiers.labels.gather(pl.Series(order, dtype=pl.UInt32)).to_list()
    assert shuffled.cuts == tiers.cuts


def test_thirds_of_distinct_values_are_thirds_and_cuts_are_values_of_the_data():
    tiers = cut_tiers(np.arange(90.0), NAMES, "quantile")
    assert tiers.cuts == (30.0, 60.0)
    assert [line.size for line in tiers.lines(np.arange(90.0))] == [30, 30, 30]


def test_shares_say_where_quantile_tiers_are_cut():
    values = np.arange(100.0)
    assert [line.size for line in cut_tiers(values, NAMES, "quantile", (0.5, 0.9)).lines(values)] == [50, 40, 10]


def test_fixed_cuts_belong_to_the_upper_tier_and_lie_outside_the_data_if_wanted():
    tiers = cut_tiers(np.array([99.99, 100.0, 500.0]), NAMES, "fixed", (100, 500))
    assert tiers.labels.to_list() == ["low", "medium", "high"]
    assert cut_tiers(np.array([7.0, 7.0]), NAMES, "fixed", (1, 500)).labels.to_list() == ["medium", "medium"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([5.0, 5.0, 5.0], "same score (5)"),
        ([3.0], "only one customer"),
        ([np.nan, np.nan], "no customer"),
        ([], "no cus"),
    ],
)
def test_what_cannot_be_cut_has_a_reason_and_no_tier(values, said):
    tiers = cut_tiers(np.array(values), NAMES, "quantile")
    assert said in tiers.reason
    assert tiers.labels.null_count() == len(values)
    assert tiers.lines(np.array(values)) == ()


def test_most_customers_alike_are_one_tier_and_it_is_said():
    values = np.array([1.0] * 80 + [2.0] * 10 + [3.0] * 6 + [9.0] * 4)
    tiers = cut_tiers(values, NAMES, "quantile")
    assert [line.size for line in tiers.lines(values)] == [80, 10, 10]
    assert "equal scores stay together" in tiers.note


@given(st.lists(st.integers(0, 30), min_size=5, max_size=25), st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all_breaks(values, classes):
    data = np.array(values, dtype=float)
    distinct = np.unique(data)
    if len(distinct) < classes:
        return

    def spread(cuts):
        parts = np.split(np.sort(data), np.searchsorted(np.sort(data), cuts))
        return sum(((part - part.mean()) ** 2).sum() for part in parts)

    best = min(spread(cuts) for cuts in itertools.combinations(distinct[1:], classes - 1))
    assert spread(natural_breaks(data, classes)) == pytest.approx(best, abs=1e-8)


def test_natural_breaks_find_planted_gaps_among_many_values():
    rng = np.random.default_rng(1)
    data = np.concatenate([rng.normal(centre, 1, 20_000) for centre in (0, 100, 300)])
    first, second = natural_breaks(data, 3)
    assert 90 < first < 100
    assert 290 < second < 300


def test_later_customers_get_the_tiers_of_the_cuts():
    labels = label_tiers(np.array([29.0, 30.0, np.nan, 1e9]), NAMES, (30.0, 60.0))
    assert labels.to_list() == ["low", "medium", None, "high"]


def test_revenue_is_exact_in_any_order():
    amounts = np.array([0.1] * 10 + [1e15, -1e15])
    assert exact_sum(amounts) == exact_sum(amounts[::-1]) == 1.0


def test_the_matrix_counts_every_customer_once():
    value, loyalty = np.arange(12.0), np.tile([1.0, 2.0, 3.0], 4)
    cells = tier_matrix(cut_tiers(value, NAMES, "quantile"), cut_tiers(loyalty, ("not", "yes"), "quantile"), value)
    assert sum(cell.customers for cell in cells) == 12
    assert sum(cell.revenue_share for cell in cells) == pytest.approx(1)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"tiers": ["a", "a"]}, "name of its own"),
        ({"cut": "fixed"}, "need the values"),
        ({"cut": "fixed", "cuts": [1.0]}, "3 tiers need 2 cuts"),
        ({"cut": "fixed", "cuts": [2.0, 1.0]}, "rise"),
        ({"cuts": [0.5, 90.0]}, "between 0 and 1"),
        ({"cut": "natural", "cuts": [1.0, 2.0]}, "find their own"),
    ],
)
def test_choices_that_contradict_themselves_are_refused(choices, said):
    with pytest.raises(ValidationError, match=said):
        TierChoices(**choices)
