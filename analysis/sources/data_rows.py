"""Where the data of a table starts: told from where its body has numbers and dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from analysis.sources.cells import NAME_WORDS, Cells, filled_cells, is_value, kind

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
"""A number in no dress."""

KEPT_AS = re.compile(r'\{"ImportId":')
"""What a cell begins with that tells how a program keeps the answers to a question."""


def typed_columns(body: Sequence[Cells], width: int) -> dict[int, str]:
    """The columns that mostly hold numbers or dates, and which of the two."""
    typed = {}
    for column in range(width):
        kinds = Counter(kind(row[column]) for row in body if column < len(row))
        filled = kinds.total() - kinds["empty"] - kinds["missing"]
        if filled and kinds["number"] + kinds["date"] >= 0.6 * filled:
            typed[column] = "number" if kinds["number"] >= kinds["date"] else "date"
    return typed


def first_of_data(zone: Sequence[Cells], body: Sequence[Cells], typed: Mapping[int, str], width: int) -> int:
    """The place of the first row of the data: rows before the first that has values may be such without any."""
    held = [_values_in(row, typed, width) for row in zone]
    first = next((place for place, here in enumerate(held) if here and _goes_on(held[place + 1 :])), None)
    if first is None:
        first = next((place + 1 for place in reversed(range(len(zone))) if held[place] is False), 0)
    elif _counts_up(zone[first], body, typed) or (first == 0 and _of_cross_table(zone[0], body)):
        return first + 1
    if rows_of_form(zone[:first], width):
        return first
    named = False in held[:first]
    while first > 0 and held[first - 1] is None and _like_body(zone[first - 1], body, width, named):
        first -= 1
    return first


def _goes_on(held: Sequence[bool | None]) -> bool:
    """Whether the first row that tells has values, if any tells."""
    return next((each for each in held if each is not None), True)


def _values_in(row: Cells, typed: Mapping[int, str], width: int) -> bool | None:
    """Whether a row has values where the body has values: numbers where it has numbers, dates where it has dates; None
    where it has nothing there.
    """
    present = {column: kind(row[column]) for column in typed if column < len(row)}
    values = sum(typed[column] == found for column, found in present.items())
    texts = sum(
        found not in ("number", "date", "empty", "missing") and not any(map(str.isdigit, row[column]))
        for column, found in present.items()
    )
    if not values and all(found in ("empty", "missing") for found in present.values()):
        return None
    return values > 0 and texts <= 0.34 * len(typed) and len(row) >= min(width, 2)


def _like_body(row: Cells, body: Sequence[Cells], width: int, named: bool) -> bool:
    """Whether a row without any values is one of the data: no cell is a name, or of another kind than those below.

    Where the columns are ``named`` above it, less has to be in it.
    """
    if named and any(kind(cell) == "missing" for cell in row):
        return True
    least = 2 if named else max(2, 0.4 * width)
    if len(row) < 0.6 * width or filled_cells(row) < least or without_corner(row, body):
        return False
    for column, cell in enumerate(row[:width]):
        below = [other[column] for other in body if other != row and column < len(other) and other[column].strip()]
        if cell.strip() and below and cell not in below:
            usual, count = Counter(map(kind, below)).most_common(1)[0]
            other = (
                usual in ("code", "address", "boolean", "phone") and count > 0.7 * len(below) and kind(cell) != usual
            )
            if other or NAME_WORDS.fullmatch(cell.strip().replace("_", " ")):
                return False
    return True


def rows_of_form(above: Sequence[Cells], width: int) -> int:
    """Return how many rows name the columns as programs for surveys write them, 0 for any other header.

    Either the last of three tells how each question is kept, or the last of two names the answers to some of them.
    """
    if len(above) > 2 and KEPT_AS.match(above[-1][0]):
        return 3
    if len(above) < 2 or any(is_value(cell) for row in above[-2:] for cell in row):
        return 0
    answers, questions = above[-1], above[-2]
    if any(kind(cell) == "missing" for cell in answers):
        return 0
    below = [place for place, cell in enumerate(answers) if cell.strip()]
    sparse = below and below[0] > 0 and len(below) < filled_cells(questions) and len(answers) >= width - 1
    return 2 if sparse and filled_cells(questions) >= 0.6 * width and questions[0].strip() else 0


def _counts_up(row: Cells, body: Sequence[Cells], typed: Mapping[int, str]) -> bool:
    """Whether the row names its columns by years or consecutive numbers, as hardly a row of the body does."""

    def consecutive(cells: Cells) -> bool:
        texts = [cells[column].strip() for column in sorted(typed) if column < len(cells)]
        numbers = [int(text) for text in texts if re.fullmatch(r"\d{1,4}", text)]
        years = all(1900 <= number < 2100 for number in numbers)
        steps = [b - a for a, b in pairwise(numbers)]
        even = all(step == 1 for step in steps) or (years and (min(steps) > 0 or max(steps) < 0))
        return len(numbers) > 2 - years and len(numbers) == len(texts) and even

    others = [other for other in body if other != row]
    return len(typed) < len(row) and consecutive(row) and sum(map(consecutive, others)) < 0.1 * len(others)


def without_corner(row: Cells, body: Sequence[Cells]) -> bool:
    """Whether a row begins with nothing, as names above an index do, and no row of the body does."""
    return not row[0].strip() and all(other[0].strip() for other in body if other != row)


def _of_cross_table(row: Cells, body: Sequence[Cells]) -> bool:
    """Whether the first row names the columns of a cross table by rising numbers: its corner is empty, as no row's name
    is.

    So, too, a column of nothing but numbers is called 0 beside an index without a name.
    """
    cells = [cell.strip() for cell in row[1:]]
    if not cells or not without_corner(row, body):
        return False
    if not all(_PLAIN.fullmatch(cell) for cell in cells):
        return False
    numbers = [float(cell) for cell in cells]
    return numbers == [0] if len(numbers) == 1 else all(a < b for a, b in pairwise(numbers))
