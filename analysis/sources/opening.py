"""From what the analyst names (a file, a folder, a pattern, standard input) to one untyped table."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from analysis.errors import AnalysisError, OtherColumnsError
from analysis.progress import counted
from analysis.sources.containers import Unpacked, container_of, unpack
from analysis.sources.delimited import ALONE, Company, read_delimited
from analysis.sources.formats import DATA_ENDINGS, reader_of
from analysis.sources.holding import TEXT
from analysis.sources.scratch import scratch_folder
from analysis.sources.stacking import stacked
from analysis.sources.table import LINE, ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import from_os, told

STDIN = "-"
LEAST_ALIKE = 2
_MOST_FILES = 10_000
_PREVIEW_BYTES = 4 << 20
_BYTES_PER_ROW = 4_096


def load(path: str | Path, options: ReadOptions, *, head: int | None = None) -> TextTable:
    """Return the untyped rows of everything that ``path`` names; ``head`` limits the work to about so many rows."""
    files = files_of(path)
    if len(files) == 1:
        return _load_file(files[0], options, head)
    tables: list[TextTable] = []
    for file in counted(files, "files opened", len(files)):
        like = tables[-1].dialect if tables else None
        tables.append(_load_file(file, options, head, Company(len(files), like)))
    return _together(str(path), tables, files)


def files_of(path: str | Path) -> list[Path]:
    """Return the files that ``path`` names, in the order of their names; AnalysisError where there is none."""
    if str(path) == STDIN:
        return [_from_stdin()]
    place = Path(path).expanduser()
    with told(place):
        if _is_folder(place):
            return _in_folder(place)
        if place.exists() or not glob.has_magic(str(place)):
            _check_file(place)
            return [place]
    # The pattern may be absolute, which Path.glob does not take.
    found = sorted(Path(each) for each in glob.iglob(str(place), recursive=True) if Path(each).is_file())  # noqa: PTH207
    if not found:
        raise AnalysisError("no file matches the pattern", where=str(path), remedy="check the pattern")
    return found[:_MOST_FILES]


def _is_folder(place: Path) -> bool:
    try:
        return place.stat().st_mode & 0o170000 == 0o040000
    except FileNotFoundError:
        return False


def _check_file(place: Path) -> None:
    """Refuse what is missing, empty, or no ordinary file; a named pipe is read like standard input."""
    state = place.stat()
    if state.st_mode & 0o170000 not in (0o100000, 0o010000):
        raise AnalysisError("it is a device, not a file", where=str(place), remedy="name a data file")
    if state.st_size == 0 and state.st_mode & 0o170000 == 0o100000:
        raise AnalysisError("the file is empty", where=str(place), remedy="choose a file with data")


def _in_folder(folder: Path) -> list[Path]:
    files = sorted(_walk(folder))[: _MOST_FILES + 1]
    if not files:
        endings = "CSV, Excel, Parquet, JSON or SQLite"
        raise AnalysisError(
            "the folder holds no data file", where=str(folder), remedy=f"choose one with {endings} files"
        )
    if len(files) > _MOST_FILES:
        raise AnalysisError(
            f"the folder holds more than {_MOST_FILES:,} files", where=str(folder), remedy="use a pattern"
        )
    return files


def _walk(folder: Path) -> Iterator[Path]:
    """Yield data files below the folder; a folder met again through a link is not entered again."""
    seen: set[tuple[int, int]] = set()
    for current, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        state = Path(current).stat()
        if (state.st_dev, state.st_ino) in seen:
            folders.clear()
            continue
        seen.add((state.st_dev, state.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in names:
            file = Path(current) / name
            if not name.startswith((".", "_")) and file.suffix.lower() in DATA_ENDINGS and file.is_file():
                yield file


def _refuse(error: OSError) -> NoReturn:
    """Say which folder cannot be looked into: its files would be missing in silence."""
    raise from_os(error, error.filename) from error


def _from_stdin() -> Path:
    """Keep standard input as a file, so that it can be looked at more than once."""
    target = scratch_folder() / "standard input"
    if not target.exists():
        unfinished = target.with_suffix(".part")
        with told("standard input"), unfinished.open("wb") as out:
            while piece := sys.stdin.buffer.read(1 << 20):
                out.write(piece)
        unfinished.rename(target)
    if target.stat().st_size == 0:
        raise AnalysisError("nothing came", where="standard input", remedy="pipe a table into it, or name a file")
    return target


def _load_file(path: Path, options: ReadOptions, head: int | None, company: Company = ALONE) -> TextTable:
    if _is_pipe(path):
        path = _from_pipe(path)
    at_most = None if head is None else max(_PREVIEW_BYTES, head * _BYTES_PER_ROW)
    with told(path):
        packed = container_of(path)
        inner = unpack(path, options.member, at_most=at_most) if packed else Unpacked(path, path.name)
        if packed and at_most is not None:
            inner = _whole_lines(path, inner, options, at_most)
        format_name, reader = reader_of(inner.path, inner.name, str(path))
        if format_name == TEXT:
            table = read_delimited(inner.path, options, head=head, name=str(path), company=company)
        else:
            table = reader(inner.path, options, head=head, name=str(path))
    several = options.member is None and head is None and len(inner.members) > 1
    alike = _alike(table, path, inner, options) if several else []
    if len(alike) < LEAST_ALIKE:
        return _as_told(table, path, inner)
    return _stacked(_as_told(table, path, replace(inner, warnings=())), path, alike, options)


def _alike(largest: TextTable, path: Path, inner: Unpacked, options: ReadOptions) -> list[str]:
    """The members of an archive that have the very same columns as the largest, by names of their own."""
    columns = set(largest.frame.collect_schema())
    if all(re.fullmatch(r"column_\d+", name) for name in columns - {LINE}):
        return []
    return [each for each in inner.members if each == inner.member or _columns_of(path, each, options) == columns]


def _stacked(largest: TextTable, path: Path, alike: Sequence[str], options: ReadOptions) -> TextTable:
    """Members of an archive with the same columns as one table, like the sheets of a workbook."""
    found = largest.findings
    own = {member: options.model_copy(update={"member": member}) for member in alike if member != found.member}
    tables = [_load_file(path, own[member], None) if member in own else largest for member in alike]
    table = _together(str(path), tables, [Path(member) for member in alike])
    left = ", ".join(each for each in found.members if each not in alike)
    warnings = (*table.findings.warnings[:1], *((f"not read: {left}",) if left else ()), *table.findings.warnings[1:])
    changed = {"bytes": found.bytes, "members": found.members, "member": "", "warnings": warnings}
    return TextTable(table.frame, table.findings.model_copy(update=changed))


def _columns_of(path: Path, member: str, options: ReadOptions) -> set[str]:
    """The columns of a member of an archive, none where it is no table."""
    try:
        return set(_load_file(path, options.model_copy(update={"member": member}), 1).frame.collect_schema())
    except AnalysisError:
        return set()


def _whole_lines(path: Path, inner: Unpacked, options: ReadOptions, at_most: int) -> Unpacked:
    """Cut the preview of a packed text file after its last whole line; other formats have to be unpacked whole."""
    if inner.path.stat().st_size < at_most:
        return inner
    format_name, _ = reader_of(inner.path, inner.name)
    if format_name not in ("delimited text", "JSON"):
        return unpack(path, options.member)
    start = inner.path.read_bytes()
    end = max(start.rfind(b"\n"), start.rfind(b"\r"))
    wide = b"\x00" in start[max(0, end - 3) : end + 4]
    if end > 0 and not wide:
        inner.path.write_bytes(start[: end + 1])
    return inner


def _as_told(table: TextTable, path: Path, inner: Unpacked) -> TextTable:
    """Put the container beside the format and its members beside the reader's."""
    found = table.findings
    changed = {
        "path": str(path),
        "bytes": path.stat().st_size,
        "format": f"{found.format}, {inner.container}" if inner.container else found.format,
        "members": found.members or inner.members,
        "member": found.member or inner.member,
        "warnings": (*inner.warnings, *found.warnings),
    }
    return replace(table, findings=found.model_copy(update=changed))


