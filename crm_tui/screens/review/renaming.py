"""A name of the analyst's own for a segment, kept in the recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from crm_tui.messages import RecipeChanged

if TYPE_CHECKING:
    from analysis.recipe import Recipe

LONGEST = 60


def ask_name(screen: Screen[Any], profile: Mapping[str, Any], recipe: Recipe | None) -> None:
    """Ask for the name of a segment; an empty one gives back the name made from the data."""
    from crm_tui.widgets.prompt import Prompt, Question

    number = profile["id"]
    if recipe is None or not number:
        screen.app.notify("These customers are in no segment: there is nothing to name.", markup=False)
        return

    def renamed(name: str | None) -> None:
        if name is not None and name.strip() != profile["name"]:
            screen.app.post_message(RecipeChanged(with_name(recipe, str(number), name), f"segment {number} renamed"))

    question = Question(
        f"Name of segment {number}", profile["name"], "empty: the name made from the data", check=wrong_name
    )
    screen.app.push_screen(Prompt(question), renamed)


def wrong_name(name: str) -> str:
    """Return what is wrong with a name, or nothing."""
    return f"a name has {LONGEST} characters at most" if len(name.strip()) > LONGEST else ""


def with_name(recipe: Recipe, number: str, name: str) -> Recipe:
    """Return the recipe with the name of a segment changed; an empty name is taken out."""
    names = {key: kept for key, kept in recipe.segmentation.names.items() if key != number}
    if name.strip():
        names[number] = name.strip()
    return recipe.model_copy(update={"segmentation": recipe.segmentation.model_copy(update={"names": names})})
