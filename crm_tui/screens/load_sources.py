"""What can be done to the sources of a recipe: add, take out, choose files and members, correct roles and types."""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.messages import Question, RecipeChanged, RunWanted
from crm_tui.screens.stage_screen import StageScreen

if TYPE_CHECKING:
    from analysis.recipe import Recipe
    from crm_tui.session import Session

RESHAPING = frozenset({"encoding", "delimiter", "quote", "header_line", "member"})
"""Fields of a source after whose change the columns may be others."""


def plain_recipe(paths: Sequence[str]) -> Recipe:
    """Return a recipe that names files and says nothing else of them."""
    from analysis.opening import names_for
    from analysis.recipe import Recipe, Source

    absolute = [path if path == "-" else str(Path(path).expanduser().absolute()) for path in paths]
    sources = (Source(name=name, path=path) for name, path in zip(names_for(absolute), absolute, strict=True))
    return Recipe(sources=tuple(sources))


def with_sources(recipe: Recipe, place: int, paths: Sequence[str]) -> Recipe:
    """Return the recipe with the source at ``place`` replaced by one for each path; steps keep to the first of them.

    ``place`` at the end adds sources. AnalysisError where the recipe does not go with them.
    """
    from analysis.recipe import Recipe as Recipes

    document = recipe.model_dump(mode="json", exclude_none=True)
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
    return Recipes.from_document(document, base=recipe.base)


def without_source(recipe: Recipe, place: int) -> Recipe:
    """Return the recipe without one source and the steps that are for it."""
    name = recipe.sources[place].name
    kept = tuple(one for number, one in enumerate(recipe.sources) if number != place)
    clean = tuple(step for step in recipe.clean if step.source != name)
    return recipe.model_copy(update={"sources": kept, "clean": clean})


def _free_name(path: str, taken: set[str]) -> str:
    from analysis.opening import names_for

    stem = names_for([path])[0]
    return stem if stem not in taken else next(f"{stem}_{n}" for n in range(2, 9999) if f"{stem}_{n}" not in taken)


class SourceActions(StageScreen):
    """The part of the Load screen that changes the recipe's sources; ``source`` is the place of the one looked at."""

    source = 0
    preview: dict[str, Any] | None = None
    _proposed: frozenset[str] = frozenset()

    def found(self, session: Session) -> Mapping[str, Any] | None:
        """Return what was found out about the source looked at: from the preview, else from the last reading."""
        if self.preview is not None and self.preview["source"] == self.source:
            found: Mapping[str, Any] = self.preview["findings"]
            return found
        place = self._told_place(session)
        return None if place is None else session.told["load"]["sources"][place]["findings"]

    def _told_place(self, session: Session) -> int | None:
        if session.recipe is None or self.source >= len(session.recipe.sources):
            return None
        name = session.recipe.sources[self.source].name
        told = session.told.get("load", {}).get("sources", ())
        return next((place for place, one in enumerate(told) if one["name"] == name), None)

    def frame_path(self, session: Session) -> str:
        """Return the file that the rows of the source are kept in."""
        place = self._told_place(session)
        return f"{session.workspace}/artifacts/{session.keys['load']}/value.sources.{place}.frame.parquet"

    def change_recipe(self, recipe: Recipe, what: str) -> None:
        """Make a recipe the present one."""
        self.post_message(RecipeChanged(recipe, what))

    def change(self, update: Mapping[str, Any], what: str) -> None:
        """Change fields of the source that is looked at."""
        recipe = self.app.session.recipe
        if recipe is None:
            return
        if RESHAPING & set(update):
            # Roles and types name columns of the reading so far; of another reading they are found anew.
            update = {"columns": {}, "types": {}, **update}
        changed = recipe.sources[self.source].model_copy(update=dict(update))
        sources = tuple(changed if place == self.source else one for place, one in enumerate(recipe.sources))
        self.change_recipe(recipe.model_copy(update={"sources": sources}), what)

    def _begin_without(self, session: Session) -> None:
        """Where files could not be read, begin with a recipe that only names them, so that guesses can be corrected."""
        if session.problem and session.paths and not session.paths[0].endswith(".toml"):
            recipe = plain_recipe(session.paths)
            self.app.tell(lambda present: replace(present, recipe=present.recipe or recipe))

    def _propose(self, session: Session) -> None:
        """Have cleaning steps proposed for sources that came in after the first opening."""
        assert session.recipe is not None
        if session.stage("load").state != "done" or self.app.desk is None:
            return
        names = {one.name for one in session.recipe.sources}
        known = {one["source"] for one in session.proposals} | {step.source for step in session.recipe.clean}
        key = session.keys["load"]
        if (names <= known and session.proposals) or key in self._proposed or self._all_opened(session):
            return
        self._proposed |= {key}
        self.post_message(Question("propose", {"job": "propose"}, self._take_proposals))

    def _all_opened(self, session: Session) -> bool:
        """Say whether the sources are those the work began with: what was proposed then is in the session."""
        return bool(session.proposals) and len(session.history.documents) == 1

    def _take_proposals(self, answer: dict[str, Any]) -> None:
        """Keep the proposals; steps that are on by default join for a source that is new in this recipe."""
        session, desk = self.app.session, self.app.desk
        if "problem" in answer or session.recipe is None or desk is None:
            return
        proposals = tuple(answer["proposals"])
        known = {one["source"] for one in session.proposals} | {step.source for step in session.recipe.clean}
        self.app.tell(lambda present: replace(present, proposals=proposals))
        desk.kept.write_proposals(proposals)
        added = [one["step"] for one in proposals if one["suggested"] and one["source"] not in known]
        if added:
            document = session.recipe.model_dump(mode="json", exclude_none=True)
            document["clean"] = [*document.get("clean", []), *added]
            recipe = type(session.recipe).from_document(document, base=session.recipe.base)
            self.change_recipe(recipe, "cleaning of the new source")
        self.post_message(RunWanted(()))

    def action_add(self) -> None:
        """Ask for a further file; it becomes a source of its own."""
        from crm_tui.screens.paths import complete_path
        from crm_tui.widgets.prompt import Prompt
        from crm_tui.widgets.prompt import Question as PromptQuestion

        question = PromptQuestion(
            "Add a file", hint="products, customers, events …; tab completes", complete=complete_path
        )
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
        members = list((self.found(session) or {}).get("members", ()))
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
        unread = self.found(self.app.session) is None
        if chosen and (unread or len(chosen) < len(files)):
            self._take_sources(self.source, [str(files[name]) for name in chosen], "files chosen")

    def _pick_member(self, member: str | None) -> None:
        if member is not None:
            self.change({"member": member}, "member of the source")

    def action_afresh(self) -> None:
        """Forget the choices that were kept for these files."""
        if self.app.desk is not None:
            self.app.desk.opening.start_afresh()
