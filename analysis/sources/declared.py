"""Tables whose file declares types: brought to columns that the rest understands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analysis.sources.table import LINE, Findings
from analysis.sources.text_table import TextTable

DEEPEST = 3
"""So many objects inside one another become columns; what lies deeper stays text."""


def declared_table(frame: pl.LazyFrame, path: Path, format_name: str, name: str = "") -> TextTable:
    """Return a lazy frame as a table with row numbers: structures become columns ``a.b``, lists text."""
    flat = _flattened(frame)
    schema = flat.collect_schema()
    names = unique_names(schema.names())
    plain = [_plain(pl.col(old), kind).alias(new) for (old, kind), new in zip(schema.items(), names, strict=True)]
    numbered = flat.with_row_index(LINE, offset=1).select(*plain, pl.col(LINE).cast(pl.Int64))
    rows = int(frame.select(pl.len()).collect().item())
    findings = Findings(path=name or str(path), format=format_name, bytes=path.stat().st_size, rows=rows)
    return TextTable(numbered, findings)


def unique_names(names: Sequence[str]) -> list[str]:
    """Return the names with ``column_1`` … for empty ones and " (2)" … behind repeated ones."""
    seen: set[str] = set()
    unique = []
    for place, name in enumerate(names, start=1):
        wanted = name.strip() or f"column_{place}"
        new, copy = wanted, 1
        while new in seen or new == LINE:
            copy += 1
            new = f"{wanted} ({copy})"
        seen.add(new)
        unique.append(new)
    return unique


def _flattened(frame: pl.LazyFrame, depth: int = 0) -> pl.LazyFrame:
    schema = frame.collect_schema()
    structures = [name for name, kind in schema.items() if isinstance(kind, pl.Struct)]
    if not structures or depth >= DEEPEST:
        return frame
    columns: list[pl.Expr] = []
    for name, kind in schema.items():
        if isinstance(kind, pl.Struct):
            columns += [
                pl.col(name).struct.field(each.name).alias(_path(name, each.name, kind)) for each in kind.fields
            ]
        else:
            columns.append(pl.col(name))
    return _flattened(frame.select(columns), depth + 1)


def _path(outer: str, inner: str, kind: pl.Struct) -> str:
    """The name of a field; a value that a database wraps into one for its type, such as $date, has the outer name."""
    return outer if len(kind.fields) == 1 and inner.startswith("$") else f"{outer}.{inner}"


def _plain(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.Struct):
        return column.struct.json_encode()
    if isinstance(kind, (pl.List, pl.Array)):
        return _joined(column, kind)
    if isinstance(kind, pl.Binary):
        return pl.coalesce(column.cast(pl.String, strict=False), column.bin.encode("hex"))
    if isinstance(kind, (pl.Categorical, pl.Enum, pl.Null)):
        return column.cast(pl.String)
    if isinstance(kind, (pl.Time, pl.Duration)):
        return column.cast(pl.String)
    return column


def _joined(column: pl.Expr, kind: pl.List | pl.Array) -> pl.Expr:
    inner = kind.inner
    if inner.is_nested():
        return pl.struct(column.alias("values")).struct.json_encode()
    listed = column.arr.to_list() if isinstance(kind, pl.Array) else column
    return listed.cast(pl.List(pl.String)).list.join(", ")
