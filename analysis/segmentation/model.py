"""The frozen model of a segmentation: plain numbers and arrays that put customers into segments, with numpy alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.segmentation.assigners import ASSIGNERS, Assigner
from analysis.settings import Summary

BLOCK_CELLS, BLOCK_ROWS = 1 << 24, 1 << 11
"""A block of rows that is assigned at once has at most so many numbers in between and rows, to stay in the cache."""

Kind = Literal["centroids", "neighbours", "mixture", "embedding", "tree", "machine", "network", "rules"]


class ModelCard(Summary):
    """The part of a model that is plain text and numbers.

    ``columns`` are the matrix columns it takes, or for rules those of the customer table; ``ids`` the segment of each
    of the method's own groups; ``numbers`` what the kind needs (see ``assigners``); ``reach`` how far from every
    landmark a customer may be before it is unlike anything seen; ``rules`` pairs of name and condition, ``figures``
    the quantiles and means that they compare with (dates as text).
    """

    kind: Kind
    method: str
    columns: tuple[str, ...]
    ids: tuple[int, ...] = ()
    numbers: dict[str, float] = {}
    reach: float | None = None
    rules: tuple[tuple[str, str], ...] = ()
    figures: dict[str, float | int | str | bool | None] = {}


@dataclass(frozen=True)
class Assignment:
    """Where customers belong: segment (0 = none), how surely (0…1), the next best segment (0 = none), and whether the
    customer is unlike anything the model has seen (its segment then means little).
    """

    labels: npt.NDArray[np.int32]
    confidence: npt.NDArray[np.float32]
    runner_up: npt.NDArray[np.int32]
    unlike: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class SegmentModel:
    """A fitted segmentation as a value: its card (JSON) and its arrays by name; needs numpy to assign, nothing else."""

    card: ModelCard
    arrays: dict[str, npt.NDArray[Any]]

    def assign(self, values: npt.NDArray[np.floating], frame: pl.DataFrame | None = None) -> Assignment:
        """Put customers into segments.

        ``values`` (n, m) are features made with the run's feature model; rules take ``frame``, the customer table,
        instead. A model without segments puts nobody into any.
        """
        if not self.card.ids:
            nobody = np.zeros(len(values), dtype=np.int32)
            return Assignment(nobody, nobody.astype(np.float32), nobody.copy(), nobody.astype(np.bool_))
        if self.card.kind == "rules":
            from analysis.segmentation.rule_answers import assign_by_rules

            if frame is None:
                raise ValueError("rules are applied to the customer table")
            labels, confidence, second = assign_by_rules(self.card, frame)
        else:
            labels, confidence, second = self._assign_values(values)
        return Assignment(labels, confidence, second, self.unlike_any(values))

    def _assign_values(
        self, values: npt.NDArray[np.floating]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.int32]]:
        """Run the kind's assigner over blocks of rows and translate its groups into segments."""
        labels = np.zeros(len(values), dtype=np.int32)
        second = np.zeros(len(values), dtype=np.int32)
        confidence = np.zeros(len(values), dtype=np.float32)
        ids = np.array([*self.card.ids, 0], dtype=np.int32)  # group -1 is the last one: no segment
        assigner = self._assigner()
        for here in blocks(len(values), assigner.width):
            groups, surely, next_groups = assigner.assign(values[here])
            labels[here], second[here] = ids[groups], ids[next_groups]
            confidence[here] = np.where(labels[here] > 0, np.clip(surely, 0, 1), 0)
        return labels, confidence, second

    def groups(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.int32]:
        """Return the method's own group of each row (from 0, -1 for none): quicker than to assign. Not for rules."""
        found = np.empty(len(values), dtype=np.int32)
        assigner = self._assigner()
        for here in blocks(len(values), assigner.width):
            found[here] = assigner.groups(values[here])
        return found

    def _assigner(self) -> Assigner:
        return ASSIGNERS[self.card.kind](self.arrays, self.card.numbers)

    def unlike_any(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
        """Say for each row whether it lies further from every landmark than the customers seen lay from theirs."""
        if self.card.reach is None or not values.shape[1]:
            return np.zeros(len(values), dtype=np.bool_)
        return np.asarray(nearest_distance(values, self.arrays["landmarks"]) > self.card.reach, dtype=np.bool_)

    def to_json(self) -> str:
        """Return the card as JSON."""
        return self.card.model_dump_json()

    @classmethod
    def from_parts(cls, card: str, arrays: dict[str, npt.NDArray[Any]]) -> SegmentModel:
        """Put a model together again from the JSON of its card and its arrays."""
        return cls(ModelCard.model_validate_json(card), arrays)


def blocks(rows: int, width: int) -> Iterator[slice]:
    """Yield slices of so many rows, each of which costs ``width`` numbers, that their numbers stay in the cache."""
    block = max(64, min(BLOCK_ROWS, BLOCK_CELLS // max(1, width)))
    for first in range(0, rows, block):
        yield slice(first, first + block)


def nearest_distance(values: npt.NDArray[np.floating], points: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Return the distance from each row of ``values`` to the nearest of ``points``; infinite where it has a gap."""
    points = points.astype(np.float64)
    squares = np.einsum("ij,ij->i", points, points)
    result = np.empty(len(values))
    for first in range(0, len(values), 4096):
        rows = values[first : first + 4096].astype(np.float64)
        gaps = rows @ (-2 * points.T) + squares
        result[first : first + 4096] = gaps.min(axis=1) + np.einsum("ij,ij->i", rows, rows)
    return np.where(np.isnan(result), np.inf, np.sqrt(np.maximum(result, 0)))


LANDMARKS = 500


def landmarks(values: npt.NDArray[np.float32], random: np.random.Generator) -> tuple[npt.NDArray[np.float32], float]:
    """Choose customers that stand for all that was seen, and how far from the nearest of them a customer may be.

    Half of them are drawn at random and half far from those before them, so that the thin edges are covered; the reach
    is the largest distance from a customer (of at most 20 000) to the nearest of them, and half as much again.
    """
    seen = values if len(values) <= 20_000 else values[np.sort(random.permutation(len(values))[:20_000])]
    chosen = seen[np.sort(random.permutation(len(seen))[: LANDMARKS // 2])]
    gaps = nearest_distance(seen, chosen)
    edge = np.argsort(-gaps, kind="stable")[: LANDMARKS // 2]
    spread = np.unique(np.concatenate([chosen, seen[edge]]), axis=0)
    others = nearest_distance(seen, spread)
    typical = float(np.linalg.norm(seen.std(axis=0)))
    return spread.astype(np.float32), 1.5 * float(others.max()) + 0.25 * typical
