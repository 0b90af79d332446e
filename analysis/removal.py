"""Remove a folder that threads of this process may still be writing to."""

from __future__ import annotations

import contextlib
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
