"""From a messy customer or order file to segments, value and loyalty tiers and strategies; knows no terminal.

In a notebook::

    recipe = analysis.Recipe.for_files(["orders.csv"])        # every choice, as found; print(recipe) shows it as TOML
    recipe = recipe.changed("segmentation.k", 4)              # as --set does; analysis.Recipe.load reads a file
    run = analysis.run(recipe, out="run")                     # without out nothing is written
    run.segments, run.customers, run.summary                  # polars frames, and run.json as a dict
    analysis.score("run", "new_orders.csv")                   # later customers in the segments of that run

``read`` and ``read_text`` open one file; ``clv`` holds the models of lifetime value. What the data cannot give is an
``AnalysisError``, a choice that cannot be used a ``RecipeError``; both are one sentence. Each name is imported when it
is first used, so that ``import analysis`` costs nothing.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import clv
    from analysis.errors import AnalysisError, RecipeError
    from analysis.recipe import Recipe
    from analysis.runs.running import Output, Run, run
    from analysis.runs.scoring import score
    from analysis.sources import read, read_text

# Polars' allocator reads this when polars is first imported. Batches of rows come and go by the hundred: with one arena
# a core, and memory kept for a while, they have the same memory and the system is asked for less. Kept longer, it would
# still be there when the next stage needs most.
os.environ.setdefault("_RJEM_MALLOC_CONF", f"narenas:{os.cpu_count() or 1},dirty_decay_ms:300")

_PLACES = {
    "AnalysisError": "analysis.errors",
    "RecipeError": "analysis.errors",
    "Output": "analysis.runs.running",
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


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = ["AnalysisError", "Output", "Recipe", "RecipeError", "Run", "clv", "read", "read_text", "run", "score"]
