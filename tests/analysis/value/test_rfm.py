"""RFM: tie-safe scores, a grid that names every cell once, rules that are checked, classes by recency."""

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.customers import Customers
from analysis.value.rfm import Rfm, score_rfm
from analysis.value.rfm_names import GRID_NAMES, RfmRule, grid_names, lint_grid, lint_rules, name_map

DAY = dt.date(2024, 1, 1)


def customers(recency, frequency, monetary, tenure=None):
    tenure = tenure if tenure is not None else [r + 100 * (f > 1) for r, f in zip(recency, frequency, strict=True)]
    frame = pl.DataFrame(
        {
            "customer_id": [f"{i:06}" for i in range(len(recency))],
            "recency_days": recency,
            "frequency": frequency,
            "monetary": [float(m) for m in monetary],
            "tenure_days": tenure,
        }
    )
    return Customers(frame, (), DAY, None, "orders")


def a_shop(size=600, seed=0):
    rng = np.random.default_rng(seed)
    frequency = rng.geometric(0.4, size)
    return customers(rng.integers(1, 365, size), frequency, (frequency * rng.gamma(2, 30, size)).round(2))


LINE = st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(-3, 6))


@given(st.lists(LINE, min_size=1, max_size=50), st.randoms(), st.booleans(), st.integers(3, 9))
def test_equal_customers_get_equal_scores_in_any_order(lines, random, nested, bins):
    choices = Rfm(bins=bins, nested=nested)
    shuffled = random.sample(lines, len(lines))
    found = [score_rfm(customers(*zip(*rows, strict=True)), choices) for rows in (lines, shuffled)]
    told = [
        dict(zip(rows, zip(s.r, s.f, s.m, s.segment, s.customer_class, strict=True), strict=True))
        for rows, s in zip((lines, shuffled), found, strict=True)
    ]
    assert told[0] == told[1]
    scores = [score for s in (found[0].r, found[0].f, found[0].m) for score in s.drop_nulls()]
    assert all(1 <= score <= bins for score in scores)


def test_quantile_scores_of_distinct_values_are_equal_in_size_and_recent_is_best():
    values = list(range(1, 101))
    found = score_rfm(customers(values, values, values), Rfm())
    for scores in (found.r, found.f, found.m):
        assert scores.value_counts().sort(scores.name)["count"].to_list() == [20] * 5
    assert (found.r[0], found.f[0], found.f[99]) == (5, 1, 5)
    assert found.summary.cuts["r"] == (80.0, 60.0, 40.0, 20.0)
    assert found.summary.cuts["f"] == (21.0, 41.0, 61.0, 81.0)


def test_fixed_cuts_are_taken_as_given_at_most_days_and_at_least_orders():
    choices = Rfm(bins=3, score_cut="fixed", cuts_r=[30, 90], cuts_f=[2, 5], cuts_m=[10, 100])
    found = score_rfm(customers([30, 31, 91], [1, 2, 5], [9.99, 10, 100]), choices)
    assert [s.to_list() for s in (found.r, found.f, found.m)] == [[3, 2, 1], [1, 2, 3], [1, 2, 3]]
    assert found.summary.cuts["r"] == (90.0, 30.0)
    assert found.score.tolist() == [5.0, 6.0, 7.0]


def test_nested_frequency_is_cut_within_each_recency_score():
    recency = [10] * 50 + [300] * 50
    frequency = list(range(1, 51)) + list(range(101, 151))
    apart = score_rfm(customers(recency, frequency, frequency), Rfm(nested=True))
    assert apart.f[:50].to_list() == apart.f[50:].to_list()
    together = score_rfm(customers(recency, frequency, frequency), Rfm())
    assert together.f[:50].max() < together.f[50:].min() + 1


