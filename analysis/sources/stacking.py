"""Tables of one shape put under each other: files of a folder, members of an archive, sheets of a workbook."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.sources.table import LINE, Findings, Part
from analysis.sources.text_table import TextTable


def stacked(tables: Mapping[str, TextTable]) -> TextTable:
    """Return the tables, by name, as one with the columns of all; its rows are numbered in the order of the tables.

    What was found out is that of the first, with the rows of all and where each table begins.
    """
    if len(tables) == 1:
        return next(iter(tables.values()))
    schemas = [dict(table.frame.collect_schema()) for table in tables.values()]
    every = [name for name in dict.fromkeys(name for schema in schemas for name in schema) if name != LINE]
    frames = [table.frame.drop(LINE) for table in tables.values()]
    if any(list(schema.items()) != list(schemas[0].items()) for schema in schemas):
        frames = _same_types(frames, schemas)
    found = _counted(tables)
    if found.parts:
        frames = [frame.with_row_index(LINE, part.first) for frame, part in zip(frames, found.parts, strict=True)]
        frame = pl.concat(frames, how="diagonal")
    else:
        frame = pl.concat(frames, how="diagonal").with_row_index(LINE, 1)
    return TextTable(frame.select(*every, pl.col(LINE).cast(pl.Int64)), found)


def _counted(tables: Mapping[str, TextTable]) -> Findings:
    """What was found out about the first, with the rows of all; where each begins, if all are counted."""
    first = next(iter(tables.values())).findings
    parts, rows = [], 0
    for name, table in tables.items():
        if table.findings.rows is None:
            return first.model_copy(update={"rows": None})
        parts.append(Part(name=name, first=rows + 1))
        rows += table.findings.rows
    return first.model_copy(update={"rows": rows, "parts": tuple(parts)})


def _same_types(frames: list[pl.LazyFrame], schemas: list[dict[str, pl.DataType]]) -> list[pl.LazyFrame]:
    """Where tables declare different types for a column, take it as text everywhere."""
    types: dict[str, set[str]] = {}
    for schema in schemas:
        for name, kind in schema.items():
            types.setdefault(name, set()).add(str(kind))
    mixed = {name for name, kinds in types.items() if len(kinds) > 1}
    return [
        frame.with_columns(pl.col([name for name in schema if name in mixed]).cast(pl.String))
        for frame, schema in zip(frames, schemas, strict=True)
    ]
