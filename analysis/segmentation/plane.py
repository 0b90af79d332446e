"""The principal plane of the features: where a sample of the customers lies, for the scatter on the screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.features import Matrix
from analysis.segmentation import Segments
from analysis.settings import Summary

POINTS = 1500
FITTED = 50_000


class Axis(Summary):
    """One axis of the plane: its share of the variance, and the features that weigh most in it, strongest first."""

    explained: float
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Plane:
    """``points`` has columns x, y (Float64) and segment (Int32, 0: none) of at most 1500 customers.

    ``sampled`` says of how many customers they are.
    """

    points: pl.DataFrame
    axes: tuple[Axis, ...]
    customers: int


def plane_of(matrix: Matrix, segments: Segments, seed: int) -> Plane:
    """Return the plane of the two directions of largest variance (by singular values of the centred features).

    The signs of the axes are fixed: the feature that weighs most points to the right, or up. Without features there is
    no plane: no axis and no point.
    """
    random = np.random.default_rng(seed)
    rows = len(matrix.values)
    if not matrix.columns:
        return Plane(pl.DataFrame(schema={"x": pl.Float64, "y": pl.Float64, "segment": pl.Int32}), (), rows)
    fitted = _sample(random, rows, FITTED)
    sample = np.asarray(matrix.values[fitted], dtype=np.float64)
    centre = sample.mean(axis=0)
    _, scale, directions = np.linalg.svd(sample - centre, full_matrices=False)
    directions = (
        directions[:2]
        * np.sign(directions[np.arange(min(2, len(directions))), np.abs(directions[:2]).argmax(axis=1)])[:, None]
    )
    variance = float((scale**2).sum()) or 1.0
    axes = tuple(
        _axis(matrix, direction, float(s**2) / variance) for direction, s in zip(directions, scale, strict=False)
    )
    shown = _sample(random, rows, POINTS)
    placed = (np.asarray(matrix.values[shown], dtype=np.float64) - centre) @ directions.T
    placed = np.column_stack([placed, np.zeros((len(placed), 2 - placed.shape[1]))])
    labels = np.asarray(segments.labels)[shown].astype(np.int32)
    points = pl.DataFrame({"x": placed[:, 0].round(4), "y": placed[:, 1].round(4), "segment": labels})
    return Plane(points, axes, rows)


def _sample(random: np.random.Generator, rows: int, most: int) -> NDArray[np.intp]:
    return np.arange(rows) if rows <= most else np.sort(random.choice(rows, most, replace=False))


def _axis(matrix: Matrix, direction: NDArray[np.float64], explained: float) -> Axis:
    order = np.argsort(-np.abs(direction), kind="stable")[:3]
    return Axis(
        explained=explained,
        features=tuple((matrix.columns[place].name, round(float(direction[place]), 3)) for place in order.tolist()),
    )


def tell_plane(plane: Plane) -> dict[str, object]:
    """Return the points and axes as plain values."""
    return {
        "x": plane.points["x"].to_list(),
        "y": plane.points["y"].to_list(),
        "segment": plane.points["segment"].to_list(),
        "axes": [axis.model_dump(mode="json") for axis in plane.axes],
        "customers": plane.customers,
    }
