"""Turn categories into numbers: one 0/1 column a level, or the level's rank."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

MISSING_LEVEL = "(missing)"
OTHER = "(other)"

RANKED = (
    ("very low", "low", "medium", "high", "very high"),
    ("very small", "small", "medium", "large", "very large"),
    ("xs", "s", "m", "l", "xl", "xxl"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("bronze", "silver", "gold", "platinum", "diamond"),
    ("blue", "silver", "gold", "platinum"),
    ("basic", "standard", "premium"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("低", "中", "高"),
    ("非常不满意", "不满意", "一般", "满意", "非常满意"),
)
"""Levels whose order everybody knows; others rank as numbers where they start with one, else as text."""


def levels_of(values: pl.Series) -> pl.Series:
    """Return the values as text, a missing one as a level of its own."""
    return values.cast(pl.String).fill_null(MISSING_LEVEL)


def frequent_levels(levels: pl.Series, rare_share: float) -> tuple[tuple[str, ...], bool]:
    """Return the levels that at least ``rare_share`` of the customers have, in order, and whether others are pooled.

    Where only one level is rare it is kept, since a pool of one is that level under another name.
    """
    counts = levels.rename("level").value_counts(name="n").sort("level")
    frequent = counts.filter(pl.col("n") >= rare_share * levels.len())
    if counts.height - frequent.height <= 1:
        frequent = counts
    return tuple(frequent["level"].to_list()), frequent.height < counts.height


def is_level(levels: pl.Series, level: str) -> NDArray[np.float64]:
    """Return 1.0 where a customer has ``level``, else 0.0."""
    return (levels == level).cast(pl.Float64).to_numpy()


def is_none_of(levels: pl.Series, known: tuple[str, ...]) -> NDArray[np.float64]:
    """Return 1.0 where a customer has none of the ``known`` levels, else 0.0."""
    return (~levels.is_in(list(known))).cast(pl.Float64).to_numpy()


def ranked(levels: tuple[str, ...]) -> tuple[str, ...]:
    """Return levels from low to high: in the order everybody knows, else by their number, else as text."""
    folded = {level: level.strip().casefold() for level in levels if level != MISSING_LEVEL}
    for scale in RANKED:
        if folded and set(folded.values()) <= set(scale):
            return tuple(sorted(folded, key=lambda level: scale.index(folded[level])))
    return tuple(sorted(folded, key=by_number))


def by_number(level: str) -> tuple[float, str]:
    """Return what sorts ``$40K - $60K`` before ``$120K +``, and ``less than 5`` before both."""
    found = re.search(r"\d+(?:\.\d+)?", level)
    number = float(found.group()) if found else float("inf")
    below = bool(re.match(r"\s*(?:<|less|under|below|up to|不到|低于)", level, re.IGNORECASE))
    return (number - 0.5 if below else number), level


def ranks(levels: pl.Series, order: tuple[str, ...]) -> NDArray[np.float64]:
    """Return the place of each level in ``order``, NaN where it is not in there."""
    places = {level: float(place) for place, level in enumerate(order)}
    return levels.replace_strict(places, default=None, return_dtype=pl.Float64).fill_null(float("nan")).to_numpy()
