"""From customers to segments: the stages that make features, segment by them, and draw them in a plane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.customers import Customers
from analysis.errors import AnalysisError
from analysis.features import Matrix, NothingToTellApartError, build_matrix, empty_matrix
from analysis.progress import in_phases
from analysis.segmentation import FEWEST, FitContext, Segments, segment, undivided
from analysis.segmentation.plane import Plane, plane_of, tell_plane
from analysis.stages.bench import Bench, Work

if TYPE_CHECKING:
    from analysis.recipe import Recipe

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


PHASES = {
    "samples": (0.0, 0.5),
    "references without groups": (0.0, 0.5),
    "numbers of segments": (0.5, 0.75),
    "fits": (0.5, 0.75),
    "resamples": (0.75, 0.9),
}
"""What is told while segments are made → from where to where it goes, of the time that k-means of thousands takes."""


def segments(bench: Bench) -> Segments:
    """Segment the customers, with the quality and honesty figures."""
    matrix: Matrix = bench.inputs["features"]
    choices = bench.recipe.segmentation
    if matrix.nothing and (choices.takes_features or len(matrix.values) < FEWEST):
        return undivided(len(matrix.values), choices.method, matrix.nothing)
    context = FitContext(bench.recipe.seed, in_phases(bench.progress, PHASES), bench.remember, bench.together)
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


FEATURES = Work(reads_features, features, Matrix, tell_features)
SEGMENTS = Work(reads_segments, segments, Segments, tell_segments)
PLANE = Work(reads_plane, plane, Plane, tell_plane)