def _is_pipe(path: Path) -> bool:
    return path.stat().st_mode & 0o170000 == 0o010000


def _from_pipe(path: Path) -> Path:
    target = scratch_folder() / f"pipe {path.stat().st_ino}"
    with told(path), path.open("rb") as source, target.open("wb") as out:
        while piece := source.read(1 << 20):
            out.write(piece)
    if target.stat().st_size == 0:
        raise AnalysisError("nothing came", where=str(path), remedy="write a table into the pipe")
    return target


def _together(path: str, tables: Sequence[TextTable], files: Sequence[Path]) -> TextTable:
    """Put files of one shape under each other, columns matched by name."""
    names = [table.frame.collect_schema().names() for table in tables]
    every = {name for each in names for name in each}
    _refuse_other_shapes(path, names, files)
    gaps = [file.name for each, file in zip(names, files, strict=True) if set(each) != every]
    folder = Path(os.path.commonpath([file.parent for file in files]))
    table = stacked({str(file.relative_to(folder)): table for file, table in zip(files, tables, strict=True)})
    warnings = [f"{len(files)} files were read one under another"]
    if gaps:
        warnings.append(f"not every file has every column; empty there: {', '.join(gaps[:10])}")
    warnings += [
        f"{file.name}: {each}" for table, file in zip(tables, files, strict=True) for each in table.findings.warnings
    ]
    findings = table.findings.model_copy(
        update={
            "path": path,
            "bytes": sum(table.findings.bytes for table in tables),
            "members": tuple(str(file) for file in files),
            "warnings": tuple(warnings),
        }
    )
    return TextTable(table.frame, findings)


def _refuse_other_shapes(path: str, names: Sequence[Sequence[str]], files: Sequence[Path]) -> None:
    """Files that share less than half of their columns with the first are another table."""
    first = set(names[0])
    for each, file in zip(names, files, strict=True):
        shared = len(first & set(each)) - 1
        if shared * 2 < max(len(first), len(each)) - 1:
            what = f"“{file.name}” has other columns than “{files[0].name}”"
            raise OtherColumnsError(
                what, where=path, remedy="read them as separate sources, or name files of one shape"
            )
