"""Whether a table has a header, where its data starts, and what its columns are called: told from content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.sources.cells import FIELDS, is_value, kind

Cells = tuple[str, ...]
ZONE = 30
"""How many rows may stand before the data."""

NAME_WORDS = re.compile(
    r"(?i)\b(?:id|name|date|time|code|type|city|country|state|status|e-?mail|phone|address|amount|price|qty|quantity|total|customer|order|"
    r"product|category|gender|sex|age|description|number|no|num|year|month|day|value|key|title|group|region|segment|count|first|last|user|"
    r"item|sku|channel|currency|income|comment|feedback|nom|prenom|ville|datum|preis|menge|kunde|fecha|nombre|precio|cliente|data|nome)\b"
    r"|编号|姓名|名称|日期|时间|金额|价格|数量|单价|性别|年龄|城市|地区|客户|订单|商品|产品|类别|类型|电话|地址|邮箱|状态|備註|备注|渠道|國家|国家|編號|名稱|客戶|訂單|性別|年齡"
    r"|番号|名前|氏名|日付|価格|数量|都市|이름|날짜|번호|가격|수량|도시|имя|дата|город|цена|количество|наименование|сумма"
)

_LABELLED = re.compile(r"[^\W\d][^:：]{0,30}(?:：|: )\s*\S")
"""A cell that says what it holds, such as a period: it tells of the whole table."""


_COMMENT = re.compile(r"#\W*(?:\s|$)")
_THIN = 3
"""So many rows of one cell at most, such as a unit or a heading, stand between names and data."""


_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
"""A number in no dress."""

_NUMBERED = re.compile(r"\s*([^\W\d]+[ _.-]?)\d{1,2}\s*")
"""A name that ends in a number."""

_QUOTED = re.compile(r"(['\"]).*\1")
"""A name in quotes that are none to the rows below, which have no text."""

_KEPT_AS = re.compile(r'\{"ImportId":')
"""What a cell begins with that tells how a program keeps the answers to a question."""


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
    typed = _typed(body, width)
    zone = rows[:ZONE]
    if typed:
        data = [_is_data(row, typed, width) for row in zone]
        lasting = [here and after for here, after in zip(data, [*data[1:], True], strict=True)]
        first = lasting.index(True) if any(lasting) else 0
        if zone and (_counts_up(zone[first], body, typed) or (first == 0 and _of_cross_table(zone[0], body))):
            first += 1
        if fields := _fields_of_log(rows[:first], width):
            return fields
        last = first - _thin_rows(rows[:first], width)
        top = last - rows_of_form(rows[:last], width)
        while top > 0 and _may_name(rows[top - 1], width, top == last):
            top -= 1
        if top + 1 == last and _COMMENT.match(rows[top][0]):
            names = _names_in_comment(rows[: top + 1], width)
            return Header(top, 1, names, first - last) if names else Header(first, 0, ())
        return Header(top, last - top, names_of(rows[top:last]), first - last)
    start = next((place for place, row in enumerate(zone) if _filled(row) >= max(1, 0.6 * width)), 0)
    if rows and _names_text(rows[start], body, width):
        return Header(start, 1, names_of(rows[start : start + 1]))
    return Header(start, 0, ())


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
    while thin < min(_THIN, len(above) - 1) and len(above[-1 - thin]) > 1 and _filled(above[-1 - thin]) <= 1:
        thin += 1
    if width < 3 or not thin:
        return 0
    names = above[-1 - thin]
    return thin if _filled(names) >= 0.6 * width and not any(map(is_value, names)) else 0


def _typed(body: Sequence[Cells], width: int) -> dict[int, str]:
    """The columns that mostly hold numbers or dates, and which of the two."""
    typed = {}
    for column in range(width):
        kinds = Counter(kind(row[column]) for row in body if column < len(row))
        filled = kinds.total() - kinds["empty"] - kinds["missing"]
        if filled and kinds["number"] + kinds["date"] >= 0.6 * filled:
            typed[column] = "number" if kinds["number"] >= kinds["date"] else "date"
    return typed


def _filled(row: Cells) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_data(row: Cells, typed: Mapping[int, str], width: int) -> bool:
    """Whether a row has values where the body has values: numbers where it has numbers, dates where it has dates."""
    present = {column: kind(row[column]) for column in typed if column < len(row)}
    values = sum(typed[column] == found for column, found in present.items())
    texts = sum(
        found not in ("number", "date", "empty", "missing") and not any(map(str.isdigit, row[column]))
        for column, found in present.items()
    )
    return values > 0 and texts <= 0.34 * len(typed) and len(row) >= min(width, 2)


def rows_of_form(above: Sequence[Cells], width: int) -> int:
    """Return how many rows name the columns as programs for surveys write them, 0 for any other header.

    Either the last of three tells how each question is kept, or the last of two names the answers to some of them.
    """
    if len(above) > 2 and _KEPT_AS.match(above[-1][0]):
        return 3
    if len(above) < 2 or any(is_value(cell) for row in above[-2:] for cell in row):
        return 0
    answers, questions = above[-1], above[-2]
    below = [place for place, cell in enumerate(answers) if cell.strip()]
    sparse = below and below[0] > 0 and len(below) < _filled(questions) and len(answers) >= width - 1
    return 2 if sparse and _filled(questions) >= 0.6 * width and questions[0].strip() else 0


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


def _of_cross_table(row: Cells, body: Sequence[Cells]) -> bool:
    """Whether the first row names the columns of a cross table by rising numbers: its corner is empty, as no row's name
    is.

    So, too, a column of nothing but numbers is called 0 beside an index without a name.
    """
    corner, *cells = (cell.strip() for cell in row)
    if corner or not cells or not all(other[0].strip() for other in body if other != row):
        return False
    if not all(_PLAIN.fullmatch(cell) for cell in cells):
        return False
    numbers = [float(cell) for cell in cells]
    return numbers == [0] if len(numbers) == 1 else all(a < b for a, b in pairwise(numbers))


def _may_name(row: Cells, width: int, nearest: bool) -> bool:
    """Whether a row before the data names columns, or groups of columns, rather than the whole table."""
    filled = _filled(row)
    if not nearest and any(len(cell) > 40 or cell.rstrip().endswith((".", ";", ":")) for cell in row):
        return False
    if not nearest and (row[0].lstrip().startswith(("#", "//", "--")) or any(map(_LABELLED.match, row))):
        return False
    if any(is_value(cell) and not re.fullmatch(r"(?:19|20)\d\d|Q?[1-4]", cell.strip()) for cell in row) and not nearest:
        return False
    if width == 1 or nearest:
        return filled >= (1 if width <= 2 else max(2, 0.4 * width))
    return (len(row) >= width - 1 and filled >= 2) or (filled == 1 and len(row) >= width - 1 and not row[0].strip())


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
    rows = [row for row in rows if not _KEPT_AS.match(row[0])]
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
