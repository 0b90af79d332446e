"""The journal of changes: SQLite in the workspace, safe against a kill at any moment, undoable, exported as JSON."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from analysis.edits.edit import Edit
from analysis.errors import AnalysisError, why_unreadable
from analysis.refusals import refusal
from analysis.workspace import write_private

NAME = "edits.sqlite"
BUSY_MS = 5000
SCHEMA = """
CREATE TABLE IF NOT EXISTS edits (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id TEXT NOT NULL,
    edit TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
)
"""


class Journal:
    """The changes made in one workspace folder, in the order they were made.

    Once a method returns, its change survives a kill and a power cut. What was undone stays until something new is
    written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the journal, made with mode 0600 where it is not there; AnalysisError where it cannot be used."""
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(self.path, timeout=BUSY_MS / 1000, isolation_level=None)
            with contextlib.closing(connection):
                for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                    connection.execute(f"PRAGMA {pragma}")
                connection.execute(SCHEMA)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise AnalysisError(
                f"the journal of edits cannot be used ({error})",
                where=str(self.path),
                remedy="look whether the disk is full or the file is damaged; a copy of it may hold the edits",
            ) from error

    def append(self, edit: Edit) -> Edit:
        """Write a change, with the time where it has none, and return it; what was undone is gone for good."""
        edit = edit if edit.at else edit.model_copy(update={"at": datetime.now(UTC).isoformat(timespec="seconds")})
        with self._open() as connection, transaction(connection):
            connection.execute("DELETE FROM edits WHERE undone = 1")
            insert(connection, [edit])
        return edit

    def edits(self) -> tuple[Edit, ...]:
        """Return the changes that hold, in order; none where nothing was ever changed."""
        if not self.path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute("SELECT edit FROM edits WHERE undone = 0 ORDER BY number").fetchall()
        return tuple(Edit.model_validate_json(text) for (text,) in rows)

    def undo(self) -> Edit | None:
        """Take the last change back and return it; None where there is nothing to take back."""
        return self._mark("undone = 0 ORDER BY number DESC", 1)

    def redo(self) -> Edit | None:
        """Make the change that was taken back last again and return it; None where there is none."""
        return self._mark("undone = 1 ORDER BY number", 0)

    def _mark(self, which: str, undone: int) -> Edit | None:
        if not self.path.exists():
            return None
        with self._open() as connection, transaction(connection):
            row = connection.execute(f"SELECT number, edit FROM edits WHERE {which} LIMIT 1").fetchone()
            if row is None:
                return None
            connection.execute("UPDATE edits SET undone = ? WHERE number = ?", (undone, row[0]))
        return Edit.model_validate_json(row[1])

    def replace(self, edits: Sequence[Edit]) -> None:
        """Put other changes in the place of all, whole or not at all."""
        with self._open() as connection, transaction(connection):
            connection.execute("DELETE FROM edits")
            insert(connection, edits)

    def forget(self, customer_id: str) -> None:
        """Remove every trace of a customer from the journal's files: rows, free pages and write-ahead log."""
        if not self.path.exists():
            return
        with self._open() as connection:
            with transaction(connection):
                connection.execute("DELETE FROM edits WHERE customer_id = ?", (customer_id,))
            connection.execute("VACUUM")
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise AnalysisError(
                    "the journal is open elsewhere, so that erased edits cannot be wiped yet",
                    where=str(self.path),
                    remedy="close the other program and erase again",
                )

    def export(self, path: Path) -> int:
        """Write the changes that hold as JSON lines, whole or not at all, and return how many there are."""
        edits = self.edits()
        write_private(path, lines_of(edits).encode())
        return len(edits)


def lines_of(edits: Sequence[Edit]) -> str:
    """Return changes as JSON lines."""
    return "".join(f"{edit.model_dump_json(exclude_defaults=True)}\n" for edit in edits)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all or nothing of what is inside."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        yield


def insert(connection: sqlite3.Connection, edits: Sequence[Edit]) -> None:
    """Add changes at the end."""
    rows = [(edit.customer_id, edit.model_dump_json(exclude_defaults=True)) for edit in edits]
    connection.executemany("INSERT INTO edits (customer_id, edit) VALUES (?, ?)", rows)


def read_edits(path: Path) -> tuple[Edit, ...]:
    """Return the changes in a file of JSON lines; AnalysisError with the line that cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"the edits cannot be read ({why_unreadable(error)})"
        raise AnalysisError(what, where=str(path), remedy="check the path, or take edits out of the recipe") from error
    edits = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            edits.append(parse(line, f"{path}, line {number}"))
    return tuple(edits)


def parse(line: str, where: str) -> Edit:
    """Return the change that one line of JSON says."""
    try:
        return Edit.model_validate_json(line)
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            raise AnalysisError("the line is no JSON", where=where, remedy="export the edits again") from error
        raise refusal(error, Edit, where) from error
