"""The work that is kept from earlier, to go on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class RecentWork:
    """One kept work: its ``folder``, and a ``row``: name, last used, bytes kept, folder of its files."""

    folder: str
    row: tuple[str, datetime, int, str]


def recent_work() -> list[RecentWork]:
    """Return the work that is kept under the state folder and can be gone on with, the last used first."""
    from analysis.workspace import usages

    found = []
    for usage in usages():
        if usage.inputs and any(Path(path).exists() for path in usage.inputs):
            names = ", ".join(Path(path).name or path for path in usage.inputs)
            when = datetime.fromtimestamp(int(usage.last_used))
            found.append(RecentWork(str(usage.folder), (names, when, usage.bytes, str(Path(usage.inputs[0]).parent))))
    return found
