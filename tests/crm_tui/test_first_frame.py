"""The first picture: the same as the app's own, cell by cell, and nothing that is typed before the app is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pyte
import pytest
import typer.main
from rich.cells import set_cell_size

from crm_tui import cli, commands
from crm_tui.app import CrmTui
from crm_tui.first_frame import drawn, pieces
from crm_tui.glyphs import glyphs
from crm_tui.launch import Launch, chosen, paths_alone
from tests.crm_tui.started import wait_until
from tests.crm_tui.terminal import Terminal, foreign_controls, screen_text
from tests.crm_tui.waiting import until

HEADS = {
    "orders": "order_id,customer,date,amount\n" + "".join(f"{n},C{n % 7},2024-01-01,{n * 1.5}\n" for n in range(150)),
    "wide": ",".join(f"column number {n}" for n in range(60)) + "\n" + ",".join(["x" * 50] * 60) + "\n",
    "chinese": "客户,城市\n" + "王小明,北京市朝阳区\n김철수,서울\n" * 40,
    "hostile": "a\x1b[2J,b\x9b31m\n\x1b]0;x\x07,[/nope]\n\u202egnp.exe,\x00\n",
    "one line": "a,b,c\n",
    "empty": "",
}  # fmt: skip


@pytest.fixture(params=HEADS)
def head(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of each kind."""
    path = tmp_path / f"{request.param}.csv"
    path.write_text(HEADS[request.param], encoding="utf-8")
    return path


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("size", [(80, 24), (121, 41)])
async def test_it_is_the_picture_that_the_app_paints_first(
    head: Path, size: tuple[int, int], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait_for_ever(self: CrmTui) -> None: ...

    monkeypatch.setattr(CrmTui, "_begin", wait_for_ever)
    picture = drawn(pieces(head, *size, glyphs(plain)))
    assert foreign_controls(picture.encode()) == []
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(picture)

    def cells(lines: list[str]) -> list[str]:
        """All but the scrollbar and the keys in the last line."""
        return [set_cell_size(line, size[0] - 1) for line in lines][:-1]

    async with CrmTui(Launch((str(head),), plain=plain)).run_test(size=size) as pilot:
        await until(pilot, lambda app: cells(screen_text(app).splitlines()) == cells(screen.display))


def test_keys_typed_before_the_app_is_there_are_not_lost(small_orders: Path, tmp_path: Path) -> None:
    with Terminal([sys.executable, "-m", "crm_tui.cli", str(small_orders)], columns=100, rows=30) as terminal:
        terminal.wait_for("the first 200 rows")
        assert "Find" not in terminal.text, "the app itself is not there yet"
        terminal.press("j", "j", settle=False)
        third = small_orders.read_text().splitlines()[3].split(",")[0]
        wait_until(lambda: terminal.reversed_text.strip() == third, terminal.wait_for("Find"))
        assert "jj" not in terminal.text
        terminal.press("Q")
        assert terminal.wait() == 0
        assert terminal.raw.count(b"\x1b[?1049h") == 1


def test_the_terminal_is_given_back_as_it_was(small_orders: Path) -> None:
    line = f"stty -a > before; {sys.executable} -m crm_tui.cli {small_orders}; stty -a > after"
    with Terminal(["bash", "-c", line], folder=small_orders.parent) as terminal:
        terminal.wait_for("Find").press("Q")
        assert terminal.wait() == 0
    assert (small_orders.parent / "before").read_text() == (small_orders.parent / "after").read_text()


def test_what_is_to_be_masked_is_never_painted(small_orders: Path, config: Callable[[str], None]) -> None:
    config("mask = true\n")
    with Terminal([sys.executable, "-m", "crm_tui.cli", str(small_orders)], columns=120, rows=40) as terminal:
        terminal.wait_for("1 Load ✓", "masked", timeout=60).settle()
        assert b"C007" not in terminal.raw
        terminal.press("Q")
        assert terminal.wait() == 0


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], None]:
    """A function that writes the config file."""

    def write(text: str) -> None:
        (tmp_path / "config" / "crm-tui").mkdir(parents=True)
        (tmp_path / "config" / "crm-tui" / "config.toml").write_text(text)

    return write


def test_what_no_flag_says_the_config_file_says(config: Callable[[str], None]) -> None:
    config("plain = true\nslow_link = true\nmouse = false\n")
    assert chosen(["a"]) == Launch(("a",), mouse=False, plain=True, slow_link=True)
    assert chosen(["a"], mouse=True, plain=None, slow_link=None).mouse


def test_paths_alone_are_opened_at_once_and_no_command_is_taken_for_one(
    small_orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_orders.parent)
    (small_orders.parent / "run").write_text("a,b\n1,2\n")
    assert paths_alone(["shop.csv", "run"], cli.COMMANDS) == Launch(("shop.csv", "run"))
    for words in (["run", "shop.csv"], ["--plain", "shop.csv"], ["nowhere.csv"], []):
        assert paths_alone(words, cli.COMMANDS) is None
    group = typer.main.get_command(commands.app)
    assert set(group.commands) == cli.COMMANDS  # type: ignore[attr-defined]
