"""The folder in which work is kept: recipe, artifacts, locks; all private, all written whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from analysis.errors import AnalysisError
from analysis.progress import MEGABYTE, counted
from analysis.removal import remove_orphans
from analysis.workspace.artifacts import read_artifact, write_artifact

Value = TypeVar("Value")
CHUNK = 1 << 22


class Store(Protocol):
    """Where the pipeline keeps results by key."""

    def load(self, key: str, kind: type[Value]) -> Value | None:
        """Return what is kept under ``key``, else None."""

    def save(self, key: str, value: Value) -> Value:
        """Keep ``value`` under ``key`` and return it as it will be read back."""

    def let_go(self, key: str) -> None:
        """Hold what is kept under ``key`` in memory no longer; it need not be there any more."""

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of the file's bytes, in hexadecimal."""


class MemoryStore:
    """Results of one run, kept in memory only: what a headless run needs, nothing written that nobody reads."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._hashes: dict[str, str] = {}

    def load(self, key: str, kind: type[Value]) -> Value | None:
        """Return what is kept under ``key``, else None."""
        value = self._values.get(key)
        return value if isinstance(value, kind) else None

    def save(self, key: str, value: Value) -> Value:
        """Keep ``value`` under ``key``."""
        self._values[key] = value
        return value

    def let_go(self, key: str) -> None:
        """Forget what is kept under ``key``."""
        self._values.pop(key, None)

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of the file's bytes, remembered as long as the file stays as it is."""
        mark = mark_of(path)
        if mark not in self._hashes:
            self._hashes[mark] = file_hash(path)
        return self._hashes[mark]


def mark_of(path: Path) -> str:
    """Return what changes when a file is written to or replaced: its device, inode, size and times."""
    status = path.stat()
    return f"{status.st_dev}:{status.st_ino}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        pieces = iter(lambda: stream.read(CHUNK), b"")
        for piece in counted(pieces, "MB checked", path.stat().st_size, len, MEGABYTE):
            digest.update(piece)
    return digest.hexdigest()


def state_home() -> Path:
    """Return the folder of all workspaces: ``$XDG_STATE_HOME/crm-tui``."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "crm-tui"


def workspace_for(paths: Sequence[Path]) -> Path:
    """Return the folder where work on this set of inputs is kept."""
    names = sorted(str(path.resolve()) for path in paths)
    digest = hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    stem = (
        "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in Path(names[0]).stem)[:40]
        if names
        else "empty"
    )
    return state_home() / "work" / f"{stem}-{digest}"


def write_private(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 whole or not at all: to a temporary name, flushed, then renamed."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise AnalysisError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="free some space or choose another place",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


@dataclass(frozen=True)
class Usage:
    """A workspace as ``crm-tui workspace list`` shows it: bytes on disk, seconds since the epoch of the last use."""

    folder: Path
    inputs: tuple[str, ...]
    bytes: int
    last_used: float


class Workspace:
    """One folder of work: artifacts by key, the recipe with its history, the session; mode 0700, files 0600."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.artifacts = folder / "artifacts"
        try:
            for part in (folder, self.artifacts):
                part.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise AnalysisError(
                f"the workspace folder cannot be made ({error.strerror})",
                where=str(folder),
                remedy="name another place with --workspace",
            ) from error
        folder.chmod(0o700)

    def load(self, key: str, kind: type[Value]) -> Value | None:
        """Return the artifact kept under ``key``, else None; lazy and memory-mapped where its fields are."""
        folder = self.artifacts / key
        if not folder.is_dir():
            return None
        with contextlib.suppress(OSError):
            os.utime(folder)
        return read_artifact(kind, folder)

    def save(self, key: str, value: Value) -> Value:
        """Write ``value`` under ``key``, whole or not at all, and return it as read back from disk."""
        final = self.artifacts / key
        temporary = self.artifacts / f".{key}.{os.getpid()}.tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        try:
            temporary.mkdir(mode=0o700)
            write_artifact(value, temporary)
            for path in temporary.iterdir():
                path.chmod(0o600)
            with contextlib.suppress(FileExistsError, OSError):
                temporary.rename(final)
        except FileNotFoundError:
            raise  # not of the workspace: a plan reads a file that is gone, which the stage says better
        except OSError as error:
            raise AnalysisError(
                f"a result cannot be kept ({error.strerror or error})",
                where=str(self.folder),
                remedy="free some space; the work so far is safe",
            ) from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return read_artifact(type(value), final)

    def let_go(self, key: str) -> None:
        """Do nothing: what is kept under ``key`` is on disk."""

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of the file's bytes, remembered by its device, inode, size and times."""
        mark = mark_of(path)
        known: dict[str, str] = self.read_json("hashes.json") or {}
        if mark not in known:
            known[mark] = file_hash(path)
            self.write_json("hashes.json", known)
        return known[mark]

    def read_json(self, name: str) -> Any:  # noqa: ANN401
        """Return the parsed document ``name`` of the workspace, or None where it is absent or damaged."""
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def write_json(self, name: str, document: object) -> None:
        """Write a document of the workspace, whole or not at all."""
        write_private(self.folder / name, json.dumps(document).encode())

    @contextlib.contextmanager
    def owned(self) -> Iterator[str]:
        """Hold the workspace's lock; yields "" for the owner, else who holds it (then: read only).

        The owner removes what killed writers left behind.
        """
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            holder = self._claim(descriptor)
            if not holder:
                remove_orphans([*self.artifacts.glob(".*.tmp"), *self.folder.glob(".*.tmp")])
            yield holder
        finally:
            os.close(descriptor)

    @staticmethod
    def _claim(descriptor: int) -> str:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return os.pread(descriptor, 200, 0).decode("utf-8", "replace") or "another program"
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        return ""

    def evict(self, keep: Callable[[], Collection[str]], bound: int) -> None:
        """Remove artifacts, the least recently used first, down to ``bound`` bytes, but none of ``keep()``."""
        sizes = {path: _size(path) for path in self.artifacts.iterdir() if not path.name.startswith(".")}
        total = sum(sizes.values())
        if total <= bound:
            return
        kept = keep()
        for path in sorted((path for path in sizes if path.name not in kept), key=lambda path: path.stat().st_mtime):
            shutil.rmtree(path, ignore_errors=True)
            total -= sizes[path]
            if total <= bound:
                return


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def usages() -> tuple[Usage, ...]:
    """Return every workspace under the state folder, the last used first."""
    root = state_home() / "work"
    found = [_usage(folder) for folder in root.iterdir() if folder.is_dir()] if root.is_dir() else []
    return tuple(sorted(found, key=lambda usage: -usage.last_used))


def _usage(folder: Path) -> Usage:
    workspace = Workspace(folder)
    session = workspace.read_json("session.json") or {}
    times = [path.stat().st_mtime for path in folder.iterdir()] or [time.time()]
    return Usage(folder, tuple(session.get("inputs", ())), _size(folder), max(times))


def make_room(bound: int) -> tuple[Path, ...]:
    """Remove whole workspaces, the longest unused first, until at most ``bound`` bytes are kept; return what went.

    The last used one stays, and so does one that another program holds.
    """
    kept = list(usages())
    total = sum(usage.bytes for usage in kept)
    gone: list[Path] = []
    for usage in reversed(kept[1:]):
        if total <= bound:
            break
        with Workspace(usage.folder).owned() as holder:
            if not holder:
                shutil.rmtree(usage.folder, ignore_errors=True)
                total -= usage.bytes
                gone.append(usage.folder)
    return tuple(gone)
