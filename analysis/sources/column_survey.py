"""What a whole column holds under a reading: counted in one streaming pass over the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import polars as pl

from analysis.sources.types import Reading
from analysis.sources.types_dates import DateReading
from analysis.sources.types_ids import DOT_ZERO, IdReading, NativeReading
from analysis.sources.types_numbers import NumberReading
from analysis.sources.types_words import ID_SPELLINGS, TEXT_SPELLINGS, TextReading

_MANY = 200_000
_LONGEST = 60
_AT_ONCE = 250
_BELIEVED = 6
_DAY = 86_400_000_000


@dataclass(frozen=True)
class Measures:
    """The counts of one column: ``empty`` cells in the source, ``nulls`` after reading, and what the reading asked for.

    ``numeric`` counts cells of a text column that are plain numbers; ``doubtful`` cells that the reading takes though
    they look like something else; ``other_order`` cells that fit with day and month exchanged; ``dot_zero``, ``spaced``
    and ``scientific`` are of ids.
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

    @property
    def lost(self) -> int:
        """Cells that hold something in the source and nothing after reading."""
        return self.nulls - self.empty


def measure(frame: pl.LazyFrame, readings: Mapping[str, Reading], exact: bool) -> dict[str, Measures]:
    """Return the measures of the columns in ``readings``; distinct is an estimate unless ``exact``.

    One pass does for ``_AT_ONCE`` columns: planning a query takes time with the square of its columns.
    """
    names = list(readings)
    measured: dict[str, Measures] = {}
    for start in range(0, len(names), _AT_ONCE):
        measured |= _measure(frame, {name: readings[name] for name in names[start : start + _AT_ONCE]}, exact)
    return measured


def _measure(frame: pl.LazyFrame, readings: Mapping[str, Reading], exact: bool) -> dict[str, Measures]:
    cells = [pl.col(name).alias(f"c{place}") for place, name in enumerate(readings)]
    values = [reading.value(pl.col(name)).alias(f"v{place}") for place, (name, reading) in enumerate(readings.items())]
    asked = [pl.len().alias("rows")]
    for place, reading in enumerate(readings.values()):
        queries = _queries(pl.col(f"c{place}"), reading, pl.col(f"v{place}"), exact)
        asked += [query.alias(f"{place}:{what}") for what, query in queries.items()]
    # The values are made in a step of their own: asked for one by one, each question would parse the column again.
    found = frame.select(*cells, *values).select(asked).collect(engine="streaming").row(0, named=True)
    rows = int(found.pop("rows"))
    parts: dict[str, dict[str, object]] = {str(place): {} for place in range(len(readings))}
    for key, answer in found.items():
        place_of, _, what = key.partition(":")
        parts[place_of][what] = answer
    return {name: _measures(rows, parts[str(place)]) for place, name in enumerate(readings)}


def _measures(rows: int, mine: dict[str, object]) -> Measures:
    ends = {end: told(mine.pop(end)) for end in ("minimum", "maximum")}
    timed = bool(mine.pop("timed", False))
    counts = {key: int(str(value or 0)) for key, value in mine.items()}
    counts["distinct"] -= counts["nulls"] > 0
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


def _queries(column: pl.Expr, reading: Reading, value: pl.Expr, exact: bool) -> dict[str, pl.Expr]:
    """The questions about one column; distinct counts null as a value, which is taken off afterwards."""
    queries = {
        "empty": column.null_count(),
        "nulls": value.null_count(),
        "distinct": value.n_unique() if exact else value.approx_n_unique(),
        "minimum": value.min(),
        "maximum": value.max(),
    }
    return queries | _particular(column, reading, value)


def _particular(column: pl.Expr, reading: Reading, value: pl.Expr) -> dict[str, pl.Expr]:
    """What only this kind of reading needs to know."""
    if isinstance(reading, NumberReading):
        decimals = {"decimals": reading.decimals(column).max()} if reading.type == "decimal" else {}
        return {"doubtful": reading.doubtful(column).sum(), **decimals}
    if isinstance(reading, TextReading):
        return {
            "numeric": column.cast(pl.Float64, strict=False).is_not_null().sum(),
            "doubtful": column.is_in(TEXT_SPELLINGS).sum(),
        }
    if isinstance(reading, IdReading):
        # What is nothing but digits is none of these: the dearer questions meet the other cells alone.
        column = pl.when(column.cast(pl.Int64, strict=False).is_null()).then(column)
        return {
            "doubtful": column.is_in(ID_SPELLINGS).sum(),
            "dot_zero": (column.str.ends_with(".0") & column.str.contains(DOT_ZERO)).sum(),
            "spaced": (column.str.strip_chars().str.len_bytes() != column.str.len_bytes()).sum(),
            "scientific": column.str.contains("E+", literal=True).sum(),
        }
    if isinstance(reading, NativeReading) and reading.type == "decimal":
        return {"decimals": _declared_decimals(value, reading.source)}
    if isinstance(reading, DateReading):
        timed = {"timed": (value.dt.timestamp("us") % _DAY != 0).any()} if reading.type == "datetime" else {}
        other = {"other_order": reading.other_order().value(column).is_not_null().sum()} if reading.undecided else {}
        return timed | other
    return {}


def _declared_decimals(value: pl.Expr, source: pl.DataType) -> pl.Expr:
    """The most decimals of numbers that the file declares as such; of floats no more than six are believed."""
    if isinstance(source, pl.Decimal):
        return pl.lit(source.scale)
    text = value.round(_BELIEVED).cast(pl.String).str.strip_chars_end("0")
    return (text.str.len_bytes().cast(pl.Int64) - text.str.find(".", literal=True).cast(pl.Int64) - 1).max()


def lost_cells(frame: pl.LazyFrame, name: str, reading: Reading, expected: int) -> dict[str, int]:
    """Return the cells (as written → rows) that hold something and are read as nothing, commonest first.

    Where ``expected`` is very large, only a fixed share of the different values is looked at.
    """
    column = pl.col(name)
    lost = column.is_not_null() & reading.value(column).is_null()
    some = frame.select(name).filter(lost)
    if expected > _MANY:
        some = some.filter(column.hash(seed=0) % (expected // _MANY + 1) == 0)
    counted = some.group_by(name).len().sort(["len", name], descending=[True, False]).head(_MANY)
    return dict(counted.collect(engine="streaming").iter_rows())


def wide_sample(frame: pl.LazyFrame, name: str, rows: int, wanted: int = 20_000) -> dict[str, int]:
    """Return cells (as written → rows) from rows spread evenly over the whole source."""
    step = max(1, rows // wanted)
    taken = frame.select(name).gather_every(step).drop_nulls()
    counted = taken.group_by(name).len().sort(["len", name], descending=[True, False])
    return dict(counted.collect(engine="streaming").iter_rows())


def format_counts(frame: pl.LazyFrame, name: str, reading: DateReading) -> dict[str, int]:
    """Return how many cells were read by each of the reading's date formats, most frequent first."""
    column = pl.col(name)
    parsed = [each.parse(column).is_not_null() for each in reading.formats]
    asked, before = [], pl.lit(False)
    for place, fits in enumerate(parsed):
        asked.append((fits & ~before).sum().alias(str(place)))
        before = before | fits
    found = frame.select(asked).collect(engine="streaming").row(0)
    counts = {each.label: int(rows) for each, rows in zip(reading.formats, found, strict=True) if rows}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
