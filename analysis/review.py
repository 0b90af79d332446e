"""The last stage: one row of results a customer, a profile, a name, a strategy and targets for every segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from analysis.customers import Customers
from analysis.edits.apply import ORIGIN as EDITS
from analysis.errors import RecipeError
from analysis.lanes import Together, in_turn
from analysis.memory import hand_back, handing_back
from analysis.profiles import Bought, ProfileContext, Profiles, labels_of, profile, with_purchases
from analysis.progress import Progress, silent
from analysis.refusals import nearest
from analysis.segmentation import Segments, nameable
from analysis.settings import Summary
from analysis.strategies import (
    PlaybookFinding,
    SegmentStrategy,
    StrategyContext,
    StrategyShare,
    Target,
    TierNames,
    choose,
    load_playbook,
    set_targets,
)
from analysis.tiers.scores import Scores
from analysis.value.rfm import RfmScores

if TYPE_CHECKING:
    from analysis.recipe import Recipe

MADE = frozenset({"orders", "events", EDITS})
"""Where measures come from that no source tells of a customer: what was bought or done, and what was remarked."""

ORDER_COLUMNS = ("recency_days", "frequency", "monetary")


class SegmentTargets(Summary):
    """The targets of one segment; ``segment`` None holds the customers in none."""

    segment: int | None
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Review:
    """``result`` has one row per customer in id order: the columns of ``customers.*`` in the run folder, which are
    ``exported``, then what else the sources tell of each customer.
    """

    result: pl.DataFrame
    exported: tuple[str, ...]
    profiles: Profiles
    sheets: tuple[SegmentStrategy, ...]
    shares: tuple[StrategyShare, ...]
    targets: tuple[SegmentTargets, ...]
    findings: tuple[PlaybookFinding, ...]

    @property
    def written(self) -> pl.DataFrame:
        """The columns of ``customers.*`` alone."""
        return self.result.select(self.exported)


def make_review(
    recipe: Recipe, inputs: Mapping[str, Any], progress: Progress = silent, together: Together = in_turn
) -> Review:
    """Describe every segment and choose a strategy for every customer; no strategy rests on a doubtful segment."""
    customers: Customers = inputs["customers"]
    result = result_frame(recipe, inputs)
    labels = labels_of(result)
    tiers = TierNames(recipe.value.tiers, recipe.loyalty.tiers)

    def counted(_: Progress) -> tuple[Bought, dict[int | None, tuple[Target, ...]]]:
        return inputs["bought"].by_segment(labels), set_targets(result, customers, recipe.targets, tiers)

    progress(0, 2, "profiles")
    with handing_back():
        profiles, (bought, targets) = together((lambda _: profiled(recipe, inputs, result), counted), progress)
        hand_back()
        progress(1, 2, "strategies")
        result = result.with_columns(named(result["segment"], {one.id: one.name for one in profiles.segments}))
        playbook = load_playbook(recipe.strategies.playbook, recipe.base or ".")
        chosen = choose(result, customers, StrategyContext(playbook, tiers, trusted_segments(recipe, inputs)))
    remarks = [measure.name for measure in customers.measures if measure.origin == EDITS]
    told = [measure.name for measure in customers.measures if measure.origin not in MADE]
    result = result.with_columns(chosen.strategy.alias("strategy"))
    exported = with_columns(result, customers, (*recipe.export.columns, *remarks))
    return Review(
        result=with_columns(exported, customers, tuple(told)),
        exported=tuple(exported.columns),
        profiles=with_purchases(profiles, bought, labels),
        sheets=chosen.segments,
        shares=chosen.shares,
        targets=tuple(SegmentTargets(segment=one, targets=found) for one, found in targets.items()),
        findings=chosen.findings,
    )


def profiled(recipe: Recipe, inputs: Mapping[str, Any], result: pl.DataFrame) -> Profiles:
    """Return the profiles without what was bought; names that are given are kept."""
    segments: Segments = inputs["segments"]
    given = {line.id: line.name for line in segments.summary.segments if line.name}
    given |= {int(key): name for key, name in recipe.segmentation.names.items() if key.isdigit()}
    context = ProfileContext(
        nameable=nameable(segments.summary, recipe.segmentation.accept_unstable),
        formed=frozenset(column.source for column in inputs["features"].columns),
        names=given,
        seed=recipe.seed,
        value_unit="points" if inputs["value"].summary.unit == "points" else "money",
    )
    return profile(result, inputs["customers"], context)


def trusted_segments(recipe: Recipe, inputs: Mapping[str, Any]) -> dict[int, bool]:
    """Return of every segment whether it may be named, and strategies may rest on it."""
    segments: Segments = inputs["segments"]
    may_name = nameable(segments.summary, recipe.segmentation.accept_unstable)
    return {line.id: line.id in may_name for line in segments.summary.segments}


def named(segments: pl.Series, names: Mapping[int, str]) -> pl.Series:
    """Return the name of each customer's segment; null for none."""
    by_id = pl.Series([names.get(one) for one in range(max(names, default=0) + 1)], dtype=pl.String)
    return by_id.gather(segments.cast(pl.UInt32)).alias("segment_name")


