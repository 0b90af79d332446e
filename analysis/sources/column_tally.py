"""What a whole column holds under a reading, from batches of it: cheap questions first, dear ones where these fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from analysis.sources.column_questions import Answers, particular
from analysis.sources.distinct import DistinctCount, Known, hashes_of
from analysis.sources.types import Reading
from analysis.sources.types_ids import IdReading
from analysis.sources.types_numbers import SURE_DIGITS, NumberReading
from analysis.sources.types_words import TextReading

_SMALLEST_DIGIT = "1"
_FEW = 8
"""Where each different text stands for so many rows or more, these are looked at in place of all."""


@dataclass(frozen=True)
class Look:
    """What one batch of a column tells: rows, answers to questions, hashes of its values."""

    rows: int
    answers: Answers
    hashes: pl.Series


def look(cells: pl.Series, values: pl.Series, reading: Reading, known: Known) -> Look:
    """Return what a batch tells, given as written and as read, whatever is ``known`` of other batches' values."""
    answers: Answers = {"empty": cells.null_count(), "nulls": values.null_count()}
    usual = _SHORTCUTS[type(reading)](cells, reading) if type(reading) in _SHORTCUTS else None
    distinct = values
    if isinstance(reading, TextReading) and 0 < known.count * _FEW < len(values):
        distinct = values.unique()
        usual = _none_of(distinct, reading) if answers["empty"] == answers["nulls"] else None
    answers |= {"minimum": distinct.min(), "maximum": distinct.max()}
    answers |= _asked(cells, values, reading) if usual is None else usual
    return Look(len(cells), answers, hashes_of(distinct, known.bound))


class ColumnTally:
    """The answers for one column, put together from batches in any order."""

    def __init__(self) -> None:
        self.rows = 0
        self.answers: Answers = {}
        self.distinct = DistinctCount()

    def add(self, found: Look) -> None:
        """Count one batch in."""
        self.rows += found.rows
        for what, answer in found.answers.items():
            known = self.answers.get(what)
            if known is None or answer is None:
                self.answers[what] = answer if known is None else known
            else:
                self.answers[what] = _TOGETHER.get(what, _added)(known, answer)
        self.distinct.add(found.hashes)


def _added(one: object, other: object) -> object:
    return int(str(one)) + int(str(other))


_TOGETHER: dict[str, Callable[..., object]] = {
    "minimum": min,
    "maximum": max,
    "decimals": max,
    "timed": lambda one, other: one or other,
}
"""How the answers of two batches become one, where they are not counts."""


def _asked(cells: pl.Series, values: pl.Series, reading: Reading) -> Answers:
    questions = particular(pl.col("cell"), reading, pl.col("value"))
    if not questions:
        return {}
    both = pl.DataFrame({"cell": cells, "value": values})
    return both.lazy().select(**questions).collect().row(0, named=True)


def _none_of(distinct: pl.Series, reading: Reading) -> Answers | None:
    """The counts of what no cell is, asked of different cells only; None where some are."""
    answers = _asked(distinct, distinct, reading)
    return None if any(answers.values()) else answers


def _of_ids(cells: pl.Series, _: Reading) -> Answers | None:
    """Ids of nothing but digits have nothing odd."""
    if cells.cast(pl.Int64, strict=False).null_count() > cells.null_count():
        return None
    return dict.fromkeys(("doubtful", "dot_zero", "spaced", "scientific"), 0)


def _of_numbers(cells: pl.Series, reading: Reading) -> Answers | None:
    """Whole numbers that start with a digit but no zero are no codes; of decimals only the different ones are asked."""
    assert isinstance(reading, NumberReading)
    if reading.type == "integer" and not reading.dressed:
        smallest, longest = cells.min(), cells.str.len_bytes().max()
        usual = smallest is None or (str(smallest) >= _SMALLEST_DIGIT and int(str(longest)) <= SURE_DIGITS)
        return {"doubtful": 0} if usual else None
    distinct = cells.unique()
    answers = _asked(distinct, distinct, reading)
    return None if answers["doubtful"] else answers


_SHORTCUTS: dict[type, Callable[[pl.Series, Reading], Answers | None]] = {
    IdReading: _of_ids,
    NumberReading: _of_numbers,
}
"""Kind of reading → answers the same questions for less, or None where the batch is out of the ordinary."""
