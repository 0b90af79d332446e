"""What each stage does: from the rooms of this package to one result a stage, and the summary that is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import cleaning
from analysis import loyalty as loyalty_methods
from analysis import value as value_methods
from analysis.cleaning import LedgerLine
from analysis.customers import CustomerChoices, Customers, customer_table
from analysis.edits import apply_edits, edits_of, erased_of
from analysis.errors import AnalysisError
from analysis.features import Matrix, NothingToTellApartError, build_matrix, empty_matrix
from analysis.inputs import input_hashes, playbook_hash
from analysis.lanes import Together, in_turn
from analysis.loading import Loaded
from analysis.logs import load_sources
from analysis.plane import Plane, plane_of, tell_plane
from analysis.progress import Progress, heard_by
from analysis.review import Review, tell_review
from analysis.rows import Rows
from analysis.score_shape import score_shape, share_shape
from analysis.scores import Scores
from analysis.segmentation import FEWEST, FitContext, Segments, segment, undivided
from analysis.tier_matrix import TierMatrix, matrix_of, tell_tiers
from analysis.value.rfm import Rfm, RfmScores, score_rfm
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe

Arrays = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Bench:
    """What a stage works with: the recipe, the results it needs, the store, where progress goes, how fits are kept, and
    how pieces of work are done that need nothing of each other.
    """

    recipe: Recipe
    inputs: Mapping[str, Any]
    store: Store
    progress: Progress
    remember: Callable[[str, Callable[[], Arrays]], Arrays]
    together: Together = in_turn


@dataclass(frozen=True)
class Cleaned:
    """The ledger of the cleaning: what each step did, in rows, cells and money."""

    ledger: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class Fit:
    """The arrays of one fit of a sweep, kept so that a cancel loses nothing that was finished."""

    arrays: dict[str, np.ndarray[Any, Any]]


def reads_load(recipe: Recipe) -> object:
    """Return the choices that reading depends on: of the path only the name, whose ending tells the format."""
    return [source.model_dump(mode="json") | {"path": Path(source.path).name} for source in recipe.sources]


def load(bench: Bench) -> Loaded:
    """Read every source; a run kept in memory holds the typed columns, a workspace converts them to Parquet."""
    if not bench.recipe.sources:
        raise AnalysisError("the recipe names no source", where="sources", remedy="add a [[sources]] with a path")
    with heard_by(bench.progress):
        return Loaded(load_sources(bench.recipe, bench.store))


def tell_load(loaded: Loaded) -> dict[str, Any]:
    """Return name, kind and findings of every source."""
    return {
        "sources": [
            {"name": source.name, "kind": source.kind, "findings": source.findings.model_dump(mode="json")}
            for source in loaded.sources
        ]
    }


def reads_clean(recipe: Recipe) -> object:
    """Return the choices that cleaning depends on."""
    return [step.model_dump(mode="json") for step in recipe.clean]


def steps_of(recipe: Recipe, source: str) -> tuple[cleaning.AnyStep, ...]:
    """Return the enabled steps that apply to a source."""
    return tuple(step for step in recipe.clean if step.enabled and step.source in (None, source))


def clean(bench: Bench) -> Cleaned:
    """Count what the cleaning does to every source."""
    lines: list[LedgerLine] = []
    for source in bench.inputs["load"].sources:
        lines += cleaning.ledger(source.rows(), steps_of(bench.recipe, source.name), bench.progress)
    return Cleaned(tuple(lines))


def tell_clean(cleaned: Cleaned) -> dict[str, Any]:
    """Return the ledger's lines."""
    return {"ledger": [line.model_dump(mode="json") for line in cleaned.ledger]}


def reads_table(recipe: Recipe) -> object:
    """Return the choices that the customer table depends on."""
    return [str(recipe.as_of), recipe.currency, kept_days(recipe)]


def kept_days(recipe: Recipe) -> Literal["auto", "always"]:
    """Return whether the days of purchase are kept: always where lifetime value is held against what happened."""
    return "always" if recipe.value.method == "clv" else "auto"


def cleaned_rows(recipe: Recipe, loaded: Loaded) -> list[Rows]:
    """Return every source with its cleaning steps applied, as plans."""
    return [cleaning.clean(source.rows(), steps_of(recipe, source.name)) for source in loaded.sources]


def table(bench: Bench) -> Customers:
    """Reduce the cleaned rows to one row per customer."""
    choices = CustomerChoices(
        as_of=bench.recipe.as_of, currency=bench.recipe.currency, order_days=kept_days(bench.recipe)
    )
    return customer_table(cleaned_rows(bench.recipe, bench.inputs["load"]), choices, bench.progress)


def reads_customers(recipe: Recipe) -> object:
    """Return the choice that the edited customers depend on, beyond the edits themselves."""
    return recipe.edits


def customers(bench: Bench) -> Customers:
    """Lay the analyst's corrections, additions and exclusions over the customer table."""
    edited, told = apply_edits(bench.inputs["table"], edits_of(bench.recipe, bench.store).changes)
    return replace(edited, edits=told)