def test_earlier_cuts_score_later_customers():
    shop = a_shop()
    before = score_rfm(shop, Rfm()).summary
    few = Customers(shop.frame.head(3), (), DAY, None, "orders")
    whole = score_rfm(shop, Rfm())
    later = score_rfm(few, Rfm(), before)
    assert later.segment.to_list() == whole.segment.head(3).to_list()
    assert later.customer_class.to_list() == whole.customer_class.head(3).to_list()


@pytest.mark.parametrize("bins", range(3, 10))
def test_the_default_grid_names_every_cell_and_never_gets_worse_with_recency(bins):
    r, f = (cells.ravel() for cells in np.meshgrid(np.arange(1, bins + 1), np.arange(1, bins + 1)))
    names = grid_names(r, f, bins)
    assert set(names) <= set(GRID_NAMES)
    corners = {(a, b): name for a, b, name in zip(r, f, names, strict=True)}
    assert corners[bins, bins] == "Champions"
    assert corners[bins, 1] == "New"
    assert corners[1, 1] == "Lost"
    assert corners[1, bins] == "Cannot lose"
    assert set(GRID_NAMES) == set(names) | set(lint_grid(bins).never)


def test_five_bins_use_every_name():
    assert len(GRID_NAMES) == 11
    assert lint_grid(5).problems == ()


def test_the_summary_counts_everybody_and_all_the_money_once():
    shop = a_shop()
    summary = score_rfm(shop, Rfm()).summary
    for lines in (summary.segments, summary.classes, summary.cells):
        assert sum(line.size for line in lines) == shop.frame.height
        assert sum(line.revenue for line in lines) == pytest.approx(shop.frame["monetary"].sum())
    assert sum(line.orders for line in summary.segments) == shop.frame["frequency"].sum()


def test_rules_are_linted_for_overlaps_gaps_and_names_that_cannot_occur():
    rules = (
        RfmRule(name="Best", r=[4, 5], f=[4, 5]),
        RfmRule(name="Recent", r=[4, 5]),
        RfmRule(name="Shadow", r=[5, 5], f=[5, 5]),
        RfmRule(name="Beyond", r=[7, 9]),
        RfmRule(name="Rich", r=[1, 3], m=[5, 5]),
    )
    lint = lint_rules(rules, 5)
    assert set(lint.never) == {"Shadow", "Beyond"}
    assert (5, 5, 1) in lint.several
    assert (4, 1, 1) not in lint.several
    assert set(lint.none) == {(r, f, m) for r in (1, 2, 3) for f in range(1, 6) for m in range(1, 5)}
    assert any("Best and Recent both match 20 of 125" in problem for problem in lint.problems)
    cells = name_map(rules, 5, "Rest").cells
    assert cells[0] == ("Recent", "Recent", "Recent", "Best", "Best")
    assert cells[4][0] == "Rest / Rich"


def test_own_rules_name_customers_and_the_rest_is_other():
    rules = (RfmRule(name="Best", r=[4, 5], f=[4, 5], m=[3, 5]),)
    shop = a_shop()
    found = score_rfm(shop, Rfm(rules=rules))
    inside = (found.r >= 4) & (found.f >= 4) & (found.m >= 3)
    assert found.segment.to_list() == ["Best" if best else "Other" for best in inside]


def test_classes_follow_first_last_and_the_pause_between():
    lines = {"new": (5, 1, 5), "active": (5, 9, 300), "lapsed": (200, 3, 300), "returning": (5, 2, 300)}
    recency, frequency, tenure = zip(*lines.values(), strict=True)
    found = score_rfm(customers(recency, frequency, [1, 2, 3, 4], tenure), Rfm(lapsed_days=90))
    assert found.customer_class.to_list() == list(lines)


def test_one_time_buyers_alone_get_names_from_recency_and_it_is_said():
    found = score_rfm(customers(list(range(1, 51)), [1] * 50, list(range(50))), Rfm())
    assert found.f.to_list() == [1] * 50
    assert "every customer has ordered once, so F is 1 for all" in found.summary.notes
    assert set(found.segment) == {"New", "Promising", "About to sleep", "Hibernating", "Lost"}


