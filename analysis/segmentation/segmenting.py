"""From features to segments: check, fit, number by size, measure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.errors import AnalysisError
from analysis.segmentation.base import FitContext, Fitted, Segmenter, Segments, Task
from analysis.segmentation.model import Assignment, SegmentModel, landmarks
from analysis.segmentation.quality.metrics import Partition, partition_figures
from analysis.segmentation.quality.silhouettes import mean_silhouettes
from analysis.segmentation.summary import STABLE_FROM, SegmentationSummary, SegmentLine
from analysis.segmentation.sweep import MEASURED_ROWS

if TYPE_CHECKING:
    from analysis.customers import Customers
    from analysis.features import Matrix

FEWEST = 2
"""Of fewer customers there are no segments."""


def segment(matrix: Matrix, customers: Customers, choices: Segmenter, context: FitContext | None = None) -> Segments:
    """Put the customers into segments.

    ``matrix`` and ``customers`` are aligned row by row. The result depends neither on the order of the rows (they are
    brought into id order first) nor on the number of threads. AnalysisError where the data cannot give what was asked:
    no or constant features, missing or infinite values, too few customers, nothing but noise, one label.
    """
    from threadpoolctl import threadpool_limits

    check_customers(len(matrix.values))
    if choices.takes_features:
        check_features(matrix.values, tuple(column.name for column in matrix.columns))
    order = id_order(matrix.customer_ids)
    task = make_task(matrix, customers, context or FitContext(), order)
    with threadpool_limits(limits=1):
        found = finish(task, choices.fit(task))
    return found if order is None else reordered(found, order)


def id_order(ids: pl.Series) -> npt.NDArray[np.intp] | None:
    """Return the positions of the customers in ascending order of their ids; None where they are in it already."""
    if ids.is_sorted():
        return None
    return ids.arg_sort().to_numpy().astype(np.intp)


def make_task(matrix: Matrix, customers: Customers, context: FitContext, order: npt.NDArray[np.intp] | None) -> Task:
    """Return what is to be segmented, in id order."""
    values = np.ascontiguousarray(matrix.values, dtype=np.float32)
    sources = tuple(column.source for column in matrix.columns)
    return Task(
        values=values if order is None else values[order],
        columns=tuple(column.name for column in matrix.columns),
        frame=customers.frame if order is None else customers.frame[order],
        context=context,
        sources=sources,
        split_columns=split_columns(sources),
    )


def reordered(found: Segments, order: npt.NDArray[np.intp]) -> Segments:
    """Return the segments in the order in which the customers came."""
    back = np.empty(len(order), dtype=np.intp)
    back[order] = np.arange(len(order))
    return replace(found, labels=found.labels[back], confidence=found.confidence[back], runner_up=found.runner_up[back])


def check_customers(count: int) -> None:
    """Refuse fewer than two customers."""
    if count < FEWEST:
        there = "there is no customer" if count == 0 else "there is one customer"
        raise AnalysisError(
            f"{there}, and segments need at least two", where="segmentation", remedy="check the cleaning steps"
        )


def check_features(values: npt.NDArray[np.floating], names: Sequence[str]) -> None:
    """Refuse features that are absent, not finite or all constant."""
    if values.shape[1] == 0:
        raise AnalysisError(
            "there is no feature to segment by", where="features.use", remedy="choose at least one numeric column"
        )
    finite = np.isfinite(values)
    if not finite.all():
        counts = (~finite).sum(axis=0)
        worst = [f"{names[at]} ({counts[at]} rows)" for at in np.flatnonzero(counts)[:5]]
        raise AnalysisError(
            f"missing or infinite values in {', '.join(worst)}",
            where="features",
            remedy="fill or drop them in the cleaning steps",
        )
    if (values == values[0]).all():
        raise AnalysisError(
            "every feature is constant: all customers are the same",
            where="features.use",
            remedy="choose columns in which customers differ",
        )


def split_columns(sources: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Return the sets of positions that share a source, where several do."""
    places: dict[str, list[int]] = {}
    for at, source in enumerate(sources):
        places.setdefault(source, []).append(at)
    return tuple(tuple(at) for at in places.values() if len(at) > 1)


