"""The link and the life of the app: signals, resuming, other terminals, full disks, killed processes."""

import base64
import os
import random
import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from analysis.workspace import Workspace
from crm_tui.clipboard import clipboard_sequence
from tests.crm_tui.processes import children_of, gone, limit_files, state_of
from tests.crm_tui.started import TITLES, Start, child_of, ready, wait_until
from tests.crm_tui.terminal import Terminal


def changes_kept(workspace: Path) -> int:
    """Return how many states of the recipe are on disk."""
    return len((Workspace(workspace).read_json("history.json") or {}).get("documents", ()))


def test_every_screen_is_resumed_at_its_rows(start: Start) -> None:
    with start() as terminal:
        ready(terminal).move("down", "down", "down", "right")
        terminal.press("2").wait_for("[2 Clean", "drop_missing").move("down")
        terminal.press("5").wait_for("[5 Review").move("down", "down").press("enter").wait_for("[Customers]")
        terminal.move("down", "down", "right")
        customer = terminal.reversed_text.strip()
        assert customer
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
    with start() as terminal:
        terminal.wait_for("The link was lost", "[5 Review", "[Customers]")
        wait_until(lambda: terminal.reversed_text.strip() == customer, terminal)
        terminal.press("2").wait_for("[2 Clean")
        wait_until(lambda: "keep_where" in terminal.reversed_text, terminal)
        terminal.press("1").wait_for("[1 Load")
        wait_until(lambda: terminal.reversed_text.strip() == "107496", terminal)  # fourth row, second column


def test_a_suspended_app_gives_the_terminal_back_and_draws_itself_anew(start: Start) -> None:
    with start() as terminal:
        ready(terminal).settle(2.0)  # nothing is drawn any more of itself
        before = len(terminal.raw)
        terminal.press("ctrl+z")
        wait_until(lambda: state_of(terminal.process.pid) == "T", terminal)
        terminal.settle()
        assert b"\x1b[?1049l" in terminal.raw[before:] and b"\x1b[?25h" in terminal.raw[before:]
        terminal.clear().signal(signal.SIGCONT)
        terminal.wait_for("[1 Load", "customer_id", "q Quit")
        terminal.press("5").wait_for("[5 Review")
        terminal.press("Q")
        assert terminal.wait() == 0


def test_the_mouse_is_left_to_the_terminal_and_taken_back(start: Start) -> None:
    with start("--no-mouse") as terminal:
        ready(terminal)
        assert b"\x1b[?1000h" not in terminal.raw
        terminal.press("~").wait_for("The mouse works here")
        assert b"\x1b[?1000h" in terminal.raw
        before = len(terminal.raw)
        terminal.press("~").wait_for("The mouse is the terminal's")
        assert b"\x1b[?1000l" in terminal.raw[before:]


@pytest.mark.parametrize("between", ["", "TMUX", "STY"])
def test_a_copy_goes_through_what_stands_between(start: Start, between: str) -> None:
    with start(environment={between: "there"} if between else {}) as terminal:
        ready(terminal).press("right").settle().press("y").wait_for("sent")
        raw = terminal.raw
    wanted = f"\x1b]52;c;{base64.b64encode(b'109542').decode()}\a"
    wrapped = {
        "": wanted,
        "TMUX": f"\x1bPtmux;{wanted.replace(chr(27), chr(27) * 2)}\x1b\\",
        "STY": f"\x1bP{wanted}\x1b\\",
    }
    assert wrapped[between].encode() in raw


def test_a_long_copy_through_screen_goes_in_pieces_that_make_the_whole() -> None:
    sent = clipboard_sequence("customer\t" * 400, {"STY": "1"})
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sent, re.DOTALL)
    assert all(len(piece) <= 512 for piece in pieces)
    assert "".join(pieces) == clipboard_sequence("customer\t" * 400, {})


def test_a_locale_without_utf8_draws_the_same_and_takes_any_byte(start: Start, tmp_path: Path) -> None:
    poor = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    (tmp_path / "Käse 北京.csv").write_text("id,Größe\n" + "".join(f"{n},{n % 7}\n" for n in range(40)), "utf-8")
    with start(environment=poor) as terminal:
        ready(terminal).press("3").wait_for("[3 Segment", "█").settle()
        assert "\\u" not in terminal.text
        os.write(terminal._master, "Köln".encode("latin-1"))
        terminal.settle().press("escape").settle()
        terminal.press("1").wait_for("[1 Load").press("o").settle()
        terminal.type("\x15" + str(tmp_path / "Käse 北京.csv")).press("enter").wait_for("Größe", "1 Load ✓", timeout=60)
        terminal.press("Q")
        assert terminal.wait() == 0


