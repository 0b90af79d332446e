"""What a run folder says and carries of the changes that were made by hand."""

from __future__ import annotations

from analysis.edits import EDITS_FILE, edits_of, erased_of
from analysis.recipe import Recipe
from analysis.report import EditsMade
from analysis.workspace import Store


def edits_made(recipe: Recipe, store: Store) -> EditsMade:
    """Return the edits of a run as they are exported: their lines are left out where no id may be told."""
    edits = edits_of(recipe, store)
    return EditsMade(
        lines="" if recipe.export.mask else edits.lines,
        count=len(edits.all),
        sha256=edits.sha256,
        erased=len(erased_of(store).hashes),
    )


def written_recipe(recipe: Recipe, made: EditsMade) -> Recipe:
    """Return the recipe as it is written beside the exported edits."""
    return recipe.model_copy(update={"edits": EDITS_FILE if made.lines else None})


def edit_notes(made: EditsMade) -> tuple[str, ...]:
    """Say where a run of the written recipe elsewhere cannot give the same customers."""
    notes = []
    if made.count and not made.lines:
        notes.append(
            f"{made.count} edits were made by hand; they name customers, so that this masked folder does not hold"
            " them, and its recipe alone gives the customers as they were before"
        )
    if made.erased:
        notes.append(
            f"{made.erased} erased {'person is' if made.erased == 1 else 'people are'} left out here; the source files"
            " were not touched, so that a run of the recipe elsewhere holds them again"
        )
    return tuple(notes)
