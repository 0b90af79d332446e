"""Folders that are given up: threads of this process may still be writing to them, or a killed one left them."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
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


def remove_orphans(paths: Iterable[Path]) -> None:
    """Remove those of the files and folders ``….PID.tmp`` whose process is gone: nobody will finish them."""
    for path in paths:
        owner = path.name.split(".")[-2]
        if not owner.isdigit() or alive(int(owner)):
            continue
        if path.is_dir():
            remove_folder(path)
        else:
            path.unlink(missing_ok=True)


def alive(process: int) -> bool:
    """Tell whether a process of this number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
