"""What is kept of a work stays within a bound, and undo still finds everything."""

from __future__ import annotations

from pathlib import Path

from analysis.pipeline import STAGES, Pipeline
from analysis.recipe import Recipe
from analysis.worker.jobs import JOBS
from analysis.workspace import Workspace


class Quiet:
    """Hears nothing."""

    def send(self, event: str, **fields: object) -> None:
        """Take an event."""

    def progress(self, **fields: object) -> None:
        """Take progress."""


def run(recipe: Recipe, folder: Path, bound: int) -> None:
    JOBS["run"]({"job": "run", "recipe": recipe.plain(), "workspace": str(folder), "bound": bound}, Quiet())


def kept(recipe: Recipe, folder: Path) -> set[str]:
    pipeline = Pipeline(recipe, Workspace(folder))
    return {name for name in STAGES if pipeline.kept(name)}


def test_results_that_no_undo_leads_to_go_first(tmp_path: Path) -> None:
    path, folder = tmp_path / "people.csv", tmp_path / "work"
    lines = [f"c{number:03},{number % 3 * 40 + number % 5},{number % 3 * 9 + number % 4}" for number in range(90)]
    path.write_text("\n".join(["customer_id,income,visits", *lines]) + "\n", encoding="utf-8")
    three = Recipe.for_files([path]).changed("segmentation.k", 3)
    two, four = (three.changed("segmentation.k", k) for k in (2, 4))

    run(two, folder, 2**30)
    assert kept(two, folder) == set(STAGES)
    Workspace(folder).write_json("history.json", {"documents": [three.plain(), four.plain()], "at": 1})
    run(three, folder, 2**30)
    assert kept(two, folder) == set(STAGES), "there is room for all"
    run(four, folder, 1)
    assert kept(three, folder) == kept(four, folder) == set(STAGES), "what undo leads to stays, whatever the bound"
    assert kept(two, folder) == set(STAGES) - {"segments", "plane", "review"}, "what they have in common stays with it"
