"""Faults of our own: told by where they happened, never by what they were about, since either may quote data."""

from __future__ import annotations

import contextlib
import time
import traceback
from pathlib import Path


def trace_without_data(error: BaseException | None) -> str:
    """Return where an error came from, and its kind: no message and no variables, either of which may quote data."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        lines[:0] = [*frames, f"{type(error).__module__}.{type(error).__qualname__}", ""]
        error = error.__cause__ or error.__context__
    return "\n".join(lines).strip()


def log_fault(error: BaseException, log: Path) -> Path:
    """Append when and where a fault happened to a file that only its owner can read; return the file."""
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        log.touch(mode=0o600)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{trace_without_data(error)}\n\n")
    return log
