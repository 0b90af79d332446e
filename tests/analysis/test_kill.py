"""A child that is killed while it saves leaves a workspace in which everything is whole, and the next run goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.pipeline import STAGES, Pipeline
from analysis.recipe import Recipe
from analysis.stages.bench import Fit
from analysis.workspace import MemoryStore, Workspace

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = ("tiers", "plane", "review")
CHILD = """
import os, signal, sys
from pathlib import Path
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.workspace import Workspace

folder, moment = sys.argv[2], int(sys.argv[3])
pipeline = Pipeline(Recipe.load(sys.argv[1]), Workspace(Path(folder)))
seen = 0

def hook(event, told):
    # What Python does to files of the workspace, in its order: the child dies just before the act with this number.
    global seen
    if event in {"open", "os.mkdir", "os.rename", "os.chmod", "os.rmdir", "os.remove"} and folder in str(told[0]):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
pipeline.run(("tiers", "plane", "review"))
print(seen)
"""


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    chance = random.Random(3)
    lines = ["customer_id,income,visits,total_purchase"]
    for number in range(90):
        rich = number % 2
        lines.append(
            f"c{number:03},{chance.gauss(20 + 40 * rich, 3):.1f},{chance.randint(1, 5) + 9 * rich},{number}.50"
        )
    (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "recipe.toml"
    Recipe.for_files([folder / "people.csv"]).changed("segmentation.k", 2).dump(path)
    return path


def run_child(recipe: Path, folder: Path, moment: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CHILD, str(recipe), str(folder), str(moment)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)


def check_whole(recipe: Path, folder: Path) -> None:
    """Everything that is there can be read, nothing half-written stays, and the rest is computed to the same result."""
    workspace = Workspace(folder)
    with workspace.owned() as holder:
        assert holder == ""
    for artifact in workspace.artifacts.iterdir():
        assert not artifact.name.startswith(".")
        kind = artifact.name.split("-")[0]
        assert workspace.load(artifact.name, Fit if kind == "fit" else STAGES[kind].work.gives) is not None
    assert not list(folder.glob(".*.tmp"))
    after = Pipeline(Recipe.load(recipe), workspace)
    expected = Pipeline(Recipe.load(recipe), MemoryStore())
    after.run(EVERYTHING)
    assert after.result("review").result.equals(expected.result("review").result)
    assert after.result("tiers").cells.equals(expected.result("tiers").cells)


@pytest.mark.parametrize("moment", [12, 120, 300])
def test_a_kill_while_saving_leaves_the_workspace_whole(recipe: Path, tmp_path: Path, moment: int) -> None:
    assert run_child(recipe, tmp_path, moment).returncode == -signal.SIGKILL
    check_whole(recipe, tmp_path)


@pytest.mark.slow
def test_kills_one_after_the_other_leave_the_workspace_whole(recipe: Path, tmp_path: Path) -> None:
    chance = random.Random(1)
    killed = 0
    for folder in (tmp_path / f"work-{number}" for number in range(5)):
        for _ in range(10):
            killed += run_child(recipe, folder, chance.randint(1, 40)).returncode == -signal.SIGKILL
        check_whole(recipe, folder)
    assert killed >= 40
