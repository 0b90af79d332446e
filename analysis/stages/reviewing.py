"""From segments and tiers to what to do: the stage that describes, names, and chooses strategies and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.edits import apply_edits, edits_of
from analysis.intake.inputs import playbook_hash
from analysis.review import Review, make_review, tell_review
from analysis.stages.bench import Bench, Work
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe


def reads_review(recipe: Recipe) -> object:
    """Return the choices that profiles, names, strategies and targets depend on."""
    return [
        recipe.targets.model_dump(mode="json"),
        recipe.strategies.model_dump(mode="json"),
        recipe.segmentation.model_dump(mode="json", include={"names", "accept_unstable"}),
        list(recipe.export.columns),
    ]


def outside_review(recipe: Recipe, store: Store) -> object:
    """Return what the review depends on beyond the recipe: tags and notes, and the rules of the playbook."""
    return [edits_of(recipe, store).digest_of_remarks, playbook_hash(recipe, store)]


def review(bench: Bench) -> Review:
    """Describe every segment and choose a strategy for every customer."""
    remarks = edits_of(bench.recipe, bench.store).remarks
    remarked, _ = apply_edits(bench.inputs["customers"], remarks)
    return make_review(bench.recipe, {**bench.inputs, "customers": remarked}, bench.progress, bench.together)


REVIEW = Work(reads_review, review, Review, tell_review, outside_review)
