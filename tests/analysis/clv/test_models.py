"""Models of buying: planted parameters come back, formulas agree with integrals, units are kept apart."""

import sys
from subprocess import run

import numpy as np
import pytest
from scipy import integrate, stats

from analysis.clv import BgNbd, MbgNbd, ParetoNbd, fit_bg_nbd, fit_gamma_gamma, fit_mbg_nbd, fit_pareto_nbd, optimum
from analysis.clv.counted import Counted
from analysis.clv.discounted import discounted_purchases
from analysis.clv.gamma_gamma import spend_surface
from analysis.clv.geometric import bg_surface, mbg_surface, purchases_while_alive
from analysis.clv.optimum import gradient, hessian
from analysis.clv.pareto_integral import series_of_one
from analysis.errors import AnalysisError

FITS = {"bg": fit_bg_nbd, "mbg": fit_mbg_nbd, "pareto": fit_pareto_nbd}
TRUTH = {
    "bg": {"r": 0.6, "alpha": 8.0, "a": 0.9, "b": 3.0},
    "mbg": {"r": 0.7, "alpha": 7.0, "a": 0.8, "b": 2.0},
    "pareto": {"r": 0.6, "alpha": 9.0, "s": 0.7, "beta": 12.0},
}


def simulate(kind, params, size, rng, longest=60.0):
    """Customers who live by the model's own story: rates, then stopping after a purchase or at any moment."""
    first, second, third, fourth = params.values()
    rate = rng.gamma(first, 1 / second, size)
    observed = rng.uniform(longest / 2, longest, size)
    stop = rng.beta(third, fourth, size) if kind != "pareto" else np.zeros(size)
    end = rng.exponential(1 / rng.gamma(third, 1 / fourth, size)) if kind == "pareto" else np.full(size, np.inf)
    end[rng.random(size) < (stop if kind == "mbg" else 0)] = 0.0
    x, last, clock = np.zeros(size), np.zeros(size), np.zeros(size)
    going = np.arange(size)
    while going.size:
        clock[going] += rng.exponential(1 / rate[going])
        going = going[clock[going] < np.minimum(observed[going], end[going])]
        x[going], last[going] = x[going] + 1, clock[going]
        going = going[rng.random(going.size) >= stop[going]]
    return x, last, observed


@pytest.mark.parametrize("kind", FITS)
def test_planted_parameters_come_back_within_three_standard_errors(kind):
    model = FITS[kind](*simulate(kind, TRUTH[kind], 8000, np.random.default_rng(11)))
    for name, truth in TRUTH[kind].items():
        assert abs(model.params[name] - truth) < 3 * model.standard_errors[name]
        assert model.standard_errors[name] < truth / 3


def test_planted_spend_comes_back_within_three_standard_errors():
    rng = np.random.default_rng(12)
    p, q, v = 6.0, 4.0, 15.0
    x = rng.geometric(0.4, 6000).astype(float)
    model = fit_gamma_gamma(x, rng.gamma(p * x, 1 / (rng.gamma(q, 1 / v, 6000) * x)))
    for name, truth in {"p": p, "q": q, "v": v}.items():
        assert abs(model.params[name] - truth) < 3 * model.standard_errors[name]
    assert model.expected_value(0, 0.0) == pytest.approx(p * v / (q - 1), rel=0.05)
    assert model.expected_value(1e6, 77.0) == pytest.approx(77.0, rel=1e-3)


@pytest.mark.parametrize("kind", FITS)
def test_forecasts_agree_with_what_simulated_customers_do_next(kind):
    rng = np.random.default_rng(13)
    params = TRUTH[kind]
    long = simulate(kind, params, 10_000, rng, longest=30.0)
    model = FITS[kind](*long)
    expected = model.expected_purchases(20.0)
    x, _, observed = simulate(kind, params, 60_000, np.random.default_rng(14), longest=40.0)
    assert model.expected_purchases(observed).mean() == pytest.approx(x.mean(), rel=0.05)
    assert expected < model.expected_purchases(40.0)


