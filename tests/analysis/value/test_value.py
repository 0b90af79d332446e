"""Value: the formula and its edges, total spend, the weighted RFM score; what cannot be said is said so."""

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from pydantic import TypeAdapter

from analysis import value
from analysis.customers import Customers, Measure
from analysis.tiers.scores import percentiles, ranks, significant
from analysis.value import METHODS, AnyValue, Clv, Formula, RfmValue, TotalSpend
from analysis.workspace.artifacts import read_artifact, write_artifact

DAY = dt.date(2024, 6, 1)


def orders(size=300, seed=0, **columns):
    rng = np.random.default_rng(seed)
    frequency = rng.geometric(0.4, size)
    recency = rng.integers(1, 200, size)
    frame = {
        "customer_id": [f"{i:05}" for i in range(size)],
        "recency_days": recency,
        "frequency": frequency,
        "monetary": (frequency * rng.gamma(2, 30, size)).round(2),
        "tenure_days": recency + 120 * (frequency > 1),
    }
    return Customers(pl.DataFrame(frame | columns), (), DAY, None, "orders", "GBP")


def people(**columns):
    frame = pl.DataFrame({"customer_id": [str(i) for i in range(len(next(iter(columns.values()))))], **columns})
    roles = {"Spend": "purchase_amount", "Times": "purchase_frequency", "Years": "customer_lifetime"}
    measures = tuple(
        Measure(name=name, title=name, unit="number", kind="numeric", role=roles.get(name), origin="file")
        for name in columns
    )
    return Customers(frame, measures, None, None, "customers")


def test_the_formula_on_a_customers_file_finds_its_columns_by_role():
    found = value.score(people(Spend=[100.0, 50.0, 20.0], Times=[2, 10, 1], Years=[4.0, 2.0, 1.0]), Formula())
    assert found.values.tolist() == [50.0, 250.0, 20.0]
    assert found.tiers.labels.to_list() == ["medium", "high", "low"]
    assert found.rank.to_list() == [2, 1, 3]
    assert found.percentile.to_list() == pytest.approx([50, 500 / 6, 100 / 6])


def test_no_lifetime_is_no_value_rather_than_an_infinite_one():
    found = value.score(people(Spend=[1.0, 2.0, 3.0], Times=[1, 1, 1], Years=[0.0, 1.0, None]), Formula())
    assert np.isnan(found.values).tolist() == [True, False, True]
    assert "2 customers have no lifetime above 0" in found.summary.notes[0]


def test_a_missing_role_is_named_and_nothing_is_invented():
    found = value.score(people(Spend=[1.0, 2.0]), Formula())
    assert "purchase_frequency or customer_lifetime" in found.unavailable
    assert np.isnan(found.values).all()
    assert found.tiers.labels.null_count() == found.rank.null_count() == 2
    assert found.summary.tiers == ()


def test_the_formula_on_orders_is_money_a_year_with_a_floor_on_young_customers():
    shop = orders(
        3, recency_days=[1, 1, 1], tenure_days=[1, 90, 731], monetary=[90.0, 90.0, 200.0], frequency=[1, 1, 4]
    )
    found = value.score(shop, Formula())
    assert found.values.tolist() == pytest.approx([90 / (90 / 365.25), 90 / (90 / 365.25), 200 / (731 / 365.25)])
    assert found.tiers.labels[0] == found.tiers.labels[1]
    assert found.summary.details["floored"] == 1
    assert "GBP a year" in found.summary.unit
    assert value.score(shop, Formula(floor_days=365)).summary.details["floored"] == 2


def test_who_returned_more_than_they_bought_is_lowest_and_counted():
    shop = orders(4, monetary=[-50.0, 10.0, 20.0, 30.0])
    found = value.score(shop, TotalSpend())
    assert found.tiers.labels[0] == "low"
    assert "1 customer has spent less than nothing" in found.summary.notes[0]


