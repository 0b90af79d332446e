"""Are there groups? Clouds of many kinds that have none, and groups that were planted."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from analysis.segmentation.quality.null import fit_null, unimodal, unimodal_density
from analysis.segmentation.quality.structure import structure_test

from .conftest import standardised

KS = range(2, 11)


def uniform(draw, rows):
    return draw.random((rows, 4))


def round_cloud(draw, rows):
    return draw.normal(size=(rows, 4))


def long_cloud(draw, rows):
    return draw.normal(size=(rows, 4)) @ (np.eye(4) + 0.8)


def log_normal(draw, rows):
    return np.exp(draw.normal(size=(rows, 4)))


def zeros_and_amounts(draw, rows):
    return np.column_stack(
        [np.where(draw.random(rows) < 0.4, 0, np.exp(draw.normal(size=rows))), draw.normal(size=rows)]
    )


def one_category(draw, rows):
    return np.column_stack([draw.normal(size=(rows, 2)), np.eye(4)[draw.integers(4, size=rows)]])


def one_flag(draw, rows):
    return np.column_stack([draw.normal(size=(rows, 3)), draw.random(rows) < 0.3])


def ratings(draw, rows):
    return draw.integers(1, 6, size=(rows, 3))


def grid(draw, rows):
    return draw.integers(2, size=(rows, 2)) * 4.0 + draw.normal(size=(rows, 2))


def four_groups(draw, rows):
    return np.array([[0, 0, 0], [4, 0, 2], [0, 4, -2], [4, 4, 4]])[draw.integers(4, size=rows)] + draw.normal(
        size=(rows, 3)
    )


def five_groups(draw, rows):
    return (draw.normal(size=(5, 3)) * 2.5)[draw.integers(5, size=rows)] + draw.normal(size=(rows, 3))


NONE = [uniform, round_cloud, long_cloud, log_normal, zeros_and_amounts, one_category, one_flag, ratings]
PLANTED = [grid, four_groups, five_groups]


def verdict(make, seed, rows):
    values = standardised(np.asarray(make(np.random.default_rng([seed, 7]), rows), dtype=float)).astype(np.float32)
    split = [(2, 3, 4, 5)] if make is one_category else []
    with threadpool_limits(limits=1):
        return structure_test(values, KS, seed, split).verdict


@pytest.mark.parametrize("make", NONE)
def test_a_cloud_without_groups_claims_none(make):
    assert verdict(make, 0, 250) != "segments"


@pytest.mark.parametrize("make", PLANTED)
def test_planted_groups_are_claimed(make):
    assert verdict(make, 0, 250) == "segments"


@pytest.mark.slow
def test_of_a_hundred_clouds_without_groups_at_most_four_claim_some():
    claims = [verdict(make, seed, 3_000) == "segments" for make in NONE[:4] for seed in range(25)]
    assert sum(claims) <= 4


@pytest.mark.slow
@pytest.mark.parametrize("make", PLANTED)
def test_of_25_planted_sets_at_least_24_are_claimed(make):
    assert sum(verdict(make, seed, 3_000) == "segments" for seed in range(25)) >= 24


def test_the_test_knows_the_seed_and_nothing_else():
    values = standardised(grid(np.random.default_rng(3), 60)).astype(np.float32)
    assert structure_test(values, [2, 3], 5) == structure_test(values.copy(), [2, 3], 5)


def test_a_fitted_marginal_has_one_top_and_keeps_limits_and_heaps():
    draw = np.random.default_rng(1)
    two_tops = np.r_[draw.normal(0, 1, 3000), draw.normal(8, 1, 2000)]
    drawn = unimodal(two_tops).draw(draw.random(20_000))
    counts = np.histogram(drawn, np.linspace(-4, 12, 17))[0]
    top = int(counts.argmax())
    assert (np.diff(counts[: top + 1]) > -150).all()
    assert (np.diff(counts[top:]) < 150).all()
    assert two_tops.min() <= drawn.min()
    assert drawn.max() <= two_tops.max()
    heaped = np.where(draw.random(5000) < 0.4, 0.0, np.exp(draw.normal(size=5000)))
    assert (unimodal(heaped).draw(draw.random(20_000)) == 0).mean() == pytest.approx(0.4, abs=0.02)


def test_the_unimodal_fit_leaves_a_unimodal_density_alone_and_flattens_a_valley():
    widths = np.ones(5)
    straight = np.array([0.1, 0.2, 0.4, 0.2, 0.1])
    np.testing.assert_allclose(unimodal_density(straight, widths), straight)
    np.testing.assert_allclose(unimodal_density(np.array([0.5, 0.1, 0.3, 0.1, 0.0]), widths), [0.5, 0.2, 0.2, 0.1, 0.0])


def test_the_null_keeps_rank_correlations_and_draws_indicators_as_a_whole():
    from scipy.stats import spearmanr

    draw = np.random.default_rng(2)
    base = draw.normal(size=4000)
    amounts = np.exp(base + draw.normal(size=4000))
    flag = (base + draw.normal(size=4000) > 1).astype(float)
    level = np.eye(3)[np.digitize(base + draw.normal(size=4000), [-0.5, 0.7])]
    values = np.column_stack([base, amounts, flag, level])
    drawn = fit_null(values, [(3, 4, 5)], np.random.default_rng(0)).draw(20_000, np.random.default_rng(1))
    expected, found = spearmanr(values[:, :3]).statistic, spearmanr(drawn[:, :3]).statistic
    np.testing.assert_allclose(found, expected, atol=0.05)
    assert set(np.unique(drawn[:, 2])) == {0.0, 1.0}
    np.testing.assert_allclose(drawn[:, 3:].sum(axis=1), 1)
    np.testing.assert_allclose(drawn[:, 3:].mean(axis=0), level.mean(axis=0), atol=0.02)
    means = [[data[data[:, at] == 1, 0].mean() for at in (3, 4, 5)] for data in (values, drawn)]
    np.testing.assert_allclose(means[1], means[0], atol=0.1)