@pytest.mark.parametrize("a", [0.2, 0.9999, 1.0, 1.3, 25.0, 4000.0])
@pytest.mark.parametrize(
    ("shape", "rate", "second", "t"), [(0.25, 4.4, 0.5, 39.0), (30.0, 50.0, 31.0, 520.0), (3.0, 400.0, 9000.0, 1.0)]
)
def test_purchases_to_come_are_the_mean_over_the_chance_to_stop(a, shape, rate, second, t):
    def one(p):
        return -np.expm1(-shape * np.log1p(p * t / rate)) / p

    middle = stats.beta(a, second)
    cuts = middle.ppf([0, 1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-9])
    parts = [
        integrate.quad(lambda u: one(max(middle.ppf(u), 1e-300)), lo, hi, limit=200)[0]
        for lo, hi in zip(middle.cdf(cuts)[:-1], middle.cdf(cuts)[1:], strict=True)
    ]
    assert purchases_while_alive(shape, rate, a, second, t) == pytest.approx(sum(parts), rel=2e-4)


@pytest.mark.parametrize(
    ("alpha", "beta", "x", "t_x"),
    [
        (10.0, 12.0, 2, 30.0),
        (12.0, 10.0, 2, 30.0),
        (5.0, 5.0, 0, 0.0),
        (300.0, 0.01, 0, 0.0),
        (0.05, 40.0, 60, 38.0),
        (9.9, 2000.0, 0, 0.0),
        (9.9, 80000.0, 4, 12.0),
        (9.9, 900.0, 200, 39.0),
    ],
)
def test_pareto_alive_agrees_with_the_integral_over_the_moment_of_leaving(alpha, beta, x, t_x):
    r, s, end = 0.6, 0.7, 40.0
    model = ParetoNbd({"r": r, "alpha": alpha, "s": s, "beta": beta}, 0.0, {}, "weeks", 1)

    def left_at(y):
        return s * ((alpha + end) / (alpha + y)) ** (r + x) * ((beta + end) / (beta + y)) ** s / (beta + y)

    gone = sum(
        integrate.quad(left_at, lo, hi, limit=200)[0]
        for lo, hi in zip(np.geomspace(t_x + 1e-12, end, 30)[:-1], np.geomspace(t_x + 1e-12, end, 30)[1:], strict=True)
    )
    assert model.probability_alive(x, t_x, end) == pytest.approx(1 / (1 + gone), rel=1e-6)


@pytest.mark.parametrize(("b", "c"), [(0.6, 2.3), (30.0, 31.0), (5000.0, 9000.0), (8000.0, 8000.5)])
@pytest.mark.parametrize("z", [0.0, 0.3, 0.9, 0.999])
def test_the_series_of_the_likelihood_holds_for_large_parameters(b, c, z):
    n = np.arange(60_000.0)
    terms = np.cumprod((b + n) / (c + n) * z)
    assert series_of_one(*np.array([[b], [c], [z]]))[0] == pytest.approx(1 + terms.sum(), rel=1e-6)


def test_one_time_buyers_are_certain_to_be_alive_only_in_bg_nbd():
    data = simulate("mbg", TRUTH["mbg"], 3000, np.random.default_rng(3))
    assert FITS["bg"](*data).probability_alive(0, 0, 30) == 1
    assert 0 < FITS["mbg"](*data).probability_alive(0, 0, 30) < 0.95
    assert 0 < FITS["pareto"](*data).probability_alive(0, 0, 30) < 0.95


@pytest.mark.parametrize("surface", [bg_surface, mbg_surface])
def test_written_derivatives_are_those_of_the_likelihood(surface):
    rows = Counted.of(*simulate("bg", TRUTH["bg"], 200, np.random.default_rng(5)))
    check_derivatives(surface(rows), np.array([0.5, 7.0, 0.8, 2.0]))


def test_written_derivatives_of_spend_are_those_of_the_likelihood():
    rng = np.random.default_rng(6)
    check_derivatives(
        spend_surface(Counted.of(rng.geometric(0.5, 200).astype(float), rng.gamma(3, 9, 200))),
        np.array([5.0, 3.0, 12.0]),
    )


