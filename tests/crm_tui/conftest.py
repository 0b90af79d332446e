"""What the tests of the app share: computed work, a small file of orders, and golden text screens."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from analysis.intake.opening import open_files
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.worker.jobs import EVERYTHING
from analysis.workspace import Workspace
from crm_tui.app import CrmTui
from crm_tui.launch import Launch
from tests.crm_tui.started import COMMAND, Start
from tests.crm_tui.terminal import Terminal, screen_text
from tests.crm_tui.waiting import idle, rest, until

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data" / "orders.toml"
GOLDEN = Path(__file__).parent / "screens" / "golden"
OpenApp = Callable[..., AbstractAsyncContextManager[Pilot[int]]]
Golden = Callable[[Pilot[int], str], Awaitable[None]]


@pytest.fixture(scope="session", autouse=True)
def _keys_wait_for_the_app() -> Iterator[None]:
    """Have a pilot's keys wait until the app has taken them, whatever else the machine does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", idle)
        patch.setattr("textual.pilot.wait_for_idle", idle)
        yield


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep state and config of the tests apart from the user's."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture(scope="session")
def computed_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with everything computed on the sample data; copy it before changing it."""
    folder = tmp_path_factory.mktemp("computed")
    pipeline = Pipeline(Recipe.load(SAMPLE), Workspace(folder))
    for stage in EVERYTHING:
        pipeline.result(stage)
    return folder


@pytest.fixture
def own_workspace(computed_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the computed workspace that a test may change."""
    return Path(shutil.copytree(computed_workspace, tmp_path / "workspace"))


def order_lines() -> Iterator[str]:
    """Yield the lines of a small file of orders: 30 customers, lines without one, returns, a price that is none."""
    yield "order_id,customer_id,date,product,quantity,price"
    for number in range(240):
        customer = number * 7 % 31
        day = number * 11 % 360
        quantity = -1 if number % 40 == 39 else 1 + number * number % 5
        price = "n/a?" if number == 100 else f"{(number * 37 % 90) / 4 + 1:.2f}"
        name = "" if customer == 30 else f"C{customer:03d}"
        when = f"2024-{1 + day // 30:02d}-{1 + day % 28:02d}"
        yield f"{1000 + number // 2},{name},{when},Item {number * 5 % 12},{quantity},{price}"


@pytest.fixture(scope="session")
def small_orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file of orders, the same for all tests: copy it before changing it."""
    path = tmp_path_factory.mktemp("orders") / "shop.csv"
    path.write_text("\n".join(order_lines()) + "\n", encoding="utf-8")
    return path


@dataclass(frozen=True)
class SmallWork:
    """Files, and a workspace with everything computed on them."""

    paths: tuple[Path, ...]
    folder: Path


@pytest.fixture(scope="session")
def computed_small(small_orders: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with everything computed on the small file of orders, as if it had just been opened."""
    folder = tmp_path_factory.mktemp("small")
    opened = open_files([str(small_orders)], Workspace(folder))
    pipeline = Pipeline(opened.recipe, Workspace(folder))
    for stage in EVERYTHING:
        pipeline.result(stage)
    return folder


@pytest.fixture
def small_work(small_orders: Path, computed_small: Path, tmp_path: Path) -> SmallWork:
    """The small file of orders and a workspace with everything computed on it, which a test may change."""
    return SmallWork((small_orders,), Path(shutil.copytree(computed_small, tmp_path / "small")))


@pytest.fixture
def open_app() -> OpenApp:
    """A function from paths, size and a workspace to the running app, ``async with open_app("a.csv") as pilot``."""

    @asynccontextmanager
    async def run(
        *paths: object, size: tuple[int, int] = (80, 24), workspace: Path | None = None
    ) -> AsyncIterator[Pilot[int]]:
        app = CrmTui(Launch(tuple(map(str, paths)), workspace))
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda app: app.desk is not None)
            yield pilot

    return run


@pytest.fixture
def golden(tmp_path: Path) -> Golden:
    """A function that compares a screen at rest with ``golden/NAME.txt``; CRM_TUI_GOLDEN=write writes it anew."""

    async def compare(pilot: Pilot[int], name: str) -> None:
        await rest(pilot)
        text = "\n".join(line.rstrip() for line in screen_text(pilot.app).splitlines()).rstrip() + "\n"
        text = text.replace(str(tmp_path), "<folder>")
        path = GOLDEN / f"{name}.txt"
        if os.environ.get("CRM_TUI_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: write it with CRM_TUI_GOLDEN=write"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def start(own_workspace: Path) -> Start:
    """A function that starts the app on the sample data, of which everything is computed."""

    def begin(*words: str, environment: dict[str, str | None] | None = None, **size: int) -> Terminal:
        argv = [*COMMAND, str(SAMPLE), "--workspace", str(own_workspace), *words]
        terminal = Terminal(argv, environment=environment, **size)
        return terminal.wait_for("5 Review", "q Quit", timeout=60)

    return begin
