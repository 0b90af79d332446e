"""More customers than a method can take: a stated sample, and the rest assigned."""

import numpy as np
import pytest
from sklearn.cluster import DBSCAN as SklearnDBSCAN  # noqa: N811 - the method's own name
from sklearn.cluster import KMeans as Sklearn
from sklearn.metrics import adjusted_rand_score

from analysis.segmentation import DBSCAN, HDBSCAN, Agglomerative, KMeans, Mixture, Spectral
from analysis.segmentation.dbscan import dbscan
from analysis.segmentation.lloyd import prepare
from analysis.segmentation.starts import Growing, polish

from .conftest import run


def far_groups(rows):
    draw = np.random.default_rng(8)
    groups = draw.choice(3, rows, p=[0.6, 0.3, 0.1])
    values = np.array([[0, 0], [12, 0], [0, 12]])[groups] + draw.normal(size=(rows, 2))
    lonely = np.arange(rows) % 100 == 0
    values[lonely] = draw.uniform(-60, 60, size=(lonely.sum(), 2))
    return values.astype(np.float32), np.where(lonely, -1, groups)


@pytest.fixture(autouse=True)
def few_references(monkeypatch):
    """The verdict is not looked at here."""
    monkeypatch.setattr("analysis.segmentation.quality.structure.REFERENCES", 9)


@pytest.mark.parametrize("choices", [DBSCAN(eps=1.0), HDBSCAN()])
def test_density_methods_say_the_sample_and_leave_noise_as_noise(choices):
    values, groups = far_groups(25_000)
    found = run(values, choices)
    assert found.summary.sampled.startswith("fitted to 10,000 of 25,000 customers")
    inside = (found.labels > 0) & (groups >= 0)
    assert adjusted_rand_score(groups[inside], found.labels[inside]) > 0.99
    assert inside.mean() > 0.95
    assert (found.labels[groups < 0] == 0).mean() > 0.8
    assert 0.005 < found.summary.noise_share < 0.05


@pytest.mark.parametrize("choices", [Agglomerative(k=3), Mixture(k=3, k_min=3, k_max=3), Spectral(k=3)])
def test_the_others_put_every_customer_somewhere(choices):
    values, groups = far_groups(25_000)
    values, groups = values[groups >= 0], groups[groups >= 0]
    found = run(values, choices)
    assert found.summary.noise == 0
    assert adjusted_rand_score(groups, found.labels) > 0.99
    assert found.summary.sampled or found.summary.notes


def test_kmeans_on_a_growing_sample_comes_as_low_as_five_starts_on_all_rows():
    draw = np.random.default_rng(3)
    centres = draw.normal(size=(6, 5)) * 1.5
    values = (centres[draw.integers(6, size=40_000)] + draw.normal(size=(40_000, 5))).astype(np.float32)
    prepared = prepare(values)
    for k in (3, 6):
        draw = np.random.default_rng(0)
        ours = polish(Growing.of(prepared, draw), k, KMeans().restarts, draw).inertia
        theirs = Sklearn(k, n_init=5, random_state=0).fit(values.astype(np.float64)).inertia_
        assert ours <= theirs * 1.0005


@pytest.mark.parametrize(("reach", "enough"), [(0.35, 6), (1.0, 5), (50.0, 5)])
def test_dense_regions_are_those_of_scikit_learn_whatever_the_reach(reach, enough):
    draw = np.random.default_rng(2)
    values = np.vstack([draw.normal(size=(900, 2)), draw.integers(8, size=(300, 2)) + 5.0])
    theirs = SklearnDBSCAN(eps=reach, min_samples=enough).fit(values)
    groups, core = dbscan(values, reach, enough)
    np.testing.assert_array_equal(np.flatnonzero(core), theirs.core_sample_indices_)
    np.testing.assert_array_equal(groups >= 0, theirs.labels_ >= 0)
    assert adjusted_rand_score(theirs.labels_[core], groups[core]) == 1.0
