"""Results survive the way to disk and back, lazily and exactly."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.settings import Summary
from analysis.workspace import Workspace
from analysis.workspace.artifacts import read_artifact, write_artifact


class Told(Summary):
    when: date
    shares: tuple[float | None, ...]
    by_name: dict[str, int]


@dataclass(frozen=True)
class Inner:
    frame: pl.LazyFrame
    label: pl.Series


@dataclass(frozen=True)
class Outer:
    told: Told
    inner: tuple[Inner, ...]
    arrays: dict[str, NDArray[np.float32]]
    frame: pl.DataFrame
    note: str | None = None


@pytest.fixture
def outer() -> Outer:
    frame = pl.DataFrame({"id": ["007", None, "北京"], "money": [1.5, float("nan"), None]})
    inner = Inner(frame.lazy(), pl.Series("tier", ["low", None]))
    told = Told(when=date(2024, 2, 29), shares=(0.1, None, float("inf")), by_name={"a/b": 1})
    return Outer(told, (inner, inner), {"centre/0": np.arange(6, dtype=np.float32).reshape(2, 3)}, frame)


def test_a_result_comes_back_as_it_was(outer: Outer, tmp_path: Path) -> None:
    write_artifact(outer, tmp_path)
    back = read_artifact(Outer, tmp_path)
    assert back.told == outer.told
    assert back.note is None
    assert back.frame.equals(outer.frame)
    assert back.inner[1].frame.collect().equals(outer.frame)
    assert back.inner[0].label.equals(outer.inner[0].label)
    assert np.array_equal(back.arrays["centre/0"], outer.arrays["centre/0"])


def test_a_workspace_is_private_and_keeps_whole_results(outer: Outer, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "work")
    assert workspace.load("segments-1", Outer) is None
    workspace.save("segments-1", outer)
    assert workspace.load("segments-1", Outer) is not None
    assert workspace.folder.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in workspace.artifacts.rglob("*"))
    assert not list(workspace.artifacts.glob(".*"))


def test_what_a_killed_writer_left_is_removed_and_a_living_one_is_not_disturbed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    dead, alive = workspace.artifacts / ".x.999999999.tmp", workspace.artifacts / ".y.1.tmp"
    dead.mkdir()
    alive.mkdir()
    with workspace.owned() as holder:
        assert holder == ""
        assert not dead.exists()
        assert alive.exists()


def test_the_second_holder_is_told_who_holds_the_work(tmp_path: Path) -> None:
    with Workspace(tmp_path).owned() as first, Workspace(tmp_path).owned() as second:
        assert first == ""
        assert "process" in second


def test_the_hash_of_a_file_follows_its_content(tmp_path: Path) -> None:
    workspace, path = Workspace(tmp_path / "w"), tmp_path / "a.csv"
    path.write_bytes(b"abc")
    first = workspace.sha256(path)
    assert first == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    path.write_bytes(b"abd")
    assert workspace.sha256(path) != first


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AnalysisError, match="workspace folder cannot be made"):
        Workspace(tmp_path / "file" / "work")
