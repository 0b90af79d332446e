"""Whom to call, in which order, and who is left alone so that the effect can be measured."""

from __future__ import annotations

import hashlib

import polars as pl

from analysis.strategies.playbook import Playbook

COLUMNS = ("customer_id", "segment_name", "strategy", "action", "channel", "offer", "priority", "value", "monetary")


def call_list(result: pl.DataFrame, playbook: Playbook, holdout: float = 0.0, seed: int = 0) -> pl.DataFrame:
    """Return the customers who have a strategy, the most urgent first, then by falling value, then by id.

    With a ``holdout`` share, the column ``group`` says "call" or "holdout"; who is held out depends on the id and the
    seed alone, never on the order of the rows or on who else is listed.
    """
    rules = pl.DataFrame(
        [rule.model_dump(include={"name", "action", "channel", "offer", "priority"}) for rule in playbook.rules]
    ).rename({"name": "strategy"})
    if not result["customer_id"].is_sorted():
        result = result.sort("customer_id")
    wanted = result.select(name for name in COLUMNS if name in result.columns)
    listed = wanted.join(rules, on="strategy", how="inner", maintain_order="left")
    # Equals stay in the order of their ids.
    order = pl.arg_sort_by("priority", "value", descending=[False, True], nulls_last=True, maintain_order=True)
    ordered = listed[listed.select(order).to_series()].select(name for name in COLUMNS if name in listed.columns)
    if not holdout:
        return ordered
    held = [draw(identity, seed) < holdout for identity in ordered["customer_id"]]
    group = pl.Series("group", ["holdout" if one else "call" for one in held], dtype=pl.String)
    return ordered.with_columns(group)


def draw(identity: str, seed: int) -> float:
    """Return a number in [0, 1) that looks random and is always the same for one id and seed."""
    digest = hashlib.blake2b(f"{seed}:{identity}".encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56
