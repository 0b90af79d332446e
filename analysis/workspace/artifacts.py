"""Results as files: a frozen dataclass becomes a folder of one JSON document and the frames and arrays it holds.

Frames are uncompressed Arrow (the terminal pages through them by memory map), lazy frames Parquet in groups of
100 000 rows, arrays ``.npy``. Everything else goes through pydantic, by the annotations of the dataclass. Whoever opens
the folder gets lazy and memory-mapped things back as such.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl
from pydantic import TypeAdapter

from analysis.workspace.row_files import write_rows

Value = TypeVar("Value")
DOCUMENT = "summary.json"


def write_artifact(value: object, folder: Path) -> None:
    """Write the dataclass instance ``value`` into the existing, empty ``folder``."""
    document = _write(value, type(value), folder, "value")
    (folder / DOCUMENT).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def read_artifact(kind: type[Value], folder: Path) -> Value:
    """Read what :func:`write_artifact` wrote, as an instance of the dataclass ``kind``."""
    document = json.loads((folder / DOCUMENT).read_text(encoding="utf-8"))
    value: Value = _read(document, kind, folder)
    return value


@lru_cache(maxsize=256)
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401
    return typing.get_type_hints(kind)


@lru_cache(maxsize=256)
def _adapter(hint: Any) -> TypeAdapter[Any]:  # noqa: ANN401
    return TypeAdapter(hint)


def _plain(hint: Any) -> Any:  # noqa: ANN401
    """Return the hint without ``| None``."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [part for part in typing.get_args(hint) if part is not type(None)]
        return rest[0] if len(rest) == 1 else hint
    return hint


def _item(hint: Any) -> Any:  # noqa: ANN401
    """Return the dataclass that a tuple or dictionary hint holds, else None."""
    for part in typing.get_args(hint):
        if dataclasses.is_dataclass(part) or _file_kind(part):
            return part
    return None


def _write_frame(frame: pl.DataFrame, path: Path) -> None:
    frame.write_ipc(path, compression="uncompressed")


def _write_series(series: pl.Series, path: Path) -> None:
    _write_frame(series.to_frame(), path)


def _write_array(array: np.ndarray[Any, Any], path: Path) -> None:
    np.save(path, array, allow_pickle=False)


def _read_frame(path: Path) -> pl.DataFrame:
    return pl.read_ipc(path)


def _read_array(path: Path) -> np.ndarray[Any, Any]:
    array: np.ndarray[Any, Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array


FILES: dict[Any, tuple[str, Any, Any]] = {
    pl.DataFrame: (".arrow", _write_frame, _read_frame),
    pl.LazyFrame: (".parquet", write_rows, pl.scan_parquet),
    pl.Series: (".arrow", _write_series, lambda path: _read_frame(path).to_series()),
    np.ndarray: (".npy", _write_array, _read_array),
}
"""Type of a leaf → its suffix, how it is written and how it is read."""


def _file_kind(hint: Any) -> Any:  # noqa: ANN401
    """Return the key of ``FILES`` that ``hint`` names, else None."""
    bare = typing.get_origin(hint) or hint
    return bare if bare in FILES else None


def _write(value: Any, hint: Any, folder: Path, name: str) -> Any:  # noqa: ANN401
    hint = _plain(hint)
    if value is None:
        return None
    kind = _file_kind(hint)
    if kind:
        suffix, write, _ = FILES[kind]
        write(value, folder / (name + suffix))
        return name + suffix
    if dataclasses.is_dataclass(value):
        hints = _hints(value.__class__)
        return {
            f.name: _write(getattr(value, f.name), hints[f.name], folder, f"{name}.{f.name}") for f in _fields(value)
        }
    item = _item(hint)
    if item and isinstance(value, dict):
        return {key: _write(part, item, folder, f"{name}.{i}") for i, (key, part) in enumerate(value.items())}
    if item:
        return [_write(part, item, folder, f"{name}.{i}") for i, part in enumerate(value)]
    return _adapter(hint).dump_python(value, mode="json")


def _fields(value: Any) -> list[dataclasses.Field[Any]]:  # noqa: ANN401
    return [field for field in dataclasses.fields(value) if field.init]


def _read(document: Any, hint: Any, folder: Path) -> Any:  # noqa: ANN401
    hint = _plain(hint)
    if document is None:
        return None
    kind = _file_kind(hint)
    if kind:
        return FILES[kind][2](folder / document)
    if dataclasses.is_dataclass(hint):
        hints = _hints(typing.cast("Any", hint))
        parts = {key: _read(part, hints[key], folder) for key, part in document.items() if key in hints}
        return typing.cast("Any", hint)(**parts)
    item = _item(hint)
    if item and isinstance(document, dict):
        return {key: _read(part, item, folder) for key, part in document.items()}
    if item:
        return tuple(_read(part, item, folder) for part in document)
    return _adapter(hint).validate_json(json.dumps(document))
