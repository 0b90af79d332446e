"""Hostile texts everywhere: what reaches the terminal, a spreadsheet or a browser carries nothing of theirs."""

import csv
import os
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from tests.crm_tui.hostile import corpus
from tests.crm_tui.terminal import Terminal, foreign_controls

COMMAND = [sys.executable, "-m", "crm_tui.cli"]
OWN_COPY = re.compile(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with hostile files of every kind, of hostile names."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus.write_orders(folder / "orders.csv")
    corpus.write_playbook(folder / "playbook.toml")
    corpus.write_recipe(folder / "\x1b[2J[[nope]\u202e.toml")
    corpus.write_wide(folder / "wi\x1b]0;owned\x07de[-nope].csv")
    corpus.write_bytes(folder / "latin\u202e[red]1.csv")
    corpus.write_workbook(folder / "book\x9b2J.xlsx")
    (folder / "names").mkdir()
    for name in corpus.names():
        try:
            (folder / "names" / f"{name}.csv").write_text("id,x\n1,2\n", encoding="utf-8")
        except (OSError, UnicodeEncodeError):
            continue
    (folder / "names" / os.fsdecode(b"caf\xe9\x9b2J.csv")).write_text("id,x\n1,2\n2,3\n", encoding="utf-8")
    return folder


def recipe_of(home: Path) -> Path:
    """Return the hostile recipe."""
    return next(path for path in home.glob("*.toml") if path.name != "playbook.toml")


@pytest.fixture(scope="module")
def start(home: Path) -> Iterator[object]:
    """A function that starts the app on one of the hostile files."""
    environment = {"XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config")}

    def begin(*words: object, rows: int = 40) -> Terminal:
        return Terminal([*COMMAND, *map(str, words)], environment=environment, columns=140, rows=rows)

    yield begin


def page_down(terminal: Terminal, pages: int) -> None:
    """Page through a table."""
    for _ in range(pages):
        terminal.press("pagedown")


def check(terminal: Terminal) -> None:
    """Fail where a foreign sequence reached the terminal; what was shown has to be whole UTF-8."""
    raw = OWN_COPY.sub(b"", terminal.raw)
    text = raw.decode("utf-8")
    assert foreign_controls(raw) == []
    assert corpus.attacks_in(text) == set()


def leave(terminal: Terminal) -> None:
    """Leave the app from wherever it is, and look at all it sent."""
    terminal.press("Q")
    assert terminal.wait() == 0, terminal.text
    check(terminal)


def visit_tables(terminal: Terminal) -> None:
    """Look at the table that has the focus in every way it offers."""
    for keys in (("F",), ("I",), (".",), ("]",), ("[",), ("@",), ("escape",), ("!",), ("Y",), ("y",), ("r",)):
        terminal.press(*keys).settle(0.25)
        if keys[0] in "FI.":
            terminal.press("down", "pagedown").settle(0.1).press("escape").settle(0.3)


def test_the_corpus_is_large_and_hostile() -> None:
    assert len(corpus.CORPUS) >= 200
    assert len(foreign_controls("\n".join(corpus.CORPUS).encode("utf-8", "replace"))) > 150


