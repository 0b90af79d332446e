"""Strategies of customers and segments, targets and the call list, on figures that can be checked by hand."""

import datetime as dt
import random

import polars as pl
import pytest

from analysis.customers.table import Customers, Measure
from analysis.strategies import (
    StrategyContext,
    Targets,
    TierNames,
    call_list,
    choose,
    load_playbook,
    parse_playbook,
    set_targets,
)

TIERS = TierNames()


def made(order: list[int] | None = None) -> tuple[pl.DataFrame, Customers]:
    """Six customers in two segments and one in none; two years of history."""
    frame = pl.DataFrame(
        {
            "customer_id": [f"00{n}" for n in range(7)],
            "monetary": [1000.10, 0.20, 0.30, 200.0, 100.0, 50.0, 5.0],
            "frequency": [10, 1, 1, 4, 2, 1, 1],
            "first_order": [dt.date(2023, 1, 1)] + [dt.date(2024, 1, 1)] * 6,
            "conversion_rate": [0.5, 0.5, None, 0.95, 0.95, 0.95, None],
            "satisfaction": [4.0, 5.0, 3.0, None, None, None, 1.0],
        }
    )
    result = frame.select("customer_id", "monetary", "frequency").with_columns(
        segment=pl.Series([1, 1, 1, 2, 2, 2, None], dtype=pl.Int32),
        segment_name=pl.Series(["A", "A", "A", "B", "B", "B", None]),
        value=pl.Series([100.0, 10.0, 20.0, 60.0, 50.0, 40.0, None]),
        value_tier=pl.Series(["high", "low", "low", "medium", "medium", "medium", None]),
        loyalty=pl.Series([90.0, 10.0, 20.0, 30.0, 80.0, 20.0, None]),
        loyalty_tier=pl.Series(["loyal", "not loyal", "not loyal", "not loyal", "loyal", "not loyal", None]),
        rfm_segment=pl.Series(["Champions", "Lost", "New", "Loyal", None, "At risk", None]),
    )
    if order:
        frame, result = frame[order], result[order]
    kinds = {"conversion_rate": "share", "satisfaction": "number", "monetary": "money"}
    measures = tuple(
        Measure(name=name, title=name, unit=kinds.get(name, "number"), kind="numeric", role=None)
        for name in frame.columns[1:]
    )
    return result, Customers(frame, measures, dt.date(2025, 1, 1), 1355.6, "orders")


def test_each_customer_gets_its_strategy_and_the_segment_the_one_with_most_revenue() -> None:
    result, customers = made()
    chosen = choose(result, customers, StrategyContext(load_playbook(), TIERS))
    assert chosen.strategy.to_list() == [
        "Circle of the best",
        "Last call",
        "Second-order discount",
        "Recommend the next purchase",
        "Referral and points",
        "Win back regulars",
        "Keep in touch and learn",
    ]
    by_segment = {sheet.segment: sheet for sheet in chosen.segments}
    first = by_segment[1]
    assert (first.name, first.action, first.customers, first.stake) == (
        "Circle of the best",
        "offer exclusive benefits",
        1,
        1000.1,
    )
    assert first.stake_share == pytest.approx(1000.1 / 1000.6)
    assert [share.name for share in first.shares] == ["Circle of the best", "Second-order discount", "Last call"]
    assert sum(share.share for share in first.shares) == pytest.approx(1)
    assert (first.value_tier, first.loyalty_tier) == ("high", "loyal")
    assert [(figure.column, figure.value, figure.share) for figure in first.figures] == [
        ("value_tier", "high", 1.0),
        ("loyalty_tier", "loyal", 1.0),
    ]
    assert by_segment[None].name == "Keep in touch and learn"


def test_the_order_of_the_rows_changes_nothing() -> None:
    result, customers = made()
    chosen = choose(result, customers, StrategyContext(load_playbook(), TIERS))
    targets = set_targets(result, customers, Targets(), TIERS)
    order = [3, 6, 0, 5, 2, 1, 4]
    result, customers = made(order)
    shuffled = choose(result, customers, StrategyContext(load_playbook(), TIERS))
    assert shuffled.strategy.to_list() == chosen.strategy.gather(order).to_list()
    assert {s.segment: s for s in shuffled.segments} == {s.segment: s for s in chosen.segments}
    again = set_targets(result, customers, Targets(), TIERS)
    assert again.keys() == targets.keys()
    for segment, lines in targets.items():
        for before, after in zip(lines, again[segment], strict=True):
            assert (after.moves, after.reason) == (before.moves, before.reason)
            assert (after.target or 0) == pytest.approx(before.target or 0, rel=1e-12)
            assert (after.worth or 0) == pytest.approx(before.worth or 0, rel=1e-12)


