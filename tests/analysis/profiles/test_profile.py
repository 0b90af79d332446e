"""Profiles: figures that can be worked out by hand, intervals that cover, names that are true and distinct."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from analysis.customers.table import Customers, Measure
from analysis.profiles import (
    ProfileContext,
    concentration,
    labels_of,
    profile,
    with_purchases,
)
from analysis.profiles.intervals import GROUPS, Resampler, estimates, median_estimate
from analysis.profiles.naming import Trait, name_segments
from analysis.profiles.text_purchases import Told, purchases_told

NUMERIC = ("recency_days", "frequency", "monetary", "age")


def made(frame: pl.DataFrame, segments: list[int | None]) -> tuple[pl.DataFrame, Customers]:
    measures = tuple(
        Measure(
            name=name, title=name.replace("_", " "), unit="number", kind="numeric" if kind.is_numeric() else "category"
        )
        for name, kind in frame.drop("customer_id").schema.items()
    )
    result = frame.select("customer_id").with_columns(segment=pl.Series(segments, dtype=pl.Int32))
    return result, Customers(frame, measures, dt.date(2025, 1, 1), None, "orders")


def three_kinds(count: int = 300) -> tuple[pl.DataFrame, list[int]]:
    chance = np.random.default_rng(4)
    kind = np.repeat([1, 2, 3], count)
    centre = {1: (10, 20, 500), 2: (300, 2, 40), 3: (100, 8, 3000)}
    table = {"customer_id": [f"{n:05d}" for n in range(3 * count)]}
    for place, name in enumerate(NUMERIC[:3]):
        table[name] = [centre[k][place] * float(chance.lognormal(0, 0.2)) for k in kind]
    table["age"] = chance.normal(45, 10, 3 * count).tolist()
    table["city"] = [["Rome", "Oslo", None][k % 3] if chance.random() < 0.5 else "Lima" for k in kind]
    return pl.DataFrame(table), kind.tolist()


def test_sizes_revenue_and_moments_are_those_of_the_data() -> None:
    frame, kind = three_kinds()
    result, customers = made(frame, kind)
    profiles = profile(result, customers, ProfileContext(frozenset({1, 2, 3}), frozenset(NUMERIC[:3])))
    assert [one.size for one in profiles.segments] == [300, 300, 300]
    assert sum(one.revenue_share for one in profiles.segments) == pytest.approx(1)
    for one in (*profiles.segments, profiles.whole):
        part = frame.filter(pl.Series(kind) == one.id) if one.id > 0 else frame
        assert one.revenue == pytest.approx(part["monetary"].sum())
        for stats in one.measures:
            column = part[stats.measure]
            assert stats.mean.value == pytest.approx(column.mean(), rel=1e-12)
            assert stats.median.value == pytest.approx(column.median(), rel=1e-12)
            assert stats.std.value == pytest.approx(column.std(), rel=1e-9)
            assert stats.mean.low < stats.mean.value < stats.mean.high


def test_what_sets_a_segment_apart_is_marked_by_what_formed_it_and_by_what_may_be_noise() -> None:
    frame, kind = three_kinds()
    result, customers = made(frame, kind)
    profiles = profile(result, customers, ProfileContext(frozenset({1, 2, 3}), frozenset(NUMERIC[:3])))
    first = {difference.measure: difference for difference in profiles.segments[0].differences}
    assert {name for name, one in first.items() if one.formed} == set(NUMERIC[:3])
    assert not first["age"].clear
    expected = (frame["frequency"][:300].mean() - frame["frequency"][300:].mean()) / frame["frequency"].std()
    assert first["frequency"].difference == pytest.approx(expected)
    assert first["frequency"].low < expected < first["frequency"].high
    assert [one.clear for one in profiles.segments[0].differences] == [True, True, True, False]


def test_names_are_true_distinct_and_withheld_from_slices() -> None:
    frame, kind = three_kinds()
    result, customers = made(frame, kind)
    formed = frozenset(NUMERIC[:3])
    names = [one.name for one in profile(result, customers, ProfileContext(frozenset({1, 2, 3}), formed)).segments]
    assert names == ["Frequent buyers, recent", "Occasional small spenders", "Big spenders"]
    profiles = profile(result, customers, ProfileContext(frozenset({2}), formed, names={3: "Whales"}))
    assert [(one.name, one.is_slice) for one in profiles.segments] == [
        ("Slice 1", True),
        ("Occasional small spenders", False),
        ("Whales", True),
    ]


def test_equal_traits_still_get_distinct_names() -> None:
    trait = Trait("height", "Height", 0.9, True)
    other = Trait("weight", "Weight", -0.4, False)
    names = name_segments({1: [trait], 2: [trait, other], 3: [trait], 4: []}, {5: "High height"})
    assert len(set(names.values())) == 5
    assert names[2] == "High height, low weight"
    assert names[4] == "Middle of the road"
    assert names[5] == "High height"


def test_ties_unknowns_and_odd_sizes_do_not_break_anything() -> None:
    frame = pl.DataFrame({
        "customer_id": list("abcdef"), "flat": [1.0] * 6, "holes": [None, None, None, 1.0, 2.0, None],
        "empty": pl.Series([None] * 6, dtype=pl.Float64), "wild": [float("nan"), float("inf"), 1e300, -1e300, 0.0, 1.0],
        "monetary": [0.0, -5.0, 0.0, 0.0, 0.0, 0.0],
    })  # fmt: skip
    for segments in ([1, 1, 2, 2, None, None], [1] * 6, [None] * 6, [1, 2, 3, 4, 5, 6]):
        result, customers = made(frame, segments)
        profiles = profile(result, customers, ProfileContext(frozenset({1, 2})))
        assert sum(one.size for one in profiles.segments) == 6
        assert len({one.name for one in profiles.segments}) == len(profiles.segments)
        assert profiles.model_validate_json(profiles.model_dump_json()) == profiles
    assert profiles.concentration is None


def test_the_seed_decides_and_the_data_only_otherwise() -> None:
    frame, kind = three_kinds(50)
    result, customers = made(frame, kind)
    context = ProfileContext(frozenset({1, 2, 3}))
    assert profile(result, customers, context) == profile(result, customers, context)
    other = ProfileContext(frozenset({1, 2, 3}), seed=1)
    before, after = (profile(result, customers, one).segments[0].measures[0].mean for one in (context, other))
    assert before.value == after.value
    assert before.low != after.low


@pytest.mark.parametrize(("count", "trials"), [(40, 100), (GROUPS * 3, 40)])
def test_intervals_cover_the_truth_about_as_often_as_they_say(count: int, trials: int) -> None:
    covered = {"mean": 0, "median": 0, "std": 0}
    chance = np.random.default_rng(9)
    for trial in range(trials):
        values = np.sort(chance.normal(5, 2, (count, 1)), axis=0)
        resampler = Resampler(len(values), (trial,))
        resampler.add(values[:, 0], 0.0)
        sums = resampler.sums()
        found = {
            "mean": (estimates(sums.means())[0], 5.0),
            "std": (estimates(sums.spreads())[0], 2.0),
            "median": (median_estimate(values[:, 0]), 5.0),
        }
        for name, (estimate, truth) in found.items():
            covered[name] += estimate.low <= truth <= estimate.high
    assert all(0.85 * trials <= hits for hits in covered.values()), covered


def test_the_lorenz_curve_of_known_shares() -> None:
    found = concentration(np.array([0.0, 0.0, 0.0, 0.0, 100.0]))
    assert found.brings == pytest.approx(1)
    assert found.gini == pytest.approx(0.8)
    even = concentration(np.full(10, 3.0))
    assert (even.brings, even.gini) == (pytest.approx(0.2), pytest.approx(0))
    assert concentration(np.array([np.nan, 0.0])) is None
    assert concentration(np.array([4.0, -4.0])).below_zero == 1


def test_mixes_products_and_months() -> None:
    frame = pl.DataFrame(
        {"customer_id": list("abcdefgh"), "city": ["Rome", "Rome", "Rome", None, "Oslo", "Oslo", "Oslo", "Rome"]}
    )
    result, customers = made(frame, [1] * 4 + [2] * 4)
    told = Told(
        products=pl.DataFrame({"customer_id": [*"abcd", *"efg", "a"], "product": ["tea"] * 4 + ["pan"] * 3 + ["pan"]}),
        months=pl.DataFrame({"customer_id": ["a", "b", "e"], "month": ["2024-01"] * 3, "revenue": [1, 2, 50]}),
    )
    bought = purchases_told(told, frame["customer_id"], money_scale=1)
    labels = labels_of(result)
    profiles = profile(result, customers, ProfileContext(frozenset({1, 2})))
    first, second = with_purchases(profiles, bought.by_segment(labels), labels).segments
    assert [(level.name, level.count, level.lift) for level in first.mixes[0].levels] == [
        ("Rome", 3, 1.5),
        ("unknown", 1, 2.0),
    ]
    assert [(level.name, level.share, level.lift) for level in first.products] == [("tea", 1.0, 2.0)]
    assert [(level.name, level.count, level.lift) for level in second.products] == [("pan", 3, 1.5)]
    assert [(month.month, month.customers, month.revenue) for month in first.months] == [("2024-01", 2, 0.3)]


def test_words_are_no_stronger_than_the_figures() -> None:
    def named(measure: str, delta: float, at_most: float = 5.0) -> str:
        return name_segments({1: [Trait(measure, measure, delta, True, at_most=at_most)]}, {})[1]

    assert named("tenure_days", -0.95) == "New customers"
    assert named("tenure_days", -0.5) == "Fairly new customers"
    assert named("frequency", -0.9, at_most=1.0) == "One-time buyers"
    assert named("frequency", -0.9, at_most=2.0) == "Occasional buyers"
    assert named("annual income (k$)", -0.9) == "Low annual income"
    assert named("monetary", 0.1) == "Middle of the road"


def test_a_segment_of_which_half_came_back_is_not_called_one_time_buyers() -> None:
    def name_with(once: int) -> str:
        frame = pl.DataFrame(
            {
                "customer_id": [f"{n:03d}" for n in range(200)],
                "frequency": [1.0] * once + [2.0] * (100 - once) + [9.0, 10.0] * 50,
            }
        )
        result, customers = made(frame, [1] * 100 + [2] * 100)
        return profile(result, customers, ProfileContext(frozenset({1, 2}), frozenset({"frequency"}))).segments[0].name

    assert name_with(90) == "One-time buyers"
    assert name_with(55) == "Occasional buyers"
