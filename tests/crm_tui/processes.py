"""Processes of the app as the system sees them."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

LITTLE = 1_000_000
"""Nanoseconds of work within a look that are none: a thread that asks every tenth of a second for keys."""


def tree_of(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for one in found:
        found.extend(children_of(one))
    return found


def worked(pids: list[int]) -> int | None:
    """Return the nanoseconds that processes have had of the processors; None where one of their threads wants some."""
    spent = 0
    for thread in threads_of(pids):
        try:
            if (thread / "stat").read_text().rsplit(")", 1)[1].split()[0] in "RD":
                return None
            spent += int((thread / "schedstat").read_text().split()[0])
        except OSError:  # it has ended
            continue
    return spent


def threads_of(pids: list[int]) -> Iterator[Path]:
    """Yield where the system tells of each thread of processes; those that have ended have none."""
    for pid in pids:
        with contextlib.suppress(OSError):
            yield from Path(f"/proc/{pid}/task").iterdir()


class Calm:
    """How many looks in a row some processes have had nothing to do."""

    def __init__(self, pids: list[int]) -> None:
        self._pids = pids
        self._before = worked(pids)
        self.looks = 0

    def look(self) -> int:
        """Look again, and return the looks in a row in which there was nothing to do."""
        now = worked(self._pids)
        rested = now is not None and self._before is not None and now - self._before < LITTLE
        self.looks = self.looks + 1 if rested else 0
        self._before = now
        return self.looks


def children_of(pid: int) -> list[int]:
    """Return the processes whose parent is ``pid``."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def gone(pids: list[int], seconds: float = 5.0) -> bool:
    """Say whether all these processes end within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.02)
    return False


def state_of(pid: int) -> str:
    """Return what the kernel says a process does: T where it is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def command_of(pid: int) -> list[str]:
    """Return the command line of a process; nothing where it has ended."""
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).split("\0")
    except OSError:
        return []


def limit_files(pids: list[int], size: int) -> None:
    """Let processes write no file beyond a size, as a full disk does: -1 for no limit."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # a child whose question is void was replaced
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, -1))
