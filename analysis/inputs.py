"""Which files a source is made of, and the hash of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from analysis.sources.opening import files_of
from analysis.workspace import Store


def source_files(path: str) -> tuple[Path, ...]:
    """Return the files that a path, a folder or a pattern stands for, sorted by name; standard input has none."""
    return () if path == "-" else tuple(files_of(path))


def hash_of(paths: Sequence[Path], store: Store) -> str:
    """Return the SHA-256 of one file's bytes, or of the hashes of several; empty where there is no file."""
    hashes = [store.sha256(path) for path in paths]
    if len(hashes) < 2:
        return "".join(hashes)
    return hashlib.sha256("".join(hashes).encode()).hexdigest()
