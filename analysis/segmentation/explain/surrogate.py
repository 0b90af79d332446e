"""Segments said as rules: a small decision tree over the customers' own columns, and how well it says them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.errors import AnalysisError
from analysis.expressions import literal, named
from analysis.segmentation.labelled import split
from analysis.settings import Summary

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

FITTED_ROWS = 50_000
MOST_LEVELS = 12
MOST_MISSING = 0.2
CLAUSES = 3


class SurrogateRule(Summary):
    """One way into a segment: a condition in the language of rules, how many customers satisfy it, how many of these
    are in the segment (``precision``), and which part of the segment they are (``covers``).
    """

    segment: int
    condition: str
    customers: int
    precision: float
    covers: float


class Surrogate(Summary):
    """The segments as rules. ``fidelity`` is the share of customers held out whom the tree puts into their segment;
    ``baseline`` what always naming the largest segment would give; ``rows`` how many customers the tree was grown on.
    """

    fidelity: float
    baseline: float
    rows: int
    left_out: int
    rules: tuple[SurrogateRule, ...]


@dataclass(frozen=True)
class Question:
    """What a column of the tree's table asks: a number, or whether a category has one of its values (``level``)."""

    column: str
    level: str | None = None

    def text(self, low: float, high: float, known: npt.NDArray[np.float64]) -> str:
        """Write that the value lies above ``low`` and not above ``high``, in the fewest digits that say the same."""
        name = named(self.column)
        if self.level is not None:
            return f"{name} {'==' if low > 0 else '!='} {literal(self.level)}"
        parts = [f"{name} > {tidy(low, known)}"] * bool(np.isfinite(low))
        parts += [f"{name} <= {tidy(high, known)}"] * bool(np.isfinite(high))
        return " and ".join(parts)


def explain_segments(
    frame: pl.DataFrame, columns: Sequence[str], labels: npt.NDArray[np.integer], seed: int = 0
) -> Surrogate:
    """Grow a small tree that tells the segments ``labels`` (n,) apart by ``columns`` of the customer table.

    Numbers and categories of at most 12 values take part; columns with more than a fifth missing do not, and neither do
    customers with a missing value (``left_out``) or without a segment. AnalysisError where nothing is left.
    """
    from sklearn.tree import DecisionTreeClassifier

    questions, table = questions_of(frame, columns)
    usable = np.flatnonzero(np.isfinite(table).all(axis=1) & (labels > 0)) if questions else np.zeros(0, dtype=np.intp)
    present = np.unique(labels[usable])
    if len(present) < 2:
        raise AnalysisError(
            "no column tells the segments apart", where="explanation", remedy="keep numbers or categories in the table"
        )
    random = np.random.default_rng([seed, 101])
    left_out = int((labels > 0).sum()) - len(usable)
    if len(usable) > FITTED_ROWS:
        usable = np.sort(random.permutation(usable)[:FITTED_ROWS])
    values, own = table[usable].astype(np.float32), labels[usable].astype(np.intp)
    leaves = int(np.clip(2 * len(present), 4, 16))

    def grown(rows: npt.NDArray[np.intp]) -> DecisionTreeClassifier:
        smallest = int(np.clip(len(rows) // 100, 3, 50))
        tree = DecisionTreeClassifier(max_leaf_nodes=leaves, min_samples_leaf=smallest, random_state=0)
        tree.fit(values[rows], own[rows])
        return tree

    kept_in, held_out = split(own, random)
    fidelity = float((grown(kept_in).predict(values[held_out]) == own[held_out]).mean()) if len(kept_in) else 0.0
    tree = grown(np.arange(len(own)))
    return Surrogate(
        fidelity=fidelity,
        baseline=float(np.bincount(own[held_out]).max() / len(held_out)),
        rows=len(own),
        left_out=left_out,
        rules=tuple(rules_of(tree, questions, values, own)),
    )


def questions_of(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[list[Question], npt.NDArray[np.float64]]:
    """Return the tree's questions and its table (n, questions): numbers as they are, one column for every category's
    value.
    """
    questions: list[Question] = []
    parts: list[npt.NDArray[np.float64]] = []
    for name in columns:
        if name not in frame.columns or frame[name].null_count() > MOST_MISSING * frame.height:
            continue
        column = frame[name]
        if column.dtype.is_numeric():
            questions.append(Question(name))
            parts.append(column.cast(pl.Float64).fill_null(np.nan).to_numpy())
        elif column.dtype == pl.String and column.n_unique() <= MOST_LEVELS:
            for level in column.drop_nulls().unique().sort().to_list():
                questions.append(Question(name, level))
                parts.append((column == level).fill_null(False).cast(pl.Float64).to_numpy())
    table = np.column_stack(parts) if parts else np.zeros((frame.height, 0))
    return questions, table


def rules_of(
    tree: DecisionTreeClassifier, questions: Sequence[Question], values: npt.NDArray[np.float32], own: npt.NDArray[Any]
) -> list[SurrogateRule]:
    """Return the largest leaves of every segment as conditions, segment by segment."""
    leaf_of = tree.apply(values)
    known = [np.unique(column).astype(np.float64) for column in values.T]
    sizes = np.bincount(own)
    found: list[SurrogateRule] = []
    for leaf, bounds in leaves_of(tree):
        inside = own[leaf_of == leaf]
        counts = np.bincount(inside)
        segment = int(counts.argmax())
        words = [questions[at].text(low, high, known[at]) for at, (low, high) in bounds.items()]
        found.append(
            SurrogateRule(
                segment=segment,
                condition=" and ".join(words),
                customers=len(inside),
                precision=float(counts[segment] / len(inside)),
                covers=float(counts[segment] / sizes[segment]),
            )
        )
    found.sort(key=lambda rule: (rule.segment, -rule.covers))
    return [rule for at, rule in enumerate(found) if at < CLAUSES or found[at - CLAUSES].segment != rule.segment]


def leaves_of(tree: DecisionTreeClassifier) -> Iterator[tuple[int, dict[int, tuple[float, float]]]]:
    """Yield every leaf with the interval (low, high] that each feature asked about on the way must lie in."""
    nodes = tree.tree_
    waiting: list[tuple[int, dict[int, tuple[float, float]]]] = [(0, {})]
    while waiting:
        node, bounds = waiting.pop()
        if nodes.children_left[node] < 0:
            yield node, bounds
            continue
        at, wall = int(nodes.feature[node]), float(nodes.threshold[node])
        low, high = bounds.get(at, (-np.inf, np.inf))
        waiting.append((int(nodes.children_right[node]), bounds | {at: (max(low, wall), high)}))
        waiting.append((int(nodes.children_left[node]), bounds | {at: (low, min(high, wall))}))


def tidy(wall: float, known: npt.NDArray[np.float64]) -> str:
    """Write a number in the fewest digits that divides the ``known`` sorted values as ``wall`` does."""
    place = int(np.searchsorted(known, wall, side="right"))
    low = known[place - 1] if place else -np.inf
    high = known[place] if place < len(known) else np.inf
    for digits in range(1, 18):
        for number in (wall, low):
            rounded = float(f"{number:.{digits - 1}e}") if np.isfinite(number) else number
            if low <= rounded < high:
                return f"{rounded:.15g}" if abs(rounded) < 1e15 else repr(rounded)
    return repr(wall)
