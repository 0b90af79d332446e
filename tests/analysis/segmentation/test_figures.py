"""Figures of labelings against scikit-learn's, which is slower but widely checked."""

import numpy as np
import pytest
from sklearn.cluster import KMeans as Sklearn
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_samples,
    silhouette_score,
)

from analysis.segmentation.lloyd import descend, nearest, prepare, spread_starts
from analysis.segmentation.quality.metrics import adjusted_rand, best_jaccards, partition_figures
from analysis.segmentation.quality.silhouettes import mean_silhouettes, silhouettes
from analysis.segmentation.quality.stability import Resampling, stabilities
from analysis.segmentation.swaps import search

DRAW = np.random.default_rng(11)
VALUES = np.vstack([DRAW.normal(size=(400, 4)), DRAW.normal(size=(250, 4)) + 3, DRAW.normal(size=(150, 4)) * 2 - 4])


def kmeans_labels(values, ks):
    return [Sklearn(k, n_init=2, random_state=0).fit_predict(values) for k in ks]


@pytest.mark.parametrize("shift", [0.0, 1e4])
def test_silhouettes_of_a_whole_sweep_are_those_of_single_calls(shift):
    labelings = kmeans_labels(VALUES, range(2, 11))
    ours = mean_silhouettes(VALUES + shift, labelings)
    theirs = [silhouette_score(VALUES, labels) for labels in labelings]
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_silhouettes_of_single_rows_lone_segments_equal_rows_and_noise():
    values = np.vstack([VALUES[:60], VALUES[:60], [[50.0] * 4]])
    labels = np.r_[kmeans_labels(values[:120], [3])[0], 3]
    np.testing.assert_allclose(silhouettes(values, [labels])[0], silhouette_samples(values, labels), atol=2e-5)
    noisy = np.where(np.arange(len(labels)) % 5 == 0, -1, labels)
    inside = noisy >= 0
    ours = silhouettes(values, [noisy, labels])[0]
    assert np.isnan(ours[~inside]).all()
    np.testing.assert_allclose(ours[inside], silhouette_samples(values[inside], noisy[inside]), atol=2e-5)
    assert np.isnan(mean_silhouettes(values, [np.zeros(len(values), dtype=int)])[0])


def test_a_few_customers_far_out_do_not_blur_the_silhouettes():
    values = np.vstack([VALUES, DRAW.normal(size=(4, 4)) * 3000])
    labelings = kmeans_labels(VALUES, [2, 6])
    labelings = [np.r_[labels, [0, 0, 1, 1]] for labels in labelings]
    theirs = [silhouette_score(values, labels) for labels in labelings]
    np.testing.assert_allclose(mean_silhouettes(values, labelings), theirs, atol=1e-6)


def test_equal_customers_are_at_distance_nothing():
    values = np.round(VALUES[:, :2]) / 7
    labelings = kmeans_labels(values, [3, 7])
    theirs = [silhouette_score(values, labels) for labels in labelings]
    np.testing.assert_allclose(mean_silhouettes(values, labelings), theirs, atol=1e-6)


def test_partition_figures_are_those_of_scikit_learn():
    for labels in kmeans_labels(VALUES, [2, 5]):
        found = partition_figures(VALUES + 1e5, labels, int(labels.max()) + 1)
        assert found.calinski_harabasz == pytest.approx(calinski_harabasz_score(VALUES, labels), rel=1e-7)
        assert found.davies_bouldin == pytest.approx(davies_bouldin_score(VALUES, labels), rel=1e-7)


def test_adjusted_rand_is_that_of_scikit_learn_with_noise_as_a_group_of_its_own():
    first, second = DRAW.integers(-1, 4, size=500), DRAW.integers(-1, 3, size=500)
    second = np.where(DRAW.random(500) < 0.5, first.clip(max=2), second)
    assert adjusted_rand(first, second) == pytest.approx(adjusted_rand_score(first, second))
    assert adjusted_rand(first, first) == 1.0


def test_jaccard_of_a_segment_is_its_overlap_with_the_most_similar_one():
    reference = np.array([0, 0, 0, 0, 1, 1, -1, 3])
    other = np.array([5, 5, 5, 2, 2, 2, 2, -1])
    np.testing.assert_allclose(best_jaccards(reference, other, 4), [3 / 4, 2 / 4, np.nan, 0])


def test_a_clear_segment_is_stable_and_one_cut_at_random_is_not():
    values = np.vstack([DRAW.normal(size=(300, 2)), DRAW.normal(size=(150, 2)) + 12])

    def cluster(rows, random):
        far = rows[:, 0] + rows[:, 1] > 12
        return [far.astype(int), np.where(far, 2, random.integers(2, size=len(rows)))]

    clear, cut = stabilities(Resampling(values), cluster(values, DRAW), cluster, np.random.default_rng(0))
    assert min(clear.jaccards) == 1.0
    assert clear.adjusted_rand == 1.0
    assert cut.jaccards[2] == 1.0
    assert max(cut.jaccards[:2]) < 0.6


@pytest.mark.parametrize("double", [True, False])
def test_descent_reaches_what_scikit_learn_reaches_from_the_same_start(double):
    prepared = prepare(VALUES, double=double)
    starts = [spread_starts(prepared, k, np.random.default_rng(k)) for k in (3, 6)]
    for start, found in zip(starts, descend(prepared, starts), strict=True):
        theirs = Sklearn(len(start), init=start + prepared.centre, n_init=1, tol=0, max_iter=300).fit(VALUES)
        assert found.inertia == pytest.approx(theirs.inertia_, rel=1e-5)


def test_several_starts_at_once_end_where_they_end_alone():
    prepared = prepare(VALUES)
    starts = [spread_starts(prepared, k, np.random.default_rng(k)) for k in (2, 5, 9)]
    together = descend(prepared, starts)
    for start, found in zip(starts, together, strict=True):
        alone = descend(prepared, [start])[0]
        np.testing.assert_allclose(found.centroids, alone.centroids, atol=1e-10)


def test_rows_half_way_between_centroids_count_once_and_empty_centroids_are_moved():
    grid = np.array([[x, y] for x in range(4) for y in range(4)], dtype=float)
    prepared = prepare(np.repeat(grid, 3, axis=0))
    start = np.array([[-1.5, 0.0], [1.5, 0.0], [1.5, 0.0], [99.0, 99.0]])
    found = descend(prepared, [start])[0]
    labels, distances = nearest(prepared, found.centroids)
    assert len(np.unique(labels)) == 4
    assert distances.sum() == pytest.approx(found.inertia, rel=1e-5)


def test_swaps_lead_out_of_a_local_optimum_that_descent_stays_in():
    places = np.array([[0, 0], [20, 0], [40, 0], [60, 0]], dtype=float)
    prepared = prepare(np.vstack([DRAW.normal(size=(200, 2)) + place for place in places]))
    stuck = descend(prepared, [np.array([[0, -1], [0, 1], [20, 0], [50, 0]]) - prepared.centre])[0]
    found = search(prepared, stuck, np.random.default_rng(0))
    assert stuck.inertia > 10 * found.inertia
    np.testing.assert_allclose(np.sort(found.centroids[:, 0] + prepared.centre[0]), places[:, 0], atol=0.5)
    assert search(prepared, found, np.random.default_rng(0)) is found
