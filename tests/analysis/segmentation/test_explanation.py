"""Segments as rules, one customer's place, old segments found again, advice."""

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from analysis.errors import AnalysisError
from analysis.expressions import compile_condition
from analysis.segmentation import DBSCAN, KMeans, nameable
from analysis.segmentation.explain import (
    advise,
    compare,
    explain_segments,
    match_by_customers,
    why_here,
)
from analysis.segmentation.explain.surrogate import tidy
from analysis.segmentation.quality.choice import choose_k
from analysis.segmentation.summary import SegmentationSummary, SegmentLine, Structure, SweepLine

from .conftest import planted, run


@pytest.fixture(autouse=True)
def few_references(monkeypatch):
    """The verdict is not looked at here."""
    monkeypatch.setattr("analysis.segmentation.quality.structure.REFERENCES", 9)


def customers(values):
    return pl.DataFrame(
        {
            "customer_id": [f"{at:07d}" for at in range(len(values))],
            "spend": np.round(np.exp(values[:, 0] + 4), 2),
            "visits a month": np.round(values[:, 1] * 10).astype(int),
            "country": np.where(values[:, 2] > 0, "France", "l'Italie"),
            "empty": pl.Series([None] * len(values), dtype=pl.Float64),
        }
    )


def test_surrogate_rules_are_conditions_that_count_what_they_say(blobs):
    values, _ = blobs
    frame = customers(values)
    found = run(values, KMeans(k=3), frame)
    surrogate = explain_segments(frame, frame.columns[1:], found.labels)
    assert surrogate.fidelity > 0.9 > surrogate.baseline
    assert surrogate.left_out == 0
    assert {rule.segment for rule in surrogate.rules} == {1, 2, 3}
    types = {"spend": "decimal", "visits a month": "integer", "country": "text"}
    for rule in surrogate.rules:
        condition = compile_condition(rule.condition, types)
        holds = (
            nw.from_native(frame.lazy())
            .select(condition.expr().alias("holds"))
            .to_native()
            .collect()["holds"]
            .to_numpy()
        )
        assert holds.sum() == rule.customers
        assert (found.labels[holds] == rule.segment).mean() == pytest.approx(rule.precision)
        assert (holds & (found.labels == rule.segment)).sum() / (found.labels == rule.segment).sum() == pytest.approx(
            rule.covers
        )


def test_a_table_that_tells_nothing_apart_is_said_so(blobs):
    frame = customers(blobs[0])
    with pytest.raises(AnalysisError, match="no column tells the segments apart"):
        explain_segments(frame, ["empty", "customer_id"], blobs[1] + 1)


@pytest.mark.parametrize(
    ("wall", "known", "written"),
    [(39.5, [3.0, 39.0, 40.0], "39"), (0.0234567, [0.02, 0.05], "0.02"), (-1234.5, [-1300.0, -1200.0], "-1300")],
)
def test_a_wall_is_written_in_the_fewest_digits_that_divide_the_same(wall, known, written):
    text = tidy(wall, np.array(known))
    assert float(text) == float(written)


@pytest.mark.parametrize("choices", [KMeans(k=3), DBSCAN(eps=0.6, min_samples=5)])
def test_the_smallest_move_of_a_customer_does_what_it_says(choices, blobs):
    values = blobs[0].astype(np.float32)
    found = run(values, choices)
    doubtful = int(np.where(found.labels > 0, found.confidence, 2).argmin())
    why = why_here(found.model, found.summary, values, doubtful)
    assert why.segment == found.labels[doubtful]
    assert why.next_segment not in (0, why.segment)
    assert sum(abs(share.share) for share in why.shares) == pytest.approx(1)
    if choices.method == "kmeans":
        assert why.distance < why.next_distance
    move = why.moves[0]
    moved = values[[doubtful]].copy()
    at = int(move.feature[1:])
    assert moved[0, at] == pytest.approx(move.now)
    moved[0, at] = move.then
    assert found.model.assign(moved).labels[0] == move.to != why.segment
    assert [abs(one.deviations) for one in why.moves] == sorted(abs(one.deviations) for one in why.moves)


def test_moves_are_told_in_the_units_of_the_table(blobs):
    values = blobs[0].astype(np.float32)
    found = run(values, KMeans(k=3))
    money = {f"x{at}": np.exp(values[:, at].astype(float)) for at in range(3)}
    plain, told = (why_here(found.model, found.summary, values, 7, originals) for originals in (None, money))
    for before, after in zip(plain.moves, told.moves, strict=True):
        assert after.now == pytest.approx(np.exp(before.now), rel=1e-5)
        assert after.then == pytest.approx(np.exp(before.then), rel=0.05)


