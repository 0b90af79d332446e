"""A program in a pseudo-terminal of its own: what it writes is read as bytes, what it is sent are keys and signals."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """A context manager that leaves nothing running; ``raw`` is every byte the program ever wrote."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str | None] | None = None,
        folder: Path = ROOT,
    ) -> None:
        self.raw = b""
        self._master, child = pty.openpty()
        self.set_size(columns, rows)
        wanted = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
        wanted |= environment or {}
        for name in ("COLUMNS", "LINES", "COLORTERM", "NO_COLOR", "SSH_CONNECTION", "TEXTUAL", "TMUX"):
            if name not in (environment or {}):
                wanted.pop(name, None)
        self.process = subprocess.Popen(
            argv, stdin=child, stdout=child, stderr=child, cwd=folder, start_new_session=True,
            env={name: value for name, value in wanted.items() if value is not None},
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
        )  # fmt: skip
        os.close(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def set_size(self, columns: int, rows: int) -> None:
        """Tell the program how large its window is."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float = 0.0) -> bool:
        """Take what the program writes within ``seconds``; say whether there was anything."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            got = os.read(self._master, 1 << 16)
        except OSError:  # the program closed the terminal
            return False
        self.raw += got
        self.take(got)
        return bool(got)

    def take(self, got: bytes) -> None:
        """Do something with what the program wrote."""

    def send(self, data: bytes) -> None:
        """Send what a keyboard sends."""
        os.write(self._master, data)

    def signal(self, number: int) -> None:
        """Send a signal to the program and its group."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped link does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def wait(self, timeout: float = 10.0) -> int:
        """Wait for the program's end, reading what it still writes; return its exit status."""
        end = time.monotonic() + timeout
        while self.process.poll() is None and time.monotonic() < end:
            if self._master >= 0:
                self.read(0.05)
            else:
                time.sleep(0.02)
        while self._master >= 0 and self.read(0.0):
            pass
        return self.process.wait(timeout=max(end - time.monotonic(), 0.1))

    def close(self) -> None:
        """End the program if it still runs."""
        self.signal(signal.SIGKILL)
        self.process.wait(timeout=5)
        self.hang_up()
