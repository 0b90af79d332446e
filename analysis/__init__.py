"""From a messy customer or order file to segments, value and loyalty tiers and strategies; knows no terminal.

``read_text``, ``read``, ``Recipe``, ``run``, ``score`` and ``clv``
are the public names; each is imported when it is first used, so that ``import analysis`` costs nothing.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import clv
    from analysis.recipe import Recipe
    from analysis.runs.running import Run, run
    from analysis.runs.scoring import score
    from analysis.sources import read, read_text

# Polars' allocator reads this when polars is first imported. Batches of rows come and go by the hundred: with one arena
# a core, and memory kept for a while, they have the same memory and the system is asked for less. Kept longer, it would
# still be there when the next stage needs most.
os.environ.setdefault("_RJEM_MALLOC_CONF", f"narenas:{os.cpu_count() or 1},dirty_decay_ms:300")

_PLACES = {
    "read": "analysis.sources",
    "read_text": "analysis.sources",
    "Recipe": "analysis.recipe",
    "Run": "analysis.runs.running",
    "run": "analysis.runs.running",
    "score": "analysis.runs.scoring",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "clv":
        return import_module("analysis.clv")
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


__all__ = ["Recipe", "Run", "clv", "read", "read_text", "run", "score"]
