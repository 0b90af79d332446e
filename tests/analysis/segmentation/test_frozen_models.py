"""What a frozen model says with numpy alone is what scikit-learn's fitted estimator says."""

import numpy as np
import pytest
from sklearn.cluster import KMeans as SklearnKMeans
from sklearn.datasets import make_classification
from sklearn.mixture import GaussianMixture
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from analysis.segmentation import DecisionTree, ModelCard, Network, SegmentModel, VectorMachine
from analysis.segmentation.assigners import Machine
from analysis.segmentation.labelled import thawed

NEW = np.random.default_rng(9).normal(size=(3000, 6)) * 2


def labelled(classes, seed=0):
    return make_classification(400, 6, n_informative=4, n_classes=classes, random_state=seed)


def assigned(kind, arrays, numbers=None, groups=20):
    card = ModelCard(kind=kind, method="test", columns=(), ids=tuple(range(1, groups + 1)), numbers=numbers or {})
    return SegmentModel(card, arrays).assign(NEW)


def learnt(choices, values, codes):
    frozen = thawed(choices.learnt(values, codes, 3))
    return assigned(frozen.kind, frozen.arrays, frozen.numbers)


@pytest.mark.parametrize("classes", [2, 4])
def test_decision_tree(classes):
    values, codes = labelled(classes)
    theirs = DecisionTreeClassifier(max_depth=6, min_samples_leaf=5, random_state=3).fit(values, codes)
    ours = learnt(DecisionTree(label="group"), values, codes)
    np.testing.assert_array_equal(ours.labels - 1, theirs.predict(NEW))
    chances = np.sort(theirs.predict_proba(NEW), axis=1)
    np.testing.assert_allclose(ours.confidence, chances[:, -1] - chances[:, -2], atol=1e-6)


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_support_vector_machine(classes):
    values, codes = labelled(classes)
    theirs = SVC(gamma="scale", decision_function_shape="ovo").fit(values, codes)
    frozen = thawed(VectorMachine(label="group").learnt(values, codes, 3))
    np.testing.assert_array_equal(assigned(frozen.kind, frozen.arrays, frozen.numbers).labels - 1, theirs.predict(NEW))
    margins = Machine(frozen.arrays, frozen.numbers).decisions(NEW)
    expected = theirs.decision_function(NEW)
    np.testing.assert_allclose(margins, -expected[:, None] if classes == 2 else expected, atol=1e-7)


@pytest.mark.parametrize("classes", [2, 4])
def test_network(classes):
    values, codes = labelled(classes)
    theirs = MLPClassifier((12, 5), max_iter=3000, random_state=3).fit(values, codes)
    ours = learnt(Network(label="group", layers=(12, 5), passes=3000), values, codes)
    np.testing.assert_array_equal(ours.labels - 1, theirs.predict(NEW))
    chances = np.sort(theirs.predict_proba(NEW), axis=1)
    np.testing.assert_allclose(ours.confidence, chances[:, -1] - chances[:, -2], atol=1e-6)


def full_roots(roots, covariance, k, columns):
    """The roots of precisions as scikit-learn keeps them for a shape, as k full matrices."""
    if covariance == "full":
        return roots
    if covariance == "tied":
        return np.repeat(roots[None], k, axis=0)
    diagonals = roots if covariance == "diag" else np.repeat(roots[:, None], columns, axis=1)
    return diagonals[:, :, None] * np.eye(columns)


@pytest.mark.parametrize("covariance", ["full", "tied", "diag", "spherical"])
def test_mixture(covariance):
    values, _ = labelled(4)
    theirs = GaussianMixture(4, covariance_type=covariance, random_state=0).fit(values)
    roots = full_roots(theirs.precisions_cholesky_, covariance, 4, 6)
    ours = assigned("mixture", {"weights": theirs.weights_, "means": theirs.means_, "roots": roots})
    np.testing.assert_array_equal(ours.labels - 1, theirs.predict(NEW))
    chances = np.sort(theirs.predict_proba(NEW), axis=1)
    np.testing.assert_allclose(ours.confidence, chances[:, -1] - chances[:, -2], atol=1e-6)


def test_centroids():
    values, _ = labelled(4)
    theirs = SklearnKMeans(5, n_init=1, random_state=0).fit(values)
    ours = assigned("centroids", {"centroids": theirs.cluster_centers_})
    np.testing.assert_array_equal(ours.labels - 1, theirs.predict(NEW))
    distances = np.sort(theirs.transform(NEW), axis=1)
    np.testing.assert_allclose(ours.confidence, 1 - distances[:, 0] / distances[:, 1], atol=1e-6)


def test_neighbours_take_the_nearest_within_reach_and_noise_stays_noise():
    arrays = {"points": np.array([[0.0], [1.0], [5.0], [9.0]]), "groups": np.array([0, 0, 1, -1])}
    card = ModelCard(
        kind="neighbours", method="test", columns=("x",), ids=(7, 8), numbers={"reach": 1.0, "spacing": 0.5}
    )
    found = SegmentModel(card, arrays).assign(np.array([[0.4], [1.9], [2.5], [5.0], [6.0], [8.9]]))
    assert found.labels.tolist() == [7, 7, 0, 8, 8, 0]
    assert found.runner_up.tolist()[0] == 8
    np.testing.assert_allclose(found.confidence[0], 1 - 0.5 / 4.6, atol=1e-6)  # never nearer than the usual spacing