def tell_customers(found: Customers) -> dict[str, Any]:
    """Return what the table holds, without its rows."""
    return {
        "count": found.frame.height,
        "revenue": found.revenue,
        "as_of": str(found.as_of) if found.as_of else None,
        "kind": found.kind,
        "currency": found.currency,
        "measures": [measure.model_dump(mode="json") for measure in found.measures],
        "warnings": list(found.warnings),
        "unmatched": [unmatched.model_dump(mode="json") for unmatched in found.unmatched],
        "edits": [line.model_dump(mode="json") for line in found.edits],
    }


tell_table = tell_customers
"""The table before the edits is told as it is after them."""


TELLING = ("numeric", "category")
"""Kinds of columns that tell customers apart by themselves."""


def reads_features(recipe: Recipe) -> object:
    """Return the choices that the features depend on."""
    return [recipe.features.model_dump(mode="json"), recipe.seed]


def features(bench: Bench) -> Matrix:
    """Turn the customer table into the matrix that is segmented; empty, with the reason, where customers are alike."""
    found: Customers = bench.inputs["customers"]
    if bench.recipe.features.use == "auto" and not any(measure.kind in TELLING for measure in found.measures):
        raise AnalysisError(
            "there is no column of numbers or categories to segment the customers by",
            where=", ".join(source.path for source in bench.recipe.sources),
            remedy="name the columns to use in features.use, or add a column of numbers",
        )
    try:
        return build_matrix(found, bench.recipe.features, bench.recipe.seed)
    except NothingToTellApartError as error:
        return empty_matrix(found, error)


def tell_features(matrix: Matrix) -> dict[str, Any]:
    """Return the features with their transforms, and what was left out with the reason."""
    return {
        "columns": [column.model_dump(mode="json") for column in matrix.columns],
        "excluded": [excluded.model_dump(mode="json") for excluded in matrix.excluded],
        "nothing": matrix.nothing,
    }


def reads_segments(recipe: Recipe) -> object:
    """Return the choices that the segments depend on; names are given later and change no segment."""
    return [recipe.segmentation.model_dump(mode="json", exclude={"names", "accept_unstable"}), recipe.seed]


def segments(bench: Bench) -> Segments:
    """Segment the customers, with the quality and honesty figures."""
    matrix: Matrix = bench.inputs["features"]
    choices = bench.recipe.segmentation
    if matrix.nothing and (choices.takes_features or len(matrix.values) < FEWEST):
        return undivided(len(matrix.values), choices.method, matrix.nothing)
    context = FitContext(bench.recipe.seed, bench.progress, bench.remember, bench.together)
    return segment(matrix, bench.inputs["customers"], choices, context)


def tell_segments(found: Segments) -> dict[str, Any]:
    """Return the summary of the segmentation."""
    return found.summary.model_dump(mode="json")


def reads_plane(recipe: Recipe) -> object:
    """Return the choices that the plane depends on, beyond features and segments."""
    return recipe.seed


def plane(bench: Bench) -> Plane:
    """Place a sample of the customers in the plane of largest variance."""
    return plane_of(bench.inputs["features"], bench.inputs["segments"], bench.recipe.seed)


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


def tell_value(scores: Scores) -> dict[str, Any]:
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


tell_loyalty = tell_value
"""Loyalty is told as value is: a score with its tiers."""


def reads_tiers(recipe: Recipe) -> object:
    """Return the choices that the matrix depends on, beyond those of value and loyalty: none."""
    del recipe
    return None


def tiers(bench: Bench) -> TierMatrix:
    """Count customers and revenue in each cell of value tier by loyalty tier."""
    return matrix_of(*(bench.inputs[name] for name in ("customers", "value", "loyalty")))


def reads_review(recipe: Recipe) -> object:
    """Return the choices that profiles, names, strategies and targets depend on."""
    return [
        recipe.targets.model_dump(mode="json"),
        recipe.strategies.model_dump(mode="json"),
        recipe.segmentation.model_dump(mode="json", include={"names", "accept_unstable"}),
        list(recipe.export.columns),
    ]


def review(bench: Bench) -> Review:
    """Describe every segment and choose a strategy for every customer."""
    from analysis.review import make_review

    remarks = edits_of(bench.recipe, bench.store).remarks
    remarked, _ = apply_edits(bench.inputs["customers"], remarks)
    return make_review(bench.recipe, {**bench.inputs, "customers": remarked}, bench.progress, bench.together)


OUTSIDE: dict[str, Callable[[Recipe, Store], object]] = {
    "load": lambda recipe, store: [input_hashes(recipe, store), erased_of(store).digest],
    "customers": lambda recipe, store: edits_of(recipe, store).digest_of_changes,
    "review": lambda recipe, store: [edits_of(recipe, store).digest_of_remarks, playbook_hash(recipe, store)],
}
"""Stage → what its result depends on beyond recipe and other stages: bytes of files, the edits, who is erased."""


__all__ = [
    "Bench",
    "Customers",
    "Loaded",
    "Matrix",
    "Plane",
    "Review",
    "RfmScores",
    "Scores",
    "Segments",
    "TierMatrix",
    "tell_plane",
    "tell_review",
    "tell_tiers",
]
