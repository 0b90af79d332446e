"""Whether a table has a header, and what its columns are called: told from content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.sources.cells import FIELDS, NAME_WORDS, Cells, filled_cells, is_value, kind
from analysis.sources.data_rows import KEPT_AS, first_of_data, rows_of_form, typed_columns, without_corner

ZONE = 30
"""How many rows may stand before the data."""

_LABELLED = re.compile(r"[^\W\d][^:：]{0,30}(?:：|: )\s*\S")
"""A cell that says what it holds, such as a period: it tells of the whole table."""


_COMMENT = re.compile(r"#\W*(?:\s|$)")
_THIN = 3
"""So many rows of one cell at most, such as a unit or a heading, stand between names and data."""


_NUMBERED = re.compile(r"\s*([^\W\d]+[ _.-]?)\d{1,2}\s*")
"""A name that ends in a number."""

_QUOTED = re.compile(r"(['\"]).*\1")
"""A name in quotes that are none to the rows below, which have no text."""


@dataclass(frozen=True)
class Header:
    """How many rows before the data are skipped, how many name the columns, and the names ("" for unnamed).

    ``below``: rows between them and the data, which are no part of either; ``sums``: the row after these sums up the
    data.
    """

    skipped: int
    rows: int
    names: tuple[str, ...]
    below: int = 0
    sums: bool = False

    @property
    def head(self) -> int:
        """How many rows stand before the data, a row that sums it up not among them."""
        return self.skipped + self.rows + self.below


def find_header(rows: Sequence[Cells], body: Sequence[Cells], width: int) -> Header:
    """Tell the header of a table from its first ``rows`` and from rows of its ``body``, most of which have ``width``
    cells.
    """
    typed = typed_columns(body, width)
    zone = rows[:ZONE]
    if typed:
        return _above_data(rows[: first_of_data(zone, body, typed, width)], typed, width)
    start = next((place for place, row in enumerate(zone) if _full(row, body, width)), 0)
    if rows and _names_text(rows[start], body, width):
        return Header(start, 1, names_of(rows[start : start + 1]))
    return Header(start, 0, ())


def _full(row: Cells, body: Sequence[Cells], width: int) -> bool:
    """Whether a row has something in most columns, or in all but the first as names above an index have."""
    filled = filled_cells(row)
    return filled >= max(1, 0.6 * width) or (filled == width - 1 == len(row) - 1 and without_corner(row, body))


def _above_data(above: Sequence[Cells], typed: Mapping[int, str], width: int) -> Header:
    """Tell the header from the rows above the data, whose columns are ``typed``."""
    if fields := _fields_of_log(above, width):
        return fields
    last = len(above) - _thin_rows(above, width)
    top = last - rows_of_form(above[:last], width)
    while top > 0 and _may_name(above[top - 1], width, top == last):
        top -= 1
    if 0 < top == last - 1 and _names_first(above[top - 1], above[top]):
        top -= 1
    names = names_of(above[top:last])
    if top + 1 == last and _COMMENT.match(above[top][0]):
        names = _names_in_comment(above[: top + 1], width)
    if not names or _tells_of_all(above[:last], typed, width):
        return Header(len(above), 0, ())
    return Header(top, last - top, names, len(above) - last)


def _fields_of_log(above: Sequence[Cells], width: int) -> Header | None:
    """The header that a comment among the rows above the data tells, as servers write it into their logs."""
    place = next((place for place in reversed(range(len(above))) if FIELDS.match(" ".join(above[place]))), -1)
    if place < 0:
        return None
    told = FIELDS.sub("", " ".join(above[place]))
    names = tuple(told.split() if len(above[place]) == 1 else FIELDS.sub("", "\t".join(above[place])).split("\t"))
    return Header(place, 1, names, len(above) - place - 1) if len(names) == width else None


def _names_in_comment(rows: Sequence[Cells], width: int) -> tuple[str, ...]:
    """The names that the last of the rows, a comment, has for the columns; () where its words are others."""
    cells = rows[-1]
    if cells[0].strip() != "#":
        return names_of([(cells[0].lstrip("# "), *cells[1:])]) if len(cells) == width else ()
    if len(cells) == width + 1:
        return names_of([cells[1:]])
    goes_on = len(rows) > 1 and rows[-2][0].startswith("#")
    return names_of([cells]) if len(cells) == width and not goes_on else ()


def _thin_rows(above: Sequence[Cells], width: int) -> int:
    """How many of the last rows above the data have at most one cell, under a row that names nearly all columns."""
    thin = 0
    while thin < min(_THIN, len(above) - 1) and len(above[-1 - thin]) > 1 and filled_cells(above[-1 - thin]) <= 1:
        thin += 1
    if width < 3 or not thin:
        return 0
    names = above[-1 - thin]
    return thin if filled_cells(names) >= 0.6 * width and not any(map(is_value, names)) else 0


def _may_name(row: Cells, width: int, nearest: bool) -> bool:
    """Whether a row before the data names columns, or groups of columns, rather than the whole table."""
    filled = filled_cells(row)
    if not nearest and any(len(cell) > 40 or cell.rstrip().endswith((".", ";", ":")) for cell in row):
        return False
    if not nearest and (row[0].lstrip().startswith(("#", "//", "--")) or any(map(_LABELLED.match, row))):
        return False
    if any(is_value(cell) and not re.fullmatch(r"(?:19|20)\d\d|Q?[1-4]", cell.strip()) for cell in row) and not nearest:
        return False
    if width == 1 or nearest:
        return filled >= (1 if width <= 2 else max(2, 0.4 * width))
    return (len(row) >= width - 1 and filled >= 2) or (filled == 1 and len(row) >= width - 1 and not row[0].strip())


def _names_first(row: Cells, below: Cells) -> bool:
    """Whether a row, which may end early, names the first column where the names below it do not."""
    plain = all(len(cell) <= 40 and not is_value(cell) and not cell.rstrip().endswith((".", ";", ":")) for cell in row)
    fitting = 1 < filled_cells(row) == len(row) <= len(below) and not any(map(_LABELLED.match, row))
    return plain and fitting and not below[0].strip() and filled_cells(below) == len(below) - 1 > 1


def _tells_of_all(above: Sequence[Cells], typed: Mapping[int, str], width: int) -> bool:
    """Whether the row above two columns is one more of several that tell, by a label each, of the whole table."""
    labelled = [row for row in above if len(row) == width == 2 and row[0].strip()]
    return len(labelled) == len(above) > 2 and 1 in typed and not above[-1][1].strip()


def _names_text(row: Cells, body: Sequence[Cells], width: int) -> bool:
    """Whether a row names columns that all hold text."""
    if any(is_value(cell) for cell in row) or len({cell.strip() for cell in row}) < len(row) - 1:
        return False
    others = [other for other in body if other != row]
    if not others:
        return any(NAME_WORDS.search(cell.replace("_", " ")) for cell in row) or len(body) <= 1
    evidence = 0.5 + sum(bool(NAME_WORDS.search(cell.replace("_", " "))) for cell in row) + _numbered(row)
    for column, cell in enumerate(row[:width]):
        values = [other[column] for other in others if column < len(other) and other[column].strip()]
        evidence += _against_column(cell, values)
    return evidence > 0


def _numbered(row: Cells) -> bool:
    """Whether some cells are one word with different numbers, as names that belong together: ``item1``, ``item2``."""
    stems = Counter(found[1] for found in map(_NUMBERED.fullmatch, set(row)) if found)
    return any(times > 1 for times in stems.values())


def _against_column(cell: str, values: Sequence[str]) -> float:
    """How much a cell stands out from the values below it: positive for a name, negative for one more value."""
    if not values:
        return 0.0
    if cell in values:
        return -2.0
    kinds = Counter(kind(value) for value in values)
    usual, count = kinds.most_common(1)[0]
    if usual in ("code", "address", "boolean") and count > 0.7 * len(values):
        return -1.5 if kind(cell) == usual else 1.5
    repeats = len(set(values)) < 0.5 * len(values)
    return 0.7 if repeats else 0.0


def names_of(rows: Sequence[Cells]) -> tuple[str, ...]:
    """One name a column from the rows of a header, joined by a space; a cell to the left counts for the empty ones
    beside it in all rows but the last (merged cells).
    """
    rows = [row for row in rows if not KEPT_AS.match(row[0])]
    if not rows:
        return ()
    width = max(len(row) for row in rows)
    levels = []
    for level, row in enumerate(rows):
        cells = [cell.strip() for cell in row] + [""] * (width - len(row))
        if level < len(rows) - 1:
            for column in range(1, width):
                cells[column] = cells[column] or (cells[column - 1] if rows[-1][column : column + 1] != ("",) else "")
        levels.append(cells)
    names = [" ".join(_different(parts)) for parts in zip(*levels, strict=True)]
    quoted = any(names) and all(_QUOTED.fullmatch(name) for name in names if name)
    return tuple(name[1:-1] if quoted else name for name in names)


def _different(parts: Sequence[str]) -> list[str]:
    """The parts of a name without those that say the same as an earlier one: StartDate and Start Date."""
    first: dict[str, str] = {}
    for part in parts:
        first.setdefault(re.sub(r"[\W_]", "", part).casefold() or part, part)
    return [part for part in first.values() if part]


def unique_names(names: Sequence[str], width: int) -> list[str]:
    """``width`` names: unnamed columns are ``column_1`` … by position, a repeated name gets " (2)", " (3)" …."""
    given = [name or f"column_{place}" for place, name in enumerate([*names, *[""] * width][:width], 1)]
    taken, unique = set(given), []
    seen: Counter[str] = Counter()
    for name in given:
        seen[name] += 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in taken:
            seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
        taken.add(unique[-1])
    return unique
