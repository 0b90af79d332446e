"""Loyalty: a weighted mean of ranks over the columns that exist, and what drives each customer's score."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError

from analysis import loyalty
from analysis.customers import Customers, Measure
from analysis.loyalty import LoyaltyScore


def customers(**columns):
    size = len(next(iter(columns.values())))
    frame = pl.DataFrame({"customer_id": [f"{i:04}" for i in range(size)], **columns})
    measures = tuple(
        Measure(name=name, title=name, unit="number", kind="numeric", role=name, origin="file") for name in columns
    )
    return Customers(frame, measures, dt.date(2024, 1, 1), None, "customers")


def test_the_most_frequent_latest_oldest_and_happiest_is_first_and_the_top_third_is_loyal():
    up, down = list(range(1, 10)), list(range(9, 0, -1))
    found = loyalty.score(
        customers(frequency=up, recency_days=down, tenure_days=up, satisfaction=up, complaints=down), LoyaltyScore()
    )
    assert found.tiers.labels.to_list() == ["not loyal"] * 6 + ["loyal"] * 3
    assert found.values.tolist() == pytest.approx([(i + 0.5) * 100 / 9 for i in range(9)])
    assert found.summary.details["weights"] == {"frequency": 0.4, "recency": 0.2, "tenure": 0.2, "feedback": 0.2}


def test_weights_are_raised_over_the_columns_that_exist():
    found = loyalty.score(customers(frequency=[1, 2, 3], recency_days=[1, 2, 3]), LoyaltyScore())
    assert found.summary.details["weights"] == pytest.approx({"frequency": 2 / 3, "recency": 1 / 3})
    assert "tenure or feedback" in found.summary.notes[0]


def test_drivers_add_up_to_the_score_also_where_something_is_unknown():
    found = loyalty.score(
        customers(frequency=[1, 5, 9, 9], recency_days=[9, 5, None, 1], rating=[None, 2.0, 5.0, None]), LoyaltyScore()
    )
    assert found.drivers.sum_horizontal().to_list() == pytest.approx(found.values.tolist())
    assert found.drivers["feedback"].to_list()[0] == 0
    assert np.isfinite(found.values).all()


def test_equal_customers_share_score_and_tier_in_any_order():
    rng = np.random.default_rng(2)
    table = {name: rng.integers(1, 4, 200) for name in ("frequency", "recency_days", "tenure_days", "satisfaction")}
    order = rng.permutation(200)
    straight = loyalty.score(customers(**table), LoyaltyScore())
    mixed = loyalty.score(customers(**{name: column[order] for name, column in table.items()}), LoyaltyScore())
    assert (straight.values[order] == mixed.values).all()
    assert straight.summary == mixed.summary
    told = {}
    for key, label in zip(zip(*table.values(), strict=True), straight.tiers.labels, strict=True):
        assert told.setdefault(key, label) == label


def test_dates_stand_for_recency_and_tenure():
    days = [dt.date(2020, 1, 1), dt.date(2021, 1, 1), dt.date(2022, 1, 1)]
    weights = LoyaltyScore(frequency=0, tenure=0, feedback=0)
    assert loyalty.score(customers(last_order_date=days), weights).rank.to_list() == [3, 2, 1]
    weights = LoyaltyScore(frequency=0, recency=0, feedback=0)
    assert loyalty.score(customers(signup_date=days), weights).rank.to_list() == [1, 2, 3]


def test_later_customers_are_measured_against_the_earlier_ones():
    rng = np.random.default_rng(4)
    many = {"frequency": rng.integers(1, 30, 5000), "recency_days": rng.gamma(2, 40, 5000)}
    before = loyalty.score(customers(**many), LoyaltyScore())
    again = loyalty.rescore(customers(**many), LoyaltyScore(), before.summary)
    assert again.values == pytest.approx(before.values, abs=0.1)
    best = loyalty.rescore(customers(frequency=[99], recency_days=[0.0]), LoyaltyScore(), before.summary)
    assert best.values[0] > 98
    assert best.tiers.labels[0] == "loyal"


def test_nothing_to_go_by_is_said():
    found = loyalty.score(customers(income=[1.0, 2.0]), LoyaltyScore())
    assert "needs a column for at least one of frequency, recency, tenure, feedback" in found.unavailable
    assert found.tiers.labels.null_count() == 2


def test_three_tiers_are_thirds():
    found = loyalty.score(customers(frequency=list(range(9))), LoyaltyScore(tiers=["low", "medium", "high"]))
    assert [line.size for line in found.summary.tiers] == [3, 3, 3]


def test_no_weight_at_all_is_refused():
    with pytest.raises(ValidationError, match="at least one of the weights"):
        LoyaltyScore(frequency=0, recency=0, tenure=0, feedback=0)
