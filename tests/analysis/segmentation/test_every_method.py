"""What holds for every method in the table; a new one is tested by being listed."""

import json
import threading
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from pydantic import TypeAdapter
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from analysis.errors import AnalysisError
from analysis.progress import in_phases
from analysis.segmentation import SEGMENTERS, AnySegmenter, FitContext, SegmentModel, segment
from analysis.stages.grouping import PHASES

from .conftest import as_matrix, planted, remembering, run, standardised

NEEDED = {
    "rules": {"rules": [{"name": "right", "when": "place > 1"}, {"name": "left", "when": "place <= 1"}]},
    "decision_tree": {"label": "group"},
    "svm": {"label": "group"},
    "mlp": {"label": "group"},
}
SETTLED = {"dbscan": {"eps": 0.6, "min_samples": 5}}
FOUND = [method for method in SEGMENTERS if method not in NEEDED]


@pytest.fixture(autouse=True)
def few_references(request, monkeypatch):
    """Test for groups against few references: here the verdict itself is not looked at, except where marked."""
    if "binary" not in request.node.name:
        monkeypatch.setattr("analysis.segmentation.quality.structure.REFERENCES", 9)


def choices_of(method, **settings):
    document = {"method": method} | NEEDED.get(method, {}) | settings
    return TypeAdapter(AnySegmenter).validate_json(json.dumps(document))


def table(groups):
    ids = [f"{at:07d}" for at in range(len(groups))]
    return pl.DataFrame({"customer_id": ids, "group": [f"g{group}" for group in groups], "place": groups})


@pytest.mark.parametrize("method", SEGMENTERS)
def test_labels_are_numbered_by_falling_size_and_the_summary_says_the_same(method, blobs):
    values, groups = blobs
    found = run(values, choices_of(method), table(groups))
    sizes = np.bincount(found.labels, minlength=found.summary.k + 1)
    assert list(sizes[1:]) == [line.size for line in found.summary.segments]
    assert list(sizes[1:]) == sorted(sizes[1:], reverse=True)
    assert [line.id for line in found.summary.segments] == list(range(1, found.summary.k + 1))
    assert sizes[0] == found.summary.noise
    assert found.summary.method == method
    assert (found.labels.dtype, found.confidence.dtype, found.runner_up.dtype) == (np.int32, np.float32, np.int32)
    assert ((found.confidence >= 0) & (found.confidence <= 1)).all()
    assert (found.runner_up[found.labels > 0] != found.labels[found.labels > 0]).all()


@pytest.mark.parametrize("method", [method for method in SEGMENTERS if method != "rules"])
def test_planted_groups_are_found_whatever_the_method(method, blobs):
    values, groups = blobs
    found = run(values, choices_of(method, **SETTLED.get(method, {})), table(groups))
    inside = found.labels > 0
    assert found.summary.k == 3
    assert inside.mean() > 0.9
    assert adjusted_rand_score(groups[inside], found.labels[inside]) > 0.97


@pytest.mark.parametrize("method", SEGMENTERS)
def test_the_frozen_model_gives_the_same_segments_after_a_round_trip_through_json(method, blobs):
    values, groups = blobs
    found = run(values, choices_of(method), table(groups))
    model = SegmentModel.from_parts(
        found.model.to_json(), {key: array.copy() for key, array in found.model.arrays.items()}
    )
    again = model.assign(values.astype(np.float32), table(groups))
    np.testing.assert_array_equal(again.labels, found.labels)
    np.testing.assert_array_equal(again.runner_up, found.runner_up)
    np.testing.assert_array_equal(again.confidence, found.confidence)
    assert all(array.dtype != object for array in found.model.arrays.values())
    if method != "rules":
        ids = np.array([*model.card.ids, 0])
        np.testing.assert_array_equal(ids[model.groups(values.astype(np.float32))], found.labels)


@pytest.mark.parametrize("method", SEGMENTERS)
def test_neither_the_order_of_rows_nor_the_number_of_threads_changes_a_segment(method):
    values, groups = planted(120, seed=3)
    frame, shares, named = table(groups), [], set()

    def hear(done, total, what="", share=None):
        shares.append(share)
        named.add(what)

    order = np.random.default_rng(1).permutation(len(values))
    with threadpool_limits(limits=1):
        straight = segment(
            as_matrix(values, frame["customer_id"].to_list()),
            SimpleNamespace(frame=frame),
            choices_of(method),
            FitContext(progress=in_phases(hear, PHASES)),
        )
    assert named and shares == sorted(shares), "what is told of its progress never falls"
    shuffled = frame[order]
    with threadpool_limits(limits=2):
        mixed = segment(
            as_matrix(values[order], shuffled["customer_id"].to_list()),
            SimpleNamespace(frame=shuffled),
            choices_of(method),
        )
    np.testing.assert_array_equal(mixed.labels, straight.labels[order])
    np.testing.assert_array_equal(mixed.confidence, straight.confidence[order])
    assert mixed.summary == straight.summary


