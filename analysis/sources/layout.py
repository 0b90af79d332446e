"""Where the table is in a text file: after which lines it starts, where it ends, which rows in it are none, and its
names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.sources.cells import Cells, is_value
from analysis.sources.footers import is_footer
from analysis.sources.header import ZONE, Header, find_header, names_of, unique_names
from analysis.sources.headings import attributes_of, cells_of, header_above, name_from, under_headings
from analysis.sources.survey import Survey
from analysis.sources.table import LINE
from analysis.sources.totals import always_filled, sums_up

Row = tuple[int, Cells]
Peek = Callable[[int, int], list[Row]]
"""Gives the rows (line, cells) from a line on, at most so many."""

SEGMENTS = 200
TAIL = 40
SPILLED = 100
"""How many columns rows that are too long may add; what is beyond is joined into the last."""


@dataclass(frozen=True)
class Layout:
    """The lines of the data (from, to), its column names, and what was left out.

    ``width``: cells of a proper row; ``hollow``: cells at the end of each row, after a last delimiter, that are no
    column.
    """

    names: tuple[str, ...]
    width: int
    header_line: int
    first_line: int
    last_line: int
    header: Cells = ()
    skipped: tuple[int, ...] = ()
    footers: tuple[int, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    hollow: int = 0
    rows: int = 0
    clipped: bool = False
    always: tuple[str, ...] = ()
    """The columns that every row has but those that sum up others, where such rows were seen."""
    headed: bool = False
    """Whether the first column names the rows below it, in lines of their own."""

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of the table's columns; ``names`` are those to parse."""
        return self.names[: len(self.names) - self.hollow]

    @property
    def least_width(self) -> int:
        """The fewest cells of a row that is not too short."""
        return self.width

    @property
    def most_width(self) -> int:
        """The most cells of a row that is not too long."""
        return self.width + self.hollow


@dataclass(frozen=True)
class Segment:
    """Rows between blank lines: places of its first and last run, first and last line, rows, the commonest width."""

    first: int
    last: int
    first_line: int
    rows: int
    width: int


def find_layout(found: Survey, peek: Peek, header_line: int | None = None, ruled: bool = False) -> Layout:
    """Find the largest table; ``header_line``: the line of its names, 0 for none; ``ruled``: blank lines part
    nothing.
    """
    segments = _segments(found, ruled)
    if not segments:
        return Layout((), 0, 0, 1, 0)
    main = max(
        segments,
        key=lambda segment: (segment.rows * segment.width if segment.width > 1 else segment.rows * 0.5, -segment.first),
    )
    body = _body(found, main, peek)
    group = _same_table(segments, main, peek, body)
    others = [segment for segment in segments if segment not in group]
    rows = peek(group[0].first_line, 60)
    headed = under_headings(body)
    if header_line is None:
        header = header_above(rows, body, main.width) if headed else find_header(cells_of(rows), body, main.width)
    else:
        header = _given_header(rows, header_line)
    header = _below_gap(header, rows)
    head = header.head
    above = header.rows > 0 and len(rows) > head and sums_up(rows[head][1], body)
    header = replace(header, sums=above)
    last_line, footers = _end(found, group, peek, body, head)
    inside = sum(segment.rows for segment in group) - head - above - len(footers)
    layout = _assembled(found, rows, header, (last_line, footers), (main, others, body))
    seen = cells_of(rows[head:]) + body
    seen += [cells for line in footers[-1:] for cells in cells_of(peek(line, 1))]
    always = tuple(layout.names[column] for column in always_filled(seen, len(layout.kept)))
    layout = replace(layout, rows=inside, always=always, headed=headed)
    if not header.rows and header.skipped:
        told = attributes_of([cells for line, cells in peek(1, layout.first_line) if line < layout.first_line])
        layout = replace(layout, names=tuple(told)) if len({*told}) == len(layout.names) else layout
    return _named_by_title(layout, cells_of(peek(1, header.skipped + ZONE))) if headed else layout


