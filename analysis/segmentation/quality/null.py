"""Data without groups that look like the data otherwise: a Gaussian copula over unimodal marginals.

Every column keeps its spread, skew, limits and heaps, and every pair its rank correlation, but no column has a valley
and no corner of the space is fuller than the correlations make it. What clusters better than such data has groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.segmentation.lloyd import Floats

Doubles = npt.NDArray[np.float64]

ATOMS = 40  # a column with no more distinct values than this is drawn from them only
HEAP_SHARE, HEAP_ROWS = 0.02, 20  # a value that holds this much of a column stays a value of its own
MOST_BINS = 300
CORRECTION_ROWS, CORRECTIONS = 10_000, 4


@dataclass(frozen=True)
class Marginal:
    """One column without groups: cells from ``low`` to ``high`` (equal for a single value) and ``cumulative`` shares.

    ``tied`` says that single values matter in it, so that rank correlations have to be corrected for ties.
    """

    low: Doubles
    high: Doubles
    cumulative: Doubles
    tied: bool

    def draw(self, uniform: Doubles) -> Doubles:
        """Turn numbers evenly spread over 0…1 into values of the column, keeping their order."""
        cell = np.minimum(np.searchsorted(self.cumulative, uniform, side="right"), len(self.low) - 1)
        before = np.where(cell > 0, self.cumulative[cell - 1], 0.0)
        width = np.maximum(self.cumulative[cell] - before, 1e-300)
        within = np.clip((uniform - before) / width, 0, 1)
        return np.asarray(self.low[cell] + within * (self.high[cell] - self.low[cell]), dtype=np.float64)


@dataclass(frozen=True)
class Codes:
    """A column that was split into indicators: its patterns (levels, indicators) and the shares of the levels."""

    patterns: Doubles
    cumulative: Doubles

    def draw(self, uniform: Doubles) -> Doubles:
        """Return the indicators (n, indicators) of the level that each uniform number falls into."""
        level = np.minimum(np.searchsorted(self.cumulative, uniform, side="right"), len(self.patterns) - 1)
        return np.asarray(self.patterns[level], dtype=np.float64)


@dataclass(frozen=True)
class Null:
    """What data like these would be without groups; ``draw`` gives new rows of it."""

    blocks: tuple[tuple[tuple[int, ...], Marginal | Codes], ...]
    correlation: Doubles

    def draw(self, rows: int, random: np.random.Generator) -> Doubles:
        """Return ``rows`` new rows (rows, m)."""
        return self.build(random.standard_normal((rows, len(self.blocks))), self.correlation)

    def build(self, normal: Doubles, correlation: Doubles) -> Doubles:
        """Turn independent normal numbers (n, blocks) into rows with the given correlation of the blocks."""
        from scipy.special import ndtr

        uniform = ndtr(normal @ _root(correlation).T)
        result = np.empty((len(normal), sum(len(at) for at, _ in self.blocks)))
        for position, (at, marginal) in enumerate(self.blocks):
            drawn = marginal.draw(uniform[:, position])
            result[:, list(at)] = drawn.reshape(len(normal), -1)
        return result


def fit_null(values: Floats, split_columns: Sequence[Sequence[int]], random: np.random.Generator) -> Null:
    """Fit the null to ``values`` (n, m); ``split_columns``: sets of columns that may indicate one category."""
    exact = values.astype(np.float64)
    together = [tuple(at) for at in split_columns if len(at) > 1 and _are_indicators(exact[:, list(at)])]
    taken = {column for at in together for column in at}
    alone = [column for column in range(exact.shape[1]) if column not in taken]
    blocks: list[tuple[tuple[int, ...], Marginal | Codes]] = []
    scores = []
    for column in alone:
        blocks.append(((column,), unimodal(exact[:, column])))
        scores.append(exact[:, column])
    leading = _leading_direction(exact[:, alone])
    for at in together:
        codes, order = _levels(exact[:, list(at)], leading)
        blocks.append((at, codes))
        scores.append(order)
    target = _rank_correlation(np.column_stack(scores))
    null = Null(tuple(blocks), _nearest_correlation(2 * np.sin(np.pi * target / 6)))
    return _correct_for_ties(null, target, random)


def unimodal(column: Doubles) -> Marginal:
    """Fit a marginal that rises and then falls: isotonic regression on both sides of the best mode of a histogram."""
    distinct, counts = np.unique(column, return_counts=True)
    if len(distinct) <= ATOMS:
        walls = _walls(distinct)
        shares = unimodal_density(counts / np.diff(walls) / len(column), np.diff(walls)) * np.diff(walls)
        return Marginal(distinct, distinct, _cumulative(shares), tied=True)
    heaps = distinct[counts >= max(HEAP_ROWS, HEAP_SHARE * len(column))]
    walls = _bins(column, distinct, heaps)
    widths = np.diff(walls)
    held = np.histogram(column, walls)[0]
    shares = unimodal_density(held / widths / len(column), widths) * widths
    low, high = walls[:-1].copy(), walls[1:].copy()
    cells = np.clip(np.searchsorted(walls, heaps, side="right") - 1, 0, len(low) - 1)
    low[cells] = high[cells] = heaps
    return Marginal(low, high, _cumulative(shares), tied=len(heaps) > 0)


def unimodal_density(density: Doubles, widths: Doubles) -> Doubles:
    """Return the up-then-down step function nearest to ``density`` in the mean square, for the best top."""
    from scipy.optimize import isotonic_regression

    if len(density) < 3:
        return density
    best, least = density, np.inf
    for top in range(len(density) + 1):
        up = isotonic_regression(density[:top], weights=widths[:top]).x if top else density[:0]
        rest = density[top:]
        down = isotonic_regression(rest, weights=widths[top:], increasing=False).x if len(rest) else rest
        fitted = np.concatenate([up, down])
        error = float((widths * (density - fitted) ** 2).sum())
        if error < least * (1 - 1e-12):
            best, least = fitted, error
    return best


def _walls(distinct: Doubles) -> Doubles:
    """Return the borders half-way between neighbouring values; the outer cells are symmetric."""
    if len(distinct) == 1:
        return np.array([distinct[0] - 0.5, distinct[0] + 0.5])
    between = (distinct[:-1] + distinct[1:]) / 2
    return np.concatenate([[2 * distinct[0] - between[0]], between, [2 * distinct[-1] - between[-1]]])


def _bins(column: Doubles, distinct: Doubles, heaps: Doubles) -> Doubles:
    """Return histogram borders of the Freedman-Diaconis width, with a narrow cell around every heap."""
    low, high = distinct[0], distinct[-1]
    quarter, three_quarters = np.quantile(column, [0.25, 0.75])
    width = 2 * (three_quarters - quarter) / len(column) ** (1 / 3)
    bins = MOST_BINS if width <= 0 else int(np.clip(np.ceil((high - low) / width), 10, MOST_BINS))
    walls = np.linspace(low, high, bins + 1)
    places = np.searchsorted(distinct, heaps)
    between = (distinct[:-1] + distinct[1:]) / 2
    around = []
    for place in places:
        left = between[place - 1] if place else low
        right = between[place] if place < len(between) else high
        walls = walls[(walls <= left) | (walls >= right)]
        around += [left, right]
    return np.unique(np.concatenate([walls, around, [low, high]]))


def _cumulative(shares: Doubles) -> Doubles:
    """Return running totals of the shares, the last one exactly 1."""
    total = np.cumsum(np.maximum(shares, 0))
    return np.asarray(total / total[-1], dtype=np.float64)


def _are_indicators(block: Doubles) -> bool:
    """Whether the columns take two values each and hardly more patterns than columns: the marks of one-hot encoding."""
    if any(len(np.unique(column)) > 2 for column in block.T):
        return False
    return bool(len(np.unique(block, axis=0)) <= block.shape[1] + 1)


def _leading_direction(values: Doubles) -> Doubles:
    """Return the first principal component of the rows, or zeros where there is no column."""
    if values.shape[1] == 0:
        return np.zeros(len(values))
    centred = values - values.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ vectors[:, -1], dtype=np.float64)


def _levels(block: Doubles, leading: Doubles) -> tuple[Codes, Doubles]:
    """Order the levels of a split column along the leading direction of the others; also return each row's place."""
    patterns, codes, counts = np.unique(block, axis=0, return_inverse=True, return_counts=True)
    codes = codes.reshape(-1)
    means = np.bincount(codes, weights=leading, minlength=len(patterns)) / counts
    order = np.argsort(means, kind="stable")
    place = np.empty(len(order))
    place[order] = np.arange(len(order))
    return Codes(patterns[order], _cumulative(counts[order] / len(block))), place[codes]