@pytest.mark.parametrize("method", FOUND)
def test_what_was_finished_is_not_fitted_again_when_only_k_or_a_name_changes(method, blobs):
    values, groups = blobs
    context = remembering(values)
    run(values, choices_of(method), table(groups), context=context)
    made = []

    def remember(name, make):
        return context.remember(name, lambda: made.append(name) or make())

    settings = {"names": {"1": "Regulars"}} | ({"k": 4} if "k" in SEGMENTERS[method].model_fields else {})
    run(values, choices_of(method, **settings), table(groups), context=replace(context, remember=remember))
    assert made == []


def test_a_segment_more_than_were_tried_takes_one_fit_and_no_other_test_for_groups(blobs):
    values, groups = blobs
    made = []

    def remember(name, make):
        return remembering(values).remember(name, lambda: made.append(name) or make())

    for k in ("auto", 11):
        made.clear()
        found = run(values, choices_of("kmeans", k=k), table(groups), context=FitContext(remember=remember))
    assert found.summary.k == len(found.summary.segments) == 11
    assert [name for name in made if "k=11" in name]
    assert not [name for name in made if "structure" in name or name.endswith("k=10")]


@pytest.mark.parametrize("method", SEGMENTERS)
@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.zeros((0, 2)), "no customer"),
        (np.ones((1, 2)), "one customer"),
        (np.ones((40, 2)), "constant"),
        (np.where(np.eye(40, 2) > 0, np.nan, 1.0), "missing or infinite values in x0 (1 rows), x1 (1 rows)"),
        (np.where(np.eye(40, 2) > 0, np.inf, 1.0), "missing or infinite"),
        (np.zeros((40, 0)), "no feature"),
    ],
    ids=["nobody", "one", "constant", "missing", "infinite", "no feature"],
)
def test_impossible_data_get_one_clear_sentence(method, values, said):
    groups = np.arange(len(values)) % 3
    if method == "rules" and len(values) > 1:
        assert run(values, choices_of(method), table(groups)).summary.k == 2  # rules do not look at the features
        return
    with pytest.raises(AnalysisError) as caught:
        run(values, choices_of(method), table(groups), context=FitContext())
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("method", FOUND)
@pytest.mark.parametrize("rows", [2, 3, 5, 12])
def test_a_handful_of_customers_gives_segments_or_a_sentence(method, rows):
    values = np.random.default_rng(rows).normal(size=(rows, 2))
    try:
        found = run(values, choices_of(method))
    except AnalysisError as error:
        assert "few" in str(error) or "noise" in str(error)
    else:
        assert len(found.labels) == rows
        assert found.summary.structure.verdict == "unclear"


@pytest.mark.parametrize("method", FOUND)
def test_binary_columns_and_equal_rows_are_taken_and_claim_no_groups(method):
    draw = np.random.default_rng(5)
    values = np.column_stack([draw.random(200) < 0.3, draw.random(200) < 0.5, draw.integers(3, size=200)]).astype(float)
    try:
        found = run(standardised(values), choices_of(method))
    except AnalysisError as error:
        assert "noise" in str(error) or "few" in str(error)
    else:
        assert found.summary.structure.verdict != "segments"


@pytest.mark.parametrize("method", SEGMENTERS)
def test_a_customer_unlike_anything_seen_is_said_so(method, blobs):
    values, groups = blobs
    model = run(values, choices_of(method), table(groups)).model
    assert not model.assign(values, table(groups)).unlike.any()
    strange = model.assign(np.array([[40.0, -40.0, 0.0], [np.nan, 0.0, 0.0]]), table(groups[:2]))
    assert strange.unlike.all()


@pytest.mark.parametrize("method", ["kmeans", "agglomerative", "spectral"])
def test_piles_of_equal_customers_are_a_segment_each(method):
    values = np.repeat([[0.0, 0.0], [1.0, 5.0], [9.0, 1.0]], [50, 30, 20], axis=0)
    found = run(values, choices_of(method))
    assert [line.k for line in found.summary.sweep] == [2, 3]
    assert run(values, choices_of(method, k=3)).summary.segments[-1].size == 20


def test_segmenting_uses_no_thread_of_its_own(blobs):
    before = threading.active_count()
    run(blobs[0], choices_of("kmeans"), table(blobs[1]))
    assert threading.active_count() == before
