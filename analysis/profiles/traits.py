"""How surely a measure is lower or higher in a segment than elsewhere: what names are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.profiles.naming import Trait

Floats = NDArray[np.float64]
Told = tuple[str, str, str | None, bool]
"""Name, title and role of a measure, and whether the segments were made from it."""

LEAST_APART = 0.2
"""Standard deviations under which a difference of means is small (Cohen 1988) and worth no word."""
MOST = 0.8
"""What is true of this share of a segment's customers can stand in its name."""


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
