"""Columns of the analyst's that are called as ours are: nothing breaks, and none takes the place of another."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from analysis.intake.opening import open_files
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.workspace import MemoryStore

STEPS = (
    {"step": "report_duplicates", "source": "orders", "columns": ["rows", "len"]},
    {"step": "drop_duplicates", "source": "orders"},
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write order lines with many words called as a count is, some no numbers; and customers with groups of their own,
    called as results are.
    """
    draw = random.Random(1)
    lines = ["order,customer,day,amount,count,cell,len,rows"]
    for number in range(700):
        word = "none?" if number % 90 == 89 else str(draw.randrange(50))
        day, amount = f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}", f"{(number * 37 % 900) / 4 + 1:.2f}"
        words = f"w{draw.randrange(300)},w{draw.randrange(300)},{word},{word}"
        lines.append(f"O{number // 2},C{draw.randrange(60):03d},{day},{amount},{words}")
    (tmp_path / "orders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    groups = [f"C{number:03d},{'ab'[number % 2]},{'xyz'[number % 3]},{'pq'[number % 2]}" for number in range(60)]
    people = "\n".join(["customer,segment,value_tier,level", *groups])
    (tmp_path / "customers.csv").write_text(people + "\n", encoding="utf-8")
    return [str(tmp_path / name) for name in ("orders.csv", "customers.csv")]


def test_columns_called_as_ours_are_go_through_the_whole_work(files: list[str]) -> None:
    store = MemoryStore()
    plain = open_files(files, store).recipe.plain()
    plain["clean"] = [*plain.get("clean", ()), *STEPS]
    plain["segmentation"] = {"method": "kmeans", "k": 3, "restarts": 2}
    pipeline = Pipeline(Recipe.from_plain(plain), store)
    pipeline.result("tiers")
    whole = pipeline.result("review").profiles.whole
    levels = [(mix.column, sorted(level.name for level in mix.levels)) for mix in whole.mixes]
    assert ("segment", ["a", "b"]) in levels
    assert ("value_tier", ["x", "y", "z"]) in levels
    assert ("value_tier", ["high", "low", "medium"]) in levels