def _rank_correlation(values: Doubles) -> Doubles:
    """Return Spearman's correlations of the columns; equal values share their mean rank, a constant column has none."""
    ranks = np.column_stack([pl.Series(column).rank("average").to_numpy() for column in values.T])
    ranks = ranks - ranks.mean(axis=0)
    spread = np.sqrt((ranks**2).sum(axis=0))
    ranks = ranks / np.where(spread > 0, spread, 1)
    correlation = ranks.T @ ranks
    np.fill_diagonal(correlation, 1)
    return np.asarray(correlation, dtype=np.float64)


def _nearest_correlation(matrix: Doubles) -> Doubles:
    """Return a correlation matrix near ``matrix``: no negative direction, ones in the diagonal."""
    vectors_of = np.linalg.eigh((matrix + matrix.T) / 2)
    positive = (vectors_of.eigenvectors * np.maximum(vectors_of.eigenvalues, 1e-6)) @ vectors_of.eigenvectors.T
    scale = np.sqrt(np.diag(positive))
    return np.asarray(positive / scale / scale[:, None], dtype=np.float64)


def _root(correlation: Doubles) -> Doubles:
    """Return a matrix whose product with its transpose is ``correlation``."""
    return np.asarray(np.linalg.cholesky(correlation), dtype=np.float64)


def _correct_for_ties(null: Null, target: Doubles, random: np.random.Generator) -> Null:
    """Raise the correlations under the copula until the drawn columns, ties and all, have those of the data."""
    tied = any(isinstance(marginal, Codes) or marginal.tied for _, marginal in null.blocks)
    if not tied or len(null.blocks) < 2:
        return null
    normal = random.standard_normal((CORRECTION_ROWS, len(null.blocks)))
    correlation = null.correlation
    for _ in range(CORRECTIONS):
        drawn = null.build(normal, correlation)
        places = np.column_stack([_place(drawn[:, list(at)], marginal) for at, marginal in null.blocks])
        correlation = _nearest_correlation(np.clip(correlation + target - _rank_correlation(places), -0.999, 0.999))
    return Null(null.blocks, correlation)


def _place(drawn: Doubles, marginal: Marginal | Codes) -> Doubles:
    """Return one number a row that orders it in its column: the value, or the level's place."""
    if isinstance(marginal, Marginal):
        return drawn[:, 0]
    distances = ((drawn[:, None, :] - marginal.patterns[None]) ** 2).sum(axis=2)
    return np.asarray(distances.argmin(axis=1), dtype=np.float64)
