"""The rows of a planned text file, lazily: scanned by polars where that is safe, block by block elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import polars as pl
from polars.io.plugins import register_io_source

from analysis.sources.blocks import BLOCK, read_blocks, told_of
from analysis.sources.headings import is_heading, named
from analysis.sources.parts import empty_to_null, frame_of, parts
from analysis.sources.plan import HEAD_BLOCK, Plan
from analysis.sources.table import LINE
from analysis.sources.totals import is_total

IN_MEMORY = 64 << 20
"""Files up to this many bytes that need the block reader are read at once; larger ones anew at each use of the
frame. The files of a folder share it.
"""

CHUNKS = (1 << 17, 1 << 20)
"""Fewest and most bytes that polars reads at once: by itself it takes so many that reading needs some 300 MB, and it is
no faster.
"""

_PARTS = 256
"""In so many parts a file is read at least, so that what is held meanwhile is small beside it."""

_CHUNK_SIZE = "POLARS_CSV_CHUNK_SIZE"
_ASKED_FOR = _CHUNK_SIZE in os.environ


def rows_of(plan: Plan, most_held: int = IN_MEMORY) -> tuple[pl.LazyFrame, int | None]:
    """The rows of the table as text, lazily, and how many there are if that was counted.

    Of files that need the block reader, those of up to ``most_held`` bytes are read at once.
    """
    if plan.head is not None:
        frame = pl.concat([*_taken(batches(plan), plan.head), plan.empty]).head(plan.head)
        return frame.lazy(), frame.height if plan.found.complete and frame.height < plan.head else None
    if _is_clean(plan):
        return _scanned(plan), plan.layout.rows
    if plan.bytes <= most_held:
        frame = pl.concat([*batches(plan), plan.empty], rechunk=True)
        return frame.lazy(), frame.height
    return _streamed(plan), plan.layout.rows - len(plan.left_out)


def confirmed(plan: Plan) -> Plan:
    """The plan, with columns that seemed to be nothing but a last delimiter kept where any row has something in
    them, and told which lines are headings or sum up others.
    """
    plan = _with_hollow(plan)
    layout = plan.layout
    if layout.headed:
        plan = replace(plan, headings=_lines_where(is_heading(layout.kept), plan))
    if layout.always:
        plan = replace(plan, totals=_lines_where(is_total(layout.kept, layout.always), plan))
    return plan


def _lines_where(condition: pl.Expr, plan: Plan) -> tuple[int, ...]:
    frames = batches(plan) if plan.head is None else _taken(batches(plan), plan.head)
    return tuple(line for frame in frames for line in frame.filter(condition)[LINE].to_list())


def _with_hollow(plan: Plan) -> Plan:
    if not plan.layout.hollow:
        return plan
    whole = replace(plan, layout=replace(plan.layout, hollow=0))
    doubtful = list(plan.layout.names[len(plan.layout.kept) :])
    frames = [_scanned(whole).select(doubtful).collect()] if _is_clean(whole) else batches(whole)
    if all(frame.select(pl.all_horizontal(pl.col(doubtful).is_null().all())).item() for frame in frames):
        return plan
    return replace(plan, layout=replace(whole.layout, width=len(plan.layout.names)))


def _taken(frames: Iterator[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    seen = 0
    for frame in frames:
        yield frame
        seen += frame.height
        if seen >= rows:
            return


def batches(plan: Plan) -> Iterator[pl.DataFrame]:
    """The rows of the table, block by block."""
    layout, source = plan.layout, plan.source
    size = BLOCK if plan.head is None else HEAD_BLOCK
    blocks = told_of(read_blocks(source, size=size), "read", plan.bytes)
    above: str | None = None
    for part in parts(blocks, source.dialect):
        if part.line > layout.last_line:
            return
        frame = frame_of(part, list(layout.names), source.dialect)
        if plan.headings:
            frame = named(frame, layout.names[0], plan.headings, above)
            above = next(iter(frame[layout.names[0]].drop_nulls().tail(1).to_list()), above)
        inside = pl.col(LINE).is_between(layout.first_line, layout.last_line)
        if plan.left_out:
            inside &= ~pl.col(LINE).is_in(plan.left_out)
        yield frame.filter(inside).select(*layout.kept, LINE)


def _is_clean(plan: Plan) -> bool:
    """Whether polars can scan the data as they are: no blank or repeated lines among them, one line a row."""
    layout = plan.layout
    inside = int(plan.found.counts_between(layout.first_line, layout.last_line).sum())
    whole = layout.last_line - layout.first_line + 1 == inside
    after = plan.found.widths[plan.found.lines >= layout.first_line]  # polars looks at rows beyond the last one, too
    fits = int(after.max(initial=0)) <= len(layout.names)
    return plan.found.plain and not plan.left_out and whole and fits


def _scanned(plan: Plan) -> pl.LazyFrame:
    """A scan of the lines of the data by polars."""
    if not _ASKED_FOR:
        os.environ[_CHUNK_SIZE] = str(min(max(plan.bytes // _PARTS, CHUNKS[0]), CHUNKS[1]))
    layout = plan.layout
    delimiter, quote = plan.source.dialect.marks
    frame = pl.scan_csv(
        plan.source.path,
        has_header=False,
        skip_lines=layout.first_line - 1,
        n_rows=None if layout.last_line == plan.found.last_line else layout.rows,
        schema=dict.fromkeys(layout.names, pl.String()),
        separator=delimiter,
        quote_char=quote or None,
        row_index_name=LINE,
        row_index_offset=layout.first_line,
        missing_columns="insert",
        raise_if_empty=False,
        glob=False,
    )
    if plan.found.empty_quoted:
        frame = frame.with_columns(empty_to_null(list(layout.kept)))
    return frame.select(*layout.kept, pl.col(LINE).cast(pl.Int64))


def _streamed(plan: Plan) -> pl.LazyFrame:
    """A frame that reads the file block by block whenever it is collected."""

    def read(
        columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, _batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        left = n_rows
        for batch in batches(plan):
            frame = batch if left is None else batch.head(left)
            left = None if left is None else left - frame.height
            frame = frame if predicate is None else frame.filter(predicate)
            yield frame if columns is None else frame.select(columns)
            if left == 0:
                return

    return register_io_source(read, schema=plan.schema)
