"""Rows after the data: totals, notes, and rows of nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from analysis.sources.cells import Cells, kind
from analysis.sources.totals import TOTAL_WORDS, TOTALS

RARE = 0.2
"""So small a share of a column's cells, such as names and titles above them, does not tell what it holds."""

TOTALS_OF = re.compile(
    rf"(?i)\W*(?:{TOTAL_WORDS}|end of|eof|source|notes?|generated|printed|备注|注|数据来源|来源|制表)\b"
)
"""The beginning of a cell that may say so, if its row has gaps."""

_TOTAL_OF = re.compile(rf"(?i)\W*(?:{TOTAL_WORDS}) *[:：] *\S")
"""A cell that says what its row is the total of."""

_COUNTED = re.compile(r"(?i)\(?\d[\d,.]*(?:rows?|records?)(?:selected|inset|affected|returned|fetched)?\W*(?:\(.*\))?")
"""What programs of databases say last, without its blanks."""


def is_footer(cells: Cells, body: Sequence[Cells], width: int) -> bool:
    """Whether a row at the end is a total, a note or empty rather than data."""
    filled = [(place, cell) for place, cell in enumerate(cells) if cell.strip()]
    if not filled or _COUNTED.fullmatch(re.sub(r"\s", "", "".join(cells))):
        return True
    place, first = filled[0]
    others = [row[place] for row in body if place < len(row) and not TOTALS_OF.match(row[place])]
    kinds = Counter(kind(cell) for cell in others if cell.strip() and cell != first)
    usual = {each for each, cells in kinds.items() if cells > RARE * kinds.total()}
    if len(filled) == 1 and width > 2 and len(cells) < width and _is_note(first, usual):
        return True
    if sum(row[place] == first for row in body if place < len(row)) > 1:
        return False
    typical = sorted(sum(bool(cell.strip()) for cell in row) for row in body)
    fewer = bool(typical) and len(filled) < typical[len(typical) // 2]
    strange = fewer and usual <= {"number", "date", "code"} and kind(first) in ("words", "text", "other")
    return bool(TOTALS.fullmatch(first) or _TOTAL_OF.match(first) or strange or (fewer and TOTALS_OF.match(first)))


def _is_note(cell: str, usual: AbstractSet[str]) -> bool:
    """Whether the only cell of a row that ends early says something, or rules a line, where ``usual`` cells do not."""
    if kind(cell) in ("words", "word", "text", "other") or re.fullmatch(r"\W{4,}", cell.strip()):
        return True
    return kind(cell) == "code" and "code" not in usual and bool(re.search(r"[^\W\d_]{2,}", cell))
