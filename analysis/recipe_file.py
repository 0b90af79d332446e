"""A recipe as a file of the user's own, with what it needs of the work beside it."""

from __future__ import annotations

from pathlib import Path

from analysis.edits import edits_of
from analysis.recipe import Recipe
from analysis.strategies import PLAYBOOK_FILE, load_playbook
from analysis.workspace import Workspace, write_private


def write_recipe(recipe: Recipe, workspace: Workspace, path: Path) -> None:
    """Write a recipe, and beside it the edits and rules of this work: a run elsewhere gives the same customers."""
    edits = edits_of(recipe, workspace)
    beside = path.with_name(f"{path.stem}.edits.jsonl")
    if edits.all:
        write_private(beside, edits.lines.encode())
    named = recipe.model_copy(update={"edits": beside.name if edits.all else None})
    if recipe.strategies.playbook != "default":
        rules = path.with_name(f"{path.stem}.{PLAYBOOK_FILE}")
        write_private(rules, load_playbook(recipe.strategies.playbook, recipe.base or ".").to_toml().encode())
        strategies = recipe.strategies.model_copy(update={"playbook": rules.name})
        named = named.model_copy(update={"strategies": strategies})
    write_private(path, named.to_toml().encode())
