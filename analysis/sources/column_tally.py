"""What a whole column holds under a reading, from batches of it: cheap questions first, dear ones where these fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from analysis.sources.column_questions import Answers, particular
from analysis.sources.distinct import DistinctCount, Hashes, hashes_of, no_hashes
from analysis.sources.ordinary import MOST, Ordinary, Places
from analysis.sources.types import Reading
from analysis.sources.types_dates import DateReading
from analysis.sources.types_ids import IdReading, NativeReading
from analysis.sources.types_numbers import SURE_DIGITS, NumberReading

_SMALLEST_DIGIT = "1"
_FIRST = 100
_MOSTLY = 0.5
"""Where more than this share of the first rows have a cell of their own, none is expected to come again."""

_ODD_IN_IDS = ("doubtful", "dot_zero", "spaced", "scientific")
"""What numbers are not."""

_NO_COUNTS = {"minimum", "maximum", "decimals", "timed"}
"""Answers that are the same however many rows have a cell."""


@dataclass(frozen=True)
class Known:
    """What is known of a column while a batch is looked at: above which hashes values change nothing, ordinary cells.

    ``bound`` None: all change something; ``places`` None: it is of no use to look for those cells; ``timed``: some have
    a time of day.
    """

    bound: int | None
    places: Places | None
    timed: bool = False


@dataclass(frozen=True)
class Look:
    """What one batch of a column tells: rows, answers to questions, hashes of its values.

    ``ordinary``: hashes of cells that nothing is to be asked about again; ``share`` of the rows were no such cells,
    though some were known; ``numbers``: text as whole numbers, where there is no other.
    """

    rows: int
    answers: Answers
    hashes: Hashes = field(default_factory=no_hashes)
    ordinary: Hashes = field(default_factory=no_hashes)
    share: float = 1.0
    numbers: pl.Series | None = None


def look(cells: pl.Series, values: pl.Series, reading: Reading, known: Known) -> Look:
    """Return what a batch tells, given as written and as read, whatever is known of other batches."""
    counts: Answers = {"empty": cells.null_count(), "nulls": values.null_count()}
    if known.places is not None and cells.dtype == pl.String:
        found = _by_cells(cells, reading, known, known.places)
        if found is not None:
            return replace(found, answers=counts | found.answers)
    answers: Answers = {"minimum": values.min(), "maximum": values.max()}
    numbers = _numbers(cells) if isinstance(reading, IdReading) else None
    usual = dict.fromkeys(_ODD_IN_IDS, 0) if numbers is not None else _shortcut(cells, values, reading, known)
    answers |= _asked(cells, values, reading) if usual is None else usual
    return Look(len(cells), counts | answers, hashes_of(values, known.bound), numbers=numbers)


def _by_cells(cells: pl.Series, reading: Reading, known: Known, places: Places) -> Look | None:
    """The same from the different cells that are not ordinary yet; None where some of them are counted."""
    hashes: Hashes = cells.hash(seed=0).to_numpy()
    rows = places.missing(hashes)
    share = len(rows) / len(cells) if places.count else 0.0
    if not len(rows):
        return Look(len(cells), {}, share=share)
    if len(rows) > MOST or not places.count:
        rows = rows[pl.Series(hashes[rows]).arg_unique().to_numpy()]
    if len(rows) > (MOST if places.count else min(MOST, _MOSTLY * len(cells))):
        return None
    chosen = np.zeros(len(cells), np.bool_)
    chosen[rows] = True
    cell, value = pl.col("cell"), pl.col("value")
    asked = {"minimum": value.min(), "maximum": value.max(), "values": value.implode()}
    # At once: planning takes longer than so few cells.
    different = cells.filter(pl.Series(chosen)).alias("cell").to_frame().with_columns(value=reading.value(cell))
    found = different.select(**asked, **particular(cell, reading, value))
    values = hashes_of(found.drop_in_place("values")[0], known.bound)
    answers = found.row(0, named=True)
    if any(answers[what] for what in answers.keys() - _NO_COUNTS):
        return None
    return Look(len(cells), answers, values, hashes[rows], share)


class ColumnTally:
    """The answers for one column, put together from batches in any order."""

    def __init__(self) -> None:
        self.rows = 0
        self.answers: Answers = {}
        self.distinct = DistinctCount()
        self._ordinary = Ordinary()

    def known(self) -> Known:
        """Return what is known so far."""
        return Known(self.distinct.bound, self._ordinary.places, bool(self.answers.get("timed")))

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
        self._ordinary.add(found.ordinary, found.share)


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
    return pl.DataFrame({"cell": cells, "value": values}).select(**questions).row(0, named=True)


def _numbers(cells: pl.Series) -> pl.Series | None:
    """Text as whole numbers; None where there is other text."""
    numbers = cells.cast(pl.Int64, strict=False)
    return numbers if numbers.null_count() == cells.null_count() else None


def _shortcut(cells: pl.Series, values: pl.Series, reading: Reading, known: Known) -> Answers | None:
    """The answers for less, None where the batch is out of the ordinary."""
    if known.timed and not (isinstance(reading, DateReading) and reading.undecided):
        return {}
    return _SHORTCUTS[type(reading)](cells, values, reading) if type(reading) in _SHORTCUTS else None


def _of_numbers(cells: pl.Series, _: pl.Series, reading: Reading) -> Answers | None:
    """Whole numbers that start with a digit but no zero are no codes; of decimals only the different ones are asked."""
    assert isinstance(reading, NumberReading)
    if reading.type == "integer" and not reading.dressed:
        smallest, longest = cells.min(), cells.str.len_bytes().max()
        usual = smallest is None or (str(smallest) >= _SMALLEST_DIGIT and int(str(longest)) <= SURE_DIGITS)
        return {"doubtful": 0} if usual else None
    distinct = cells.unique()
    answers = _asked(distinct, distinct, reading)
    return None if answers["doubtful"] else answers


def _of_dates(_: pl.Series, values: pl.Series, reading: Reading) -> Answers | None:
    """That there are times of day mostly shows in the first rows."""
    if reading.type != "datetime" or (isinstance(reading, DateReading) and reading.undecided):
        return None
    first = values.head(_FIRST)
    answers = _asked(first, first, reading)
    return answers if answers["timed"] else None


_SHORTCUTS: dict[type, Callable[[pl.Series, pl.Series, Reading], Answers | None]] = {
    NumberReading: _of_numbers,
    DateReading: _of_dates,
    NativeReading: _of_dates,
}
"""Kind of reading → answers the same questions for less, or None where the batch is out of the ordinary."""
