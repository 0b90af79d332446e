"""What is done through a question: export, save, mask, open, theme; each asks, then hands the answer to the desk."""

from __future__ import annotations

import contextlib
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError
from analysis.recipe_file import write_recipe
from analysis.workspace import Workspace, make_room, state_home, write_private
from crm_tui.widgets.dialogs import Confirm
from crm_tui.widgets.prompt import Prompt, Question

if TYPE_CHECKING:
    from analysis.recipe import Recipe
    from crm_tui.desk.desk import Desk


RECIPE = ".toml"
"""How the name of a recipe ends; what ends otherwise is opened as data."""
OPEN_HINT = "a file, a folder, a recipe; tab completes"


def export(desk: Desk) -> None:
    """Ask what to export and where, then have the child write it."""
    from crm_tui.screens.export import ExportDialog

    session = desk.session
    if session.recipe is None:
        desk.app.say("There is nothing to export yet.")
        return

    def written(place: str | None) -> None:
        if place:
            desk.app.say(f"Written to {place}")

    desk.app.push_screen(ExportDialog(session), written)


def save(desk: Desk) -> None:
    """Ask for a file name and write the recipe there; what is there already is replaced only after a question."""
    recipe = desk.session.recipe
    if recipe is None:
        desk.app.say("There is no recipe yet.")
        return

    def named(typed: str | None) -> None:
        if not typed:
            return
        name = typed if typed.endswith(RECIPE) else typed + RECIPE

        def decide(yes: bool | None) -> None:
            if yes:
                _write_recipe(desk, recipe, name)

        if _place(name).exists():
            desk.app.push_screen(Confirm(f"{_place(name)} is there already. Replace it?"), decide)
        else:
            decide(True)

    desk.app.push_screen(Prompt(Question("Save the recipe as", value=f"recipe{RECIPE}")), named)


def _place(name: str) -> Path:
    """Return where a file is that was named."""
    return Path(name).expanduser().absolute()


def _write_recipe(desk: Desk, recipe: Recipe, name: str) -> None:
    """Write the recipe to a file and say so, or why that cannot be."""
    try:
        write_recipe(recipe, Workspace(desk.kept.folder), _place(name))
        desk.app.say(f"Recipe written to {_place(name)}; crm-tui run {shlex.quote(name)} does the same.")
    except AnalysisError as error:
        problem = str(error)
        desk.app.tell(lambda session: replace(session, problem=problem))


def mask(desk: Desk) -> None:
    """Mask names and contacts; showing them again asks first."""
    if not desk.session.masked:
        desk.app.tell(lambda session: replace(session, masked=True))
        desk.app.say("Names, contacts and ids are masked.")
        return

    def decide(yes: bool | None) -> None:
        if yes:
            desk.app.tell(lambda session: replace(session, masked=False))

    desk.app.push_screen(Confirm("Show names, contacts and ids again?"), decide)


def ask_to_leave(desk: Desk) -> None:
    """Ask whether to leave although the last changes are not on disk."""

    def decide(yes: bool | None) -> None:
        if yes:
            desk.app.exit(return_code=0)

    desk.app.push_screen(Confirm("The last changes could not be written to disk. Leave and lose them?"), decide)


def ask_path(desk: Desk) -> None:
    """Ask for a path to open, with completion."""
    from crm_tui.paths import complete_path

    def opened(name: str | None) -> None:
        if name:
            desk.opening.open((str(Path(name).expanduser()),))

    desk.app.push_screen(Prompt(Question("Open", hint=OPEN_HINT, complete=complete_path)), opened)


def theme_file() -> Path:
    """Return where the theme that was chosen last is kept."""
    return state_home() / "theme"


def next_theme(desk: Desk) -> None:
    """Go to the next theme and remember it."""
    from crm_tui.themes import next_theme as after

    desk.app.theme = after(desk.app.theme, desk.app.console.color_system)
    with contextlib.suppress(AnalysisError):
        write_private(theme_file(), desk.app.theme.encode())


def apply_config(desk: Desk) -> None:
    """Take theme and keys of the config file, report keys that clash, and make room for new work."""
    from crm_tui.themes import shown_theme

    with contextlib.suppress(OSError):
        kept = shown_theme(desk.config.theme or theme_file().read_text(encoding="utf-8"), desk.app.console.color_system)
        if kept in desk.app.available_themes:
            desk.app.theme = kept
    if desk.config.keys:
        from crm_tui.keymap import problems

        said = problems(desk.config.keys)
        desk.app.set_keymap(desk.config.keys)
        if said:
            desk.app.say("config.toml: " + "; ".join(said), problem=True)
    make_room(desk.config.max_bytes)
