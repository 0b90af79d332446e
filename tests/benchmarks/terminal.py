"""A program on a terminal of 200×50: how long until something is seen, until a key is answered, and what is sent."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring import KIBIBYTE, Measured
from tests.crm_tui.processes import children_of
from tests.crm_tui.terminal import Terminal

COLUMNS, LINES = 200, 50
QUIET = 6.0
"""Seconds over which idling is listened to."""
SWEEPING, DONE = "3 Segment ›", "5 Review ✓"
LONGEST = 300.0


class Watched(Terminal):
    """A terminal that notes when something came, and draws it only where ``drawn``: that takes time of its own."""

    drawn = False
    came = 0.0

    def take(self, got: bytes) -> None:
        self.came = time.perf_counter()
        if self.drawn:
            super().take(got)

    def until(self, shown: bytes) -> None:
        """Read until ``shown`` was sent; RuntimeError where it never is."""
        end = time.monotonic() + LONGEST
        while shown not in self.raw:
            if not self.read(0.05) and (time.monotonic() > end or self.process.poll() is not None):
                raise RuntimeError(f"{shown!r} was not painted: {self.raw[-300:]!r}")


@contextmanager
def on_terminal(command: Sequence[str], drawn: bool = False) -> Iterator[Watched]:
    """Start a program with nothing kept from a run before: each start is a first one."""
    with tempfile.TemporaryDirectory() as home:
        fresh = {"XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        with Watched(command, columns=COLUMNS, rows=LINES, environment=fresh) as terminal:
            terminal.drawn = drawn
            yield terminal


def first_paint(command: Sequence[str], shown: bytes, runs: int, answer: bytes = b"") -> Measured:
    """Return the median wall time until ``shown`` is written, and the CPU time and memory of the process until then.

    With ``answer``, the time until that is written because the cursor was moved to the right at once.
    """
    each = [painted(command, shown, answer) for _ in range(runs)]
    wall, cpu, memory = (median(getattr(one, what) for one in each) for what in ("wall", "cpu", "memory"))
    return Measured(wall, cpu, memory)


def painted(command: Sequence[str], shown: bytes, answer: bytes) -> Measured:
    """Start a program, wait for the text and for the answer to a key, kill it."""
    start = time.perf_counter()
    with on_terminal(command) as terminal:
        terminal.until(shown)
        if answer:
            terminal.press("right", settle=False).until(answer)
        wall = time.perf_counter() - start
        process = Path(f"/proc/{terminal.process.pid}")
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        status = (process / "status").read_text()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return Measured(wall, cpu, int(status.partition("VmHWM:")[2].split()[0]) * KIBIBYTE)


@dataclass(frozen=True)
class Answers:
    """How a program answers keys: milliseconds from key to paint; bytes of a cursor's move, of a page, of idling."""

    times: Sequence[float]
    move: int
    page: int
    idle: int

    def told(self) -> str:
        """Return the figures in one line."""
        return f"{times_told(self.times)}; bytes: {self.move:,} a move, {self.page:,} a page, {self.idle:,} idle"


def times_told(times: Sequence[float]) -> str:
    """Return median and 95th percentile of times."""
    ordered = sorted(times)
    return f"median {median(ordered):4.1f} ms, 95th {ordered[int(len(ordered) * 0.95)]:4.1f} ms"


def key_times(terminal: Watched, count: int, during: str = "") -> list[float]:
    """Return the milliseconds from each of some cursor keys to the first byte that answers it.

    Fewer keys are pressed where the screen does not say ``during`` any more.
    """
    found: list[float] = []
    for place in range(count):
        while terminal.read(0.03):
            pass
        if during not in terminal.text:
            break
        begun = time.perf_counter()
        terminal.press("down" if place % 20 < 10 else "up", settle=False)
        if terminal.read(2.0):
            found.append((terminal.came - begun) * 1000)
    return found


def answers(terminal: Watched, count: int = 100) -> Answers:
    """Press keys on a program that has nothing else to do."""
    terminal.settle(5.0)
    times = key_times(terminal, count)
    moves, pages = ([terminal.bytes_of(key) for _ in range(7)] for key in ("down", "pagedown"))
    before = len(terminal.raw)
    terminal.settle(QUIET, QUIET)
    return Answers(times, int(median(moves)), int(median(pages)), len(terminal.raw) - before)


def keys_told(ours: Sequence[str], visidata: Sequence[str], shown: bytes) -> Iterator[str]:
    """Yield lines: keys and bytes of both programs, then keys while a sweep runs, and how fast one is cancelled."""
    with on_terminal(ours, drawn=True) as terminal:
        terminal.wait_for(SWEEPING, timeout=LONGEST)
        sweeping = key_times(terminal, 100, SWEEPING)
        terminal.wait_for(DONE, timeout=LONGEST)
        yield f"  {'ours':<12} {answers(terminal).told()}"
    with on_terminal(visidata) as terminal:
        terminal.until(shown)
        yield f"  {'VisiData':<12} {answers(terminal).told()}"
    cancels = [cancelled(ours) for _ in range(5)]
    yield f"  ours, while a sweep runs: {times_told(sweeping)} of {len(sweeping)} keys"
    yield f"  ours, from cancel to child gone: median {median(cancels):.0f} ms, longest {max(cancels):.0f} ms"


def cancelled(command: Sequence[str]) -> float:
    """Start the app, cancel its first sweep, and return the milliseconds until the process that ran it is gone."""
    with on_terminal(command, drawn=True) as terminal:
        terminal.wait_for(SWEEPING, timeout=LONGEST)
        each = children_of(terminal.process.pid)
        children = [child for child in each if "run" in Path(f"/proc/{child}/cmdline").read_text().split("\0")]
        begun = time.perf_counter()
        terminal.press("ctrl+c", settle=False)
        while any(Path(f"/proc/{child}").exists() for child in children):
            time.sleep(0.001)
        spent = (time.perf_counter() - begun) * 1000
        terminal.wait_gone(SWEEPING)
    return spent
