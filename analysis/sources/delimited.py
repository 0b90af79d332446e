"""Reading a delimited text file: sample, encoding, dialect, survey, layout, and then the rows.

A file that needs no decoding and no repair is left to polars' own parallel scan. Others go block by block: parsed by polars
where their bytes are in order, repaired line by line where they are not; memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from analysis.errors import AnalysisError
from analysis.progress import Progress, silent
from analysis.sources.blocks import BLOCK, Block, Place, TextSource, read_blocks
from analysis.sources.dialect import detect_dialect
from analysis.sources.encoding import Encoding, Sample, decode_line, detect_encoding, take_sample
from analysis.sources.layout import Layout, Row, find_layout
from analysis.sources.parts import empty_to_null, frame_of, parts
from analysis.sources.reports import warnings_of
from analysis.sources.survey import Survey, survey
from analysis.sources.table import LINE, Findings, ReadOptions
from analysis.sources.text_table import TextTable

IN_MEMORY = 64 << 20
"""Files up to this many bytes that need the block reader are read at once; larger ones anew each time the frame is used."""

HEAD_BLOCK = 1 << 18


@dataclass(frozen=True)
class Plan:
    """All that is known about a text file before its rows are read."""

    source: TextSource
    found: Survey
    layout: Layout
    repeated: tuple[int, ...] = ()
    head: int | None = None

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of the rows."""
        return {**{name: pl.String() for name in self.layout.kept}, LINE: pl.Int64()}

    @property
    def empty(self) -> pl.DataFrame:
        """No rows of these columns."""
        return pl.DataFrame(schema=self.schema)


def read_delimited(
    path: Path, options: ReadOptions | None = None, *, head: int | None = None, name: str = ""
) -> TextTable:
    """Read an uncompressed text file; ``head``: look at about so many rows only; ``name``: what to call the file.

    Raises AnalysisError where the file is empty, no text, or cannot be read.
    """
    plan = plan_reading(path, options, head)
    frame, rows = rows_of(plan)
    return TextTable(frame, findings_of(plan, name or str(path), rows))


def plan_reading(
    path: Path, options: ReadOptions | None = None, head: int | None = None, progress: Progress = silent
) -> Plan:
    """Find out everything about the file but its values; ``progress`` counts bytes."""
    options = options or ReadOptions()
    try:
        sample = take_sample(path)
    except OSError as error:
        raise AnalysisError(
            f"the file cannot be read ({error.strerror})", where=str(path), remedy="check its name and rights"
        ) from error
    if not sample.size:
        raise AnalysisError("the file is empty", where=str(path), remedy="name a file with rows")
    source = _source(path, sample, options)
    blocks = _told(read_blocks(source, size=BLOCK if head is None else HEAD_BLOCK), sample.size, progress, "looking through")
    plain = source.encoding.name == "utf-8" and source.dialect.plain and not source.lone_returns
    found = survey(blocks, source.dialect, plain, None if head is None else head + 200)
    if not found.rows:
        raise AnalysisError("the file has no rows", where=str(path), remedy="name a file with rows")
    layout = find_layout(
        found, lambda line, count: _peek(source, found, line, count), options.header_line, source.dialect.ruled
    )
    repeated = _repeated(source, layout) if head is None else ()
    return Plan(source, found, layout, repeated, head)


def _source(path: Path, sample: Sample, options: ReadOptions) -> TextSource:
    """Encoding, line ends and dialect from the sample, corrected by the options."""
    try:
        encoding = detect_encoding(sample) if options.encoding is None else _given(sample, options.encoding)
    except AnalysisError as error:
        raise AnalysisError(error.what, where=str(path), remedy=error.remedy) from error
    texts = [_decoded(piece, encoding, place == 0) for place, piece in enumerate(sample.pieces)]
    lone = _lone_returns(texts)
    lines = [line for place, text in enumerate(texts) for line in _lines(text, lone, place, len(texts))]
    return TextSource(path, encoding, detect_dialect(lines, options.quote, options.delimiter), lone)