def _below_gap(header: Header, rows: Sequence[Row]) -> Header:
    """The header without rows that blank lines part from its last one: these are titles."""
    top = last = header.skipped + header.rows - 1
    while top > header.skipped and rows[top][0] - rows[top - 1][0] == 1:
        top -= 1
    if header.rows < 2 or top == header.skipped:
        return header
    return replace(header, skipped=top, rows=last - top + 1, names=names_of(cells_of(rows[top : last + 1])))


def _named_by_title(layout: Layout, titles: Sequence[Cells]) -> Layout:
    """The layout with what its title says that the headings name for the name of their column, where it has none."""
    name = name_from(titles) if not "".join(layout.header[:1]).strip() else ""
    return replace(layout, names=(name, *layout.names[1:])) if name and name not in layout.names else layout


def _segments(found: Survey, ruled: bool) -> list[Segment]:
    """The rows between blank lines, or all rows as one where blank lines are everywhere."""
    filled = np.flatnonzero(found.widths > 0)
    if not len(filled):
        return []
    breaks = np.flatnonzero(np.diff(filled) > 1)
    if ruled or len(breaks) > SEGMENTS:
        breaks = breaks[:0]
    bounds = zip([filled[0], *filled[breaks + 1]], [*filled[breaks], filled[-1]], strict=True)
    return [_segment(found, int(first), int(last)) for first, last in bounds]


def _segment(found: Survey, first: int, last: int) -> Segment:
    widths, counts = found.widths[first : last + 1], found.counts[first : last + 1]
    totals = np.bincount(widths, weights=counts)
    totals[0] = 0
    return Segment(first, last, int(found.lines[first]), int(totals.sum()), int(np.argmax(totals)))