def check_derivatives(surface, at):
    found = surface.expand(at)
    assert found.value == pytest.approx(surface.value(at), rel=1e-12)
    assert found.slope == pytest.approx(gradient(surface.value, at), rel=1e-5, abs=1e-4)
    assert found.curvature == pytest.approx(hessian(surface.value, at), rel=1e-3, abs=1e-2)


def test_row_order_and_a_first_fit_to_a_sample_change_nothing(monkeypatch):
    data = np.array(simulate("bg", TRUTH["bg"], 4000, np.random.default_rng(7))).round(1)
    data[1] = np.where(data[0] > 0, np.clip(data[1], 0.1, data[2]), 0.0)
    whole = fit_bg_nbd(*data)
    mixed = fit_bg_nbd(*data[:, np.random.default_rng(8).permutation(4000)])
    assert mixed == whole
    monkeypatch.setattr(optimum, "SAMPLE", 1000)
    sampled = fit_bg_nbd(*data)
    assert sampled.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-9)
    assert sampled.params == pytest.approx(whole.params, rel=1e-3)


def test_the_unit_of_time_is_kept_and_another_refused():
    x, last, observed = simulate("bg", TRUTH["bg"], 2000, np.random.default_rng(9))
    weekly, daily = fit_bg_nbd(x, last, observed), fit_bg_nbd(x, last * 7, observed * 7, unit="days")
    assert daily.params["alpha"] == pytest.approx(weekly.params["alpha"] * 7, rel=1e-3)
    assert daily.expected_purchases(70, 2, 70, 140, unit="days") == pytest.approx(
        weekly.expected_purchases(10, 2, 10, 20), rel=1e-3
    )
    for ask in (daily.expected_purchases, daily.probability_alive):
        with pytest.raises(AnalysisError, match="fitted in days and cannot be asked in weeks"):
            ask(1, 1, 1, 2) if ask == daily.expected_purchases else ask(1, 1, 2)
    with pytest.raises(AnalysisError, match="not a unit of time"):
        fit_bg_nbd(x, last, observed, unit="fortnights")


def test_discounting_lowers_value_and_none_leaves_it():
    model = BgNbd({"r": 0.24, "alpha": 4.4, "a": 0.79, "b": 2.4}, 0.0, {}, "weeks", 1)
    history = (np.array([2.0, 2.0]), np.array([30.0, 30.0]), np.array([38.0, 38.0]))
    plain, undiscounted = discounted_purchases(model, history, 365, 0.0)
    assert plain == pytest.approx(undiscounted)
    assert plain == pytest.approx(np.full(2, model.expected_purchases(365 / 7, 2, 30, 38)))
    _, worth = discounted_purchases(model, history, 365, 0.1)
    assert (plain / 1.1 < worth).all()
    assert (worth < plain).all()


@pytest.mark.parametrize(
    ("x", "last", "observed", "rule"),
    [
        ([-1], [1], [2], "whole"),
        ([1.5], [1], [2], "whole"),
        ([1], [3], [2], "between 0 and T"),
        ([0], [1], [2], "t_x must be 0"),
        ([1], [0], [2], "t_x must be 0"),
        ([0], [0], [0], "T must be above 0"),
        ([1], [np.nan], [2], "finite"),
        ([], [], [], "there is no customer"),
        ([1, 2, 3], [1, 2], [3, 4], "tell of 3, 2, 2 customers"),
    ],
)
def test_impossible_histories_are_refused_with_the_rule_they_break(x, last, observed, rule):
    for fit in FITS.values():
        with pytest.raises(AnalysisError, match=rule):
            fit(x, last, observed)


def test_customers_who_tell_nothing_apart_are_fitted_with_a_warning():
    for fit in FITS.values():
        model = fit(np.zeros(50), np.zeros(50), np.full(50, 30.0))
        assert model.warnings
        assert all(np.isfinite(value) for value in model.params.values())


