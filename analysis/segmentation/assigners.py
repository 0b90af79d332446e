"""How each kind of frozen model puts a block of rows into groups, with numpy alone.

An assigner takes rows (b, m) and returns each one's group (from 0; -1 = none), how surely (0…1) and the next best
group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]
Numbers = Mapping[str, float]
Doubles = npt.NDArray[np.float64]
Groups = tuple[npt.NDArray[np.intp], Doubles, npt.NDArray[np.intp]]


EXACT_POINTS = 5_000
"""Up to so many fitted points distances to them are taken in double precision."""


class Assigner:
    """Assigns blocks of rows; ``width`` is how many numbers a row costs in between."""

    width: int

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Return group, certainty and next best group of each row."""
        raise NotImplementedError

    def groups(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
        """Return the group of each row alone."""
        return self.assign(rows)[0]


def by_distance(squared: Doubles, floor: float = 0.0) -> Groups:
    """Take the nearest group by its squared distance; certainty is 1 - nearest / next, the nearest at least ``floor``.

    ``squared`` (b, k) is written over.
    """
    rows = np.arange(len(squared))
    nearest = squared.argmin(axis=1)
    if squared.shape[1] == 1:
        return nearest, np.ones(len(rows)), np.full(len(rows), -1)
    least = distance(squared[rows, nearest])
    squared[rows, nearest] = np.inf
    second = squared.argmin(axis=1)
    following = np.maximum(distance(squared[rows, second]), 1e-300)
    return nearest, np.maximum(0.0, 1 - np.maximum(least, floor) / following), second


def distance(squared: Doubles) -> Doubles:
    """Return distances from their squares, which rounding may have left a little below 0."""
    return np.asarray(np.sqrt(np.maximum(squared, 0)), dtype=np.float64)


def by_probability(chances: Doubles) -> Groups:
    """Take the likeliest group; certainty is its probability less that of the next."""
    rows = np.arange(len(chances))
    best = chances.argmax(axis=1)
    if chances.shape[1] == 1:
        return best, np.ones(len(rows)), np.full(len(rows), -1)
    others = chances.copy()
    others[rows, best] = -np.inf
    second = others.argmax(axis=1)
    return best, chances[rows, best] - others[rows, second], second


class Centroids(Assigner):
    """The nearest of ``centroids`` (k, m)."""

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        del numbers
        self.centroids = arrays["centroids"].astype(np.float64)
        self.squares = np.einsum("ij,ij->i", self.centroids, self.centroids)
        self.width = 4 * len(self.centroids)

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Return the nearest and the next centroid."""
        exact = rows.astype(np.float64)
        squared = self.scores(exact)
        squared += np.einsum("ij,ij->i", exact, exact)
        return by_distance(np.ascontiguousarray(squared.T))

    def groups(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
        """Return the nearest centroid, of several as near the first."""
        scores = self.scores(rows.astype(np.float64))
        return np.asarray((scores == scores.min(axis=0)).argmax(axis=0), dtype=np.intp)

    def scores(self, exact: Doubles) -> Doubles:
        """Return the squared distances (k, b) less the rows' own squares."""
        scores: Doubles = (-2 * self.centroids) @ exact.T
        scores += self.squares[:, None]
        return scores


class Neighbours(Assigner):
    """The group of the nearest of the fitted ``points`` (p, m, in order of ``groups``); none beyond ``reach``.

    A point of group -1 makes its surroundings no segment. ``spacing`` is the usual distance between fitted points:
    whoever is nearer than that is not more surely inside.
    """

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        order = np.argsort(arrays["groups"], kind="stable")
        groups = arrays["groups"][order]
        kind = np.float64 if len(order) <= EXACT_POINTS else np.float32
        self.centre = arrays["points"].mean(axis=0, dtype=np.float64).astype(kind)
        self.points: npt.NDArray[np.floating] = arrays["points"][order].astype(kind) - self.centre
        self.squares = np.einsum("ij,ij->i", self.points, self.points)
        self.present, self.edges = np.unique(groups, return_index=True)
        self.reach, self.spacing = numbers.get("reach", np.inf), numbers.get("spacing", 0.0)
        self.width = 32 * len(self.points)

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Return the groups of the nearest fitted point and of the nearest one of another group."""
        exact = rows.astype(self.points.dtype) - self.centre
        squared = exact @ (-2 * self.points.T)
        squared += self.squares
        least = np.minimum.reduceat(squared, self.edges, axis=1) + np.einsum("ij,ij->i", exact, exact)[:, None]
        beyond = distance(least.min(axis=1).astype(np.float64)) > self.reach * (1 + 1e-9)
        nearest, surely, second = by_distance(least.astype(np.float64), self.spacing)
        following = np.where(second >= 0, self.present[second], -1)
        return np.where(beyond, -1, self.present[nearest]), surely, following


class Mixture(Assigner):
    """The likeliest component of a Gaussian mixture: ``weights`` (k,), ``means`` (k, m), ``roots`` (k, m, m) of
    precisions.
    """

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        del numbers
        self.means, self.roots = arrays["means"].astype(np.float64), arrays["roots"].astype(np.float64)
        diagonals = np.einsum("kii->ki", self.roots)
        self.constants = np.log(arrays["weights"]) + np.log(np.abs(diagonals)).sum(axis=1)
        self.width = 4 * self.means.size

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Return the likeliest component and the next."""
        return by_probability(softmax(self.logs(rows)))

    def groups(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
        """Return the likeliest component."""
        return np.asarray(self.logs(rows).argmax(axis=1), dtype=np.intp)

    def logs(self, rows: npt.NDArray[np.floating]) -> Doubles:
        """Return the logarithms of the densities times weights (b, k), but for what all have in common."""
        exact = rows.astype(np.float64)
        logs = np.empty((len(rows), len(self.means)))
        for group, (mean, root) in enumerate(zip(self.means, self.roots, strict=True)):
            turned = exact @ root - mean @ root
            logs[:, group] = self.constants[group] - 0.5 * np.einsum("ij,ij->i", turned, turned)
        return logs


class Embedding(Assigner):
    """The nearest centroid after a spectral embedding: kernel to ``points`` (p, m), times ``projection`` (p, d),
    length 1.
    """

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        self.points = arrays["points"].astype(np.float64)
        self.projection, self.gamma = arrays["projection"], numbers["gamma"]
        self.mean_kernel = arrays["mean_kernel"]
        self.inner = Centroids(arrays, numbers)
        self.width = 3 * len(self.points)

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Return the nearest and the next centroid of the embedded rows."""
        return self.inner.assign(self.embed(rows))

    def embed(self, rows: npt.NDArray[np.floating]) -> Doubles:
        """Return the rows' places (b, d) on the unit sphere of the leading eigenvectors."""
        kernel = rbf(rows.astype(np.float64), self.points, self.gamma)
        degree = np.sqrt(np.maximum(kernel @ self.mean_kernel, 1e-12))
        places = (kernel / degree[:, None]) @ self.projection
        lengths = np.linalg.norm(places, axis=1, keepdims=True)
        return np.asarray(places / np.maximum(lengths, 1e-12), dtype=np.float64)


class Tree(Assigner):
    """A decision tree: ``left``, ``right`` (-1: a leaf), ``feature``, ``threshold``, ``chances`` (nodes, k)."""

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        del numbers
        self.arrays = arrays
        self.width = 8

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Walk every row down to its leaf."""
        single = rows.astype(np.float32)
        left, right = self.arrays["left"], self.arrays["right"]
        node = np.zeros(len(rows), dtype=np.intp)
        walking = np.flatnonzero(left[node] >= 0)
        while len(walking):
            at = node[walking]
            low = single[walking, self.arrays["feature"][at]] <= self.arrays["threshold"][at]
            node[walking] = np.where(low, left[at], right[at])
            walking = walking[left[node[walking]] >= 0]
        return by_probability(self.arrays["chances"][node])


class Machine(Assigner):
    """A support vector machine with the radial kernel: one against one, most votes.

    ``points`` (p, m) in order of their group, ``counts`` (k,), ``weights`` (k - 1, p), ``offsets`` (k (k - 1) / 2,).
    """

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        self.arrays, self.gamma = arrays, numbers["gamma"]
        self.edges = np.cumsum([0, *arrays["counts"]])
        self.width = 3 * len(arrays["points"])

    def decisions(self, rows: npt.NDArray[np.floating]) -> Doubles:
        """Return the margins (b, pairs) of every pair of groups; positive speaks for the first of the two."""
        kernel = rbf(rows.astype(np.float64), self.arrays["points"], self.gamma)
        weights, groups = self.arrays["weights"], len(self.arrays["counts"])
        margins, pair = np.empty((len(rows), groups * (groups - 1) // 2)), 0
        for first in range(groups):
            mine = slice(self.edges[first], self.edges[first + 1])
            for other in range(first + 1, groups):
                theirs = slice(self.edges[other], self.edges[other + 1])
                margins[:, pair] = (
                    kernel[:, mine] @ weights[other - 1, mine] + kernel[:, theirs] @ weights[first, theirs]
                )
                pair += 1
        return margins + self.arrays["offsets"]

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Count the votes of all pairs; certainty is how clearly the winner beats the runner-up, 1 at the margin."""
        groups = len(self.arrays["counts"])
        margins = self.decisions(rows)
        votes, duel = np.zeros((len(rows), groups)), np.zeros((groups, groups), dtype=np.intp)
        pairs = [(first, other) for first in range(groups) for other in range(first + 1, groups)]
        for pair, (first, other) in enumerate(pairs):
            won = margins[:, pair] > 0
            votes[:, first] += won
            votes[:, other] += ~won
            duel[first, other] = duel[other, first] = pair
        best, _, second = by_probability(votes)
        between = np.abs(margins[np.arange(len(rows)), duel[best, second]])
        return best, np.minimum(between, 1), second


class Network(Assigner):
    """A multi-layer perceptron with rectified layers: ``weights_0``, ``offsets_0``, … up to ``layers``."""

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        self.layers = [(arrays[f"weights_{at}"], arrays[f"offsets_{at}"]) for at in range(int(numbers["layers"]))]
        self.width = 4 * max(weights.shape[1] for weights, _ in self.layers)

    def assign(self, rows: npt.NDArray[np.floating]) -> Groups:
        """Return the likeliest group and the next."""
        signal = rows.astype(np.float64)
        for at, (weights, offsets) in enumerate(self.layers):
            signal = signal @ weights + offsets
            if at < len(self.layers) - 1:
                signal = np.maximum(signal, 0)
        if signal.shape[1] == 1:
            signal = np.hstack([np.zeros_like(signal), signal])
        return by_probability(softmax(signal))


def softmax(logs: Doubles) -> Doubles:
    """Return probabilities (b, k) from their logarithms up to a constant."""
    scaled = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(scaled / scaled.sum(axis=1, keepdims=True), dtype=np.float64)


def rbf(rows: Doubles, points: npt.NDArray[np.floating], gamma: float) -> Doubles:
    """Return the radial kernel exp(-gamma d²) between rows and points."""
    squared = rows @ (-2 * points.T.astype(np.float64))
    squared += np.einsum("ij,ij->i", rows, rows)[:, None]
    squared += np.einsum("ij,ij->i", points, points, dtype=np.float64)
    np.maximum(squared, 0, out=squared)
    squared *= -gamma
    return np.exp(squared, out=squared)


ASSIGNERS: dict[str, Callable[[Arrays, Numbers], Assigner]] = {
    "centroids": Centroids,
    "neighbours": Neighbours,
    "mixture": Mixture,
    "embedding": Embedding,
    "tree": Tree,
    "machine": Machine,
    "network": Network,
}
"""Kind of model → what assigns rows by it."""
