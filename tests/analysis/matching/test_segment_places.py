"""A segment keeps its place in the row of colours as long as it keeps its customers, or its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.matching.segment_places import DOCUMENT, places_after
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.worker.jobs import JOBS
from analysis.workspace import Workspace

SIZES = {"small": (10, 40), "middle": (60, 70), "large": (120, 100)}
"""Group → its income and how many are in it."""


class Heard:
    """A channel that keeps what it is told of the segments."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def send(self, event: str, **fields: Any) -> None:
        """Take an event."""
        if event == "stage" and fields.get("stage") == "segments" and fields.get("state") == "done":
            self.places = fields["told"]["places"]

    def progress(self, **fields: object) -> None:
        """Take progress."""


def write_people(path: Path, sizes: dict[str, tuple[int, int]]) -> None:
    """Write one customer a line, each group around its income; ids say the group."""
    chance = np.random.default_rng(5)
    lines = ["customer_id,income,visits"]
    for name, (income, size) in sizes.items():
        lines += [
            f"{name}{number:03},{income + chance.normal():.2f},{income / 4 + chance.normal():.2f}"
            for number in range(size)
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def colours(recipe: Recipe, folder: Path) -> dict[str, int]:
    """Run as the app does; return group → place of the segment that most of it is in."""
    heard = Heard()
    job = {"job": "run", "recipe": recipe.model_dump(mode="json"), "workspace": str(folder), "upto": ["segments"]}
    JOBS["run"](job, heard)
    pipeline = Pipeline(recipe, Workspace(folder))
    labels = pipeline.result("segments").labels
    groups = pipeline.result("customers").frame["customer_id"].str.replace(r"\d+$", "").to_numpy()
    return {
        str(name): heard.places[str(int(np.bincount(labels[groups == name]).argmax()))] for name in np.unique(groups)
    }


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file of three groups far apart."""
    path = tmp_path / "people.csv"
    write_people(path, SIZES)
    return path


def test_places_go_with_the_customers_and_outlive_the_app(people: Path, tmp_path: Path) -> None:
    recipe = Recipe.for_files([people]).changed("segmentation.k", 3)
    folder = tmp_path / "work"
    first = colours(recipe, folder)
    assert sorted(first.values()) == [0, 1, 2]
    assert first["large"] == 0, "at first the places follow the numbers, by size"

    write_people(people, SIZES | {"small": (10, 300)})  # now the smallest is the largest: all numbers are others
    later = colours(Recipe.for_files([people]).changed("segmentation.k", 3), folder)
    assert {name: later[name] for name in ("middle", "large")} == {name: first[name] for name in ("middle", "large")}

    write_people(people, SIZES)
    assert colours(recipe, folder) == first, "the same run looks the same"


def test_a_new_segment_takes_no_colour_of_another(people: Path, tmp_path: Path) -> None:
    recipe = Recipe.for_files([people]).changed("segmentation.k", 2)
    folder = tmp_path / "work"
    colours(recipe, folder)
    after = colours(recipe.changed("segmentation.k", 3), folder)
    assert len(set(after.values())) == 3
    assert colours(recipe, folder)["large"] == after["large"]


def test_rules_of_the_same_name_keep_their_colour_whoever_they_take(people: Path, tmp_path: Path) -> None:
    def by_rules(bound: int) -> Recipe:
        rules = [{"name": "rich", "when": f"income > {bound}"}, {"name": "poor", "when": f"income <= {bound}"}]
        return Recipe.for_files([people]).changed("segmentation", {"method": "rules", "rules": rules})

    folder = tmp_path / "work"
    assert colours(by_rules(90), folder) == {"small": 0, "middle": 0, "large": 1}
    assert colours(by_rules(30), folder) == {"small": 0, "middle": 1, "large": 1}


def test_a_damaged_document_costs_the_colours_and_nothing_else(people: Path, tmp_path: Path) -> None:
    recipe = Recipe.for_files([people]).changed("segmentation.k", 3)
    folder = tmp_path / "work"
    first = colours(recipe, folder)
    for damaged in ("{", "[1]", '[{"keys": {}}]', "7"):
        (folder / DOCUMENT).write_text(damaged, encoding="utf-8")
        assert colours(recipe, folder) == first


def test_what_is_new_takes_its_number_or_the_next_that_is_left() -> None:
    assert places_after([1, 2, 3], {}) == {1: 0, 2: 1, 3: 2}
    assert places_after([1, 2, 3, 4], {2: 0, 1: 2}) == {2: 0, 1: 2, 3: 1, 4: 3}
