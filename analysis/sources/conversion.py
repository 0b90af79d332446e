"""The rows of a source made typed in the same pass that measures its columns: its text is parsed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from analysis.sources.column_survey import BatchTally, Measures, read_in_batches, recounted
from analysis.sources.holding import Hold
from analysis.sources.table import LINE
from analysis.sources.types import Reading

MOST_COLUMNS = 250
"""Of more columns not all are read and measured at once: planning that takes time with the square of their number."""


@dataclass(frozen=True)
class Converted:
    """What columns measure under readings that were expected of them, and the rows so read if they are in a hold."""

    readings: Mapping[str, Reading] = field(default_factory=dict)
    measures: Mapping[str, Measures] = field(default_factory=dict)
    rows: pl.LazyFrame | None = None

    def known(self, readings: Mapping[str, Reading]) -> dict[str, Measures]:
        """Return the measures of the columns whose readings are those."""
        alike = (name for name, reading in readings.items() if self.readings.get(name) == reading)
        return {name: self.measures[name] for name in alike}


NOTHING = Converted()
"""Nothing is known, and no row is held."""


def convert(frame: pl.LazyFrame, readings: Mapping[str, Reading], hold: Hold | None, batch: int) -> Converted:
    """Read, measure and hold all rows of ``frame``, so many at a time."""
    if hold is None or len(readings) > MOST_COLUMNS:
        return NOTHING
    tally = BatchTally(readings)
    rows = hold(read_in_batches(frame, tally, batch), as_read(frame.head(0), readings).collect())
    return Converted(readings, recounted(rows, tally.measures()), rows)


def as_read(frame: pl.LazyFrame, readings: Mapping[str, Reading]) -> pl.LazyFrame:
    """Return the plan of the typed rows."""
    return frame.select(*(reading.value(pl.col(name)).alias(name) for name, reading in readings.items()), LINE)
