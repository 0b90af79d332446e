"""The mall customers, whose segments are in many textbooks."""

import pytest

from analysis.segmentation import DBSCAN, Agglomerative, KMeans, Mixture

from .conftest import run, standardised


def test_kmeans_of_income_and_spending_is_the_textbook_one(mall):
    summary = run(mall, KMeans()).summary
    assert summary.k == 5
    assert summary.silhouette == pytest.approx(0.5539, abs=5e-5)
    assert summary.calinski_harabasz == pytest.approx(247.36, abs=5e-3)
    assert summary.davies_bouldin == pytest.approx(0.5726, abs=5e-5)
    assert summary.inertia == pytest.approx(44448.4554, abs=5e-5)
    assert [line.size for line in summary.segments] == [81, 39, 35, 23, 22]
    assert summary.structure.verdict == "segments"
    assert all(line.stable for line in summary.segments)


def test_dbscan_finds_seven_regions_and_35_customers_of_noise(mall):
    summary = run(standardised(mall), DBSCAN(eps=0.3, min_samples=5)).summary
    assert (summary.k, summary.noise) == (7, 35)


@pytest.mark.parametrize(("choices", "silhouette"), [(Agglomerative(k=5), 0.5538), (Mixture(k=5), 0.5537)])
def test_ward_and_mixture_agree_with_what_is_published(mall, choices, silhouette):
    assert run(standardised(mall), choices).summary.silhouette == pytest.approx(silhouette, abs=5e-5)


def test_the_sweep_of_kmeans_holds_every_k_with_all_its_figures(mall):
    sweep = run(mall, KMeans()).summary.sweep
    assert [line.k for line in sweep] == list(range(2, 11))
    figures = ("inertia", "silhouette", "calinski_harabasz", "davies_bouldin", "stability", "weakest", "excess")
    assert all(getattr(line, figure) is not None for line in sweep for figure in figures)
    assert [line.inertia for line in sweep] == sorted((line.inertia for line in sweep), reverse=True)
