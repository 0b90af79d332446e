"""Erasing a person: not undoable, and the untouched source does not bring the person back.

The workspace keeps a list of keyed hashes (HMAC-SHA-256) of erased ids and the key; what is read is filtered by it. The
list is part of what names every artifact made from a source, so that nothing made before is used again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import narwhals.stable.v2 as nw

from analysis.customers.lines import column_of, text_id
from analysis.edits.journal import Journal
from analysis.engines import collect
from analysis.rows import Rows
from analysis.workspace import Workspace, write_private

KEY_NAME, LIST_NAME = "erased.key", "erased.txt"
COPIES = ("views", "copies")
"""Folders of the workspace with copies of rows that were looked at or copied out."""
CHUNK = 1 << 20


@dataclass(frozen=True)
class Erased:
    """The ids that were erased, as hashes under a key that only this workspace has."""

    key: bytes = b""
    hashes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Path) -> Erased:
        """Return the list of a workspace folder, empty where nobody was erased."""
        try:
            key, listed = (folder / KEY_NAME).read_bytes(), (folder / LIST_NAME).read_text(encoding="ascii")
        except FileNotFoundError:
            return cls()
        return cls(key, frozenset(listed.split()))

    def hash(self, customer_id: str) -> str:
        """Return the hash of an id under the key."""
        return hmac.digest(self.key, customer_id.encode(), "sha256").hex()

    def among(self, ids: Iterable[str]) -> list[str]:
        """Return which of ``ids`` were erased."""
        return [each for each in ids if self.hash(each) in self.hashes] if self.hashes else []

    @property
    def digest(self) -> str:
        """What goes into the key of everything read: a digest of the list, empty where nobody was erased."""
        return hashlib.sha256("".join(sorted(self.hashes)).encode()).hexdigest() if self.hashes else ""


def without_erased(rows: Rows, erased: Erased) -> Rows:
    """Return a source without the rows of erased customers; as it is where it has none, or no customer ids."""
    column = column_of(rows, "customer_id")
    if not erased.hashes or column is None:
        return rows
    key = text_id(column)
    ids = collect(rows.frame.select(key.alias("id")).group_by("id").agg(nw.len().alias("n")))["id"].drop_nulls()
    gone = erased.among(ids.to_list())
    if not gone:
        return rows
    return replace(rows, frame=rows.frame.filter(~key.is_in(gone) | key.is_null()))


def erase(workspace: Workspace, customer_id: str) -> tuple[str, ...]:
    """Erase a customer from a workspace for good; return the files that still hold the id.

    The id joins the erased list first, so that a kill in between leaves nobody to be read again; then the journal is
    compacted and every artifact removed. Documents that mention the id (a recipe's condition) are named, not changed.
    """
    enlist(workspace.folder, customer_id)
    Journal(workspace.folder).forget(customer_id)
    for folder in (*workspace.artifacts.iterdir(), *(workspace.folder / name for name in COPIES)):
        shutil.rmtree(folder, ignore_errors=True)
    return still_holding(workspace.folder, customer_id)


def enlist(folder: Path, customer_id: str) -> None:
    """Add the hash of an id to the erased list of a workspace folder."""
    erased = Erased.of(folder)
    if not erased.key:
        erased = Erased(secrets.token_bytes(32))
        write_private(folder / KEY_NAME, erased.key)
    hashes = sorted({*erased.hashes, erased.hash(customer_id)})
    write_private(folder / LIST_NAME, "".join(f"{each}\n" for each in hashes).encode())


def still_holding(folder: Path, customer_id: str) -> tuple[str, ...]:
    """Return the files under ``folder`` whose bytes hold the id, by their path within it."""
    wanted = customer_id.encode()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != KEY_NAME)
    return tuple(str(path.relative_to(folder)) for path in files if holds(path, wanted))


def holds(path: Path, wanted: bytes) -> bool:
    """Tell whether a file holds the bytes ``wanted``."""
    tail = b""
    with path.open("rb") as stream:
        while block := stream.read(CHUNK):
            if wanted in tail + block:
                return True
            tail = block[-len(wanted) :]
    return False