def test_old_segments_are_found_again_by_their_customers():
    ids = pl.Series([f"c{at}" for at in range(100)])
    old = np.repeat([1, 2, 3, 0], [40, 30, 20, 10])
    new = np.repeat([2, 1, 4, 3], [38, 32, 20, 10])
    assert match_by_customers((ids, old), (ids, new)) == {1: 2, 2: 1, 4: 3}
    assert match_by_customers((ids, old), (ids + "x", new)) == {}
    half = ids.gather(range(0, 100, 2))
    assert match_by_customers((ids, old), (half, new[::2])) == {1: 2, 2: 1, 4: 3}


def test_two_segmentations_are_compared_customer_by_customer():
    first, second = np.array([1, 1, 2, 2, 0]), np.array([2, 2, 1, 1, 1])
    agreement = compare(first, second)
    assert agreement.table == ((0, 1, 0), (0, 0, 2), (0, 2, 0))
    assert compare(first, first).adjusted_rand == 1.0


def test_advice_knows_rings_from_balls_and_flags_from_amounts():
    draw = np.random.default_rng(6)
    angle = draw.uniform(0, 2 * np.pi, 600)
    radius = np.where(np.arange(600) % 2, 1.0, 4.0)
    rings = np.column_stack([np.cos(angle) * radius, np.sin(angle) * radius]) + draw.normal(size=(600, 2)) * 0.1
    assert advise(rings)[0].method in {"hdbscan", "spectral"}
    assert next(one for one in advise(rings) if one.method == "kmeans").suits == "poor"
    balls, _ = planted(600)
    assert advise(balls)[0].method == "kmeans"
    flagged = np.column_stack([balls, draw.random(600) < 0.5])
    assert next(one for one in advise(flagged) if one.method == "gaussian_mixture").suits == "poor"
    assert advise(balls, labelled=["tier"])[1].method == "decision_tree"
    assert all(one.reasons for one in advise(balls))


def line(k, excess, weakest=0.8, smallest=0.1, index=100.0):
    return SweepLine(
        k=k, excess=excess, weakest=weakest, smallest_share=smallest, silhouette=0.5, calinski_harabasz=index
    )


def test_k_is_the_furthest_above_the_null_among_those_that_hold():
    lines = [line(2, 1.0), line(3, 9.0, weakest=0.59), line(4, 8.0, smallest=0.019), line(5, 4.0), line(6, 4.0)]
    k, sentence = choose_k(lines, "auto")
    assert k == 5
    assert "3 of 5" in sentence
    assert [one.qualifies for one in lines] == [True, False, False, True, True]
    k, sentence = choose_k([line(2, 1.0, weakest=0.2), line(3, 2.0, smallest=0.0)], "auto")
    assert k == 3
    assert "for none" in sentence
    assert choose_k(lines, 4) == (4, "k = 4 was set")
    k, sentence = choose_k([line(2, -1.0), line(3, 9.0, weakest=0.2)], "auto")
    assert k == 2
    assert "k = 3 lies 9.000 above, with segments that do not come back or are small" in sentence


def test_of_ks_that_stand_out_the_finest_is_taken_whose_segments_all_come_back_and_cut_none_in_two():
    lines = [line(2, 0.40), line(3, 0.36, weakest=0.95), line(4, 0.21, weakest=0.9), line(5, 0.39, weakest=0.89)]
    k, sentence = choose_k([*lines, line(6, 0.19, weakest=1.0), line(7, 0.39, weakest=1.0, index=99.0)], "auto")
    assert k == 4
    assert "the most segments that all come back" in sentence
    assert "no lower than that of k = 2, whose silhouette lies furthest above data without groups (0.400" in sentence
    none_above = [line(2, -0.2, weakest=1.0), line(3, -0.19, weakest=1.0), line(4, -0.21, weakest=1.0)]
    assert choose_k(none_above, "auto")[0] == 3


@pytest.mark.parametrize(
    ("verdict", "accept", "expected"),
    [
        ("segments", False, {1}),
        ("unclear", False, set()),
        ("none", False, set()),
        ("none", True, {1, 2}),
        (None, False, {1}),
    ],
)
def test_doubtful_segments_stay_slices_until_they_are_accepted(verdict, accept, expected):
    summary = SegmentationSummary(
        method="kmeans",
        k=2,
        k_chosen_by="",
        customers=10,
        structure=Structure(verdict=verdict, p_value=0.5, rows=10) if verdict else None,
        segments=(
            SegmentLine(id=1, size=6, share=0.6),
            SegmentLine(id=2, size=4, share=0.4, stability=0.5, stable=False),
        ),
    )
    assert nameable(summary, accept) == expected
