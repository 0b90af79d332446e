"""One piece of work in a process of its own: its wall time, its CPU time with that of its children, its peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

ROOM = "tests.benchmarks.contenders"


@dataclass(frozen=True)
class Measured:
    """Seconds of wall and CPU, peak megabytes, and the figures that the work gave."""

    wall: float
    cpu: float
    memory: float
    figures: Mapping[str, float] = field(default_factory=dict)


KIBIBYTE = 1024 / 1e6
"""The unit in which the system tells of memory, in megabytes of a million bytes, as files have them."""


def measured(command: Sequence[str]) -> Measured:
    """Run a command; RuntimeError with what it said where it fails. Figures are a JSON object on its last line."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as wrong:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=wrong)
        # wait4 alone tells the resources of this child and its children, and not of earlier ones.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        wrong.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {wrong.read()[-2_000:].decode(errors='replace')}")
        lines = said.read().decode().strip().splitlines()
    figures = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KIBIBYTE, figures)


def contender(name: str, *arguments: str, runs: int = 1) -> Measured:
    """Run a function of ``contenders`` in a process of its own; of several runs return the medians."""
    return side_by_side([name], *arguments, runs=runs)[0]


def side_by_side(names: Sequence[str], *arguments: str, runs: int = 1) -> list[Measured]:
    """Run functions of ``contenders`` in turn, so many rounds, so that a slow moment of the machine meets them all.

    Returns the medians of each.
    """
    commands = [[sys.executable, "-m", ROOM, name, *arguments] for name in names]
    rounds = [[measured(command) for command in commands] for _ in range(runs)]
    return [_middle(each) for each in zip(*rounds, strict=True)]


def _middle(each: Sequence[Measured]) -> Measured:
    wall, cpu, memory = (median(getattr(one, what) for one in each) for what in ("wall", "cpu", "memory"))
    return Measured(wall, cpu, memory, each[0].figures)