def _given(sample: Sample, name: str) -> Encoding:
    """The encoding the analyst named, with the file's byte order mark left out."""
    try:
        "".encode(name)
    except LookupError:
        raise AnalysisError(
            f"there is no encoding called {name}", remedy="use a name such as utf-8, gb18030 or cp1252"
        ) from None
    found = next(
        (mark for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") if sample.pieces[0].startswith(mark)), b""
    )
    return Encoding(name, len(found), "cp1252")


def _decoded(piece: bytes, encoding: Encoding, first: bool) -> str:
    data = piece[encoding.mark :] if first else piece
    if encoding.name.startswith(("utf-16", "utf-32")):
        return data.decode(encoding.name, "replace").replace("\0", "")
    return "\n".join(decode_line(line, encoding)[0] for line in data.split(b"\n")).replace("\0", "")


def _lone_returns(texts: list[str]) -> bool:
    """Whether a carriage return alone ends lines: there are no others, or they stand outside quotes."""
    text = "".join(texts)
    lone = text.count("\r") - text.count("\r\n")
    if not lone:
        return False
    bare = sum(part.replace("\r\n", "\n").count("\r") for part in text.split('"')[::2])
    return bare > 0 and ("\n" not in text or bare > 0.8 * lone)


def _lines(text: str, lone: bool, place: int, pieces: int) -> list[str]:
    """The lines of one piece of the sample without those that the piece's bounds cut."""
    text = text.replace("\r\n", "\n")
    lines = (text.replace("\r", "\n") if lone else text).rstrip("\x1a").split("\n")
    limit = 300 if place == 0 else 150
    if place:
        lines = lines[1:]
    if place < pieces - 1 or lines[-1:] == [""]:
        lines = lines[:-1] or lines
    return (
        lines[:limit]
        if place < pieces - 1 or (pieces == 1 and len(lines) <= 2 * limit)
        else _spread(lines, limit, pieces)
    )


def _spread(lines: list[str], limit: int, pieces: int) -> list[str]:
    """Lines from the head, the middle and the tail of a whole file, or from the end of its last piece."""
    if pieces > 1:
        return lines[-limit:]
    middle = len(lines) // 2
    return lines[: limit // 2] + lines[middle : middle + limit // 4] + lines[-limit // 4 :]


def _peek(source: TextSource, found: Survey, line: int, count: int) -> list[Row]:
    """The rows from a line on, at most ``count``."""
    place = max((place for place in found.places if place.line <= line), key=lambda place: place.line)
    rows: list[Row] = []
    width = max(source.dialect.width, int(found.widths.max(initial=1)))
    names = [f"{number}" for number in range(width)]
    for part in parts(read_blocks(source, place, HEAD_BLOCK), source.dialect):
        frame = frame_of(part, names, source.dialect).filter(pl.col(LINE) >= line).head(count - len(rows))
        widths = dict(zip(part.lines.tolist(), part.widths.tolist(), strict=True))
        for row in frame.iter_rows():
            rows.append((row[-1], tuple(cell or "" for cell in row[: max(1, widths[row[-1]])])))
        if len(rows) >= count:
            break
    return rows


def _repeated(source: TextSource, layout: Layout) -> tuple[int, ...]:
    """The lines inside the data that repeat the header."""
    if not layout.header_line:
        return ()
    first = _raw_line(source, layout.header_line)
    lines: list[int] = []
    for block in read_blocks(source):
        if first in block.data:
            texts = block.data.split(b"\n")
            lines += [block.line + place for place, text in enumerate(texts) if text.removesuffix(b"\r") == first]
    return tuple(line for line in lines if layout.first_line <= line <= layout.last_line)


def _raw_line(source: TextSource, line: int) -> bytes:
    for block in read_blocks(source, size=HEAD_BLOCK):
        texts = block.data.split(b"\n")
        if line < block.line + len(texts) - 1:
            return texts[line - block.line].removesuffix(b"\r")
    return b""


def rows_of(plan: Plan) -> tuple[pl.LazyFrame, int | None]:
    """The rows of the table as text, lazily, and how many there are if that was counted."""
    if plan.head is not None:
        frame = pl.concat([*_taken(batches(plan), plan.head), plan.empty]).head(plan.head)
        return frame.lazy(), None if not plan.found.complete else frame.height
    if _is_clean(plan):
        return _scanned(plan), plan.layout.rows
    if plan.source.path.stat().st_size <= IN_MEMORY:
        frame = pl.concat([*batches(plan), plan.empty], rechunk=True)
        return frame.lazy(), frame.height
    return _streamed(plan), plan.layout.rows - len(plan.repeated)


def _taken(frames: Iterator[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    seen = 0
    for frame in frames:
        yield frame
        seen += frame.height
        if seen >= rows:
            return


def _told(blocks: Iterator[Block], total: int, progress: Progress, what: str) -> Iterator[Block]:
    """The blocks, with progress told before each."""
    for block in blocks:
        progress(block.offset, total, what)
        yield block


def batches(plan: Plan, progress: Progress = silent) -> Iterator[pl.DataFrame]:
    """The rows of the table, block by block; ``progress`` counts bytes."""
    layout, source = plan.layout, plan.source
    size = BLOCK if plan.head is None else HEAD_BLOCK
    blocks = _told(read_blocks(source, size=size), source.path.stat().st_size, progress, "converting")
    for part in parts(blocks, source.dialect):
        if part.line > layout.last_line:
            return
        frame = frame_of(part, list(layout.names), source.dialect)
        inside = pl.col(LINE).is_between(layout.first_line, layout.last_line)
        if plan.repeated:
            inside &= ~pl.col(LINE).is_in(plan.repeated)
        yield frame.filter(inside).select(*layout.kept, LINE)


def _rows_inside(plan: Plan) -> int:
    return int(plan.found.counts_between(plan.layout.first_line, plan.layout.last_line).sum())


def _is_clean(plan: Plan) -> bool:
    """Whether polars can scan the data as they are: no blank or repeated lines among them, one line a row."""
    lines = plan.layout.last_line - plan.layout.first_line + 1
    return plan.found.plain and not plan.repeated and lines == _rows_inside(plan)


def _scanned(plan: Plan) -> pl.LazyFrame:
    layout = plan.layout
    delimiter, quote = plan.source.dialect.marks
    frame = pl.scan_csv(
        plan.source.path,
        has_header=False,
        skip_lines=layout.first_line - 1,
        n_rows=None if layout.last_line == plan.found.last_line else _rows_inside(plan),
        schema=dict.fromkeys(layout.names, pl.String()),
        separator=delimiter,
        quote_char=quote or None,
        row_index_name=LINE,
        row_index_offset=layout.first_line,
        missing_columns="insert",
        glob=False,
    )
    if plan.found.empty_quoted:
        frame = frame.with_columns(empty_to_null(list(layout.kept)))
    return frame.select(*layout.kept, pl.col(LINE).cast(pl.Int64))


def _streamed(plan: Plan) -> pl.LazyFrame:
    """A frame that reads the file block by block whenever it is collected."""

    def read(
        columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
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


def findings_of(plan: Plan, name: str, rows: int | None) -> Findings:
    """What was found out about the file, for whoever reads or shows it."""
    source, layout = plan.source, plan.layout
    quote_used = source.dialect.quote
    return Findings(
        path=name,
        format="delimited text",
        bytes=source.path.stat().st_size,
        rows=rows,
        encoding=source.encoding.name,
        delimiter=source.dialect.delimiter,
        quote=quote_used,
        header_line=layout.header_line,
        skipped_lines=tuple(sorted({*layout.skipped, *layout.footers, *plan.repeated})),
        sampled=None if plan.found.complete else plan.head,
        warnings=warnings_of(plan.found, layout, plan.repeated),
    )
