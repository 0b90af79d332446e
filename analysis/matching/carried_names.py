"""The analyst's names stay with their customers when segments change: with another k, other features, other data.

Names belong to segment ids of the recipe. The workspace remembers which segments they were given to; where a run makes
others, each name goes to the new segment that shares most customers with the one it was given to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.customers import Customers
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.segmentation import Segments
from analysis.workspace import Workspace

DOCUMENT = "named.json"
NEEDED = ("segments", "customers")


@dataclass(frozen=True)
class Carried:
    """The names by new segment id, and those that fit no new segment."""

    names: dict[str, str]
    lost: tuple[str, ...]


def carry_names(pipeline: Pipeline, workspace: Workspace) -> Carried | None:
    """Return the names as they fit the segments of a run, and remember these segments; None where they fit already.

    Names that were changed since they were remembered (by hand, by undo) were meant for the segments as they are now.
    """
    names = dict(pipeline.recipe.segmentation.names)
    known = workspace.read_json(DOCUMENT)
    keys = {name: pipeline.key(name) for name in NEEDED}
    if not names:
        if known:
            (workspace.folder / DOCUMENT).unlink(missing_ok=True)
        return None
    carried = None
    if isinstance(known, dict) and known.get("names") == names and known.get("keys") != keys:
        carried = _matched(names, known["keys"], pipeline)
    final = carried.names if carried else names
    if known != (document := {"keys": keys, "names": final}):
        workspace.write_json(DOCUMENT, document)
    return carried if carried and carried.names != names else None


def _matched(names: Mapping[str, str], keys: Mapping[str, str], pipeline: Pipeline) -> Carried | None:
    """Return the names by the new segments that share their customers; None where the old segments are not kept."""
    from analysis.segmentation.explain import match_by_customers

    segments = pipeline.store.load(str(keys.get("segments")), Segments)
    customers = pipeline.store.load(str(keys.get("customers")), Customers)
    if segments is None or customers is None:
        return None
    old = (customers.frame["customer_id"], segments.labels)
    new = (pipeline.result("customers").frame["customer_id"], pipeline.result("segments").labels)
    found = {str(after): names[str(before)] for after, before in match_by_customers(old, new).items()
             if str(before) in names}  # fmt: skip
    return Carried(dict(sorted(found.items())), tuple(name for name in names.values() if name not in found.values()))


def renamed(recipe: Recipe, names: Mapping[str, str]) -> Recipe:
    """Return the recipe with other names of segments."""
    return recipe.model_copy(update={"segmentation": recipe.segmentation.model_copy(update={"names": dict(names)})})
