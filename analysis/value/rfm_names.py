"""Names for RFM scores: a grid of recency and frequency that names every cell once, or the analyst's rules, checked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, model_validator

from analysis.settings import Settings, Summary

Scores = NDArray[np.int64]
GRID = 5

NAMES_BY_RECENCY: dict[int, tuple[str, str, str, str, str]] = {
    5: ("New", "Potential loyalists", "Potential loyalists", "Champions", "Champions"),
    4: ("Promising", "Potential loyalists", "Potential loyalists", "Loyal", "Loyal"),
    3: ("About to sleep", "About to sleep", "Need attention", "Loyal", "Loyal"),
    2: ("Hibernating", "Hibernating", "At risk", "At risk", "Cannot lose"),
    1: ("Lost", "Lost", "At risk", "At risk", "Cannot lose"),
}
"""The default names: recency score → the name for frequency scores 1 to 5. Total and disjoint, as a table must be."""

GRID_NAMES = tuple(dict.fromkeys(name for row in NAMES_BY_RECENCY.values() for name in row))


class RfmRule(Settings):
    """One of the analyst's names: the inclusive ranges of scores that it covers; left out, every score fits."""

    name: str = Field(min_length=1, title="Name", description="The name of the segment.")
    r: tuple[int, int] | None = Field(None, strict=False, title="R", description="Lowest and highest recency score.")
    f: tuple[int, int] | None = Field(None, strict=False, title="F", description="Lowest and highest frequency score.")
    m: tuple[int, int] | None = Field(None, strict=False, title="M", description="Lowest and highest money score.")

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for letter, bounds in (("r", self.r), ("f", self.f), ("m", self.m)):
            if bounds and not 1 <= bounds[0] <= bounds[1]:
                raise ValueError(f"{letter}: give the lowest score first, from 1, such as [4, 5]")
        return self

    def covers(self, r: Scores, f: Scores, m: Scores) -> NDArray[np.bool_]:
        """Return for each triple of scores whether the rule names it."""
        inside = np.ones(len(r), dtype=bool)
        for scores, bounds in ((r, self.r), (f, self.f), (m, self.m)):
            if bounds:
                inside &= (scores >= bounds[0]) & (scores <= bounds[1])
        return inside


class RfmMap(Summary):
    """Which name each cell gets: ``cells[bins - r][f - 1]``, so that the best recency is the first line.

    A cell holds several names, joined by " / ", where the money score decides, and "" where no rule matches.
    """

    bins: int
    cells: tuple[tuple[str, ...], ...]


class RfmLint(Summary):
    """What is wrong with a set of rules, as sentences; ``several`` and ``none`` list cells as (r, f, m) scores."""

    several: tuple[tuple[int, int, int], ...] = ()
    none: tuple[tuple[int, int, int], ...] = ()
    never: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def grid_names(r: Scores, f: Scores, bins: int) -> list[str]:
    """Return the default name of each pair of scores; other than five bins are stretched onto the five of the grid."""
    return grid_column(r, f, bins).to_list()


def grid_column(r: Scores, f: Scores, bins: int) -> pl.Series:
    """Return the same as a column."""
    names = pl.Series([name for row in range(1, GRID + 1) for name in NAMES_BY_RECENCY[row]], dtype=pl.String)
    return names.gather((on_grid(r, bins) - 1) * GRID + on_grid(f, bins) - 1)


def on_grid(scores: Scores, bins: int) -> Scores:
    """Stretch scores 1 to ``bins`` evenly onto 1 to 5: the lowest stays 1 and the highest becomes 5."""
    return np.floor(1.5 + (scores - 1) * (GRID - 1) / (bins - 1)).astype(np.int64)


def rule_names(rules: Sequence[RfmRule], r: Scores, f: Scores, m: Scores, otherwise: str) -> list[str]:
    """Return the name that the first matching rule gives to each triple of scores, else ``otherwise``."""
    names = np.full(len(r), otherwise, dtype=object)
    open_cells = np.ones(len(r), dtype=bool)
    for rule in rules:
        covered = rule.covers(r, f, m) & open_cells
        names[covered] = rule.name
        open_cells &= ~covered
    return [str(name) for name in names]


def _cube(bins: int) -> tuple[Scores, Scores, Scores]:
    cells = np.array(list(product(range(1, bins + 1), repeat=3)), dtype=np.int64)
    return cells[:, 0], cells[:, 1], cells[:, 2]


def lint_rules(rules: Sequence[RfmRule], bins: int) -> RfmLint:
    """Check rules against all cells: those matched by several names, by none, and names that can never occur."""
    r, f, m = _cube(bins)
    matches = np.array([rule.covers(r, f, m) for rule in rules]).reshape(len(rules), len(r))
    first = np.where(matches.any(axis=0), matches.argmax(axis=0), -1)
    named = [{rule.name for rule, match in zip(rules, cell, strict=True) if match} for cell in matches.T.tolist()]
    several = [cell for cell, found in enumerate(named) if len(found) > 1]
    none = np.flatnonzero(first < 0).tolist()
    given = {rules[i].name for i in first.tolist() if i >= 0}
    never = tuple(name for name in dict.fromkeys(rule.name for rule in rules) if name not in given)
    cells = list(zip(r.tolist(), f.tolist(), m.tolist(), strict=True))
    return RfmLint(
        several=tuple(cells[i] for i in several),
        none=tuple(cells[i] for i in none),
        never=never,
        problems=tuple(_problems(rules, matches, len(none), never, bins)),
    )


def _problems(
    rules: Sequence[RfmRule], matches: NDArray[np.bool_], none: int, never: Sequence[str], bins: int
) -> list[str]:
    problems = []
    for later in range(len(rules)):
        for earlier in range(later):
            shared = int((matches[earlier] & matches[later]).sum())
            if shared and rules[earlier].name != rules[later].name:
                problems.append(
                    f"{rules[earlier].name} and {rules[later].name} both match {shared} of {bins**3} score "
                    f"combinations; {rules[earlier].name}, which comes first, takes them"
                )
    if none:
        problems.append(f"no rule matches {none} of {bins**3} score combinations")
    problems += [
        f"{name} can never occur: earlier rules take all its cells, or it asks for scores over {bins}" for name in never
    ]
    return problems


def lint_grid(bins: int) -> RfmLint:
    """Say which of the default names cannot occur with this number of bins; the grid has no gaps and no overlaps."""
    scores = np.arange(1, bins + 1)
    r, f = (cells.ravel() for cells in np.meshgrid(scores, scores))
    given = set(grid_names(r, f, bins))
    never = tuple(name for name in GRID_NAMES if name not in given)
    return RfmLint(never=never, problems=tuple(f"{name} does not occur with {bins} bins" for name in never))


def name_map(rules: Sequence[RfmRule], bins: int, otherwise: str) -> RfmMap:
    """Return the map of names over recency and frequency, of the rules or, without any, of the default grid."""
    r, f, m = _cube(bins)
    names = rule_names(rules, r, f, m, otherwise) if rules else grid_names(r, f, bins)
    cells: dict[tuple[int, int], dict[str, None]] = {}
    for row, column, name in zip(r.tolist(), f.tolist(), names, strict=True):
        cells.setdefault((row, column), {})[name] = None
    lines = [tuple(" / ".join(cells[row, column]) for column in range(1, bins + 1)) for row in range(bins, 0, -1)]
    return RfmMap(bins=bins, cells=tuple(lines))
