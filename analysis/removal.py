"""Folders that are given up: threads of this process may still be writing to them, or a killed one left them."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


def remove_folder(folder: Path) -> None:
    """Remove ``folder`` and all in it, if it is there; what is written to its old path from then on fails.

    An interrupted run waits for none of its threads. Renamed first, the folder is out of their reach: they cannot put a
    new file into it between the emptying and the removal, which would leave both behind.
    """
    gone = folder.with_name(f"{folder.name}.gone")
    with contextlib.suppress(OSError):
        folder = folder.rename(gone)
    shutil.rmtree(folder, ignore_errors=True)


def alive(process: int) -> bool:
    """Tell whether a process of this number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
