"""How long a program takes until the first rows of a file stand on the terminal, measured in a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring import Measured

LONGEST = 30.0
SIZE = struct.pack("HHHH", 40, 120, 0, 0)


def first_paint(command: Sequence[str], shown: bytes, runs: int = 5) -> Measured:
    """Return the median wall time until ``shown`` is written, and the CPU time and memory of the process until then."""
    each = [painted(command, shown) for _ in range(runs)]
    wall, cpu, memory = (median(getattr(one, what) for one in each) for what in ("wall", "cpu", "memory"))
    return Measured(wall, cpu, memory)


def painted(command: Sequence[str], shown: bytes) -> Measured:
    """Start a program on a terminal of 40 by 120, wait for the text, kill it."""
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        child, screen = pty.fork()
        if child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, SIZE)
            # No work kept from the run before: each start is a first one.
            os.environ.update(TERM="xterm-256color", XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
            os.execvp(command[0], command)
        try:
            wall = awaited(screen, shown, start)
            cpu = cpu_seconds(child)
        finally:
            os.kill(child, signal.SIGKILL)
            _, _, usage = os.wait4(child, 0)
            os.close(screen)
    return Measured(wall, cpu, usage.ru_maxrss / 1024)


def awaited(screen: int, shown: bytes, start: float) -> float:
    """Return the seconds from ``start`` until the text was written; RuntimeError where it never is."""
    seen = b""
    while (now := time.perf_counter() - start) < LONGEST:
        if select.select([screen], [], [], 0.01)[0]:
            seen += os.read(screen, 1 << 16)
            if shown in seen:
                return time.perf_counter() - start
    raise RuntimeError(f"{shown!r} was not painted within {now:.0f} s")


def cpu_seconds(process: int) -> float:
    """Return the CPU seconds that a running process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
