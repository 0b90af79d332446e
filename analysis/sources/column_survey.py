"""What a whole column holds under a reading: counted in one pass over the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import polars as pl

from analysis.ahead import worked_ahead
from analysis.progress import counted
from analysis.sources.column_questions import Answers, particular
from analysis.sources.column_tally import ColumnTally, Known, Look, look
from analysis.sources.holding import Batch
from analysis.sources.table import LINE
from analysis.sources.types import Reading
from analysis.sources.types_dates import DateReading
from analysis.sources.types_times import TimeReading
from analysis.sources.types_words import MISSING

_MANY, _COMMON = 200_000, 1000
_LONGEST = 60
_AT_ONCE = 250
_NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Measures:
    """The counts of one column: ``empty`` cells in the source, ``nulls`` after reading, and what the reading asked for.

    ``numeric`` counts cells of a text column that are plain numbers; ``doubtful`` cells that the reading takes though
    they look like something else; ``other_order`` cells that fit with day and month exchanged; ``dot_zero``, ``spaced``
    and ``scientific`` are of ids; ``distinct`` leaves nulls out and is an estimate unless ``exact``.
    """

    rows: int
    empty: int
    nulls: int
    distinct: int
    minimum: str | None
    maximum: str | None
    numeric: int = 0
    doubtful: int = 0
    decimals: int = 0
    timed: bool = False
    other_order: int = 0
    dot_zero: int = 0
    spaced: int = 0
    scientific: int = 0
    exact: bool = True

    @property
    def held(self) -> int:
        """Cells with a value."""
        return self.rows - self.nulls

    @property
    def lost(self) -> int:
        """Cells that hold something in the source and nothing after reading."""
        return self.nulls - self.empty


def measure(frame: pl.LazyFrame, readings: Mapping[str, Reading], batch: int = 0) -> dict[str, Measures]:
    """Return the measures of the columns in ``readings``, from so many rows at a time.

    All at once (0), everything is exact; how many are distinct may be estimated from batches. One pass does for
    ``_AT_ONCE`` columns: planning a query takes time with the square of its columns.
    """
    names = list(readings)
    measured: dict[str, Measures] = {}
    for start in range(0, len(names), _AT_ONCE):
        some = {name: readings[name] for name in names[start : start + _AT_ONCE]}
        if batch:
            values = frame.select(reading.value(pl.col(name)).alias(name) for name, reading in some.items())
            measured |= recounted(values, _measured_in_batches(frame, some, batch))
        else:
            measured |= _measured_at_once(frame, some)
    return measured


def _measured_at_once(frame: pl.LazyFrame, readings: Mapping[str, Reading]) -> dict[str, Measures]:
    cells, values = _cells_and_values(readings)
    asked = [pl.len().alias("rows")]
    for place, reading in enumerate(readings.values()):
        queries = _queries(pl.col(f"c{place}"), reading, pl.col(f"v{place}"))
        asked += [query.alias(f"{place}:{what}") for what, query in queries.items()]
    # The values are made in a step of their own: asked for one by one, each question would parse the column again.
    found = frame.select(*cells, *values).select(asked).collect(engine="streaming").row(0, named=True)
    rows = int(found.pop("rows"))
    parts: dict[str, Answers] = {str(place): {} for place in range(len(readings))}
    for key, answer in found.items():
        place_of, _, what = key.partition(":")
        parts[place_of][what] = answer
    return {name: _measures(rows, parts[str(place)]) for place, name in enumerate(readings)}


def _measured_in_batches(frame: pl.LazyFrame, readings: Mapping[str, Reading], batch: int) -> dict[str, Measures]:
    cells, values = _cells_and_values(readings)
    tally = BatchTally(readings)
    plan = frame.select(*cells, *values)
    batches = plan.collect_batches(chunk_size=batch, maintain_order=False, engine="streaming")
    for _ in counted(tally.looked_at(batches), "rows looked at again", 0, lambda seen: seen[0].height):
        pass
    return tally.measures()


def read_in_batches(frame: pl.LazyFrame, tally: BatchTally, batch: int) -> Iterator[Batch]:
    """Yield the rows of ``frame`` as read, in their order, so many at a time, each after it was tallied."""
    cells, values = _cells_and_values(tally.readings)
    plan = frame.select(*cells, *values, LINE)
    batches = plan.collect_batches(chunk_size=batch, maintain_order=True, engine="streaming")
    for rows, numbers in tally.looked_at(batches):
        typed = [rows[f"v{place}"].alias(name) for place, name in enumerate(tally.readings)]
        yield Batch(pl.DataFrame([*typed, rows[LINE]]), tally.ends(), numbers)


class BatchTally:
    """Measures columns under their readings, batch by batch."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self.readings = readings
        self._tallies = {name: ColumnTally() for name in readings}

    def looked_at(self, batches: Iterable[pl.DataFrame]) -> Iterator[tuple[pl.DataFrame, dict[str, pl.Series]]]:
        """Yield batches, each counted in, with the cells ``c0``, ``c1`` … as written and ``v0``, ``v1`` … as read.

        Beside each are the columns of text that are whole numbers, as these.
        """
        known = ((batch, [tally.known() for tally in self._tallies.values()]) for batch in batches)
        for (batch, _), looks in worked_ahead(known, self._looked):
            for tally, found in zip(self._tallies.values(), looks, strict=True):
                tally.add(found)
            told = zip(self.readings, looks, strict=True)
            yield batch, {name: found.numbers for name, found in told if found.numbers is not None}

    def _looked(self, seen: tuple[pl.DataFrame, Sequence[Known]]) -> list[Look]:
        batch, known = seen
        return [
            look(batch[f"c{place}"], batch[f"v{place}"], reading, known[place])
            for place, reading in enumerate(self.readings.values())
        ]

    def ends(self) -> dict[str, tuple[str, str]]:
        """Return the smallest and the largest text so far of each column that has any."""
        found = {
            name: (each.answers.get("minimum"), each.answers.get("maximum")) for name, each in self._tallies.items()
        }
        return {
            name: (low, high) for name, (low, high) in found.items() if isinstance(low, str) and isinstance(high, str)
        }

    def measures(self) -> dict[str, Measures]:
        """Return what was found out so far."""
        return {name: _tallied(tally) for name, tally in self._tallies.items()}


