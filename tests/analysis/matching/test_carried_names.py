"""Names that the analyst gave stay with their customers when the segments change."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.edits import Edit, Journal
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.worker.jobs import JOBS
from analysis.workspace import Workspace


class Quiet:
    """A channel that nobody listens to."""

    def send(self, event: str, **fields: object) -> None:
        """Take an event."""

    def progress(self, **fields: object) -> None:
        """Take progress."""


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    """Three groups, the second largest of two halves that a fourth segment parts."""
    chance = random.Random(2)
    lines = ["customer_id,income,visits"]
    centres = [(20, 5, 80), (60, 30, 60), (95, 8, 36), (95, 14, 33)]
    for income, visits, size in centres:
        lines += [
            f"c{len(lines) + number:03},{chance.gauss(income, 1.5):.2f},{chance.gauss(visits, 0.8):.2f}"
            for number in range(size)
        ]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Recipe.for_files([path]).changed("segmentation.k", 3)


def compute(recipe: Recipe, folder: Path) -> dict[str, Any]:
    return JOBS["run"]({"job": "run", "recipe": recipe.model_dump(mode="json"), "workspace": str(folder)}, Quiet())


def named(recipe: Recipe, folder: Path) -> dict[str, str]:
    result: pl.DataFrame = Pipeline(recipe, Workspace(folder)).result("review").result
    return dict(result.select("customer_id", "segment_name").iter_rows())


def test_names_go_with_their_customers_and_come_back_with_an_undo(recipe: Recipe, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    mine = recipe.changed("segmentation.names", {"1": "Ants", "2": "Bees", "3": "Cats"})
    assert compute(mine, folder) == {}
    before = named(mine, folder)
    assert set(before.values()) == {"Ants", "Bees", "Cats"}

    four = mine.changed("segmentation.k", 4)
    told = compute(four, folder)
    assert told["lost"] == []
    assert sorted(told["names"].values()) == ["Ants", "Bees", "Cats"]
    after = named(four.changed("segmentation.names", told["names"]), folder)
    ours = [customer for customer in before if after[customer] in {"Ants", "Bees", "Cats"}]
    assert len(ours) > 170
    assert told["names"] != mine.segmentation.names
    assert all(before[customer] == after[customer] for customer in ours)

    assert compute(four.changed("segmentation.names", told["names"]), folder) == {}
    assert compute(mine, folder) == {}, "an undo brings the old names back with the old segments"
    assert named(mine, folder) == before


def test_a_name_without_a_segment_is_told_as_lost_and_renaming_is_not_overruled(recipe: Recipe, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    mine = recipe.changed("segmentation.names", {"1": "Ants", "2": "Bees", "3": "Cats"})
    compute(mine, folder)
    two = mine.changed("segmentation.k", 2)
    told = compute(two, folder)
    assert len(told["names"]) == 2
    assert len(told["lost"]) == 1
    assert set(told["names"].values()) | set(told["lost"]) == {"Ants", "Bees", "Cats"}
    renamed = two.changed("segmentation.names", {"1": "Dogs"})
    assert compute(renamed, folder) == {}


def test_other_data_take_the_names_along(recipe: Recipe, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    mine = recipe.changed("segmentation.names", {"1": "Ants", "2": "Bees", "3": "Cats"})
    compute(mine, folder)
    before = named(mine, folder)
    largest = [customer for customer, name in before.items() if name == "Ants"]
    for customer in largest[:40]:  # the largest becomes the second or third: ids change places
        Journal(folder).append(Edit(action="exclude", customer_id=customer))
    told = compute(mine, folder)
    after = named(mine.changed("segmentation.names", told["names"]), folder)
    assert told["names"] != mine.segmentation.names
    assert all(before[customer] == name for customer, name in after.items())
