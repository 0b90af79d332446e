"""All that is known about a text file before its rows are read: what a first pass over it found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.errors import AnalysisError
from analysis.sources.blocks import BLOCK, TextSource, read_blocks, told_of
from analysis.sources.canonical import Dialect
from analysis.sources.cells import Cells
from analysis.sources.encoding import Sample, take_sample
from analysis.sources.layout import Layout, Row, find_layout
from analysis.sources.parts import frame_of, parts
from analysis.sources.sampling import source_of
from analysis.sources.survey import Survey, survey
from analysis.sources.table import LINE, ReadOptions

HEAD_BLOCK = 1 << 18
SURVEY_BLOCK = 1 << 21
LOOKED_AT = 1000
"""Characters of a cell that are looked at to tell what it is."""

MOST_CELLS = 100_000
"""Cells of a line beyond which it is no row of a table."""

MANY_CELLS, MOST_TITLES = 3, 200
"""Rows of so many cells have titles among them that stand out; of so many lines of one cell, they are looked for."""

SURVEYED_AHEAD = 200
"""Rows looked at beyond the head that was asked for."""


@dataclass(frozen=True)
class Plan:
    """How to read a file: its dialect, what the survey found, where the table is.

    ``repeated``: lines that repeat the header; ``totals``: lines that sum up others; ``headings``: lines that name the
    rows below them.
    """

    source: TextSource
    found: Survey
    layout: Layout
    repeated: tuple[int, ...] = ()
    head: int | None = None
    bytes: int = 0
    totals: tuple[int, ...] = ()
    headings: tuple[int, ...] = ()

    @property
    def left_out(self) -> tuple[int, ...]:
        """The lines among the data that are no rows of it."""
        return (*self.repeated, *self.totals, *self.headings)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of the rows."""
        return {**{name: pl.String() for name in self.layout.kept}, LINE: pl.Int64()}

    @property
    def empty(self) -> pl.DataFrame:
        """No rows of these columns."""
        return pl.DataFrame(schema=self.schema)


def plan_reading(
    path: Path, options: ReadOptions | None = None, head: int | None = None, like: Dialect | None = None
) -> Plan:
    """Find out everything about the file but its values; the dialect ``like`` is that of others of its kind."""
    options = options or ReadOptions()
    sample = _sampled(path)
    source = source_of(path, sample, options, like)
    plain = source.encoding.name == "utf-8" and source.dialect.plain and not source.row_end
    size = SURVEY_BLOCK if head is None else HEAD_BLOCK
    blocks = told_of(read_blocks(source, size=size), "looked through", sample.size)
    found = survey(blocks, source.dialect, plain, None if head is None else head + SURVEYED_AHEAD)
    _check_survey(found, path)
    layout = find_layout(
        found, lambda line, count: _peek(source, found, line, count), options.header_line, source.dialect.ruled
    )
    repeated = _repeated(source, layout, found) if layout.header_line and found.complete else ()
    repeated += _titles_again(source, layout, found) if layout.skipped and found.complete else ()
    return Plan(source, found, layout, repeated, head, sample.size)


def _check_survey(found: Survey, path: Path) -> None:
    """Refuse a file without rows, or with a line of more cells than any table has columns."""
    if not found.rows:
        raise AnalysisError("the file has no rows", where=str(path), remedy="name a file with rows")
    widest = int(found.widths.argmax())
    if found.widths[widest] > MOST_CELLS:
        what = f"line {found.lines[widest]} has {found.widths[widest]:,} cells, more than {MOST_CELLS:,}"
        raise AnalysisError(what, where=str(path), remedy="check that its lines end where its rows do")


def _sampled(path: Path) -> Sample:
    try:
        sample = take_sample(path)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise AnalysisError(what, where=str(path), remedy="check its name and rights") from error
    if not sample.size:
        raise AnalysisError("the file is empty", where=str(path), remedy="name a file with rows")
    return sample


def _peek(source: TextSource, found: Survey, line: int, count: int) -> list[Row]:
    """The rows from a line on, at most ``count``."""
    place = max((place for place in found.places if place.line <= line), key=lambda place: place.line)
    names = [f"{number}" for number in range(max(source.dialect.width, int(found.widths.max(initial=1))))]
    rows: list[Row] = []
    for part in parts(read_blocks(source, place, HEAD_BLOCK), source.dialect):
        frame = frame_of(part, names, source.dialect).filter(pl.col(LINE) >= line).head(count - len(rows))
        widths = dict(zip(part.lines.tolist(), part.widths.tolist(), strict=True))
        seen = frame.with_columns(pl.col(names).str.head(LOOKED_AT)).iter_rows()
        rows += [(row[-1], tuple(cell or "" for cell in row[: max(1, widths[row[-1]])])) for row in seen]
        if len(rows) >= count:
            break
    return rows


def _repeated(source: TextSource, layout: Layout, found: Survey) -> tuple[int, ...]:
    """The lines inside the data that repeat the header."""
    first = _canonical_line(source, layout.header_line)
    if found.plain and (found.tops < 2 if found.top == first else not _twice(source.path, first)):
        return ()
    lines: list[int] = []
    for block in read_blocks(source):
        if first in block.data:
            texts = block.data.split(b"\n")
            lines += [block.line + place for place, text in enumerate(texts) if text.removesuffix(b"\r") == first]
    return tuple(line for line in lines if layout.first_line <= line <= layout.last_line)


def _titles_again(source: TextSource, layout: Layout, found: Survey) -> tuple[int, ...]:
    """The lines inside the data that are a title from above the header again but for its numbers: those of pages."""
    lone = (found.widths == 1) & (found.lines >= layout.first_line) & (found.lines <= layout.last_line)
    if layout.width < MANY_CELLS or not 0 < found.counts[lone].sum() <= MOST_TITLES:
        return ()
    above = {_without_numbers(cells) for _, cells in _peek(source, found, 1, len(layout.skipped))}
    starts = zip(found.lines[lone].tolist(), found.counts[lone].tolist(), strict=True)
    rows = [row for line, count in starts for row in _peek(source, found, line, count)]
    return tuple(line for line, cells in rows if _without_numbers(cells) in above)


def _without_numbers(cells: Cells) -> str:
    return re.sub(r"\d+", "0", " ".join(cells)).strip()


def _twice(path: Path, line: bytes) -> bool:
    """Whether the bytes of a line stand in the file more than once; read, not mapped, as mapped pages count as
    memory.
    """
    seen, overlap = 0, b""
    with path.open("rb") as file:
        while data := file.read(BLOCK):
            seen += (overlap + data).count(line)
            if seen > 1:
                return True
            overlap = data[len(data) - len(line) + 1 :] if 1 < len(line) <= len(data) else b""
    return False


def _canonical_line(source: TextSource, line: int) -> bytes:
    for block in read_blocks(source, size=HEAD_BLOCK):
        texts = block.data.split(b"\n")
        if line < block.line + len(texts) - 1:
            return texts[line - block.line].removesuffix(b"\r")
    return b""