def _cells_and_values(readings: Mapping[str, Reading]) -> tuple[list[pl.Expr], list[pl.Expr]]:
    cells = [pl.col(name).alias(f"c{place}") for place, name in enumerate(readings)]
    values = [reading.value(pl.col(name)).alias(f"v{place}") for place, (name, reading) in enumerate(readings.items())]
    return cells, values


def recounted(frame: pl.LazyFrame, measures: Mapping[str, Measures]) -> dict[str, Measures]:
    """Return the measures, with exact counts of different values where an estimate says that nearly all are.

    Whether a column is a key, one row a value, shows in the last of its rows. ``frame`` has the columns as read; their
    values are counted by hashes of 64 bits.
    """
    keys = [name for name, each in measures.items() if not each.exact and each.distinct > _NEARLY_ALL * each.held]
    if not keys:
        return dict(measures)
    hashes = [pl.col(name).drop_nulls().hash(seed=0).n_unique() for name in keys]
    found = frame.select(hashes).collect(engine="streaming").row(0, named=True)
    exact = {name: replace(measures[name], distinct=int(found[name]), exact=True) for name in keys}
    return {**measures, **exact}


def _tallied(tally: ColumnTally) -> Measures:
    if not tally.rows:
        return Measures(0, 0, 0, 0, None, None)
    distinct = tally.distinct.count()
    return replace(_measures(tally.rows, {**tally.answers, "distinct": distinct}), exact=tally.distinct.exact)


def _measures(rows: int, answers: Answers) -> Measures:
    ends = {end: told(answers.pop(end)) for end in ("minimum", "maximum")}
    timed = bool(answers.pop("timed", False))
    counts = {key: int(str(value or 0)) for key, value in answers.items()}
    return Measures(rows=rows, timed=timed, **ends, **counts)  # type: ignore[arg-type]


def told(value: object) -> str | None:
    """Return a smallest or largest value as short text: numbers in full, dates in ISO form."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _queries(column: pl.Expr, reading: Reading, value: pl.Expr) -> dict[str, pl.Expr]:
    """The questions about one column."""
    queries = {
        "empty": column.null_count(),
        "nulls": value.null_count(),
        "distinct": value.drop_nulls().n_unique(),
        "minimum": value.min(),
        "maximum": value.max(),
    }
    return queries | particular(column, reading, value)


def lost_cells(frame: pl.LazyFrame, name: str, reading: Reading, expected: int) -> dict[str, int]:
    """Return the cells (as written → rows) that hold something and are read as nothing, commonest first.

    Where ``expected`` is very large, only a fixed share of the different values is looked at, besides those that stand
    for a missing value or are common.
    """
    column = pl.col(name)
    lost = column.is_not_null() & reading.value(column).is_null()
    some = frame.filter(lost).select(column.alias("cell"))
    if expected > _MANY:
        cell = pl.col("cell")
        common = list(_commonest(some.head(_MANY), _COMMON))
        told = cell.is_in(common) | cell.str.strip_chars().str.to_lowercase().is_in(sorted(MISSING))
        some = some.filter(told | (cell.hash(seed=0) % (expected // _MANY + 1) == 0))
    return _commonest(some, _MANY)


def wide_sample(frame: pl.LazyFrame, name: str, rows: int, wanted: int = 20_000) -> dict[str, int]:
    """Return cells (as written → rows) from rows spread evenly over the whole source."""
    step = max(1, rows // wanted)
    return _commonest(frame.select(pl.col(name).alias("cell")).gather_every(step).drop_nulls())


def _commonest(cells: pl.LazyFrame, most: int | None = None) -> dict[str, int]:
    """Return the different cells of the only column, ``cell``, and the rows of each, the commonest first."""
    counted = cells.group_by("cell").len("rows").sort(["rows", "cell"], descending=[True, False])
    return dict((counted if most is None else counted.head(most)).collect(engine="streaming").iter_rows())


def format_counts(frame: pl.LazyFrame, name: str, reading: DateReading | TimeReading) -> dict[str, int]:
    """Return how many cells were read by each of the reading's formats, most frequent first."""
    parsed = [dates.is_not_null() for dates in reading.parsed(pl.col(name))]
    asked, before = [], pl.lit(False)
    for place, fits in enumerate(parsed):
        asked.append((fits & ~before).sum().alias(str(place)))
        before = before | fits
    found = frame.select(asked).collect(engine="streaming").row(0)
    counts: dict[str, int] = {}
    for each, rows in zip(reading.formats, found, strict=True):
        counts[each.label] = counts.get(each.label, 0) + int(rows or 0)
    counts = {label: rows for label, rows in counts.items() if rows}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
