"""Other sources for a recipe: files added, taken out, chosen from a folder; a guess about one of them corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.recipe import Recipe

RESHAPING = frozenset({"encoding", "delimiter", "quote", "header_line", "nested", "member"})
"""Fields of a source after whose change the columns may be others."""


def plain_recipe(paths: Sequence[str]) -> Recipe:
    """Return a recipe that names files and says nothing else of them."""
    from analysis.intake.opening import names_for
    from analysis.recipe import Recipe, Source

    absolute = [path if path == "-" else str(Path(path).expanduser().absolute()) for path in paths]
    sources = (Source(name=name, path=path) for name, path in zip(names_for(absolute), absolute, strict=True))
    return Recipe(sources=tuple(sources))


def with_sources(recipe: Recipe, place: int, paths: Sequence[str]) -> Recipe:
    """Return the recipe with the source at ``place`` replaced by one for each path; steps keep to the first of them.

    ``place`` at the end adds sources. AnalysisError where the recipe does not go with them.
    """
    from analysis.recipe import Recipe as Recipes

    document = recipe.plain()
    before, after = document.get("sources", [])[:place], document.get("sources", [])[place + 1 :]
    taken = {one["name"] for one in [*before, *after]}
    first = document["sources"][place]["name"] if place < len(document.get("sources", [])) else ""
    added: list[dict[str, str]] = []
    for path in paths:
        name = first if first and not added else _free_name(path, taken)
        taken.add(name)
        added.append({"name": name, "path": path})
    document["sources"] = [*before, *added, *after]
    only = recipe.sources[0].name if recipe.sources else ""
    for step in document.get("clean", []):
        step.setdefault("source", only)
    return Recipes.from_plain(document)


def _free_name(path: str, taken: set[str]) -> str:
    from analysis.intake.opening import names_for

    stem = names_for([path])[0]
    return stem if stem not in taken else next(f"{stem}_{n}" for n in range(2, 9999) if f"{stem}_{n}" not in taken)


def without_source(recipe: Recipe, place: int) -> Recipe:
    """Return the recipe without one source and the steps that are for it."""
    name = recipe.sources[place].name
    kept = tuple(one for number, one in enumerate(recipe.sources) if number != place)
    clean = tuple(step for step in recipe.clean if step.source != name)
    return recipe.model_copy(update={"sources": kept, "clean": clean})


def with_guesses(recipe: Recipe, place: int, guesses: Mapping[str, Any]) -> Recipe:
    """Return the recipe with other guesses about one source: its fields by name."""
    if RESHAPING & set(guesses):
        # Roles and types name columns of the reading so far; of another reading they are found anew.
        guesses = {"columns": {}, "types": {}, **guesses}
    changed = recipe.sources[place].model_copy(update=dict(guesses))
    sources = tuple(changed if number == place else one for number, one in enumerate(recipe.sources))
    return recipe.model_copy(update={"sources": sources})


def with_role(roles: Mapping[str, str], column: str, role: str, present: str) -> dict[str, str]:
    """Return role → column with one column playing another role, or none (""); ``present`` is the one it plays."""
    kept = {one: other for one, other in roles.items() if other != column and one != role}
    kept |= {present: ""} if present and present != role else {}
    return kept | ({role: column} if role else {})
