"""Lifetime value of the customers of a table: values, intervals, holdout, and refusals with a reason."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from analysis import value
from analysis.customers import Customers
from analysis.value import Clv

AS_OF = dt.date(2024, 1, 1)
QUICK = {"bootstrap": 0}


def order_days(size=700, days=720, seed=0):
    """Days of purchase of customers with rates and lifetimes of their own, up to the day before AS_OF."""
    rng = np.random.default_rng(seed)
    start = AS_OF - dt.timedelta(days=days)
    rows = []
    for number in range(size):
        day, rate, stop = rng.integers(0, days - 30), rng.gamma(1.0, 1 / 60), rng.beta(0.8, 3)
        mean = rng.gamma(8, 5)
        while day < days:
            rows.append((f"{number:05}", start + dt.timedelta(days=int(day)), round(rng.gamma(6, mean / 6) + 0.01, 2)))
            if rng.random() < stop:
                break
            day += max(1, rng.exponential(1 / rate))
    return pl.DataFrame(rows, schema=["customer_id", "day", "amount"], orient="row")


def customers(days, **columns):
    frame = days.group_by("customer_id").agg(
        (pl.lit(AS_OF) - pl.col("day").max()).dt.total_days().alias("recency_days"),
        (pl.lit(AS_OF) - pl.col("day").min()).dt.total_days().alias("tenure_days"),
        pl.len().alias("frequency"),
        pl.col("amount").sum().round(2).alias("monetary"),
        pl.col("day").sort().diff().dt.total_days().mean().alias("gap_days_mean"),
    )
    return Customers(frame.sort("customer_id").with_columns(**columns), (), AS_OF, None, "orders", "EUR")


def test_customers_are_worth_what_they_are_expected_to_buy_times_what_they_spend():
    found = value.score(customers(order_days()), Clv(**QUICK))
    columns = found.columns
    assert columns.columns[:2] == ["clv", "p_alive"]
    assert columns["p_alive"].is_between(0, 1).all()
    undiscounted = columns["expected_purchases"] * columns["expected_value"]
    assert (columns["clv"] <= undiscounted).all()
    assert (columns["clv"] >= undiscounted / 1.1).all()
    assert "EUR in 365 days" in found.summary.unit
    assert found.summary.details["buying"]["unit"] == "weeks"


def test_bg_nbd_takes_the_chance_of_being_alive_from_a_model_that_can_doubt():
    days = order_days()
    shop = customers(days)
    once = (shop.frame["frequency"] == 1).to_numpy()
    assert (value.score(shop, Clv(model="bg_nbd", **QUICK)).columns["p_alive"].to_numpy()[once] < 1).all()


@pytest.mark.parametrize("model", ["bg_nbd", "mbg_nbd", "pareto_nbd"])
def test_shuffled_rows_and_a_frozen_run_give_the_same_values(model):
    shop = customers(order_days())
    order = np.random.default_rng(1).permutation(shop.frame.height)
    found = value.score(shop, Clv(model=model, **QUICK))
    shuffled = Customers(shop.frame[order], (), AS_OF, None, "orders", "EUR")
    assert (value.score(shuffled, Clv(model=model, **QUICK)).values == found.values[order]).all()
    again = value.rescore(
        shop, Clv(model=model, **QUICK), found.summary.model_validate_json(found.summary.model_dump_json())
    )
    assert (again.values == found.values).all()
    assert again.columns.equals(found.columns)


def test_intervals_hold_the_mean_and_come_out_the_same_again():
    shop = customers(order_days())
    found = [value.score(shop, Clv(model="mbg_nbd", bootstrap=20), seed=3) for _ in range(2)]
    assert found[0].summary == found[1].summary
    interval = found[0].summary.details["intervals"]["value_a_customer"]
    assert interval["low"] < np.mean(found[0].values) < interval["high"]
    assert interval["replicates"] == 20


def test_few_repeat_buyers_and_short_histories_are_refused_and_tiers_stay_empty():
    days = order_days()
    first = days.unique("customer_id", keep="first", maintain_order=True)
    once = value.score(customers(first), Clv(**QUICK))
    assert "none of the customers bought on more than one day" in once.unavailable
    assert once.tiers.labels.null_count() == once.columns.height + first.height
    short = value.score(customers(order_days(days=60, size=3000)), Clv(least_repeat_buyers=10, **QUICK))
    assert "the orders span only" in short.unavailable


def test_a_customers_file_is_refused():
    frame = pl.DataFrame({"customer_id": ["a"], "purchase_amount": [1.0]})
    assert "needs orders with dates" in value.score(Customers(frame, (), None, None, "customers"), Clv()).unavailable


def test_worthless_repeats_are_refused_rather_than_guessed():
    shop = customers(order_days(), monetary=pl.lit(-5.0))
    assert "above 0 for only 0 customers" in value.score(shop, Clv(**QUICK)).unavailable


def test_who_never_bought_has_no_value():
    shop = customers(order_days(), frequency=pl.when(pl.int_range(pl.len()) == 0).then(0).otherwise("frequency"))
    found = value.score(shop, Clv(**QUICK))
    assert np.isnan(found.values[0])
    assert found.tiers.labels[0] is None
    assert np.isfinite(found.values[1:]).all()
