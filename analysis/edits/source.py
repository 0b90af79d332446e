"""Where a run's edits come from: the workspace's journal in the app, the recipe's file with no terminal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.edits.edit import Edit
from analysis.edits.erasure import Erased
from analysis.edits.journal import Journal, lines_of, read_edits
from analysis.workspace import Store, Workspace

if TYPE_CHECKING:
    from analysis.recipe import Recipe

EDITS_FILE = "edits.jsonl"
"""What the edits are called beside a written recipe."""
REMARKS = ("tag", "untag", "note")


@dataclass(frozen=True)
class Edits:
    """The edits that hold, in the order they were made."""

    all: tuple[Edit, ...] = ()

    @property
    def changes(self) -> tuple[Edit, ...]:
        """Those that change figures: corrections, additions, exclusions."""
        return tuple(edit for edit in self.all if edit.action not in REMARKS)

    @property
    def remarks(self) -> tuple[Edit, ...]:
        """Tags and notes, which change no figure and so no segment."""
        return tuple(edit for edit in self.all if edit.action in REMARKS)

    @property
    def digest_of_changes(self) -> str:
        """What names a result made with the changes; empty without any."""
        return digest_of(self.changes)

    @property
    def digest_of_remarks(self) -> str:
        """What names a result made with the remarks; empty without any."""
        return digest_of(self.remarks)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file that the edits are exported to; empty without any."""
        return hashlib.sha256(self.lines.encode()).hexdigest() if self.all else ""

    @property
    def lines(self) -> str:
        """The edits as JSON lines."""
        return lines_of(self.all)


def digest_of(edits: Sequence[Edit]) -> str:
    """Return a digest of what edits do, whenever they were made; empty where there are none."""
    done = [edit.model_copy(update={"at": "", "before": {}}) for edit in edits]
    return hashlib.sha256(lines_of(done).encode()).hexdigest() if done else ""


def erased_of(store: Store) -> Erased:
    """Return who was erased from the workspace of a run; nobody where there is no workspace."""
    return Erased.of(store.folder) if isinstance(store, Workspace) else Erased()


def edits_of(recipe: Recipe, store: Store) -> Edits:
    """Return the edits of a run: the journal where the store is a workspace that has one, else the recipe's file."""
    if isinstance(store, Workspace) and Journal(store.folder).path.exists():
        return Edits(Journal(store.folder).edits())
    return Edits(read_edits(recipe.path_of(recipe.edits))) if recipe.edits else Edits()


def journal_of(recipe: Recipe, workspace: Workspace) -> Journal:
    """Return the workspace's journal to write to; a new one begins with the edits that the recipe names."""
    journal = Journal(workspace.folder)
    if not journal.path.exists() and recipe.edits:
        journal.replace(read_edits(recipe.path_of(recipe.edits)))
    return journal
