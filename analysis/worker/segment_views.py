"""What the segment screen asks beside the segmentation itself: advice, labels, segments in words, a second method."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.customers import Customers
from analysis.errors import AnalysisError
from analysis.pipeline import Pipeline
from analysis.segmentation.explain import advise, compare, explain_segments
from analysis.segmentation.labelled import FEWEST_EACH, MOST_LABELS, label_texts
from analysis.segmentation.rules import Rules

Told = dict[str, Any]
FEWEST_FOR_ADVICE = 30
KNOWN_SEGMENTS = re.compile(
    r"(?<![a-z])(segments?|clusters?|labels?|tiers?|class|groups?)(?![a-z])|分群|标签|標籤", re.IGNORECASE
)


def advice(pipeline: Pipeline) -> Told:
    """Return ``advice`` (which method suits the features, the best first, with reasons) and ``labels`` (the columns
    a labelled method could learn from, those that look like known segments first).

    Where there are no features, or fewer than 30 customers, the advice is empty and ``note`` says why.
    """
    columns = label_columns(pipeline.result("customers"))
    try:
        matrix = pipeline.result("features")
    except AnalysisError as error:
        return {"advice": [], "labels": columns, "note": str(error)}
    values = np.asarray(matrix.values)
    if len(values) < FEWEST_FOR_ADVICE or not values.shape[1] or not np.isfinite(values).all():
        note = f"There is no advice for fewer than {FEWEST_FOR_ADVICE} customers or without features."
        return {"advice": [], "labels": columns, "note": note}
    known = [one["name"] for one in columns if one["known_segments"]][:1]
    found = advise(values, known, pipeline.recipe.seed)
    return {"advice": [one.model_dump(mode="json") for one in found], "labels": columns, "note": ""}


def labels(pipeline: Pipeline) -> Told:
    """Return ``labels`` alone, which takes no time."""
    return {"labels": label_columns(pipeline.result("customers"))}


def label_columns(customers: Customers) -> list[Told]:
    """Return name, number of labels and of labelled customers of every column with 2 to 50 labels, each at least four
    times; ``known_segments`` where the name says that it holds segments.
    """
    found = []
    for measure in customers.measures:
        column = customers.frame[measure.name]
        if measure.kind in {"identifier", "date"} or (column.dtype.is_float() and measure.unit == "money"):
            continue
        counts = label_texts(column).rename("label").drop_nulls().value_counts()["count"]
        if 2 <= len(counts) <= MOST_LABELS and int(counts.min()) >= FEWEST_EACH:  # type: ignore[arg-type]
            known = bool(KNOWN_SEGMENTS.search(measure.name.replace("_", " ")))
            found.append(
                {
                    "name": measure.name,
                    "labels": len(counts),
                    "customers": int(counts.sum()),
                    "known_segments": known,
                    "numeric": column.dtype.is_numeric(),
                }
            )
    return sorted(found, key=lambda one: (not one["known_segments"], one["numeric"]))


def in_words(pipeline: Pipeline) -> Told:
    """Return the present segments as rules over the columns the features came from, with fidelity and baseline."""
    customers, matrix, segments = (pipeline.result(name) for name in ("customers", "features", "segments"))
    columns = list(dict.fromkeys(column.source for column in matrix.columns))
    surrogate = explain_segments(customers.frame, columns, np.asarray(segments.labels), pipeline.recipe.seed)
    return surrogate.model_dump(mode="json")


def lint(pipeline: Pipeline) -> Told:
    """Return what the rules of the recipe do to the customers, without segmenting."""
    choices = pipeline.recipe.segmentation
    if not isinstance(choices, Rules):
        raise AnalysisError("the method is not rules", where="segmentation.method", remedy="choose rules first")
    return choices.lint(pipeline.result("customers").frame).model_dump(mode="json")


def agreement(pipeline: Pipeline, other: Pipeline) -> Told:
    """Return how the segments of two recipes agree: both summaries, the crossing table and the adjusted Rand index."""
    first, second = pipeline.result("segments"), other.result("segments")
    found = compare(np.asarray(first.labels), np.asarray(second.labels)).model_dump(mode="json")
    return found | {"first": _side(first.summary), "second": _side(second.summary)}


def _side(summary: Any) -> Told:  # noqa: ANN401 - a segmentation's summary
    """Return what a side of the comparison is called, and its figures."""
    told: Told = summary.model_dump(mode="json")
    names = ("method", "k", "silhouette", "noise", "noise_share", "adjusted_rand", "structure")
    weakest = [line["stability"] for line in told["segments"] if line["stability"] is not None]
    return {name: told[name] for name in names} | {"weakest": min(weakest, default=None)}


QUESTIONS: dict[str, Callable[[Pipeline], Told]] = {
    "advice": advice,
    "labels": labels,
    "in_words": in_words,
    "lint": lint,
}
"""Name of a question → what answers it from the pipeline of the present recipe."""
