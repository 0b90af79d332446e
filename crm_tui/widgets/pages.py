"""Where a table's cells come from; a few rows in memory are one such place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from crm_tui.format import number_in

ColumnKind = Literal[
    "text", "identifier", "integer", "decimal", "money", "share", "boolean", "date", "datetime", "count"
]
Tone = Literal["good", "bad", "warning", "quiet"]
RIGHT_KINDS = frozenset({"integer", "decimal", "money", "share", "count"})
_KINDS_OF_TYPES: dict[str, ColumnKind] = {
    "bool": "boolean",
    "int": "integer",
    "float": "decimal",
    "Decimal": "decimal",
    "date": "date",
    "datetime": "datetime",
}


@dataclass(frozen=True)
class PageColumn:
    """One column as it is shown.

    ``name`` is its untrusted name in the data and its key in messages; ``title`` what is shown instead, where given;
    ``unit`` the currency of money; ``show`` a value's text where the kind's own is not wanted (made inert afterwards);
    ``tone`` the meaning of a value, where it has one: it picks a colour, and says nothing that the text does not.
    """

    name: str
    kind: ColumnKind = "text"
    title: str = ""
    unit: str | None = None
    show: Callable[[Any], str] | None = None
    tone: Callable[[Any], Tone | None] | None = None

    @property
    def right(self) -> bool:
        """Whether values are aligned to the right."""
        return self.kind in RIGHT_KINDS

    @property
    def shown_title(self) -> str:
        """The title, else the name."""
        return self.title or self.name


class PageSource(Protocol):
    """What a table needs to know of its rows; only what is on the screen is ever asked for."""

    @property
    def columns(self) -> tuple[PageColumn, ...]:
        """The columns, in order."""

    @property
    def height(self) -> int:
        """How many rows there are."""

    def values(self, column: int, start: int, stop: int) -> Sequence[object]:
        """Return the values of one column in rows ``start`` to ``stop`` (exclusive); None where there is none."""

    def number(self, row: int) -> int:
        """Return the number, counted from 1, that stands before a row: its place in the unsorted, unfiltered data."""

    def find(self, text: str, column: int, start: int, stop: int) -> Sequence[int]:
        """Return the rows of ``start`` to ``stop`` whose cell in ``column`` holds ``text``, whatever its case."""


def matching_rows(values: Iterable[object], text: str, start: int) -> list[int]:
    """Return the rows, counted on from ``start``, whose value's text holds ``text``, whatever its case."""
    needle = text.casefold()
    return [row for row, value in enumerate(values, start) if value is not None and needle in str(value).casefold()]


@dataclass(frozen=True)
class FramePages:
    """A few rows in memory, one tuple of values each; ``numbers`` are their places before sorting and filtering."""

    columns: tuple[PageColumn, ...]
    rows: Sequence[Sequence[object]]
    numbers: Sequence[int] | None = None

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def values(self, column: int, start: int, stop: int) -> list[object]:
        """Return the values of one column in rows ``start`` to ``stop``."""
        return [row[column] for row in self.rows[start:stop]]

    def number(self, row: int) -> int:
        """Return the row's place, from 1, before sorting and filtering."""
        return self.numbers[row] if self.numbers else row + 1

    def find(self, text: str, column: int, start: int, stop: int) -> list[int]:
        """Return the rows whose cell in ``column`` holds ``text``."""
        return matching_rows(self.values(column, start, stop), text, start)

    def sorted_by(self, column: int, descending: bool) -> FramePages:
        """Return the rows sorted by one column: missing last, numbers before text, equal rows in their order.

        In a column of numbers, those that are written out are sorted by what they say.
        """
        numbers = self.columns[column].right
        values = [
            number_in(value) if numbers and isinstance(value, str) else value
            for value in self.values(column, 0, self.height)
        ]
        places = [row for row, value in enumerate(values) if value is not None]
        missing = [row for row, value in enumerate(values) if value is None]
        ordered = sorted(places, key=lambda row: (isinstance(values[row], str), values[row]), reverse=descending)
        return self.chosen([*ordered, *missing])

    def holding(self, text: str) -> FramePages:
        """Return the rows of which any cell holds ``text``, whatever its case."""
        found = {row for column in range(len(self.columns)) for row in self.find(text, column, 0, self.height)}
        return self.chosen(sorted(found))

    def only(self, column: int, value: object) -> FramePages:
        """Return the rows with this value in ``column``."""
        return self.chosen([row for row in range(self.height) if self.rows[row][column] == value])

    def chosen(self, places: Sequence[int]) -> FramePages:
        """Return these rows in this order; they keep their numbers."""
        return FramePages(self.columns, [self.rows[row] for row in places], [self.number(row) for row in places])


def frame_pages(
    columns: Sequence[PageColumn | str], rows: Iterable[Sequence[object] | Mapping[str, object]]
) -> FramePages:
    """Return a small table; a column given by its name alone takes its kind from the first value that is there."""
    names = [column if isinstance(column, str) else column.name for column in columns]
    tuples = [[row.get(name) for name in names] if isinstance(row, Mapping) else list(row) for row in rows]
    full = tuple(
        PageColumn(column, _kind_of(row[place] for row in tuples)) if isinstance(column, str) else column
        for place, column in enumerate(columns)
    )
    return FramePages(full, tuples)


def _kind_of(values: Iterable[object]) -> ColumnKind:
    first = next((value for value in values if value is not None), "")
    return _KINDS_OF_TYPES.get(type(first).__name__, "text")
