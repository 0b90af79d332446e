"""The published figures of the CDNOW sample (Fader and Hardie), from the file itself."""

import datetime as dt

import polars as pl
import pytest

from analysis.clv import fit_bg_nbd, fit_gamma_gamma, fit_mbg_nbd, fit_pareto_nbd
from analysis.clv.holdout import hold_out
from analysis.clv.order_days import histories_until
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.workspace import MemoryStore

END = dt.date(1997, 9, 30)
PUBLISHED = {
    "bg_nbd": (fit_bg_nbd, {"r": 0.2425945, "alpha": 4.4136020, "a": 0.7929221, "b": 2.4259071}, -9582.4292),
    "pareto_nbd": (
        fit_pareto_nbd,
        {"r": 0.5532771, "alpha": 10.5776839, "s": 0.6062399, "beta": 11.6687332},
        -9594.9762,
    ),
    "mbg_nbd": (fit_mbg_nbd, {"r": 0.5248432, "alpha": 6.1830853, "a": 0.8913593, "b": 1.6140020}, -9582.1357),
}


@pytest.fixture
def order_days(real_data):
    rows = [line.split() for line in real_data("CDNOW_sample.txt").read_text().splitlines()]
    columns = {
        "customer_id": [row[1] for row in rows],
        "day": [row[2] for row in rows],
        "amount": [row[4] for row in rows],
    }
    return pl.DataFrame(columns).with_columns(pl.col("day").str.to_date("%Y%m%d"), pl.col("amount").cast(pl.Float64))


@pytest.fixture
def histories(order_days):
    return histories_until(order_days, END, "weeks")[1]


@pytest.mark.parametrize("name", PUBLISHED)
def test_parameters_and_likelihood_are_the_published_ones(histories, name):
    fit, params, log_likelihood = PUBLISHED[name]
    model = fit(histories.x, histories.t_x, histories.T)
    assert list(model.params) == list(params)
    assert model.params == pytest.approx(params, rel=2e-5)
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=2e-4)
    assert (model.customers, model.warnings) == (2357, ())


def test_spend_per_purchase_is_the_published_one(histories):
    repeats = histories.x > 0
    model = fit_gamma_gamma(histories.x[repeats], histories.value[repeats])
    assert model.customers == 946
    assert model.params == pytest.approx({"p": 6.2495717, "q": 3.7442247, "v": 15.4435228}, rel=1e-5)
    assert model.log_likelihood == pytest.approx(-4055.9177, abs=2e-4)


def test_single_customers_expectations_are_the_published_ones(histories):
    bg = fit_bg_nbd(histories.x, histories.t_x, histories.T)
    pareto = fit_pareto_nbd(histories.x, histories.t_x, histories.T)
    assert bg.expected_purchases(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=5e-4)
    assert pareto.probability_alive(26, 30.86, 31) == pytest.approx(0.9979, abs=5e-5)
    assert pareto.expected_purchases(52, 26, 30.86, 31) == pytest.approx(25.46, abs=5e-3)


@pytest.mark.parametrize(("name", "forecast"), [("bg_nbd", 1653.4), ("pareto_nbd", 1665.5)])
def test_the_holdout_of_39_weeks(order_days, name, forecast):
    held = hold_out(order_days, name, (END, dt.date(1998, 6, 30)), "weeks")
    assert held.actual_purchases == 1882
    assert held.purchases.total == pytest.approx(forecast, abs=0.05)
    assert held.purchases.mean_absolute_error < held.purchases_baseline.mean_absolute_error
    assert held.money.mean_absolute_error < held.money_baseline.mean_absolute_error
    assert sum(group.customers for group in held.groups) == held.customers == 2357
    assert sum(group.customers * group.actual for group in held.groups) == pytest.approx(1882)
    assert held.tracking[-1].actual - held.tracking[38].actual == pytest.approx(1882 - 29, abs=60)
    assert all(
        a.actual <= b.actual and a.model < b.model for a, b in zip(held.tracking, held.tracking[1:], strict=False)
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_file_alone_gives_the_published_figures(real_data, name):
    _, params, log_likelihood = PUBLISHED[name]
    recipe = Recipe.for_files([str(real_data("CDNOW_sample.txt"))])
    choices = {"as_of": END, "value.method": "clv", "value.model": name, "value.bootstrap": 0}
    for key, value in choices.items():
        recipe = recipe.changed(key, value)
    told = Pipeline(recipe, MemoryStore()).tell("value")["details"]
    assert told["buying"]["customers"] == 2357
    assert told["buying"]["params"] == pytest.approx(params, rel=2e-5)
    assert told["buying"]["log_likelihood"] == pytest.approx(log_likelihood, abs=2e-4)
    assert told["spending"]["params"] == pytest.approx({"p": 6.2495717, "q": 3.7442247, "v": 15.4435228}, rel=1e-5)