def finish(task: Task, fitted: Fitted) -> Segments:
    """Number the groups by falling size, measure the segments, and freeze the model."""
    numbered = replace(
        fitted.model, card=fitted.model.card.model_copy(update={"ids": tuple(range(1, fitted.groups + 1))})
    )
    raw = numbered.assign(task.values, task.frame)
    groups = raw.labels - 1
    task = task if np.isfinite(task.values).all() else replace(task, values=task.values[:, :0])
    figures = partition_figures(task.values, groups, fitted.groups)
    order = by_size(figures)
    ids = np.zeros(fitted.groups + 1, dtype=np.int32)
    ids[order + 1] = np.arange(1, fitted.groups + 1)
    labels, second = ids[raw.labels], ids[raw.runner_up]
    model = freeze(task, fitted.model, tuple(ids[1:].tolist()))
    summary = summarise(task, fitted, replace(raw, labels=labels, runner_up=second), (figures, order))
    return Segments(labels, raw.confidence, second, summary.model_copy(update={"method": model.card.method}), model)


def by_size(figures: Partition) -> npt.NDArray[np.intp]:
    """Return the groups by falling size, those of equal size by their means."""
    keys = [-figures.sizes, *np.round(figures.means, 9).T]
    return np.lexsort(keys[::-1])


def freeze(task: Task, model: SegmentModel, ids: tuple[int, ...]) -> SegmentModel:
    """Give the model its segment ids, and the landmarks by which it knows a customer unlike anything seen."""
    if task.values.shape[1] == 0:
        return replace(model, card=model.card.model_copy(update={"ids": ids}))
    points, reach = landmarks(task.values, task.random(41))
    card = model.card.model_copy(update={"ids": ids, "reach": reach})
    return SegmentModel(card, model.arrays | {"landmarks": points})


def summarise(
    task: Task, fitted: Fitted, assigned: Assignment, measured: tuple[Partition, npt.NDArray[np.intp]]
) -> SegmentationSummary:
    """Return all that is told of the segmentation."""
    figures, order = measured
    noise = int((assigned.labels == 0).sum())
    found = len(fitted.sweep) > 0 or fitted.structure is not None
    return SegmentationSummary(
        method=fitted.model.card.method,
        k=fitted.groups,
        k_chosen_by=fitted.k_chosen_by,
        customers=len(task.values),
        sweep=fitted.sweep,
        silhouette=silhouette_of(task, fitted, assigned),
        silhouette_rows=min(MEASURED_ROWS, len(task.values)),
        inertia=figures.inertia if found else None,
        calinski_harabasz=figures.calinski_harabasz,
        davies_bouldin=figures.davies_bouldin,
        adjusted_rand=fitted.extras.adjusted_rand,
        noise=noise,
        noise_share=noise / len(task.values),
        structure=fitted.structure,
        segments=segment_lines(fitted, figures, order),
        sampled=fitted.sampled,
        notes=fitted.extras.notes,
        held_out=fitted.extras.held_out,
        lint=fitted.extras.lint,
        distance_curve=fitted.extras.distance_curve,
        dendrogram=fitted.extras.dendrogram,
    )


def silhouette_of(task: Task, fitted: Fitted, assigned: Assignment) -> float | None:
    """Return the silhouette over a sample: the sweep's where it was measured there, over the same customers."""
    for line in fitted.sweep:
        if line.k == fitted.groups:
            return line.silhouette
    if not task.values.shape[1]:
        return None
    rows = task.sample(MEASURED_ROWS, 33)
    silhouette = mean_silhouettes(task.values[rows], [assigned.labels[rows] - 1])[0]
    return None if math.isnan(silhouette) else silhouette


def segment_lines(fitted: Fitted, figures: Partition, order: npt.NDArray[np.intp]) -> tuple[SegmentLine, ...]:
    """Return one line a segment, in order of size."""
    total = max(int(figures.sizes.sum()), 1)
    lines = []
    for number, group in enumerate(order.tolist(), start=1):
        jaccard = fitted.jaccards[group] if fitted.jaccards else None
        lines.append(
            SegmentLine(
                id=number,
                name=fitted.names[group] if fitted.names else "",
                size=int(figures.sizes[group]),
                share=float(figures.sizes[group]) / total,
                stability=jaccard,
                stable=jaccard is None or jaccard >= STABLE_FROM,
                centre=tuple(figures.means[group].tolist()) if figures.sizes[group] else (),
            )
        )
    return tuple(lines)
