"""A folder for what had to be unpacked or converted before it could be read; it goes away with the process."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from analysis.removal import alive, remove_folder

_PREFIX = "crm-tui-unpacked-"


@cache
def scratch_folder() -> Path:
    """Return this process's folder, made when first asked for; the folders of processes that are gone are removed."""
    root = Path(tempfile.gettempdir())
    for left in root.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=root))
    atexit.register(_remove, folder, os.getpid())
    return folder


def clear_scratch() -> None:
    """Remove this process's folder, if it has one: for who leaves without the usual end of a process."""
    if scratch_folder.cache_info().currsize:
        _remove(scratch_folder(), os.getpid())


def _remove(folder: Path, owner: int) -> None:
    """Remove the folder, but not from a forked child that inherited the duty."""
    if os.getpid() == owner:
        remove_folder(folder)


def place_for(path: Path, part: str, suffix: str) -> Path:
    """Return where the ``part`` (a member, a table, a preview) of ``path`` is kept while the file stays as it is."""
    state = path.stat()
    identity = f"{state.st_dev}:{state.st_ino}:{state.st_size}:{state.st_mtime_ns}:{path.name}:{part}"
    return scratch_folder() / f"{hashlib.sha256(identity.encode()).hexdigest()[:24]}{suffix}"