def test_scipy_is_loaded_only_when_a_model_is_fitted():
    code = "import sys, analysis.value; sys.exit(any(name[:5] in ('scipy', 'sklea') for name in sys.modules))"
    assert run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_a_million_customers_are_fitted_as_if_all_had_been_looked_at_from_the_start(monkeypatch):
    rng = np.random.default_rng(1)
    x, last, observed = simulate("bg", TRUTH["bg"], 1_000_000, rng, longest=104.0)
    weeks = np.ceil(observed * 7) / 7
    last = np.where(x > 0, np.minimum(np.ceil(last * 7) / 7, weeks), 0.0)
    model = fit_bg_nbd(x, last, weeks)
    monkeypatch.setattr(optimum, "SAMPLE", 10**9)
    assert fit_bg_nbd(x, last, weeks).log_likelihood == pytest.approx(model.log_likelihood, rel=1e-9)


def of_quantiles(model_of_one, chances, total=4000):
    """The mean over a Beta of chances to stop, by brute force: what one customer does, at the middle of each slice."""
    middles = stats.beta(*chances).ppf((np.arange(total) + 0.5) / total)
    return model_of_one(middles).mean()


@pytest.mark.parametrize("a", [0.3, 0.9995, 1.0, 1.4999, 1.5001, 40.0, 9000.0])
@pytest.mark.parametrize(
    ("x", "observed", "t"), [(0, 0.15, 0.15), (200, 52.0, 520.0), (3, 5000.0, 1.0), (1, 30.0, 1e-6)]
)
def test_forecasts_hold_for_many_purchases_and_for_tiny_and_huge_times(a, x, observed, t):
    shape, rate, second = 0.4 + x, 6.0 + observed, 2.5 + x
    expected = of_quantiles(lambda p: -np.expm1(-shape * np.log1p(p * t / rate)) / p, (a, second))
    assert purchases_while_alive(shape, rate, a, second, t) == pytest.approx(expected, rel=2e-3)
    assert 0 < purchases_while_alive(shape, rate, a, second, t) <= shape / rate * t * (1 + 1e-9)


@pytest.mark.parametrize("kind", FITS)
def test_chances_and_forecasts_stay_within_bounds_at_the_extremes(kind):
    classes = {"bg": BgNbd, "mbg": MbgNbd, "pareto": ParetoNbd}
    for params in (
        (0.01, 0.1, 0.01, 0.1),
        (0.5, 5.0, 0.8, 2.5),
        (2000.0, 20000.0, 3000.0, 9000.0),
        (3.0, 1.0, 900.0, 0.5),
    ):
        model = classes[kind](dict(zip(TRUTH[kind], params, strict=True)), 0.0, {}, "weeks", 1)
        x = np.array([0, 0, 1, 1, 200, 200, 3000.0])
        last = np.array([0, 0, 1e-6, 700, 1, 520, 5000.0])
        observed = np.array([1 / 7, 5000, 1, 700, 520, 520, 5000.0])
        alive = model.probability_alive(x, last, observed)
        assert ((alive >= 0) & (alive <= 1)).all()
        near, far = (model.expected_purchases(t, x, last, observed) for t in (1.0, 520.0))
        assert (near >= 0).all() and np.isfinite(far).all()
        assert (near <= far * (1 + 1e-9)).all()


@pytest.mark.parametrize("kind", FITS)
def test_few_repeats_and_many_repeats_are_fitted_in_the_end(kind):
    rng = np.random.default_rng(4)
    once = simulate("bg", {"r": 0.02, "alpha": 5.0, "a": 1.0, "b": 1.0}, 3000, rng)
    often = simulate("bg", {"r": 4.0, "alpha": 0.8, "a": 0.3, "b": 40.0}, 400, rng, longest=100.0)
    assert (once[0] > 0).mean() < 0.08
    assert np.median(often[0]) > 100
    for data in (once, often):
        model = FITS[kind](*data)
        forecast = model.expected_purchases(data[2])
        assert forecast.sum() == pytest.approx(data[0].sum(), rel=0.1), "what it was fitted to comes out"