def test_customers_all_alike_get_no_names_but_their_classes():
    found = score_rfm(customers([9] * 20, [3] * 20, [50] * 20), Rfm())
    assert found.segment.null_count() == 20
    assert sum("so there are no" in note for note in found.summary.notes) == 3
    assert found.customer_class.null_count() == 0


def test_without_recency_nothing_is_made_up():
    frame = pl.DataFrame({"customer_id": ["a", "b"], "purchase_frequency": [1, 2]})
    found = score_rfm(Customers(frame, (), None, None, "customers"), Rfm())
    assert "RFM needs recency" in found.unavailable
    assert found.r.null_count() == found.segment.null_count() == 2


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"score_cut": "fixed"}, "need 4 cuts"),
        ({"cuts_r": [1, 2, 3, 4]}, "only fixed"),
        ({"score_cut": "fixed", "cuts_r": [4, 3, 2, 1], "cuts_f": [1, 2, 3, 4], "cuts_m": [1, 2, 3, 4]}, "must rise"),
        ({"rules": [{"name": "x", "r": [5, 1]}]}, "lowest score first"),
    ],
)
def test_choices_that_contradict_themselves_are_refused(choices, said):
    with pytest.raises(ValidationError, match=said):
        Rfm.model_validate(choices)


def test_shuffling_online_retail_changes_nobody(real_data):
    lines = pl.read_csv(real_data("online_retail.csv.gz"), infer_schema_length=0).with_columns(
        pl.col("Quantity", "UnitPrice").cast(pl.Float64), pl.col("InvoiceDate").str.slice(0, 10).str.to_date()
    )
    lines = lines.filter((pl.col("CustomerID") != "") & (pl.col("Quantity") > 0) & (pl.col("UnitPrice") > 0))
    as_of = pl.lit(dt.date(2011, 12, 10))
    table = (
        lines.group_by("CustomerID")
        .agg(
            (as_of - pl.col("InvoiceDate").max()).dt.total_days().alias("recency_days"),
            pl.col("InvoiceNo").n_unique().alias("frequency"),
            (pl.col("Quantity") * pl.col("UnitPrice") * 1000).round().cast(pl.Int64).sum().alias("monetary") / 1000,
            (as_of - pl.col("InvoiceDate").min()).dt.total_days().alias("tenure_days"),
        )
        .rename({"CustomerID": "customer_id"})
        .sort("customer_id")
    )
    assert table.height == 4338
    for choices in (Rfm(), Rfm(nested=True), Rfm(bins=9)):
        named = []
        for frame in (table, table.sample(fraction=1, shuffle=True, seed=5)):
            found = score_rfm(Customers(frame, (), DAY, None, "orders"), choices)
            named.append(frame.with_columns(found.r, found.f, found.m, found.segment).sort("customer_id"))
        assert named[0].equals(named[1])


def test_nested_scores_of_later_customers_are_those_of_the_run_whoever_comes_with_them():
    shop, choices = a_shop(), Rfm(nested=True)
    first = score_rfm(shop, choices)
    kept = first.summary.model_validate_json(first.summary.model_dump_json())
    some = replace(shop, frame=shop.frame[::7])
    again = score_rfm(some, choices, kept)
    for letter in ("r", "f", "m"):
        assert getattr(again, letter).equals(getattr(first, letter)[::7])
    assert again.segment.equals(first.segment[::7])
    assert not score_rfm(some, choices).m.equals(again.m), "cut anew they would be others"


def test_who_never_bought_scores_one_and_moves_no_cut():
    frequency = [0] * 3 + [1] * 60 + [2] * 20 + [3] * 10 + [4] * 5 + [5] * 5
    shop = customers(list(range(1, 104)), frequency, [10.0 * f for f in frequency])
    found = score_rfm(shop, Rfm())
    assert found.summary.cuts["f"] == (2.0, 3.0, 4.0, 5.0)
    assert found.f.to_list() == [max(f, 1) for f in frequency]
