"""What a column alone leaves open is settled by its neighbours: the decimal mark, and whether day or month leads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from analysis.sources.role_matching import matches
from analysis.sources.types import Hints
from analysis.sources.types_date_layouts import Order
from analysis.sources.types_dates import DateFormat, DateReading
from analysis.sources.types_numbers import Mark, NumberReading
from analysis.sources.typing_pass import Source, Typed, settle

MONEY = ("amount", "unit_price", "total_purchase", "purchase_amount")
"""Roles whose names are those of money."""
THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR", "TND", "JOD", "LYD", "IQD"})
"""Currencies whose money has three decimals."""
_ROUND = re.compile(r"[1-9]\d*\.\d00")
_LIKELY, _SOME = 0.6, 5


def read_again(source: Source, typed: dict[str, Typed], wanted: Mapping[str, Hints]) -> dict[str, Typed]:
    """Return the columns, some of them settled anew as other hints tell."""
    if not wanted:
        return typed
    return typed | settle(replace(source, frame=source.frame.select(list(wanted)), hints=wanted))


def with_company(source: Source, typed: dict[str, Typed], delimiter: str) -> dict[str, Typed]:
    """Settle what a column alone leaves open by what its neighbours show: the decimal mark, and day or month first."""
    mark, order = _file_mark(typed, delimiter), _file_order(typed, delimiter)
    parted = not mark and not _in_three_decimals(typed)
    changed: dict[str, Hints] = {}
    for name, each in typed.items():
        hints = source.hints[name]
        if isinstance(each.reading, NumberReading) and each.reading.ambiguous and mark:
            changed[name] = replace(hints, mark=mark)
        elif parted and _of_thousands(each):
            changed[name] = replace(hints, mark=",")
        if isinstance(each.reading, DateReading) and each.reading.undecided and order:
            changed[name] = replace(hints, order=order)
    again = read_again(source, typed, changed)
    return {name: _still_open(again[name]) if name in changed else each for name, each in typed.items()}


def _of_thousands(each: Typed) -> bool:
    """Whether a column is money of whole hundreds whose point parts thousands, as in 25.000 and 149.500."""
    if not isinstance(each.reading, NumberReading) or not each.reading.ambiguous or each.reading.mark != ".":
        return False
    money = any(match.score >= _LIKELY for role, match in matches(each.name).items() if role in MONEY)
    return money and len(each.examples) >= _SOME and all(_ROUND.fullmatch(cell) for cell in each.examples)


def _in_three_decimals(typed: Mapping[str, Typed]) -> bool:
    """Whether the money of the file has three decimals, as some column tells."""
    return any(THREE_DECIMALS & {*each.examples, *each.currencies} for each in typed.values())


def _still_open(again: Typed) -> Typed:
    """A date column settled by its neighbours stays marked as not decided by itself."""
    if isinstance(again.reading, DateReading):
        return replace(again, reading=replace(again.reading, undecided=True))
    return again


def _file_mark(typed: Mapping[str, Typed], delimiter: str) -> Mark | None:
    votes = {".": 0, ",": 0}
    for each in typed.values():
        if isinstance(each.reading, NumberReading) and each.reading.type == "decimal" and not each.reading.ambiguous:
            votes[each.reading.mark] += 1
    if votes[","] != votes["."]:
        return "," if votes[","] > votes["."] else "."
    return "," if delimiter == ";" else None


def _file_order(typed: Mapping[str, Typed], delimiter: str) -> Order | None:
    votes = {"day_first": 0, "month_first": 0}
    for each in typed.values():
        reading = each.reading
        if not isinstance(reading, DateReading) or reading.undecided:
            continue
        first = reading.formats[0]
        if isinstance(first, DateFormat) and first.date.order:
            votes[first.date.order] += 1
    if votes["day_first"] != votes["month_first"]:
        return "day_first" if votes["day_first"] > votes["month_first"] else "month_first"
    return "day_first" if _file_mark(typed, delimiter) == "," else None
