"""Where work is kept between sessions: the folder, its results as files, and rows too many for memory."""

from __future__ import annotations

from analysis.workspace.folder import (
    MemoryStore,
    Store,
    Workspace,
    file_hash,
    make_room,
    state_home,
    usages,
    workspace_for,
    write_private,
)

__all__ = [
    "MemoryStore",
    "Store",
    "Workspace",
    "file_hash",
    "make_room",
    "state_home",
    "usages",
    "workspace_for",
    "write_private",
]