def test_cells_segments_strategies_and_tiers_on_all_five_screens(home: Path, start: object) -> None:
    with start(recipe_of(home)) as terminal:  # type: ignore[operator]
        terminal.wait_for("5 Review ✓", "␛", timeout=120)
        terminal.press("1").settle()
        page_down(terminal, len(corpus.CORPUS) * 2 // 12)
        terminal.press("home", "right", "right", "right").settle()
        assert "[red]x[/red]" in terminal.text or "␛[" in terminal.text
        visit_tables(terminal)
        terminal.press("2").settle(0.5).press("a").settle(0.3).press("escape").settle(0.3).press("down").settle(0.5)
        terminal.press("3").settle(0.6).press(";").settle(0.5).press(";").settle(0.5).press("v").settle(0.3)
        terminal.press("4").settle(0.6).press("v").settle(0.5).press("v").settle(0.5).press(";").settle(0.5)
        terminal.press("5").wait_for("[5 Review").settle(0.5)
        assert "␛[2J[red]x[/red]" in terminal.text and "[/nope]" in terminal.text, terminal.text
        terminal.press("I").settle(0.4).press("escape").settle(0.3).press("c").settle(0.3).press("escape").settle(0.3)
        terminal.press("C").settle(0.4).press("enter").settle(0.6).press("escape").settle(0.3)
        terminal.press("5", "enter").wait_for("[Customers]").settle(0.4)
        page_down(terminal, 8)
        visit_tables(terminal)
        terminal.press("enter").wait_for("Why").settle(0.4)
        page_down(terminal, 3)
        terminal.press("q").settle(0.3).press(";").settle(0.4)
        page_down(terminal, 4)
        terminal.press("q").settle(0.2).press("e").wait_for("Export").settle().press("escape").settle(0.3)
        terminal.press(":").settle(0.3).press("escape").settle(0.3).press("?").settle(0.3).press("escape").settle(0.3)
        terminal.press("m").settle(0.5).press("1").settle(0.4).press("5").settle(0.4)
        leave(terminal)


@pytest.mark.parametrize(
    "name",
    ["wi*.csv", pytest.param("latin*.csv", marks=pytest.mark.slow), pytest.param("book*.xlsx", marks=pytest.mark.slow)],
)
def test_headers_bytes_and_sheets(home: Path, start: object, name: str) -> None:
    with start(next(home.glob(name))) as terminal:  # type: ignore[operator]
        terminal.wait_for("2 Clean", "customer_id", timeout=60).settle(1.0)
        terminal.press(*["right"] * 12).settle().press("G").settle()
        terminal.press("shift+tab").settle()
        page_down(terminal, 3)
        terminal.press("tab", "tab").settle()
        page_down(terminal, len(corpus.CORPUS) // 12)
        terminal.press("2").settle(0.4).press("3").settle(0.6)
        page_down(terminal, 4)
        terminal.press("4").settle(0.4).press("5").settle(0.4)
        leave(terminal)


@pytest.mark.slow
def test_file_names_in_completion_in_recent_work_and_in_errors(home: Path, start: object) -> None:
    with start() as terminal:  # type: ignore[operator]
        terminal.wait_for("open a file").press("o").settle()
        terminal.type(f"{home}/names/").press("tab").settle().press("tab").settle()
        terminal.press("escape").settle(0.3)
        for path in sorted((home / "names").glob("[!c]*"))[::60]:
            terminal.press("o").settle().type("\x15").type(f"\x1b[200~{path}\x1b[201~").press("enter").settle(0.6)
        terminal.press("o").settle().type("\x1b[200~/no/[/nope]\x9b2J\u202e[red]\x1b[201~").press("enter").settle(0.5)
        terminal.press("&").settle().type("\x1b[200~x = '[/nope]\u202e\x9b' and\x1b[201~").press("enter").settle(0.5)
        terminal.press("escape").settle(0.3).press("/").settle().type("[/nope]").press("enter").settle(0.5)
        leave(terminal)
    with start(next((home / "names").glob("caf*"))) as terminal:  # type: ignore[operator]
        terminal.wait_for("no UTF-8 text; rename it", timeout=60).settle(0.5)
        leave(terminal)
    with start() as terminal:  # type: ignore[operator]
        terminal.wait_for("open a file").settle(0.5)
        leave(terminal)


@pytest.mark.parametrize(
    "words",
    [("inspect",), ("inspect", "--json"), ("run",), ("run", "--json"), ("run", "--set", "seg\x1b[2Jx=[/nope]\u202e")],
)
def test_commands_on_a_terminal(home: Path, start: object, words: tuple[str, ...]) -> None:
    files = [next(home.glob("wi*.csv")), next(home.glob("latin*.csv"))] if words[0] == "inspect" else [recipe_of(home)]
    with start(words[0], *files, *words[1:], rows=24) as terminal:  # type: ignore[operator]
        terminal.wait(60)
        shown = [one for one in foreign_controls(terminal.raw) if one not in OWN_PROGRESS]
        assert shown == []
        assert corpus.attacks_in(terminal.raw.decode("utf-8")) == set()


OWN_PROGRESS = frozenset({"\x1b[2K"})
"""What the bar of a headless run clears its line with."""


class Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets |= {value or "" for name, value in attrs if name in {"href", "src", "action"}}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_exports_run_nothing(home: Path, start: object, file_format: str, tmp_path: Path) -> None:
    for raw in (False, True):
        out = tmp_path / f"out{raw}"
        words = ("run", recipe_of(home), "--out", out, "--format", file_format, "--quiet")
        words += ("--set", "export.raw_formulas=true") if raw else ()
        with start(*words, rows=24) as terminal:  # type: ignore[operator]
            assert terminal.wait(90) == 0, terminal.text
        if file_format == "csv":
            with (out / "customers.csv").open(newline="", encoding="utf-8") as stream:
                cells = [cell for row in csv.reader(stream) for cell in row]
        else:
            frame = pl.read_excel(out / "customers.xlsx", engine="calamine", infer_schema_length=0)
            cells = [str(cell) for column in frame.iter_columns() for cell in column if cell is not None]
        runs = [cell for cell in cells if re.match(r"[=+\-@\t\r＝＋－＠|]", cell) and not is_number(cell)]
        assert bool(runs) == raw, runs[:5]
        tags = Tags()
        tags.feed((out / "report.html").read_text(encoding="utf-8"))
        assert not {"script", "img", "iframe", "object", "embed", "form", "php"} & tags.seen
        assert not [name for name in tags.attributes if name.startswith("on")]
        assert all(target.startswith("#") for target in tags.targets)
        if not raw:
            assert "\x1b" not in (out / "report.html").read_text(encoding="utf-8")
            assert "\x1b" not in (out / "report.md").read_text(encoding="utf-8")


def is_number(text: str) -> bool:
    """Say whether a text is nothing but a number."""
    return re.fullmatch(r"[+-]?\d+([.,]\d+)*([eE][+-]?\d+)?%?", text) is not None
