"""What goes wrong with files, said in one sentence with a remedy."""

from __future__ import annotations

import errno
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from analysis.errors import AnalysisError

_BY_NUMBER: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("there is no such file", "check the path"),
    errno.EACCES: ("you are not allowed to read it", "ask its owner for read access"),
    errno.EPERM: ("you are not allowed to read it", "ask its owner for read access"),
    errno.ELOOP: ("it is a link that leads back to itself", "name the file itself"),
    errno.ENOSPC: ("the disk is full", "make room, or set TMPDIR to a folder on a larger disk"),
    errno.EDQUOT: ("your disk quota is used up", "make room, or set TMPDIR to another disk"),
    errno.EFBIG: ("no file may grow so large here", "raise the limit (ulimit -f), or unpack it yourself"),
    errno.ENAMETOOLONG: ("the path is too long", "check the path"),
    errno.EIO: ("the disk or network failed while reading", "copy the file to this machine and try again"),
    errno.ESTALE: ("the file vanished from the network drive while it was read", "check the drive and try again"),
    errno.ENODEV: ("it is not a file that can be read", "name a data file"),
}


@contextmanager
def told(path: str | Path) -> Iterator[None]:
    """Turn what reading ``path`` may raise into an AnalysisError of one clear sentence."""
    try:
        yield
    except AnalysisError:
        raise
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        what = "the archive is damaged or ends too early"
        raise AnalysisError(what, where=str(path), remedy="fetch or export it again") from error
    except OSError as error:
        raise from_os(error, path) from error
    except (UnicodeError, pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        first = str(error).strip().split("\n", 1)[0][:200]
        what = f"it cannot be read ({first})"
        raise AnalysisError(what, where=str(path), remedy="check that the file is whole, or export it again") from error


@contextmanager
def unchanged(files: Sequence[Path]) -> Iterator[None]:
    """Refuse what was read where one of the files vanished, or was written to or replaced, meanwhile."""
    before = {file: stamp_of(file) for file in files}
    try:
        yield
    except AnalysisError as error:
        _refuse_changed(before, error)
        raise
    _refuse_changed(before)


def _refuse_changed(before: Mapping[Path, object], error: AnalysisError | None = None) -> None:
    for file, stamp in before.items():
        now = stamp_of(file)
        if now != stamp:
            what = "the file was changed while it was read" if now else "the file vanished while it was read"
            raise AnalysisError(what, where=str(file), remedy="open it again when nothing writes to it") from error


def stamp_of(file: Path) -> tuple[int, ...]:
    """Return what tells whether a file is as it was; nothing of one that is not there, or is no ordinary file."""
    try:
        state = file.stat()
    except OSError:
        return ()
    if not stat.S_ISREG(state.st_mode):
        return (0,)
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def from_os(error: OSError, path: str | Path) -> AnalysisError:
    """Return the sentence for an operating system's error."""
    text = str(error).lower()
    if error.errno is None and ("no such file" in text or isinstance(error, FileNotFoundError)):
        what, remedy = _BY_NUMBER[errno.ENOENT]
    elif error.errno is None and any(word in text for word in ("invalid data", "crc", "end-of-stream", "truncated")):
        what, remedy = "the archive is damaged or ends too early", "fetch or export it again"
    else:
        unknown = (f"it cannot be read ({error.strerror or error})", "check the file and try again")
        what, remedy = _BY_NUMBER.get(error.errno or 0, unknown)
    return AnalysisError(what, where=str(path), remedy=remedy)
