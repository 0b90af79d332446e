"""What the app is started on, settled before there is a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import RecipeError
from analysis.workspace import Workspace
from crm_tui.launch import Launch, check_workspace
from tests.crm_tui.conftest import OpenApp, SmallWork
from tests.crm_tui.waiting import app_of


@pytest.fixture
def begun(tmp_path: Path) -> Workspace:
    """A workspace that holds work on two files."""
    workspace = Workspace(tmp_path / "work")
    workspace.write_json("session.json", {"inputs": [str(tmp_path / "orders.csv"), str(tmp_path / "people.csv")]})
    workspace.write_json("history.json", {"documents": [{}], "at": 0})
    return workspace


def test_work_on_something_else_is_not_shown_for_what_was_named(
    begun: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.stat().st_mtime_ns for path in begun.folder.rglob("*")}
    for paths in (("other.csv",), ("orders.csv",), ("recipe.toml",), ("-",), (str(tmp_path),)):
        with pytest.raises(RecipeError) as refused:
            check_workspace(Launch(paths, begun.folder))
        said = str(refused.value)
        assert "orders.csv" in said and "--workspace" in said and f"crm-tui {begun.folder}" in said, said
    assert {path: path.stat().st_mtime_ns for path in begun.folder.rglob("*")} == before
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.csv").symlink_to(tmp_path / "orders.csv")
    for paths in ((), ("people.csv", "link.csv"), (str(begun.folder),), ("work",)):
        check_workspace(Launch(paths, begun.folder))
    check_workspace(Launch(("other.csv",)))
    check_workspace(Launch(("other.csv",), tmp_path / "new"))


def test_standard_input_is_opened_alone_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    check_workspace(Launch(("-",), folder))
    workspace = Workspace(folder)
    workspace.write_json("session.json", {"inputs": [str(folder / "stdin.csv")]})
    workspace.write_json("history.json", {"documents": [{}], "at": 0})
    check_workspace(Launch(("-",), folder))
    with pytest.raises(RecipeError, match="alone"):
        check_workspace(Launch(("-", "more.csv"), folder))


async def test_what_could_not_be_read_gives_way_and_what_starts_afresh_stays(
    open_app: OpenApp, small_work: SmallWork
) -> None:
    Workspace(small_work.folder).write_json("session.json", {"inputs": [str(small_work.folder / "unreadable.csv")]})
    async with open_app(*small_work.paths, workspace=small_work.folder) as pilot:
        app = app_of(pilot)
        assert app.desk is not None and app.session.paths == tuple(map(str, small_work.paths))
        app.choices = Launch((), small_work.folder)  # as if the work had been gone on with by its folder
        app.desk.opening.start_afresh()
        assert app.session.workspace == str(small_work.folder) and app.session.problem == ""
