"""Segments learnt from a labelled column."""

import numpy as np
import polars as pl
import pytest

from analysis.errors import AnalysisError
from analysis.segmentation import DecisionTree, FitContext, Network, VectorMachine, segment

from .conftest import as_matrix, planted, run

METHODS = [DecisionTree, VectorMachine, Network]


def frame_of(labels):
    return pl.DataFrame({"customer_id": [f"{at:07d}" for at in range(len(labels))], "group": labels})


@pytest.mark.parametrize("method", METHODS)
def test_held_out_accuracy_stands_beside_the_baseline_and_the_confusion(method):
    values, groups = planted(400)
    nothing = (None, " ", "unknown", "Unknown")
    labels = [nothing[at // 10 % 4] if at % 10 == 0 else f"group {group}" for at, group in enumerate(groups)]
    report = run(values, method(label="group"), frame_of(labels)).summary.held_out
    confusion = np.array(report.confusion)
    assert report.labels == ("group 0", "group 1", "group 2")
    assert report.unlabelled == 40
    assert report.rows_fitted + report.rows_held_out == 360
    assert confusion.sum() == report.rows_held_out
    assert report.accuracy == pytest.approx(np.trace(confusion) / confusion.sum())
    assert report.baseline == pytest.approx(confusion.sum(axis=1).max() / confusion.sum())
    assert report.accuracy > 0.95 > report.baseline


@pytest.mark.parametrize("method", METHODS)
def test_labels_that_mean_nothing_do_not_beat_the_baseline(method):
    values, _ = planted(400)
    labels = np.random.default_rng(4).choice(["a", "b"], 400).tolist()
    report = run(values, method(label="group"), frame_of(labels)).summary.held_out
    assert report.accuracy < report.baseline + 0.15


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["a"] * 60, "every labelled customer is 'a'"),
        ([None] * 60, "no customer has a label"),
        (["a"] * 58 + ["b"] * 2, "fewer than 4 customers are labelled 'b'"),
        ([f"{at}" for at in range(60)], "60 different labels"),
    ],
)
def test_a_column_that_cannot_teach_is_refused_in_one_sentence(method, labels, said):
    values, _ = planted(60)
    with pytest.raises(AnalysisError, match=said):
        run(values, method(label="group"), frame_of(labels))


def test_a_label_that_is_not_there_or_is_itself_a_feature_is_refused():
    values, groups = planted(60)
    frame = frame_of([str(group) for group in groups])
    with pytest.raises(AnalysisError, match="no column 'segment'"):
        run(values, DecisionTree(label="segment"), frame)

    class Customers:
        pass

    Customers.frame = frame
    matrix = as_matrix(values, frame["customer_id"].to_list(), ["group", "x", "y"])
    with pytest.raises(AnalysisError, match="explain itself"):
        segment(matrix, Customers, DecisionTree(label="group"), FitContext())