def test_no_size_of_the_window_breaks_any_screen_or_dialog(start: Start) -> None:
    with start(columns=100, rows=30) as terminal:
        ready(terminal)
        for place, title in enumerate(TITLES, 1):
            terminal.press(str(place)).wait_for(f"[{place} {title}")
            terminal.resize(1, 1)
            terminal.resize(30, 2).press("3", "q", "j").settle(0.1)
            terminal.resize(60, 20).wait_for("this one is 60×20").wait_gone("? Help")
            terminal.resize(100, 30).wait_for(f"[{place} {title}")
        for key, text in (("?", "esc close"), (":", "what to do"), ("e", "x export"), ("&", "rows where")):
            terminal.press("1").settle().press(key).wait_for(text)
            terminal.resize(1, 1)
            terminal.resize(79, 23)
            terminal.resize(100, 30).wait_for(text).press("escape").wait_gone(text)
        terminal.press("Q")
        assert terminal.wait() == 0


def test_a_second_app_on_the_same_work_says_who_holds_it_and_keeps_nothing(start: Start, own_workspace: Path) -> None:
    with start() as first:
        ready(first)
        before = changes_kept(own_workspace)
        with start() as second:
            second.wait_for("Open elsewhere", f"process {first.process.pid}", "read only")
            ready(second).settle(1.0).wait_for("Open elsewhere")
            second.press("2").wait_for("[2 Clean").settle().press("space").settle(0.5)
            assert changes_kept(own_workspace) == before
            second.press("Q")
            assert second.wait() == 0
        first.press("2").wait_for("[2 Clean").settle().press("space")
        wait_until(lambda: changes_kept(own_workspace) == before + 1, first)


def test_on_a_full_disk_work_goes_on_and_is_kept_when_there_is_room_again(start: Start, own_workspace: Path) -> None:
    with start() as terminal:
        ready(terminal).press("2").wait_for("[2 Clean", "drop_missing", "before:", "after:").settle()
        before = changes_kept(own_workspace)
        processes = [terminal.process.pid, *children_of(terminal.process.pid)]
        limit_files(processes, 0)
        terminal.press("space").wait_for("[2 Clean ✗ failed]", "UNSAVED")
        assert "File too large" in " ".join(terminal.text.split())
        terminal.press("5").wait_for("[5 Review").press("2").wait_for("[2 Clean").settle()
        assert changes_kept(own_workspace) == before
        limit_files(processes, -1)
        wait_until(lambda: changes_kept(own_workspace) == before + 1, terminal)
        terminal.wait_gone("UNSAVED").move("down").press("space")
        wait_until(lambda: changes_kept(own_workspace) == before + 2, terminal)
        terminal.press("Q")
        assert terminal.wait() == 0
    with start() as terminal:
        terminal.wait_for("[2 Clean", "goes on", "2 Clean ✓", timeout=60).settle()
        assert terminal.text.count("[ ]") == 2, "both changes are there, the one made on the full disk, too"


def test_a_child_that_is_killed_while_it_computes_is_said_and_replaced_and_nothing_is_lost(start: Start) -> None:
    with start() as terminal:
        ready(terminal).press("2").wait_for("[2 Clean", "before:", "after:").settle()
        child = child_of(terminal, "run")
        os.kill(child, signal.SIGSTOP)
        terminal.press("space").wait_for("2 Clean ›")
        os.kill(child, signal.SIGKILL)
        terminal.wait_for("stopped (killed", "1 Load ✓", "[ ]")
        assert child_of(terminal, "run") != child
        terminal.press("R").wait_for("2 Clean ✓", timeout=60)
        terminal.press("Q")
        assert terminal.wait() == 0


def test_a_child_that_died_unseen_is_replaced_when_it_is_needed(start: Start) -> None:
    with start() as terminal:
        child = child_of(ready(terminal), "view")
        os.kill(child, signal.SIGKILL)
        assert gone([child])
        terminal.press("&").type("quantity > 3").press("enter").wait_for("of 30,000", timeout=30)
        assert child_of(terminal, "view") != child