def result_frame(recipe: Recipe, inputs: Mapping[str, Any]) -> pl.DataFrame:
    """Return the results side by side, without names and strategies: columns in the order of ``customers.*``."""
    del recipe
    customers: Customers = inputs["customers"]
    segments: Segments = inputs["segments"]
    value: Scores = inputs["value"]
    loyalty: Scores = inputs["loyalty"]
    scores: RfmScores = inputs["rfm"]
    labels = pl.Series("segment", np.asarray(segments.labels), dtype=pl.Int32)
    unknown = pl.repeat(None, len(labels), dtype=pl.String, eager=True)
    columns = [
        customers.frame["customer_id"],
        labels.replace(0, None),
        unknown.alias("segment_name"),
        pl.Series("segment_confidence", np.asarray(segments.confidence, dtype=np.float64)),
        _known("value", value.values),
        value.rank.alias("value_rank"),
        value.percentile.alias("value_percentile"),
        value.tiers.labels.alias("value_tier"),
        _known("loyalty", loyalty.values),
        loyalty.tiers.labels.alias("loyalty_tier"),
        unknown.alias("strategy"),
    ]
    if customers.kind == "orders":
        wanted = (*ORDER_COLUMNS, *(["currency"] if len(customers.currencies) > 1 else []))
        columns += [customers.frame[name] for name in wanted if name in customers.frame.columns]
        columns += [scores.r.alias("r"), scores.f.alias("f"), scores.m.alias("m"), scores.segment.alias("rfm_segment")]
    columns += [value.columns[name] for name in value.columns.columns]
    if customers.kind == "orders":
        columns.append(scores.customer_class)
    return pl.DataFrame(columns)


def _known(name: str, values: np.ndarray[Any, Any]) -> pl.Series:
    return pl.Series(name, np.asarray(values, dtype=np.float64)).fill_nan(None)


def with_columns(result: pl.DataFrame, customers: Customers, names: tuple[str, ...]) -> pl.DataFrame:
    """Return the results with original columns carried along; RecipeError names one that is not there."""
    for name in names:
        if name not in customers.frame.columns:
            near = nearest(name, customers.frame.columns)
            raise RecipeError(
                f"there is no column {name!r}",
                where="export.columns",
                remedy=f"did you mean {near}?" if near else f"there are: {', '.join(customers.frame.columns[1:])}",
            )
    return result.hstack(customers.frame.select([name for name in dict.fromkeys(names) if name not in result.columns]))


def tell_review(review: Review) -> dict[str, Any]:
    """Return profiles, strategy sheets and targets as plain values."""
    return {
        "profiles": review.profiles.model_dump(mode="json"),
        "sheets": [sheet.model_dump(mode="json") for sheet in review.sheets],
        "shares": [share.model_dump(mode="json") for share in review.shares],
        "targets": [targets.model_dump(mode="json") for targets in review.targets],
        "findings": [finding.model_dump(mode="json") for finding in review.findings],
        "columns": review.result.columns,
    }
