"""The workspace's own playbook: a rule changed, added or taken out, written beside the work, named in the recipe."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.recipe import Recipe
    from analysis.strategies import Playbook, Rule

NEW_NAME = "New strategy"


def present_playbook(recipe: Recipe) -> Playbook:
    """Return the playbook of a recipe; RecipeError where its file cannot be read."""
    from analysis.strategies import load_playbook

    return load_playbook(recipe.strategies.playbook, recipe.base or ".")


def with_rule(playbook: Playbook, name: str | None, rule: Rule | None) -> Playbook:
    """Return the playbook with the rule called ``name`` replaced by ``rule``; None for the name adds, for the rule
    takes out. RecipeError where two rules would have one name, or none would be left.
    """
    from analysis.strategies import Playbook, parse_playbook

    kept = [one for one in playbook.rules if one.name != name]
    place = next((at for at, one in enumerate(playbook.rules) if one.name == name), 0)
    rules = kept if rule is None else [*kept[:place], rule, *kept[place:]]
    unsorted = Playbook.model_construct(version=playbook.version, rules=tuple(rules))
    return parse_playbook(unsorted.to_toml())  # it says in words what a model's own error says in terms


def new_rule(playbook: Playbook, before: Rule | None) -> Rule:
    """Return a rule to begin with: for the customers of another, a step more urgent, under a name not yet taken."""
    from analysis.strategies import Rule

    names = {one.name for one in playbook.rules}
    name = next(name for number in range(1, 1000) if (name := _numbered(number)) not in names)
    if before is None:
        return Rule(name=name, when="value_level == 'high'", action="what to do")
    return before.model_copy(update={"name": name, "priority": max(before.priority - 1, 1), "why": ""})


def _numbered(number: int) -> str:
    return NEW_NAME if number == 1 else f"{NEW_NAME} {number}"


def kept_playbook(recipe: Recipe, playbook: Playbook, workspace: str) -> Recipe:
    """Write the playbook into the workspace and return the recipe that names it.

    Its file is named after what it holds, so that undo goes back to the rules as they were. AnalysisError where it
    cannot be written.
    """
    from analysis.strategies import PLAYBOOK_FILE
    from analysis.workspace import write_private

    text = playbook.to_toml()
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    path = Path(workspace).absolute() / "playbooks" / digest / PLAYBOOK_FILE
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(path, text.encode())
    strategies = recipe.strategies.model_copy(update={"playbook": str(path)})
    return recipe.model_copy(update={"strategies": strategies})