def _body(found: Survey, main: Segment, peek: Peek) -> list[Cells]:
    """Rows from inside the table: after its first ones, if it has enough."""
    rows = peek(main.first_line, 120)
    middle = main.first + int(np.searchsorted(np.cumsum(found.counts[main.first : main.last + 1]), main.rows // 2))
    if main.rows > 240:
        rows += peek(int(found.lines[middle]) + int(found.counts[middle]) // 2, 60)
    cells = [cells for line, cells in rows if len(cells) == main.width]
    return cells[3:] if len(cells) > 8 else cells[1:] or cells


def _same_table(segments: Sequence[Segment], main: Segment, peek: Peek, body: Sequence[Cells]) -> list[Segment]:
    """The segments that go on with the main one over blank lines."""
    place = segments.index(main)
    first = last = place
    while last + 1 < len(segments) and _goes_on(segments[last + 1], main, peek, body):
        last += 1
    while first > 0 and _is_head(segments[first - 1], main, peek):
        first -= 1
    return list(segments[first : last + 1])


def _goes_on(segment: Segment, main: Segment, peek: Peek, body: Sequence[Cells]) -> bool:
    """Whether a later segment has rows of the same table: as wide, and not starting with names of its own."""
    if segment.width != main.width or main.width == 1:
        return main.width == 1 and segment.rows > 1
    rows = [cells for _, cells in peek(segment.first_line, 12)][: segment.rows]
    top = [cells for _, cells in peek(main.first_line, 1)]
    header = find_header(rows, body, main.width)
    return rows[0] in top or header.rows == 0 or segment.rows == 1


def _is_head(segment: Segment, main: Segment, peek: Peek) -> bool:
    """Whether an earlier segment is only the header, cut off by a blank line, or rows of the same table."""
    if segment.width != main.width or main.width == 1:
        return False
    cells = next(cells for _, cells in peek(main.first_line, 1))
    return any(is_value(cell) for cell in cells)


def _given_header(rows: Sequence[Row], header_line: int) -> Header:
    place = next((place for place, (line, _) in enumerate(rows) if line >= header_line), 0)
    if header_line == 0:
        return Header(0, 0, ())
    return Header(place, 1, tuple(cell.strip() for cell in rows[place][1]))


def _end(
    found: Survey, group: Sequence[Segment], peek: Peek, body: Sequence[Cells], head: int
) -> tuple[int, tuple[int, ...]]:
    """The last line of data, and the lines after it that are totals, notes or empty rows."""
    last = group[-1]
    final = _last_line(found, last)
    if not found.complete and last.last == len(found.widths) - 1:
        return final, ()
    start, seen = last.last, int(found.counts[last.last])
    while start > group[0].first and seen < TAIL:
        start -= 1
        seen += int(found.counts[start])
    rows = peek(max(int(found.lines[start]), final - 3 * TAIL), 100_000)
    rows = [row for row in rows if group[0].first_line <= row[0] <= final]
    footers = []
    while len(rows) > (head if start == group[0].first else 0) + 1 and is_footer(rows[-1][1], body, group[0].width):
        footers.append(rows.pop()[0])
    if not rows:
        return final, ()
    return (footers[-1] - 1 if footers else final), tuple(reversed(footers))


def _last_line(found: Survey, segment: Segment) -> int:
    """The line before whatever comes after the segment."""
    return int(found.lines[segment.last + 1]) - 1 if segment.last + 1 < len(found.lines) else found.last_line


def _assembled(
    found: Survey,
    rows: Sequence[Row],
    header: Header,
    end: tuple[int, tuple[int, ...]],
    tables: tuple[Segment, list[Segment], list[Cells]],
) -> Layout:
    main, others, body = tables
    first = header.head
    data_line = rows[first + header.sums][0] if first + header.sums < len(rows) else rows[-1][0] + 1
    header_line = rows[header.skipped + header.rows - 1][0] if header.rows else 0
    names, base = _fit_names(header, body, main.width)
    widest = _widest(found, data_line, end[0], base)
    spill = min(widest, base + SPILLED)
    unique = unique_names([*names, *[""] * (spill - len(names))], spill)
    skipped = [line for line, _ in [*rows[: header.skipped], *rows[first - header.below : first]]]
    sums = [line for line, _ in rows[first : first + header.sums]]
    for other in others:
        skipped += range(other.first_line, other.first_line + min(other.rows, 1000))
    unique = [name if name != LINE else f"{name} (2)" for name in unique]
    cells = rows[header.skipped + header.rows - 1][1] if header.rows else ()
    return Layout(
        names=tuple(unique),
        width=base,
        header_line=header_line,
        first_line=data_line,
        last_line=end[0],
        header=cells,
        skipped=tuple(sorted(skipped + sums)),
        footers=end[1],
        warnings=(*_said_of_sums(sums), *_other_tables(others)),
        clipped=spill < widest,
        hollow=main.width - base if spill == main.width else 0,
    )


def _said_of_sums(lines: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"line {line} sums up the rows below it and was left out" for line in lines)


def _other_tables(others: Sequence[Segment]) -> tuple[str, ...]:
    """A sentence for each table beside the largest; fewer than three rows, or one column, are notes."""
    tables = [other for other in others if other.rows >= 3 and other.width >= 2]
    return tuple(f"another table of {other.rows} rows from line {other.first_line} on was left out" for other in tables)


def _fit_names(header: Header, body: Sequence[Cells], width: int) -> tuple[list[str], int]:
    """The names fitted to the rows: a first column without a name (row names), a delimiter at each line's end."""
    names = list(header.names)
    while len(names) > width and not names[-1]:
        names.pop()
    base = width
    while body and base > 1 and not "".join(names[base - 1 : base]) and _hollow(body, base - 1):
        base -= 1
    if base < width and names:
        return names[:base], base
    if len(names) == width - 1 and width > 1 and header.rows == 1:
        return ["", *names], width
    return names, max(width, len(names))


def _hollow(body: Sequence[Cells], column: int) -> bool:
    """Whether every row has the column, and nothing in it."""
    return all(len(row) > column and not row[column].strip() for row in body)


def _widest(found: Survey, first_line: int, last_line: int, base: int) -> int:
    """The widest row of the data; one cell over is nothing where it is the end of a line's last delimiter."""
    inside = (found.lines + found.counts - 1 >= first_line) & (found.lines <= last_line)
    return max(base, int(found.widths[inside].max(initial=base)))
