"""From a table of text to a table of types: guess from the head, verify on the whole, look again where it was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from analysis.sources.column_survey import Measures, format_counts, lost_cells, measure, wide_sample
from analysis.sources.conversion import NOTHING, Converted
from analysis.sources.table import LINE
from analysis.sources.types import Hints, Reading, guess
from analysis.sources.types_dates import DateReading
from analysis.sources.types_ids import IdReading, NativeReading, id_reading, native_reading
from analysis.sources.types_numbers import CURRENCY_PATTERN, NumberReading, tidy
from analysis.sources.types_times import TimeReading
from analysis.sources.types_words import (
    ID_SPELLINGS,
    TEXT_SPELLINGS,
    TextReading,
    is_missing,
    text_reading,
    text_spellings,
)

SAMPLE_ROWS = 10_000
"""How many rows of the head the first guess looks at; the whole source is looked at afterwards."""

_EXAMPLES, _SEEN = 5, 50
"""So many of the first different cells are shown as examples, of so many that are looked at."""
_TOO_FEW = 100
_FEW = 500
"""Of so few cells, Python tells what there is before polars has begun."""


@dataclass(frozen=True)
class Typed:
    """One column whose type is settled: how it is read, what it measures, and which cells did not come through."""

    name: str
    reading: Reading
    measures: Measures
    examples: tuple[str, ...] = ()
    missing: dict[str, int] = field(default_factory=dict)
    misfits: dict[str, int] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    currencies: dict[str, int] = field(default_factory=dict)
    percents: int = 0

    @property
    def misfit_count(self) -> int:
        """Cells that hold something that is neither a value nor a word for a missing one."""
        return self.measures.lost - sum(self.missing.values())


@dataclass(frozen=True)
class Source:
    """The untyped rows: columns of text or of types that the file declares; what is known of them besides.

    ``batch``: so many rows are looked at together; 0: all, and everything is counted exactly.
    """

    frame: pl.LazyFrame
    hints: Mapping[str, Hints]
    batch: int = 0
    converted: Converted = NOTHING

    def measured(self, readings: Mapping[str, Reading]) -> dict[str, Measures]:
        """Return the measures of columns under these readings; those known from the conversion are not taken again."""
        known = self.converted.known(readings)
        others = {name: reading for name, reading in readings.items() if name not in known}
        found = measure(self.frame, others, self.batch) if others else {}
        return {name: known[name] if name in known else found[name] for name in readings}


@dataclass(frozen=True)
class Head:
    """The first rows of a source, their cells of text (column → cell → rows), and the readings that these suggest."""

    rows: pl.DataFrame
    cells: Mapping[str, Mapping[str, int]]
    readings: dict[str, Reading]


def head_of(source: Source) -> Head:
    """Return the first rows and what they say of each column."""
    schema = source.frame.collect_schema()
    rows = source.frame.head(SAMPLE_ROWS).collect()
    cells = {name: _cells(rows, name) for name in schema if schema[name] == pl.String}
    readings = {
        name: guess(cells[name], source.hints[name]) if name in cells else native(schema[name], source.hints[name])
        for name in schema
        if name != LINE
    }
    return Head(rows, cells, readings)


def settle(source: Source, head: Head | None = None) -> dict[str, Typed]:
    """Return every column's type, decided on the evidence of the whole column; ``head`` is looked up if not given."""
    head = head or head_of(source)
    typed = _verified(source, head.readings, head.cells)
    return {name: replace(typed[name], examples=_examples(head.rows[name])) for name in head.readings}


def with_signs(frame: pl.LazyFrame, typed: Typed) -> Typed:
    """Return the column with the currencies and percent signs counted that stand beside its numbers."""
    if not isinstance(typed.reading, NumberReading) or not typed.reading.dressed:
        return typed
    column = pl.col(typed.name)
    fits = frame.filter(typed.reading.value(column).is_not_null())
    sign = tidy(column).str.extract(CURRENCY_PATTERN, 1).alias("sign")
    counted = (
        fits.select(sign, column.str.contains("%", literal=True).alias("percent")).group_by("sign", "percent").len()
    )
    found = counted.sort("len", descending=True).collect(engine="streaming")
    signs = found.drop_nulls("sign").group_by("sign", maintain_order=True).agg(pl.col("len").sum())
    percents = int(found.filter("percent")["len"].sum())
    return replace(typed, currencies=dict(signs.iter_rows()), percents=percents)


def native(kind: pl.DataType, hints: Hints) -> NativeReading:
    """Return how a column with a declared type is read; ids become text."""
    reading = native_reading(kind)
    if hints.forced is not None and hints.forced != reading.type:
        return replace(reading, type=hints.forced, as_id=hints.forced == "text")
    if hints.hundredths and reading.type == "integer" and hints.forced is None:
        return replace(reading, type="decimal", hundredths=True)
    return replace(reading, type="text", as_id=True) if hints.named_id else reading


def _cells(head: pl.DataFrame, name: str) -> dict[str, int]:
    """The cells of a column, the most frequent first, and the rows that hold each."""
    if head.height <= _FEW:  # what polars takes for a call is more than these are worth
        found = Counter(head[name].to_list())
        found.pop(None, None)
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))
    cells = head[name].rename("cell").drop_nulls()  # a column may be called as the counts are
    counted = cells.value_counts(sort=False).sort(["count", "cell"], descending=[True, False])
    return dict(zip(counted["cell"].to_list(), counted["count"].to_list(), strict=True))


