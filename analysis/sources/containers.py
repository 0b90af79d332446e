"""Files that hold a file: gz, bz2, xz, zstd and zip, unpacked to the scratch folder within bounds."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from analysis.errors import AnalysisError
from analysis.progress import MEGABYTE, counted, tell
from analysis.sources.one_of_several import largest_read
from analysis.sources.scratch import place_for
from analysis.sources.troubles import told

_PIECE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How far an archive may grow: past ``free_bytes`` at most ``ratio`` times its size, never past ``most_bytes``."""

    ratio: float = 150.0
    free_bytes: int = 256 << 20
    most_bytes: int = 500 << 30


LIMITS = Limits()


@dataclass(frozen=True)
class Unpacked:
    """A plain file, its name inside, the container it was in, and the archive's members where there are several."""

    path: Path
    name: str
    container: str = ""
    members: tuple[str, ...] = ()
    member: str = ""
    warnings: tuple[str, ...] = ()


def _open_zstd(packed: IO[bytes]) -> IO[bytes]:
    from pyarrow import lib

    return cast(IO[bytes], lib.input_stream(packed, compression="zstd"))


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_OPENERS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "gzip": lambda packed: cast(IO[bytes], gzip.GzipFile(fileobj=packed)),
    "bzip2": lambda packed: cast(IO[bytes], bz2.BZ2File(packed)),
    "xz": lambda packed: cast(IO[bytes], lzma.LZMAFile(packed)),  # noqa: SIM115 - whoever calls it closes it
    "zstd": _open_zstd,
}
_OFFICE = ("xl/workbook.xml", "xl/workbook.bin", "content.xml", "mimetype")
_ENDINGS = (".gz", ".gzip", ".bz2", ".xz", ".lzma", ".zst", ".zstd", ".zip", ".z")
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_DEEPEST = 3


def container_of(path: Path) -> str:
    """Return ``gzip``, ``bzip2``, ``xz``, ``zstd``, ``zip``, or "" for no container (a workbook is none)."""
    with told(path), path.open("rb") as file:
        start = file.read(8)
    kind = next((kind for magic, kind in _MAGIC if start.startswith(magic)), "")
    if kind == "zip":
        with told(path), zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
        return "" if names.intersection(_OFFICE) else "zip"
    return kind


def unpack(path: Path, member: str | None = None, *, at_most: int | None = None, depth: int = 0) -> Unpacked:
    """Return the plain file inside ``path``, or ``path`` itself; ``at_most`` bytes where a preview needs no more."""
    kind = container_of(path)
    if not kind:
        return Unpacked(path, path.name)
    if depth >= _DEEPEST:
        raise AnalysisError("archives are packed into each other too deep", where=str(path), remedy="unpack it first")
    if kind == "zip":
        inner = _from_zip(path, member, at_most)
    else:
        inner = Unpacked(_decompress(path, kind, at_most), _inner_name(path.name), kind)
    if at_most is not None and inner.path.stat().st_size >= at_most:
        return inner
    further = unpack(inner.path, None if kind == "zip" else member, at_most=at_most, depth=depth + 1)
    if further.path == inner.path:
        return inner
    return Unpacked(
        further.path, _inner_name(inner.name), kind, inner.members or further.members, inner.member or further.member
    )


def _inner_name(name: str) -> str:
    ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), "")
    return name[: -len(ending)] if ending and len(name) > len(ending) else name


def _decompress(path: Path, kind: str, at_most: int | None) -> Path:
    target = place_for(path, f"{kind}:{at_most}", Path(_inner_name(path.name)).suffix[:12])
    if not target.exists():
        with told(path), path.open("rb") as packed, _OPENERS[kind](packed) as source:
            size = path.stat().st_size
            pieces = _pieces(source, at_most)
            _copy(_telling(pieces, packed.tell, size), target, size, path)
    return target


def _telling(pieces: Iterable[bytes], place: Callable[[], int], size: int) -> Iterator[bytes]:
    """Yield what is unpacked, telling how much of the ``size`` packed bytes is used up."""
    for piece in pieces:
        if place() >= MEGABYTE:
            tell("MB unpacked", place() // MEGABYTE, size // MEGABYTE)
        yield piece


def _copy(pieces: Iterable[bytes], target: Path, packed: int, path: Path) -> None:
    """Write what is unpacked to ``target`` whole or not at all, within the limits."""
    unfinished = target.with_name(f"{target.name}.part")
    bound = max(LIMITS.free_bytes, min(LIMITS.most_bytes, packed * LIMITS.ratio))
    try:
        with unfinished.open("wb") as out:
            for piece in pieces:
                _check_size(out.tell() + len(piece), bound, path, packed)
                out.write(piece)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _pieces(source: IO[bytes], at_most: int | None) -> Iterator[bytes]:
    """Yield what ``source`` holds in pieces, ``at_most`` so many bytes of it."""
    left = at_most
    while piece := source.read(_PIECE if left is None else min(_PIECE, left)):
        yield piece
        left = None if left is None else left - len(piece)


def _check_size(written: int, bound: float, path: Path, packed: int) -> None:
    if written <= bound:
        return
    what = f"{packed:,} bytes unpack to more than {written >> 20} MB, as in archives made to fill disks"
    raise AnalysisError(what, where=str(path), remedy="unpack it yourself if you trust it, and open the result")


def _from_zip(path: Path, wanted: str | None, at_most: int | None) -> Unpacked:
    with told(path), zipfile.ZipFile(path) as archive:
        inside = [info for info in archive.infolist() if _is_data(info)]
        if not inside:
            raise AnalysisError("the zip archive holds no data file", where=str(path), remedy="choose another file")
        chosen = _choose(inside, wanted, path)
        if chosen.flag_bits & 1:
            raise AnalysisError("the zip archive has a password", where=str(path), remedy="unpack it first")
        name = PurePosixPath(chosen.filename).name
        target = place_for(path, f"zip:{chosen.filename}:{at_most}", Path(name).suffix[:12])
        if not target.exists():
            with _member(archive, chosen, path) as source:
                pieces = counted(_pieces(source, at_most), "MB unpacked", chosen.file_size, len, MEGABYTE)
                _copy(pieces, target, chosen.compress_size, path)
    members = tuple(info.filename for info in inside)
    warnings: tuple[str, ...] = ()
    if len(inside) > 1 and wanted is None:
        warnings = (largest_read(f"the archive holds {len(members)} files", chosen.filename, members),)
    return Unpacked(target, name, "zip", members if len(members) > 1 else (), chosen.filename, warnings)


def _member(archive: zipfile.ZipFile, chosen: zipfile.ZipInfo, path: Path) -> IO[bytes]:
    try:
        return archive.open(chosen)
    except NotImplementedError as error:
        what = f"“{chosen.filename}” is packed by a method that is not understood"
        raise AnalysisError(what, where=str(path), remedy="unpack it first") from error


def _is_data(info: zipfile.ZipInfo) -> bool:
    name = info.filename
    return (
        not info.is_dir()
        and not any(mark in name for mark in _IGNORED)
        and not PurePosixPath(name).name.startswith(".")
    )


def _choose(inside: list[zipfile.ZipInfo], wanted: str | None, path: Path) -> zipfile.ZipInfo:
    if wanted is None:
        return max(inside, key=lambda info: info.file_size)
    for info in inside:
        if wanted in (info.filename, PurePosixPath(info.filename).name):
            return info
    names = ", ".join(info.filename for info in inside[:20])
    raise AnalysisError(f"there is no member “{wanted}” in the archive", where=str(path), remedy=f"it holds {names}")
