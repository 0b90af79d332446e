"""What can be done to the sources of a recipe: add, take out, choose files and members, correct guesses."""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.messages import RecipeChanged
from crm_tui.screens.load.looked_at import LookedAt
from crm_tui.screens.load.source_changes import with_guesses, with_sources, without_source
from crm_tui.screens.stage_screen import StageScreen

if TYPE_CHECKING:
    from analysis.recipe import Recipe


class SourceActions(StageScreen):
    """The part of the Load screen that changes the recipe's sources; ``source`` is the place of the one looked at."""

    source = 0

    @property
    def looked(self) -> LookedAt:
        """The source that is looked at."""
        return LookedAt(self.app.session, self.source)

    def change_recipe(self, recipe: Recipe, what: str) -> None:
        """Make a recipe the present one."""
        self.post_message(RecipeChanged(recipe, what))

    def change(self, guesses: Mapping[str, Any], what: str) -> None:
        """Correct guesses about the source that is looked at."""
        recipe = self.app.session.recipe
        if recipe is not None:
            self.change_recipe(with_guesses(recipe, self.source, guesses), what)

    def why_off(self, action: str) -> str:
        """Say why the file under the cursor cannot be taken out."""
        recipe = self.app.session.recipe
        if action == "delete" and recipe is not None and len(recipe.sources) < 2:
            return "it is the only file"
        if action == "delete" and recipe is not None and (self.focused is None or self.focused.id != "sources"):
            return "tab goes to the list of files"
        return super().why_off(action)

    def action_add(self) -> None:
        """Ask for a further file; it becomes a source of its own."""
        from crm_tui.paths import complete_path
        from crm_tui.widgets.prompt import Prompt, Question

        question = Question("Add a file", hint="products, customers, events …; tab completes", complete=complete_path)
        self.app.push_screen(Prompt(question), self._added)

    def _added(self, typed: str | None) -> None:
        recipe = self.app.session.recipe
        if not typed:
            return
        path = Path(typed).expanduser().absolute()
        if recipe is None:
            self.app.say("Open a first file with o.")
        elif not path.exists() and not glob.has_magic(str(path)):
            self.app.say(f"There is no such file: {path}", problem=True)
        else:
            self._take_sources(len(recipe.sources), [str(path)], "file added")

    def _take_sources(self, place: int, paths: Sequence[str], what: str) -> None:
        from analysis.errors import AnalysisError

        recipe = self.app.session.recipe
        assert recipe is not None
        try:
            changed = with_sources(recipe, place, paths)
        except AnalysisError as error:
            self.app.say(str(error), problem=True)
            return
        self.source = place
        self.change_recipe(changed, what)

    def action_delete(self) -> None:
        """Take the file under the cursor out of the recipe; u brings it back, the file itself stays."""
        recipe = self.app.session.recipe
        if recipe is None or not self.query_one("#sources").has_focus:
            self.app.say("Go to the list of files with tab; d takes the one under the cursor out.")
        elif len(recipe.sources) < 2:
            self.app.say("It is the only file; o opens another in its place.")
        else:
            name = recipe.sources[self.source].name
            self.change_recipe(without_source(recipe, self.source), f"{name} taken out")

    def action_files(self) -> None:
        """Choose which files of a folder, or which member of an archive or workbook, are read."""
        from crm_tui.widgets.dialogs import Choose, PickMany

        session = self.app.session
        if session.recipe is None:
            return
        place = session.recipe.path_of(session.recipe.sources[self.source].path)
        members = list((self.looked.found or {}).get("members", ()))
        if place.is_dir() or glob.has_magic(str(place)):
            files = self._files_of(place)
            names = {str(file.relative_to(place)) if file.is_relative_to(place) else str(file): file for file in files}
            if names:
                picked = PickMany("Files to read", list(names), list(names))
                self.app.push_screen(picked, lambda chosen: self._pick_files(chosen, names))
        elif len(members) > 1:
            options = [(member, member) for member in members]
            self.app.push_screen(Choose("Read which part of the file?", options), self._pick_member)
        else:
            self.app.say("This source is one file with one table; a adds a further file.")

    def _files_of(self, place: Path) -> list[Path]:
        from analysis.errors import AnalysisError
        from analysis.sources.opening import files_of

        try:
            return files_of(place)
        except AnalysisError as error:
            self.app.say(str(error), problem=True)
            return []

    def _pick_files(self, chosen: tuple[str, ...] | None, files: Mapping[str, Path]) -> None:
        """Read some files of a folder; each is a source of its own, as all are of a folder of several shapes."""
        unread = self.looked.found is None
        if chosen and (unread or len(chosen) < len(files)):
            self._take_sources(self.source, [str(files[name]) for name in chosen], "files chosen")

    def _pick_member(self, member: str | None) -> None:
        if member is not None:
            self.change({"member": member}, "member of the source")

    def action_afresh(self) -> None:
        """Forget the choices that were kept for these files."""
        if self.app.desk is not None:
            self.app.desk.opening.start_afresh()