def test_plain_screens_hold_nothing_but_ascii(start: Start) -> None:
    with start("--plain", columns=120, rows=40) as terminal:
        for place, title in enumerate(TITLES, 1):
            terminal.press(str(place)).wait_for(f"[{place} {title}").settle(0.4)
            foreign = sorted({char for char in terminal.text if not char.isascii()})
            assert not foreign, f"{title}: {foreign}\n{terminal.text}"
        for key in ("?", ":", "e", "I", "F"):
            terminal.press("1").settle().press(key).settle(0.4)
            foreign = sorted({char for char in terminal.text if not char.isascii()})
            assert not foreign, f"{key}: {foreign}\n{terminal.text}"
            terminal.press("escape").settle()


def test_without_colour_the_cursor_and_the_states_are_still_seen(start: Start) -> None:
    with start(environment={"NO_COLOR": "1"}, columns=120, rows=40) as terminal:
        ready(terminal)
        for place, title in enumerate(TITLES, 1):
            terminal.press(str(place)).wait_for(f"[{place} {title}").settle(0.4)
            assert terminal.reversed_text.strip(), f"{title} shows no cursor"
        codes = {code for found in re.findall(rb"\x1b\[([\d;]*)m", terminal.raw) for code in found.split(b";")}
        assert not codes & {str(code).encode() for code in [*range(30, 39), *range(40, 49), *range(90, 108)]}


@pytest.mark.parametrize(("name", "colours"), [("xterm", 16), ("xterm-256color", 256)])
def test_a_slow_link_sends_no_more_colours_than_the_terminal_has(start: Start, name: str, colours: int) -> None:
    environment = {"TERM": name, "COLORTERM": "truecolor"}
    with start("--slow-link", environment=environment, columns=120, rows=40) as terminal:
        ready(terminal).press("4").wait_for("[4 Tiers", "loyal").settle(0.4).press("t", "t").settle(0.4)
        sent = re.findall(rb"\x1b\[([\d;]*)m", terminal.raw)
    assert not any(b"38;2;" in one or b"48;2;" in one for one in sent)
    assert any(b"8;5;" in one for one in sent) is (colours == 256)


def test_data_from_standard_input_keys_from_the_terminal(small_orders: Path) -> None:
    line = f"cat {small_orders} | {sys.executable} -m crm_tui.cli -"
    for said in ("1 Load ✓", "goes on"):
        with Terminal(["bash", "-c", line]) as terminal:
            terminal.wait_for(said, "customer_id", timeout=60)
            terminal.press("2").wait_for("[2 Clean").settle().press("Q")
            assert terminal.wait() == 0


def kill_once(start: Start, workspace: Path, draw: random.Random) -> None:
    """Work a while, kill the app or a child at a random moment, and look at what the next start finds."""
    with start() as terminal:
        ready(terminal).press("2").wait_for("[2 Clean", "drop_missing").settle()
        before = changes_kept(workspace)
        for change in range(draw.randrange(1, 4)):
            wait_until(lambda change=change: changes_kept(workspace) == before + change, terminal)
            terminal.press(draw.choice(["space", "J"]) if change else "space", settle=False)
            last = before + change
        time.sleep(draw.random() * 0.2)
        children = children_of(terminal.process.pid)
        if draw.random() < 0.3 and children:
            os.kill(draw.choice(children), signal.SIGKILL)
            time.sleep(draw.random() * 0.2)
        terminal.process.kill()
        terminal.process.wait()
        assert gone(children), "no child outlives the app"
    assert changes_kept(workspace) >= last, "at most the last keystroke is lost"
    with start() as terminal:
        terminal.wait_for("goes on", "2 Clean ✓", timeout=60)
        assert changes_kept(workspace) >= last
        terminal.press("Q")
        assert terminal.wait() == 0


def test_a_kill_at_a_random_moment_loses_at_most_the_last_keystroke(start: Start, own_workspace: Path) -> None:
    draw = random.Random(1)
    for _ in range(3):
        kill_once(start, own_workspace, draw)


@pytest.mark.slow
def test_fifty_kills_lose_at_most_the_last_keystroke_each(
    start: Start, own_workspace: Path, computed_workspace: Path
) -> None:
    draw = random.Random(2)
    for _ in range(50):
        kill_once(start, own_workspace, draw)
        shutil.rmtree(own_workspace)
        shutil.copytree(computed_workspace, own_workspace)
