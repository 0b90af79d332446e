"""The last stage: one row of results a customer, a profile, a name, a strategy and targets for every segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from analysis.customers import Customers
from analysis.edits.apply import ORIGIN as EDITS
from analysis.errors import RecipeError
from analysis.memory import hand_back, handing_back
from analysis.profiles import ProfileContext, Profiles, labels_of, profile, with_purchases
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

ORDER_COLUMNS = ("recency_days", "frequency", "monetary")


class SegmentTargets(Summary):
    """The targets of one segment; ``segment`` None holds the customers in none."""

    segment: int | None
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Review:
    """``result`` has the columns of ``customers.*`` in the run folder, one row per customer in id order."""

    result: pl.DataFrame
    profiles: Profiles
    sheets: tuple[SegmentStrategy, ...]
    shares: tuple[StrategyShare, ...]
    targets: tuple[SegmentTargets, ...]
    findings: tuple[PlaybookFinding, ...]


def make_review(recipe: Recipe, inputs: Mapping[str, Any], progress: Progress = silent) -> Review:
    """Describe every segment and choose a strategy for every customer; no strategy rests on a doubtful segment."""
    result = result_frame(recipe, inputs)
    labels = labels_of(result)
    bought = inputs["bought"].by_segment(labels)
    with handing_back():
        review = judged(recipe, inputs, result, progress)
    return replace(review, profiles=with_purchases(review.profiles, bought, labels))


def judged(recipe: Recipe, inputs: Mapping[str, Any], result: pl.DataFrame, progress: Progress) -> Review:
    """Return the review without what was bought."""
    customers: Customers = inputs["customers"]
    segments: Segments = inputs["segments"]
    may_name = nameable(segments.summary, recipe.segmentation.accept_unstable)
    progress(0, 3, "profiles")
    given = {line.id: line.name for line in segments.summary.segments if line.name}
    given |= {int(key): name for key, name in recipe.segmentation.names.items() if key.isdigit()}
    context = ProfileContext(
        nameable=may_name,
        formed=frozenset(column.source for column in inputs["features"].columns),
        names=given,
        seed=recipe.seed,
    )
    profiles = profile(result, customers, context)
    result = result.with_columns(named(result["segment"], {one.id: one.name for one in profiles.segments}))
    progress(1, 3, "strategies")
    tiers = TierNames(recipe.value.tiers, recipe.loyalty.tiers)
    playbook = load_playbook(recipe.strategies.playbook, recipe.base or ".")
    trusted = {line.id: line.id in may_name for line in segments.summary.segments}
    chosen = choose(result, customers, StrategyContext(playbook, tiers, trusted))
    result = result.with_columns(chosen.strategy.alias("strategy"))
    hand_back()
    progress(2, 3, "targets")
    remarks = [measure.name for measure in customers.measures if measure.origin == EDITS]
    targets = set_targets(result, customers, recipe.targets, tiers)
    return Review(
        result=with_columns(result, customers, (*recipe.export.columns, *remarks)),
        profiles=profiles,
        sheets=chosen.segments,
        shares=chosen.shares,
        targets=tuple(SegmentTargets(segment=one, targets=found) for one, found in targets.items()),
        findings=chosen.findings,
    )


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
    columns = [
        customers.frame["customer_id"],
        labels.replace(0, None),
        pl.Series("segment_name", [None] * len(labels), dtype=pl.String),
        pl.Series("segment_confidence", np.asarray(segments.confidence, dtype=np.float64)),
        _known("value", value.values),
        value.rank.alias("value_rank"),
        value.percentile.alias("value_percentile"),
        value.tiers.labels.alias("value_tier"),
        _known("loyalty", loyalty.values),
        loyalty.tiers.labels.alias("loyalty_tier"),
        pl.Series("strategy", [None] * len(labels), dtype=pl.String),
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
