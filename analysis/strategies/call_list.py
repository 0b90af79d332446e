"""Whom to call, in which order, and who is left alone so that the effect can be measured."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.playbook import Playbook

COLUMNS = ("customer_id", "segment_name", "strategy", "action", "channel", "offer", "priority", "value", "monetary")


def call_list(result: pl.DataFrame, playbook: Playbook, holdout: float = 0.0, seed: int = 0) -> pl.DataFrame:
    """Return the customers who have a strategy, the most urgent first, then by falling value, then by id.

    With a ``holdout`` share, the column ``group`` says "call" or "holdout"; who is held out depends on the id and the
    seed alone, never on the order of the rows or on who else is listed.
    """
    rules = pl.DataFrame(
        [rule.model_dump(include={"name", "action", "channel", "offer", "priority"}) for rule in playbook.rules]
    )
    if not result["customer_id"].is_sorted():
        result = result.sort("customer_id")
    numbers = dict(zip(rules["name"], range(rules.height), strict=True))
    rule = result["strategy"].replace_strict(numbers, default=None, return_dtype=pl.Int64).fill_null(-1).to_numpy()
    order = urgent_first(rule, rules["priority"].to_numpy(), result["value"])
    told = rules.rename({"name": "strategy"})[rule[order]]
    own = [name for name in COLUMNS if name in result.columns and name not in told.columns]
    listed = result.select(own)[order].hstack(told)
    ordered = listed.select(name for name in COLUMNS if name in listed.columns)
    if not holdout:
        return ordered
    held = [draw(identity, seed) < holdout for identity in ordered["customer_id"]]
    group = pl.Series("group", ["holdout" if one else "call" for one in held], dtype=pl.String)
    return ordered.with_columns(group)


def urgent_first(rule: NDArray[np.int64], priority: NDArray[np.int64], value: pl.Series) -> NDArray[np.intp]:
    """Return the rows that have a rule, by its priority, by falling value, unknown ones last, and as they were."""
    rows = np.flatnonzero(rule >= 0)
    worth = value.cast(pl.Float64).fill_null(-np.inf).to_numpy()[rows]
    rows = rows[np.argsort(-worth, kind="stable")]
    return rows[np.argsort(priority[rule[rows]].astype(np.int16), kind="stable")]


def draw(identity: str, seed: int) -> float:
    """Return a number in [0, 1) that looks random and is always the same for one id and seed."""
    digest = hashlib.blake2b(f"{seed}:{identity}".encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56
