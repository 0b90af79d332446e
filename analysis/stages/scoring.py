"""From customers to tiers: the stages that score recency, frequency and money, value and loyalty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import loyalty as loyalty_methods
from analysis import value as value_methods
from analysis.stages.bench import Bench, Work
from analysis.tiers.matrix import TierMatrix, matrix_of, tell_tiers
from analysis.tiers.score_shape import score_shape, share_shape
from analysis.tiers.scores import Scores
from analysis.value.rfm import Rfm, RfmScores, score_rfm

if TYPE_CHECKING:
    from analysis.recipe import Recipe


def reads_rfm(recipe: Recipe) -> object:
    """Return the choices that the RFM scores depend on."""
    return rfm_choices(recipe).model_dump(mode="json")


def rfm_choices(recipe: Recipe) -> Rfm:
    """Return how RFM is scored: as the value is, where RFM is the value, so that the two never disagree."""
    return recipe.value if isinstance(recipe.value, Rfm) else recipe.rfm


def rfm(bench: Bench) -> RfmScores:
    """Score recency, frequency and money."""
    return score_rfm(bench.inputs["customers"], rfm_choices(bench.recipe))


def tell_rfm(scores: RfmScores) -> dict[str, Any]:
    """Return cuts, named segments and the grid."""
    return scores.summary.model_dump(mode="json") | {"unavailable": scores.unavailable}


def reads_value(recipe: Recipe) -> object:
    """Return the choices that the value depends on."""
    return [recipe.value.model_dump(mode="json"), recipe.seed]


def value(bench: Bench) -> Scores:
    """Say what each customer is worth, in tiers."""
    return value_methods.score(bench.inputs["customers"], bench.recipe.value, bench.recipe.seed)


def reads_loyalty(recipe: Recipe) -> object:
    """Return the choices that the loyalty depends on."""
    return recipe.loyalty.model_dump(mode="json")


def loyalty(bench: Bench) -> Scores:
    """Say how loyal each customer is, in tiers."""
    return loyalty_methods.score(bench.inputs["customers"], bench.recipe.loyalty)


def tell_score(scores: Scores) -> dict[str, Any]:
    """Return the summary of a score with its cuts and its shape; of lifetime value also the shape of ``p_alive``."""
    told = scores.summary.model_dump(mode="json") | {
        "unavailable": scores.unavailable,
        "cuts": list(scores.tiers.cuts),
        **score_shape(scores.values, scores.tiers.cuts),
    }
    if "p_alive" in scores.columns.columns:
        alive = scores.columns["p_alive"].fill_null(np.nan).to_numpy()
        told["p_alive"] = share_shape(alive) | {"mean": float(np.nanmean(alive))}
    if scores.drivers.width and scores.drivers.height:
        told["drivers"] = {name: scores.drivers[name].fill_nan(None).mean() for name in scores.drivers.columns}
    told["details"] = {name: value for name, value in told["details"].items() if name != "references"}
    return told


def reads_tiers(recipe: Recipe) -> object:
    """Return the choices that the matrix depends on, beyond those of value and loyalty: none."""
    del recipe
    return None


def tiers(bench: Bench) -> TierMatrix:
    """Count customers and revenue in each cell of value tier by loyalty tier."""
    return matrix_of(*(bench.inputs[name] for name in ("customers", "value", "loyalty")))


RFM = Work(reads_rfm, rfm, RfmScores, tell_rfm)
VALUE = Work(reads_value, value, Scores, tell_score)
LOYALTY = Work(reads_loyalty, loyalty, Scores, tell_score)
TIERS = Work(reads_tiers, tiers, TierMatrix, tell_tiers)
