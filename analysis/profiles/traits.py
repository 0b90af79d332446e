"""How surely a measure is lower or higher in a segment than elsewhere: what names are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.profiles.mixes import EVERYBODY, NO_LEVELS
from analysis.profiles.naming import Trait
from analysis.profiles.summary import Mix

Floats = NDArray[np.float64]
Told = tuple[str, str, str | None, bool]
"""Name, title and role of a measure, and whether the segments were made from it."""

LEAST_APART = 0.2
"""Standard deviations under which a difference of means is small (Cohen 1988) and worth no word."""
MOST = 0.8
"""What is true of this share of a segment's customers can stand in its name."""


def level_traits(mixes: Mapping[int, Sequence[Mix]], formed: Collection[str]) -> Iterator[tuple[int, Trait]]:
    """Yield, for each segment, the values that nearly all of its customers have in a category that formed the segments.

    ``delta`` is the share of customers with the value here less that of the others.
    """
    sizes = {one: {mix.column: sum(level.count for level in mix.levels) for mix in mixes[one]} for one in mixes}
    whole = {(mix.column, level.name): level.count for mix in mixes.get(EVERYBODY, ()) for level in mix.levels}
    for one, found in mixes.items():
        for mix in found if one != EVERYBODY else ():
            most = mix.levels[0]
            others = sizes[EVERYBODY][mix.column] - sizes[one][mix.column]
            if mix.column not in formed or most.share < MOST or most.name in NO_LEVELS or not others:
                continue
            elsewhere = (whole[mix.column, most.name] - most.count) / others
            yield one, Trait(mix.column, mix.title, most.share - elsewhere, True, level=most.name)


def traits(column: Floats, segments: Mapping[int, NDArray[np.intp]], told: Told) -> Iterator[tuple[int, Trait]]:
    """Yield, for each of these segments, how one measure of all customers (NaN: unknown) differs in its rows."""
    known = column[np.isfinite(column)]
    total, spread = float(known.sum()), float(known.std()) if len(known) else 0.0
    ranks = pl.Series(column).fill_nan(None).rank("average").fill_null(np.nan).to_numpy()
    measure, title, role, formed = told
    for one, rows in segments.items():
        own = column[rows]
        inside = np.isfinite(own)
        own, others = own[inside], len(known) - int(inside.sum())
        delta = 0.0
        if len(own) and others:
            # The rank sum of Mann and Whitney (1947) gives Cliff's delta without comparing every pair.
            wins = float(ranks[rows][inside].sum()) - len(own) * (len(own) + 1) / 2
            delta = 2 * wins / (len(own) * others) - 1
            # A word must be true of the mean too: what is mostly higher but no higher on average gets none.
            apart = (own.mean() - (total - own.sum()) / others) / max(spread, 1e-300)
            delta = delta if apart * np.sign(delta) > LEAST_APART else 0.0
        yes_no = bool(((own == 0) | (own == 1)).all())
        at_most = float(np.quantile(own, MOST, method="inverted_cdf")) if len(own) else None
        yield one, Trait(measure, title, delta, formed, role, yes_no, at_most)
