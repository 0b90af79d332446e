"""Our expectation-maximisation against scikit-learn's, and against planted groups."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from analysis.segmentation.mixture import Mixture
from analysis.segmentation.normal_mixture import SHAPES, Points, bic, climb, from_labels, likeliest
from analysis.segmentation.quality.metrics import adjusted_rand


def planted(rows=3_000, seed=1):
    """Three tilted groups in four columns, and which is whose."""
    draw = np.random.default_rng(seed)
    groups = draw.integers(3, size=rows)
    tilts = draw.normal(size=(3, 4, 4)) * 0.6 + np.eye(4)
    values = np.einsum("nij,nj->ni", tilts[groups], draw.normal(size=(rows, 4)))
    return values + np.array([[0.0] * 4, [6.0] * 4, [-6.0, 6.0, 0.0, 3.0]])[groups], groups


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_start_leads_to_the_same_mixture_as_in_scikit_learn(shape):
    values, groups = planted()
    points = Points.of(values)
    begun = from_labels(points, groups, 3, shape)
    ours = climb(points, begun, shape, tolerance=1e-9, passes=500)
    theirs = GaussianMixture(3, covariance_type=shape, tol=1e-9, max_iter=500, means_init=begun.means).fit(values)
    order, others = np.argsort(ours.means[:, 0]), np.argsort(theirs.means_[:, 0])
    np.testing.assert_allclose(ours.means[order], theirs.means_[others], atol=1e-4)
    np.testing.assert_allclose(ours.weights[order], theirs.weights_[others], atol=1e-5)
    assert ours.likelihood == pytest.approx(theirs.score(values), abs=1e-6)
    assert bic(points, ours, shape) == pytest.approx(theirs.bic(values), rel=1e-6)
    assert adjusted_rand(likeliest(points, ours), theirs.predict(values)) == pytest.approx(1)


def test_no_pass_lowers_the_likelihood():
    values, _ = planted()
    points = Points.of(values)
    fitted = from_labels(points, np.random.default_rng(0).integers(5, size=len(values)), 5, "full")
    reached = []
    for _ in range(30):
        fitted = climb(points, fitted, "full", tolerance=0.0, passes=1)
        reached.append(fitted.likelihood)
    assert (np.diff(reached) > -1e-9).all()


def test_a_column_of_one_value_and_rows_far_from_the_origin_do_no_harm():
    values, groups = planted()
    values = np.hstack([values + 1e3, np.full((len(values), 1), 7.0)])
    points = Points.of(values - values.mean(axis=0))
    fitted = climb(points, from_labels(points, groups, 3, "full"), "full", 1e-6)
    assert np.isfinite(fitted.roots).all()
    assert adjusted_rand(likeliest(points, fitted), groups) > 0.97


def test_resamples_are_segmented_as_the_groups_were_planted():
    values, groups = planted(1_000)
    labelings = Mixture().cluster(values, [2, 3, 4], np.random.default_rng(0))
    assert adjusted_rand(labelings[1], groups) > 0.95
