"""The real app in a real terminal: five screens, export, a lost link, a cancelled sweep."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.recipe import Recipe
from analysis.runs.running import run
from tests.crm_tui.processes import children_of, gone
from tests.crm_tui.program import ROOT
from tests.crm_tui.terminal import Terminal

SAMPLE = ROOT / "sample_data"
Start = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a copy of the sample data, where the app also keeps its work."""
    for name in ("orders.csv", "customers.csv", "products.csv", "orders.toml"):
        shutil.copy(SAMPLE / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def start(home: Path) -> Start:
    """A function that starts the app in a pseudo-terminal, its state and configuration below ``home``."""

    def begin(*words: str, **size: int) -> Terminal:
        environment = {"XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config")}
        return Terminal([sys.executable, "-m", "crm_tui.cli", *words], environment=environment, **size)

    return begin


def test_all_five_screens_an_export_like_the_headless_one_and_a_resumed_session(home: Path, start: Start) -> None:
    with start(str(home / "orders.toml")) as terminal:
        terminal.wait_for("5 Review ✓", timeout=120)
        terminal.press("1").wait_for("[1 Load", "orders", "transactions", "utf-8", "customer_id")
        terminal.press("2").wait_for("[2 Clean", "drop_missing", "net_returns")
        terminal.press("3").wait_for("[3 Segment", "recency_days", "chosen", "Jaccard")
        terminal.press("4").wait_for("[4 Tiers", "not loyal", "RFM")
        terminal.press("5").wait_for("[5 Review", "Profile", "customers")
        terminal.press("enter").wait_for("[Customers]", "Customer", "Value tier")
        terminal.press("enter").wait_for("Why segment", "sd from")
        terminal.press("q").wait_for("[Customers]")
        terminal.press("e").wait_for("Export", "crm-tui run")
        terminal.press("j", "enter").type("\x15" + str(home / "out")).press("enter").press("x")
        terminal.wait_for("Written to", timeout=60)
        children = children_of(terminal.process.pid)
        assert len(children) == 2
        terminal.press("Q")
        assert terminal.wait() == 0
        assert gone(children)
    run(Recipe.load(home / "out" / "recipe.toml"), home / "headless")
    app, headless = home / "out" / "customers.csv", home / "headless" / "customers.csv"
    assert app.read_bytes() == headless.read_bytes()
    with start(str(home / "orders.toml")) as terminal:
        terminal.wait_for("[5 Review ✓", "goes on")
        terminal.press("Q")
        assert terminal.wait() == 0


@pytest.mark.parametrize("how", ["hang up", "terminate"])
def test_a_lost_link_costs_nothing(home: Path, start: Start, how: str) -> None:
    with start(str(home / "orders.toml")) as terminal:
        terminal.wait_for("2 Clean ✓", timeout=60)
        terminal.press("2").wait_for("[2 Clean", "drop_missing")
        terminal.press("space").settle(0.5)
        children = children_of(terminal.process.pid)
        if how == "hang up":
            terminal.hang_up()
        else:
            os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.wait() == 128 + (signal.SIGHUP if how == "hang up" else signal.SIGTERM)
        assert gone(children)
    with start(str(home / "orders.toml")) as terminal:
        terminal.wait_for("[2 Clean", "The link was lost", "[ ]", timeout=60)
        terminal.press("Q")
        assert terminal.wait() == 0


def test_a_long_run_is_cancelled_and_what_was_finished_is_kept(home: Path, start: Start) -> None:
    with start(str(home / "orders.toml")) as terminal:
        terminal.wait_for("4 Tiers ✓", "3 Segment ›", timeout=60)
        terminal.press("3")
        before = set(children_of(terminal.process.pid))
        terminal.press("ctrl+c").wait_for("Cancelled")
        after = set(children_of(terminal.process.pid))
        assert len(before - after) == 1, "the child that computed is gone"
        assert "4 Tiers ✓" in terminal.text
        terminal.press("ctrl+c").wait_for("Press Q to quit")
        terminal.press("R").wait_for("3 Segment ✓", timeout=120)
        terminal.press("Q")
        assert terminal.wait() == 0


def test_files_that_cannot_be_used_are_said_and_work_goes_on(home: Path, start: Start) -> None:
    (home / "empty.csv").touch()
    (home / "header.csv").write_text("a,b,c\n")
    with start(str(home / "empty.csv")) as terminal:
        terminal.wait_for("the file is empty")
        terminal.press("o").type(str(home / "header.csv")).press("enter").wait_for("there are column names")
        terminal.press("o").type(str(home / "orders.csv")).press("enter").wait_for("1 Load ✓", timeout=60)
        terminal.press("Q")
        assert terminal.wait() == 0


def test_with_nothing_the_first_screen_says_what_to_press(start: Start) -> None:
    with start(columns=80, rows=24) as terminal:
        terminal.wait_for("open a file", "crm-tui demo")
        terminal.press("?").wait_for("esc close", "First row")
        terminal.press("escape").settle(0.4)
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_window_made_too_small_says_so_and_comes_back(start: Start) -> None:
    with start(columns=80, rows=24) as terminal:
        terminal.wait_for("open a file")
        terminal.resize(60, 10).wait_for("80×24")
        terminal.resize(1, 1)
        terminal.resize(100, 30).wait_for("open a file")
        terminal.press("q")
        assert terminal.wait() == 0


def test_keys_of_ones_own_work_and_a_clash_is_said(home: Path, start: Start) -> None:
    config = home / "config" / "crm-tui"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('[keys]\n"app.back" = "b"\n"app.run" = "o"\n')
    with start(str(home / "orders.csv")) as terminal:
        terminal.wait_for("keys.app", timeout=60)
        terminal.press("b")
        assert terminal.wait() == 0