def test_rules_see_only_segments_that_can_be_trusted() -> None:
    result, customers = made()
    text = '[[rules]]\nname = "of A"\nwhen = "segment_name == \'A\'"\naction = "x"\n'
    text += '[[rules]]\nname = "rest"\nwhen = "value > 0"\naction = "y"\npriority = 200\n'
    playbook = parse_playbook(text)
    open_to_all = choose(result, customers, StrategyContext(playbook, TIERS)).strategy.to_list()
    assert open_to_all == ["of A"] * 3 + ["rest"] * 3 + [None]
    hidden = choose(result, customers, StrategyContext(playbook, TIERS, {1: False, 2: True}))
    assert hidden.strategy.to_list() == ["rest"] * 6 + [None]
    assert any("1 customer has no strategy" in finding.what for finding in hidden.findings)


def test_a_customers_file_without_money_goes_by_customers() -> None:
    result, customers = made()
    bare = Customers(customers.frame.select("customer_id", "satisfaction"), (), None, None, "customers")
    chosen = choose(result.drop("monetary", "frequency"), bare, StrategyContext(load_playbook(), TIERS))
    second = next(sheet for sheet in chosen.segments if sheet.segment == 2)
    assert (second.by, second.stake, second.customers) == ("customers", None, 1)
    targets = set_targets(result.drop("monetary", "frequency"), bare, Targets(), TIERS)
    value = targets[1][0]
    assert value.worth is None
    assert "no column says for how long" in value.reason


def test_targets_are_worth_what_the_formula_says() -> None:
    result, customers = made()
    targets = {t.metric: t for t in set_targets(result, customers, Targets(factors={"satisfaction": 1.2}), TIERS)[1]}
    years = 731 / 365.25
    assert targets["value"].current == pytest.approx(130 / 3)
    assert targets["value"].target == pytest.approx(143 / 3)
    assert targets["value"].worth == pytest.approx(0.1 * 1000.6 / years)
    # Three customers must bring 13 more in all; the one at 10 rises by 40 to the medium tier's mean of 50.
    assert targets["value"].moves == 1
    assert targets["loyalty"].moves == 1
    assert targets["satisfaction"].target == pytest.approx(4.8)
    assert targets["satisfaction"].worth is None
    assert "money" in targets["loyalty"].reason or "revenue" in targets["loyalty"].reason
    extra_orders, order_value = 0.1 * 12 / years, 1000.6 / 12
    assert targets["conversion_rate"].worth == pytest.approx(extra_orders * order_value)
    second = {t.metric: t for t in set_targets(result, customers, Targets(), TIERS)[2]}
    assert second["conversion_rate"].target == 1.0
    assert second["satisfaction"].current is None
    assert "unknown" in second["satisfaction"].reason


def test_moves_say_when_the_target_is_out_of_reach() -> None:
    result, customers = made()
    targets = {t.metric: t for t in set_targets(result, customers, Targets(factor=10.0), TIERS)[1]}
    assert targets["value"].moves is None
    assert "not even" in targets["value"].moves_reason


def test_the_call_list_starts_with_the_most_urgent_and_holds_out_by_id_alone() -> None:
    playbook = load_playbook()
    names = [rule.name for rule in playbook.rules]
    ids = [f"{n:06d}" for n in range(4000)]
    chance = random.Random(5)
    result = pl.DataFrame(
        {
            "customer_id": ids,
            "strategy": [chance.choice([*names, None]) for _ in ids],
            "value": [chance.choice([1.0, 2.0, 3.0, None]) for _ in ids],
        }
    )
    listed = call_list(result, playbook, holdout=0.1, seed=3)
    assert listed.height == result["strategy"].count()
    assert listed["priority"].is_sorted()
    held = set(listed.filter(pl.col("group") == "holdout")["customer_id"])
    assert 0.08 < len(held) / listed.height < 0.12
    shuffled = call_list(result.sample(fraction=1, shuffle=True, seed=1), playbook, holdout=0.1, seed=3)
    assert shuffled.equals(listed)
    fewer = call_list(result[:1000], playbook, holdout=0.1, seed=3)
    assert set(fewer.filter(pl.col("group") == "holdout")["customer_id"]) == held & set(fewer["customer_id"])
    other = call_list(result, playbook, holdout=0.1, seed=4)
    assert set(other.filter(pl.col("group") == "holdout")["customer_id"]) != held
    assert "group" not in call_list(result, playbook).columns


def test_a_target_never_passes_what_the_metric_can_reach() -> None:
    result, customers = made()
    targets = {t.metric: t for t in set_targets(result, customers, Targets(factor=10.0), TIERS)[1]}
    assert targets["loyalty"].target == 100
    assert targets["conversion_rate"].target == 1
    assert targets["satisfaction"].target == customers.frame["satisfaction"].max()
    fewer = {t.metric: t for t in set_targets(result, customers, Targets(factor=0.5), TIERS)[1]}
    assert fewer["loyalty"].target == pytest.approx(fewer["loyalty"].current / 2)
