"""Mixtures of normal distributions by expectation-maximisation (Dempster, Laird and Rubin 1977), on numpy alone.

The log-density of a normal distribution is linear in the values, their squares and products: with these as further
columns, one matrix product gives the densities of all rows under all components, and a second one, weighted by the
memberships, all means and covariances. That is some ten times quicker than component by component.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]

BLOCK_ROWS = 2_048
LEAST_VARIANCE = 1e-6
"""Added to every variance, as scikit-learn does, so that no component closes in on one point."""
LEAST_SHARE = 10 * np.finfo(np.float64).eps


@dataclass(frozen=True)
class Components:
    """``weights`` (k,), ``means`` (k, m), and the ``roots`` (k, m, m) whose products with their transposes are the
    inverse covariances; ``likelihood`` is the mean log-likelihood of a row.
    """

    weights: Doubles
    means: Doubles
    roots: Doubles
    likelihood: float


@dataclass(frozen=True)
class Points:
    """The rows that are fitted: their ``values`` (n, m), and which of these are multiplied: ``first`` by ``second``."""

    values: Doubles
    first: npt.NDArray[np.intp]
    second: npt.NDArray[np.intp]

    @classmethod
    def of(cls, values: Floats) -> Points:
        """Return ``values`` (n, m) as points."""
        return cls(values.astype(np.float64), *np.triu_indices(values.shape[1]))

    @property
    def measures(self) -> int:
        """The number of values of a row."""
        return int(self.values.shape[1])

    @property
    def width(self) -> int:
        """The number of further columns: 1, the values, their products."""
        return 1 + self.measures + len(self.first)

    def expanded(self) -> Iterator[tuple[slice, Doubles]]:
        """Yield some rows at a time, and their columns (d, b): 1, the values, their products."""
        for start in range(0, len(self.values), BLOCK_ROWS):
            here = slice(start, start + BLOCK_ROWS)
            values = np.ascontiguousarray(self.values[here].T)
            columns = np.ones((self.width, values.shape[1]))
            columns[1 : 1 + self.measures] = values
            np.multiply(values[self.first], values[self.second], out=columns[1 + self.measures :])
            yield here, columns

    def scorer(self, fitted: Components) -> Doubles:
        """Return the rows (k, d) whose products with the columns are log-densities plus log-weights."""
        precisions = fitted.roots @ fitted.roots.transpose(0, 2, 1)
        towards = np.einsum("kij,kj->ki", precisions, fitted.means)
        volumes = np.log(np.abs(np.einsum("kii->ki", fitted.roots))).sum(axis=1)
        constants = np.log(fitted.weights) + volumes - 0.5 * np.einsum("ki,ki->k", towards, fitted.means)
        constants -= 0.5 * self.measures * np.log(2 * np.pi)
        twice = np.where(self.first == self.second, 0.5, 1.0)
        return np.hstack([constants[:, None], towards, -twice * precisions[:, self.first, self.second]])

    def components(self, sums: Doubles, shape: str, likelihood: float) -> Components:
        """Return the components whose members' columns add up to ``sums`` (k, d)."""
        counts = sums[:, :1] + LEAST_SHARE
        means = sums[:, 1 : 1 + self.measures] / counts
        seconds = np.empty((len(sums), self.measures, self.measures))
        seconds[:, self.first, self.second] = sums[:, 1 + self.measures :] / counts
        seconds[:, self.second, self.first] = seconds[:, self.first, self.second]
        covariances = seconds - means[:, :, None] * means[:, None, :]
        weights = counts[:, 0] / counts.sum()
        return Components(weights, means, roots_of(SHAPES[shape](covariances, weights)), likelihood)


def full(covariances: Doubles, weights: Doubles) -> Doubles:
    """Leave every component its own tilt."""
    del weights
    return covariances


def tied(covariances: Doubles, weights: Doubles) -> Doubles:
    """Give all components one shape."""
    return np.broadcast_to(np.einsum("k,kij->ij", weights, covariances), covariances.shape)


def diagonal(covariances: Doubles, weights: Doubles) -> Doubles:
    """Take the tilt out."""
    del weights
    return np.asarray(covariances * np.eye(covariances.shape[1]))


def spherical(covariances: Doubles, weights: Doubles) -> Doubles:
    """Give each component one spread in all directions."""
    del weights
    spreads = np.einsum("kii->k", covariances) / covariances.shape[1]
    return np.asarray(spreads[:, None, None] * np.eye(covariances.shape[1]))


SHAPES: dict[str, Callable[[Doubles, Doubles], Doubles]] = {
    "full": full,
    "tied": tied,
    "diag": diagonal,
    "spherical": spherical,
}
"""Name → what it makes of the covariances (k, m, m) of components of given weights (k,)."""


def roots_of(covariances: Doubles) -> Doubles:
    """Return upper triangular roots of the inverses of covariances (k, m, m)."""
    spread = covariances + LEAST_VARIANCE * np.eye(covariances.shape[1])
    return np.ascontiguousarray(np.linalg.inv(np.linalg.cholesky(spread)).transpose(0, 2, 1))


def from_labels(points: Points, labels: npt.NDArray[np.integer], k: int, shape: str) -> Components:
    """Return the components that the groups of a labeling (n,) are."""
    sums = np.zeros((k, points.width))
    for here, columns in points.expanded():
        members = (labels[here] == np.arange(k)[:, None]).astype(np.float64)
        sums += members @ columns.T
    return points.components(sums, shape, -np.inf)


def climb(points: Points, start: Components, shape: str, tolerance: float, passes: int = 100) -> Components:
    """Move components towards the largest likelihood until a pass gains no more than ``tolerance`` a row."""
    fitted = start
    for _ in range(passes):
        sums, likelihood = expected(points, fitted)
        gained = likelihood - fitted.likelihood
        fitted = points.components(sums, shape, likelihood)
        if abs(gained) < tolerance:
            break
    return fitted


def expected(points: Points, fitted: Components) -> tuple[Doubles, float]:
    """Return the columns summed by membership (k, d), and the mean log-likelihood of a row."""
    scorer = points.scorer(fitted)
    sums, likelihood = np.zeros(scorer.shape), 0.0
    for _, columns in points.expanded():
        members = scorer @ columns
        highest = members.max(axis=0)
        members -= highest
        np.exp(members, out=members)
        totals = members.sum(axis=0)
        members /= totals
        likelihood += float((np.log(totals) + highest).sum())
        sums += members @ columns.T
    return sums, likelihood / len(points.values)


def likeliest(points: Points, fitted: Components) -> npt.NDArray[np.int32]:
    """Return the likeliest component of each row."""
    scorer, found = points.scorer(fitted), np.empty(len(points.values), dtype=np.int32)
    for here, columns in points.expanded():
        found[here] = (scorer @ columns).argmax(axis=0)
    return found


def bic(points: Points, fitted: Components, shape: str) -> float:
    """Return the Bayesian information criterion (Schwarz 1978); the smaller, the better."""
    k, m = (int(size) for size in fitted.means.shape)
    spreads = {"full": k * m * (m + 1) // 2, "tied": m * (m + 1) // 2, "diag": k * m, "spherical": k}[shape]
    count, likelihood = len(points.values), expected(points, fitted)[1]
    return (spreads + k * m + k - 1) * math.log(count) - 2 * likelihood * count


def best_of(fits: Sequence[Components]) -> Components:
    """Return the fit of the largest likelihood."""
    return max(fits, key=lambda fit: fit.likelihood)
