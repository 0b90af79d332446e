"""Which files a source is made of, and the hash of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.sources.opening import files_of
from analysis.workspace import Store

if TYPE_CHECKING:
    from analysis.recipe import Recipe


def source_files(path: str) -> tuple[Path, ...]:
    """Return the files that a path, a folder or a pattern stands for, sorted by name; standard input has none."""
    return () if path == "-" else tuple(files_of(path))


def hash_of(paths: Sequence[Path], store: Store) -> str:
    """Return the SHA-256 of one file's bytes, or of the hashes of several; empty where there is no file."""
    hashes = [store.sha256(path) for path in paths]
    if len(hashes) < 2:
        return "".join(hashes)
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def input_hashes(recipe: Recipe, store: Store) -> list[str]:
    """Return the SHA-256 of every source's bytes, in the recipe's order."""
    return [hash_of(source_files(str(recipe.path_of(source.path))), store) for source in recipe.sources]


def playbook_hash(recipe: Recipe, store: Store) -> str:
    """Return the SHA-256 of the bytes of the analyst's own playbook; empty without one."""
    path = recipe.path_of(recipe.strategies.playbook)
    return store.sha256(path) if recipe.strategies.playbook != "default" and path.is_file() else ""