def test_several_currencies_are_not_added_up():
    shop = orders(4, currency=["EUR", "USD", "USD", None])
    for method in (Formula(), TotalSpend()):
        assert "several currencies (EUR, USD)" in value.score(shop, method).unavailable
    assert value.score(orders(4, currency=["EUR", "EUR", "EUR", None]), TotalSpend()).unavailable == ""


def test_the_weighted_rfm_score_follows_its_weights():
    shop = orders()
    found = value.score(shop, RfmValue(weight_r=2.0, weight_f=0.0, weight_m=1.0))
    assert found.values.tolist() == (found.drivers["r"] + found.drivers["f"] + found.drivers["m"]).to_list()
    assert found.drivers["f"].max() == 0
    assert found.summary.formula == "2·R + 0·F + 1·M"


@pytest.mark.parametrize("method", [Formula(), TotalSpend(), RfmValue()], ids=lambda method: method.method)
class TestEveryMethod:
    def test_shuffled_rows_get_the_same_scores(self, method):
        shop = orders()
        order = np.random.default_rng(3).permutation(shop.frame.height)
        shuffled = Customers(shop.frame[order], (), DAY, None, "orders", "GBP")
        straight, mixed = value.score(shop, method), value.score(shuffled, method)
        assert (straight.values[order] == mixed.values).all()
        assert straight.tiers.labels.gather(pl.Series(order)).to_list() == mixed.tiers.labels.to_list()
        assert straight.summary == mixed.summary

    def test_an_earlier_run_scores_its_own_customers_as_it_did(self, method):
        shop = orders()
        before = value.score(shop, method)
        again = value.rescore(shop, method, before.summary)
        assert (again.values == before.values).all()
        assert again.tiers.labels.to_list() == before.tiers.labels.to_list()

    def test_one_customer_and_customers_all_alike_get_a_sentence(self, method):
        for size in (1, 5):
            alike = orders(
                size, recency_days=[5] * size, frequency=[1] * size, tenure_days=[5] * size, monetary=[9.0] * size
            )
            found = value.score(alike, method)
            assert found.tiers.reason
            assert found.tiers.labels.null_count() == size

    def test_a_result_survives_being_written_to_a_folder(self, method, tmp_path):
        found = value.score(orders(20), method)
        write_artifact(found, tmp_path)
        kept = read_artifact(type(found), tmp_path)
        assert kept.summary == found.summary
        assert kept.tiers.labels.to_list() == found.tiers.labels.to_list()

    def test_the_choices_survive_a_recipe(self, method):
        adapter = TypeAdapter(AnyValue)
        assert adapter.validate_json(adapter.dump_json(method)) == method


def test_every_method_says_what_each_setting_means():
    for method in METHODS.values():
        for name, field in method.model_fields.items():
            assert name == "method" or (field.title and field.description), (method, name)


def test_ranks_share_the_better_place_and_percentiles_the_middle():
    values = np.array([5.0, np.nan, 9.0, 5.0])
    assert ranks(values).to_list() == [2, None, 1, 2]
    assert percentiles(values).to_list() == pytest.approx([100 / 3, None, 500 / 6, 100 / 3])


def test_floating_noise_is_no_difference():
    assert significant(np.array([0.1 + 0.2, 1e-320, -12345678901.23, np.inf])).tolist() == [
        0.3,
        pytest.approx(1e-320),
        -12345678901.2,
        np.inf,
    ]


def test_currencies_written_beside_the_numbers_are_not_added_up_either():
    shop = replace(orders(4), currencies=("EUR", "USD"))
    for method in (Formula(), TotalSpend(), Clv()):
        found = value.score(shop, method)
        assert "several currencies (EUR, USD) and cannot be compared; load those of one, or set" in found.unavailable
        assert all(tier.revenue is None for tier in found.summary.tiers)
    assert value.score(replace(shop, currencies=("EUR",)), TotalSpend()).unavailable == ""
