"""The strategy of every customer, and for every segment the one that holds most of its revenue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analysis.exact import exact_total
from analysis.settings import Summary
from analysis.strategies.figures import Figure, figures, shown
from analysis.strategies.matching import Matches, PlaybookFinding, match, names_of
from analysis.strategies.playbook import Playbook
from analysis.strategies.situation import TierNames, situation
from analysis.tiers.scores import spend
from analysis.wording import counted

if TYPE_CHECKING:
    from analysis.customers import Customers


class StrategyShare(Summary):
    """How much of a segment, or of all customers, a strategy holds; shares are 0 to 1, money is None where unknown."""

    name: str
    action: str
    customers: int
    share: float
    revenue: float | None = None
    revenue_share: float | None = None


class SegmentStrategy(Summary):
    """The strategy sheet of a segment: who, why, what and how much is at stake.

    ``shares`` lists every strategy in the segment, the chosen one first: it holds most of the revenue (``by`` revenue),
    or most customers where there is no revenue (``by`` customers). ``customers`` and ``stake`` (revenue) are those of
    the chosen one; ``figures`` triggered it; the tiers are the most common among its customers.
    """

    segment: int | None
    name: str
    action: str
    channel: str
    offer: str
    why: str
    when: str
    priority: int
    by: str
    customers: int
    share: float
    stake: float | None
    stake_share: float | None
    value_tier: str | None
    loyalty_tier: str | None
    figures: tuple[Figure, ...]
    shares: tuple[StrategyShare, ...]


@dataclass(frozen=True)
class StrategyContext:
    """What choosing needs besides the customers: the playbook, the tiers' names, and which segments may be asked for.

    ``trusted`` says per segment whether rules may see it; a segment that is not in it may not be asked for.
    """

    playbook: Playbook
    tiers: TierNames = field(default_factory=TierNames)
    trusted: Mapping[int, bool] | None = None


@dataclass(frozen=True)
class Chosen:
    """``strategy`` is a String series in the order of the result (null: no rule holds); one sheet a segment, by id."""

    strategy: pl.Series
    segments: tuple[SegmentStrategy, ...]
    shares: tuple[StrategyShare, ...]
    findings: tuple[PlaybookFinding, ...]


def choose(result: pl.DataFrame, customers: Customers, context: StrategyContext) -> Chosen:
    """Choose a strategy for every customer of ``result`` (row-aligned with ``customers.frame``) and for each segment.

    Rules that ask for a segment do not hold where segments are not trusted: there, strategies come from value, loyalty
    and RFM alone. A customer for whom no rule holds has none.
    """
    trusted = None if context.trusted is None else _trusted(result, context.trusted)
    frame = situation(result, customers.frame, context.tiers, trusted)
    matches = match(context.playbook, frame)
    strategy = names_of(matches.rules, matches.first())  # one of few names: quicker told apart than text
    spent = spend(customers)
    money = pl.Series("spent", np.full(len(frame), np.nan) if spent is None else spent)
    known = frame.with_columns(strategy, money, _segment=result["segment"])
    shares = _shares(known, spent is not None)
    sheets = tuple(_sheet(known, matches, part) for _, part in shares.group_by("_segment", maintain_order=True))
    return Chosen(
        strategy.cast(pl.String),
        sheets,
        _overall(known, matches, spent is not None),
        (*matches.findings, *_left_out(strategy)),
    )


def _trusted(result: pl.DataFrame, trusted: Mapping[int, bool]) -> pl.Series:
    ids = [segment for segment, holds in trusted.items() if holds]
    return result["segment"].is_in(ids).fill_null(False)


def _left_out(strategy: pl.Series) -> tuple[PlaybookFinding, ...]:
    without = strategy.null_count()
    what = f"{counted(without, 'customer', 'has', 'have')} no strategy: no rule holds there"
    return (PlaybookFinding(rule="", what=what),) if without else ()


def _counted(known: pl.DataFrame, groups: list[str], money: bool) -> pl.DataFrame:
    """Count customers and money by strategy within groups, the strategy with most of them first."""
    revenue = exact_total("spent") if money else pl.lit(None, pl.Float64)
    with_one = known.lazy().filter(pl.col("strategy").is_not_null()).group_by(*groups, "strategy")
    counted = with_one.agg(customers=pl.len(), revenue=revenue).collect()
    counted = counted.with_columns(pl.col("strategy").cast(pl.String))
    counted = counted.sort(*groups, "strategy")  # floats are added in this order below
    whole = [pl.col(name).sum().over(groups) if groups else pl.col(name).sum() for name in ("customers", "revenue")]
    counted = counted.with_columns(
        share=pl.col("customers") / whole[0], revenue_share=pl.when(whole[1] > 0).then(pl.col("revenue") / whole[1])
    )
    order = [*groups, "revenue", "customers", "strategy"]
    falling = [*[False for _ in groups], True, True, False]
    return counted.sort(order, descending=falling, nulls_last=True)


def _shares(known: pl.DataFrame, money: bool) -> pl.DataFrame:
    return _counted(known, ["_segment"], money)


def _overall(known: pl.DataFrame, matches: Matches, money: bool) -> tuple[StrategyShare, ...]:
    return _share_lines(_counted(known, [], money), matches)


def _share_lines(counted: pl.DataFrame, matches: Matches) -> tuple[StrategyShare, ...]:
    actions = {rule.name: rule.action for rule, _ in matches.rules}
    return tuple(
        StrategyShare(
            name=row["strategy"],
            action=actions[row["strategy"]],
            customers=row["customers"],
            share=row["share"],
            revenue=row["revenue"],
            revenue_share=row["revenue_share"],
        )
        for row in counted.iter_rows(named=True)
    )


def _sheet(known: pl.DataFrame, matches: Matches, counted: pl.DataFrame) -> SegmentStrategy:
    """Return the sheet of one segment; ``counted`` are its strategies, the one to show first."""
    lines = _share_lines(counted, matches)
    main, segment = lines[0], counted["_segment"][0]
    rule, condition = next((rule, condition) for rule, condition in matches.rules if rule.name == main.name)
    among = known.lazy().filter((pl.col("strategy") == main.name) & pl.col("_segment").eq_missing(segment))
    held = among.select({"value_tier", "loyalty_tier", *shown(condition.columns)}).collect()
    return SegmentStrategy(
        segment=segment,
        **rule.model_dump(include={"name", "action", "channel", "offer", "why", "when", "priority"}),
        by="customers" if main.revenue is None else "revenue",
        customers=main.customers,
        share=main.share,
        stake=main.revenue,
        stake_share=main.revenue_share,
        value_tier=_most_common(held["value_tier"]),
        loyalty_tier=_most_common(held["loyalty_tier"]),
        figures=figures(held, condition.columns),
        shares=lines,
    )


def _most_common(tiers: pl.Series) -> str | None:
    counts = tiers.cast(pl.String).drop_nulls().rename("tier").value_counts()
    ordered = counts.sort(["count", "tier"], descending=[True, False])
    return ordered["tier"][0] if ordered.height else None
