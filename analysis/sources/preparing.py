"""The rows of a table before their columns get types: cells as they are meant, objects in them spread into columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from analysis.sources.first_cells import first_cells
from analysis.sources.guarded import unguarded
from analysis.sources.holding import SMALL, TEXT, rows_at_once
from analysis.sources.opening import files_of
from analysis.sources.roles import TIME_ROLE, named_like_date, named_like_time
from analysis.sources.spreading import AT_ONCE, Pace, Spread, columns_of_objects, spread
from analysis.sources.table import LINE, Findings, ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import stamp_of

_ON_DISK: dict[tuple[object, ...], Spread] = {}
"""What was spread onto disk, by what the files were and how they were read: each question reads them again."""


def prepared(loaded: TextTable, options: ReadOptions, roles: Mapping[str, str], head: int | None) -> TextTable:
    """Return the table, limited to the ``head`` if that is given, with cells as they are meant.

    Columns of objects that ``roles`` (role → column) or the options name are there even if the head has none of them.
    """
    frame = _numbered_days_as_text(_limited(loaded, head), roles.get(TIME_ROLE, ""))
    first = first_cells(frame)
    table = replace(loaded, frame=unguarded(frame, first))
    names = columns_of_objects(first, options.nested)
    if not names:
        return table
    if head is None:
        return _with_spread(table, names, options, in_memory=_is_small(loaded.findings))
    named = [*roles.values(), *options.types]
    return _with_rare(_with_spread(table, names, options, in_memory=True), names, named)


def _with_rare(table: TextTable, objects: Iterable[str], named: Iterable[str]) -> TextTable:
    """The table with columns named like those of objects that it has none of, without a value."""
    known = table.frame.collect_schema().names()
    rare = [each for each in named if each not in known and each.startswith(tuple(f"{name}." for name in objects))]
    empty = [pl.lit(None, pl.String).alias(name) for name in dict.fromkeys(rare)]
    return replace(table, frame=table.frame.select(pl.exclude(LINE), *empty, LINE)) if empty else table


def _limited(loaded: TextTable, head: int | None) -> pl.LazyFrame:
    if head is not None:
        return loaded.frame.head(head).collect().lazy()
    return loaded.frame.collect().lazy() if _is_small(loaded.findings) else loaded.frame


def _is_small(found: Findings) -> bool:
    """Whether all text of the file is held in memory."""
    return found.bytes < SMALL and found.format == TEXT


def _numbered_days_as_text(frame: pl.LazyFrame, clock: str) -> pl.LazyFrame:
    """Write out the whole numbers that a file declares in a column named like a date: 20170212 may be one.

    So too where it is named like a time of day, or ``clock`` is its name: 1029 may be one.
    """
    declared = {name: kind for name, kind in frame.collect_schema().items() if kind.is_numeric() and name != LINE}
    numbered = [
        name
        for name, kind in declared.items()
        if name == clock or (kind.is_integer() and (named_like_date(name) or named_like_time(name)))
    ]
    return frame.with_columns(pl.col(numbered).cast(pl.String)) if numbered else frame


def _with_spread(table: TextTable, names: Mapping[str, int], options: ReadOptions, *, in_memory: bool) -> TextTable:
    """The table with columns of objects, of so many keys each, spread; what there is to say of it is a warning."""
    found = table.findings
    if in_memory:
        done = spread(table.frame, names, options.nested, AT_ONCE)
    else:
        stamps = [stamp_of(file) for file in files_of(found.path)]
        key = (*stamps, found.model_dump_json(), options.nested)
        pace = Pace(rows_at_once(found, len(table.frame.collect_schema()) + sum(names.values())), found.rows or 0)
        done = _ON_DISK.get(key) or spread(table.frame, names, options.nested, pace)
        _ON_DISK[key] = done
    if not done.said:
        return table
    changed = {"nested": "columns", "warnings": (*found.warnings, *done.said)}
    return replace(table, frame=done.frame, findings=found.model_copy(update=changed))
