"""A few rows that each step touched, before and after it."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals.stable.v2 as nw
import polars as pl

from analysis.cleaning.counting import EXAMPLES, Segment, Sums
from analysis.cleaning.plan import Stage
from analysis.engines import collect
from analysis.rows import Rows
from analysis.settings import Summary
from analysis.sources.table import LINE

ALWAYS = ("customer_id", "order_id")
"""Roles whose cells are shown whatever the step looks at: they say which row it is."""
Cells = dict[str, str | None]


class Example(Summary):
    """One touched row: its line in the source, the cells that matter, and the changed ones; ``after`` None: dropped."""

    line: int
    before: Cells
    after: Cells | None = None


def examples(segment: Segment, sums: Sums) -> dict[int, tuple[Example, ...]]:
    """Return the examples of each stage by its position; the source is read once for all of them."""
    lines = {stage.position: lines_of(stage, sums) for stage in segment.stages}
    wanted = sorted({line for found in lines.values() for line in found})
    shown: dict[int, tuple[Example, ...]] = {}
    frame = collect(segment.rows.frame.filter(nw.col(LINE).is_in(wanted))) if wanted else None
    for stage in segment.stages:
        after = replayed(stage, frame) if frame is not None else None
        touched = [] if frame is None or after is None else pairs(stage, frame, after, lines[stage.position])
        shown[stage.position] = tuple(touched) or gone(stage)
        frame = after
    return shown


def lines_of(stage: Stage, sums: Sums) -> list[int]:
    """Return the line numbers of a stage's examples."""
    found = (sums.get(f"{stage.position}_example_{residue}") for residue in range(EXAMPLES))
    return sorted(line for line in found if line is not None)


def replayed(stage: Stage, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the few rows after the stage; its values are row by row, so they come out as over the whole source."""
    return collect(nw.from_native(frame.lazy()).with_columns(**stage.action.values)) if stage.action.values else frame


def pairs(stage: Stage, before: pl.DataFrame, after: pl.DataFrame, lines: list[int]) -> list[Example]:
    """Return the rows of these lines before and after the stage."""
    old, new = by_line(before), by_line(after)
    columns = columns_shown(stage)
    return [example(line, columns, old[line], None if stage.action.drop else new[line]) for line in lines]


def example(
    line: int, columns: tuple[str, ...], old: Mapping[str, object], new: Mapping[str, object] | None
) -> Example:
    """Return one example; ``after`` holds the cells that differ."""
    before = {column: said(old[column]) for column in columns}
    after = None if new is None else {name: said(new[name]) for name in columns if said(new[name]) != before[name]}
    return Example(line=line, before=before, after=after)


def gone(stage: Stage) -> tuple[Example, ...]:
    """Return examples of rows that a stage left out as a whole, the first by line."""
    if stage.action.removed is None:
        return ()
    found = collect(stage.action.removed().sort(LINE).head(EXAMPLES))
    columns = columns_shown(stage)
    return tuple(example(line, columns, cells, None) for line, cells in by_line(found).items())


def columns_shown(stage: Stage) -> tuple[str, ...]:
    """Return the columns that say which row it is and what the step looked at."""
    rows: Rows = stage.before
    always = (name for role in ALWAYS if (name := rows.role(role)))
    return tuple(dict.fromkeys([*always, *stage.step.reads(rows)])) or tuple(column.name for column in rows.columns)


def by_line(frame: pl.DataFrame) -> dict[int, dict[str, object]]:
    """Return the rows by their line number."""
    return {row[LINE]: row for row in frame.iter_rows(named=True)}


def said(value: object) -> str | None:
    """Return a cell as text."""
    return None if value is None else str(value)
