"""Segments by the analyst's own conditions."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from analysis.errors import AnalysisError, RecipeError
from analysis.segmentation import Rule, Rules, SegmentModel

from .conftest import run

FRAME = pl.DataFrame(
    {
        "customer_id": [f"{at:03d}" for at in range(100)],
        "recency_days": list(range(100)),
        "monetary": [float(at) if at % 10 else None for at in range(100)],
        "country": ["UK" if at % 4 else "FR" for at in range(100)],
        "first_order": [dt.date(2024, 1, 1) + dt.timedelta(days=at) for at in range(100)],
    }
)
VALUES = np.random.default_rng(0).normal(size=(100, 2))


def rules(*pairs, otherwise=""):
    return Rules(rules=tuple(Rule(name=name, when=when) for name, when in pairs), otherwise=otherwise)


def test_the_first_rule_that_holds_wins_and_the_linter_counts_the_rest():
    found = run(
        VALUES,
        rules(
            ("fresh", "recency_days < 40"),
            ("rich", "monetary > p80(monetary)"),
            ("freshest", "recency < 5"),
            ("never", "country == 'DE'"),
            ("fresh or French", "recency_days < 50 and country == 'FR'"),
        ),
        FRAME,
    )
    by_name = {line.name: line for line in found.summary.segments}
    assert {name: line.size for name, line in by_name.items()} == {
        "fresh": 40, "rich": 18, "freshest": 0, "never": 0, "fresh or French": 3,
    }  # fmt: skip
    assert (found.labels[:40] == by_name["fresh"].id).all()
    lint = found.summary.lint
    assert lint.unmatched == found.summary.noise == 39
    assert lint.several == 13
    assert [line.matches for line in lint.rules] == [40, 18, 5, 0, 13]
    assert lint.overlaps[0] == ("fresh", "fresh or French", 10)
    assert "never win" in lint.rules[2].warning
    assert "matches no customer" in lint.rules[3].warning
    assert found.confidence[0] == pytest.approx(1 / 3)
    assert found.runner_up[0] == by_name["freshest"].id
    assert found.summary.structure is None
    assert all(line.stable for line in found.summary.segments)


def test_whoever_matches_none_may_be_given_a_segment():
    found = run(VALUES, rules(("fresh", "recency_days < 40"), otherwise="the others"), FRAME)
    assert [(line.name, line.size) for line in found.summary.segments] == [("the others", 60), ("fresh", 40)]
    assert found.summary.lint.unmatched == 60


def test_new_customers_are_compared_with_the_figures_of_the_old():
    model = run(
        VALUES, rules(("rich", "monetary > p80(monetary)"), ("old", "first_order < max(first_order)")), FRAME
    ).model
    again = SegmentModel.from_parts(model.to_json(), model.arrays)
    new = FRAME.head(2).with_columns(
        monetary=pl.Series([81.0, 70.0]), first_order=pl.Series([dt.date(2030, 1, 1), dt.date(2024, 4, 8)])
    )
    names = dict(zip(model.card.ids, (name for name, _ in model.card.rules), strict=True))
    assert [names[label] for label in again.assign(VALUES[:2], new).labels] == ["rich", "old"]


def test_a_condition_that_cannot_be_understood_is_named():
    with pytest.raises(RecipeError) as caught:
        run(VALUES, rules(("fresh", "recency_days < 40"), ("rich", "monetry > 3")), FRAME)
    assert "rich" in str(caught.value)
    assert "monetary" in str(caught.value)


def test_rules_that_match_nobody_are_refused():
    with pytest.raises(AnalysisError, match="no customer matches any"):
        run(VALUES, rules(("never", "recency_days < 0")), FRAME)
