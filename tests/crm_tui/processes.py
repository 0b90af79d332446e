"""Processes of the app as the system sees them."""

from __future__ import annotations

import contextlib
import resource
import time
from pathlib import Path


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
    """Return the command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def limit_files(pids: list[int], size: int) -> None:
    """Let processes write no file beyond a size, as a full disk does: -1 for no limit."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # a child whose question is void was replaced
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, -1))