def _examples(head: pl.Series) -> tuple[str, ...]:
    """Some of the first different cells; where the first rows have enough of them, no more are looked at."""
    first = dict.fromkeys(head.head(_FEW).to_list()) if head.dtype == pl.String else {}
    first.pop(None, None)
    if len(first) >= _SEEN or (first and head.len() <= _FEW):
        seen = list(first)[:_SEEN]
    else:
        found = head.drop_nulls().unique(maintain_order=True).head(_SEEN)
        seen = found.cast(pl.String, strict=False).drop_nulls().to_list()
    return tuple(cell[:80] for cell in seen if not is_missing(cell))[:_EXAMPLES]


def _verified(source: Source, readings: dict[str, Reading], cells: Mapping[str, Mapping[str, int]]) -> dict[str, Typed]:
    """Measure all columns once; look at the surprising ones again, at most twice."""
    done: dict[str, Typed] = {}
    evidence = {name: dict(found) for name, found in cells.items()}
    pending = dict(readings)
    for last in (False, False, True):
        measured = source.measured(pending)
        again: dict[str, Reading] = {}
        for name, measures in measured.items():
            typed = _explained(source.frame, Typed(name, pending[name], measures))
            other = None if last else _second_look(source, typed, evidence.get(name))
            if other is None or other == typed.reading:
                done[name] = typed
            else:
                again[name] = other
        if not again:
            break
        pending = again
    return done


def _explained(frame: pl.LazyFrame, typed: Typed) -> Typed:
    """Say which lost cells stand for a missing value and which do not fit; count formats where several."""
    formats = _formats(frame, typed)
    if typed.measures.lost <= 0:
        return replace(typed, formats=formats)
    if isinstance(typed.reading, NativeReading):
        return replace(typed, missing={"NaN": typed.measures.lost}, formats=formats)
    lost = lost_cells(frame, typed.name, typed.reading, typed.measures.lost)
    missing = {cell: rows for cell, rows in lost.items() if is_missing(cell)}
    misfits = {cell: rows for cell, rows in lost.items() if cell not in missing}
    return replace(typed, missing=missing, misfits=misfits, formats=formats)


def _formats(frame: pl.LazyFrame, typed: Typed) -> dict[str, int]:
    reading = typed.reading
    if not isinstance(reading, (DateReading, TimeReading)):
        return {}
    fitting = typed.measures.rows - typed.measures.nulls
    if len(reading.formats) == 1:
        return {reading.formats[0].label: fitting}
    return format_counts(frame, typed.name, reading)


def _second_look(source: Source, typed: Typed, evidence: dict[str, int] | None) -> Reading | None:
    """Return another reading where the whole column contradicts the guess, or None where it stands."""
    if evidence is not None and _surprising(typed, evidence):
        evidence = _whole_evidence(source.frame, typed, evidence)
        other = guess(evidence, source.hints[typed.name])
        if not _alike(other, typed.reading):
            return other
    return _refined(source.frame, typed, evidence or {})


def _alike(one: Reading, other: Reading) -> bool:
    """Whether two readings differ in nothing that the cells of a sample can tell."""
    if isinstance(one, DateReading) and isinstance(other, DateReading):
        return one.formats == other.formats
    if isinstance(one, TextReading) and isinstance(other, TextReading):
        return True
    return one == other


def _whole_evidence(frame: pl.LazyFrame, typed: Typed, sample: Mapping[str, int]) -> dict[str, int]:
    """Cells with the rows they stand for in the whole column: what fits from a sample, what does not in full."""
    lost = typed.misfits | typed.missing
    wide = {**sample, **wide_sample(frame, typed.name, typed.measures.rows)}
    fitting = {cell: rows for cell, rows in wide.items() if cell not in lost}
    held = typed.measures.rows - typed.measures.nulls
    factor = max(1, round(held / max(1, sum(fitting.values()))))
    return {**{cell: rows * factor for cell, rows in fitting.items()}, **lost}


def _surprising(typed: Typed, sample: Mapping[str, int]) -> bool:
    measures, held = typed.measures, typed.measures.rows - typed.measures.nulls
    if isinstance(typed.reading, TextReading):
        return held > 0 and (measures.numeric > held // 2 or _seen_too_little(sample, held))
    if isinstance(typed.reading, (IdReading, NativeReading)):
        return False
    return measures.doubtful > 0 or bool(typed.misfits)


def _seen_too_little(sample: Mapping[str, int], held: int) -> bool:
    """Whether the sample had few values, and there are more."""
    seen = 0
    for cell, rows in sample.items():
        seen += 0 if is_missing(cell) else rows
        if seen >= _TOO_FEW:
            return False
    return held > seen


def _refined(frame: pl.LazyFrame, typed: Typed, evidence: Mapping[str, int]) -> Reading | None:
    """The same kind of reading, adjusted to what the whole column showed."""
    reading, measures = typed.reading, typed.measures
    held = measures.rows - measures.nulls
    if isinstance(reading, IdReading):
        held -= measures.doubtful - measures.lost
        dot_zero = reading.dot_zero or (held > 0 and measures.dot_zero == held)
        spaced = reading.spaced or measures.spaced > 0
        missing = reading.missing
        if measures.doubtful > measures.lost:
            words = lost_cells(frame, typed.name, TextReading(ID_SPELLINGS), measures.doubtful)
            missing = id_reading(set(words)).missing
        return replace(reading, missing=missing, dot_zero=dot_zero, spaced=spaced)
    if isinstance(reading, DateReading) and reading.type == "datetime" and held and not measures.timed:
        return replace(reading, type="date")
    if isinstance(reading, DateReading) and reading.undecided and measures.other_order < held:
        return replace(reading, undecided=False)
    if isinstance(reading, TextReading) and measures.doubtful > measures.lost:
        words = lost_cells(frame, typed.name, TextReading(TEXT_SPELLINGS), measures.doubtful)
        return text_reading(set(words) & set(text_spellings({**evidence, **words})))
    return None
