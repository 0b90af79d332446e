"""Ids: text as written, whatever they look like."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from analysis.sources.table import CLOCK, ValueType
from analysis.sources.types_words import ID_SPELLINGS

DOT_ZERO = r"^-?\d+\.0+$"
"""What a whole number looks like after a spreadsheet or pandas took it for a decimal."""

MEASURED = re.compile(r"^-?\d*\.\d{5,}$")
"""What no id looks like, whatever its column is called: a number with five decimals or more."""


@dataclass(frozen=True)
class IdReading:
    """Ids stay text; ``missing`` cells become null, ``dot_zero`` removes ``.0``, ``spaced`` blanks at the ends."""

    missing: tuple[str, ...] = ()
    dot_zero: bool = False
    spaced: bool = False
    type: ValueType = "text"

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the ids as String."""
        text = column
        if self.spaced:
            bare = column.str.strip_chars()
            text = pl.when(bare != "").then(bare)
        if self.dot_zero:
            text = text.str.replace(r"\.0+$", "")
        return pl.when(column.is_in(self.missing).not_()).then(text) if self.missing else text


def id_reading(words: set[str]) -> IdReading:
    """Return how ids are read among which the exact spellings ``words`` were met."""
    return IdReading(tuple(sorted(words & set(ID_SPELLINGS))))


@dataclass(frozen=True)
class NativeReading:
    """A column that already has a type, brought to one of ours; ``hundredths``: whole numbers of cents."""

    type: ValueType
    source: pl.DataType
    as_id: bool = False
    hundredths: bool = False

    def value(self, column: pl.Expr) -> pl.Expr:
        """Return the column as String (so times of day, too), Int64, Float64, Boolean, Date or Datetime("us")."""
        if self.as_id:
            return _id_text(column, self.source)
        if self.type == "datetime":
            return _plain_stamp(column, self.source)
        if self.type == "time":
            return (
                column.dt.to_string(CLOCK)
                if isinstance(self.source, (pl.Time, pl.Datetime))
                else pl.lit(None, pl.String)
            )
        if self.type == "decimal":
            number = column.cast(pl.Float64) / (100 if self.hundredths else 1)
            return pl.when(number.is_finite()).then(number)
        return column.cast(_TARGETS[self.type], strict=False)


_TARGETS: dict[ValueType, type[pl.DataType]] = {
    "text": pl.String,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}


def _plain_stamp(column: pl.Expr, source: pl.DataType) -> pl.Expr:
    zone = source.time_zone if isinstance(source, pl.Datetime) else None
    return column.cast(pl.Datetime("us", zone)).dt.replace_time_zone(None)


def _id_text(column: pl.Expr, source: pl.DataType) -> pl.Expr:
    if not source.is_float():
        return column.cast(pl.String)
    whole = pl.when(column.is_finite()).then(column)
    text = pl.when(whole == whole.floor()).then(whole.cast(pl.Int64, strict=False).cast(pl.String))
    return text.otherwise(whole.cast(pl.String))


def native_reading(source: pl.DataType) -> NativeReading:
    """Return how a column of the polars type ``source`` (not text) is brought to one of our types."""
    if source.is_integer():
        wide = isinstance(source, (pl.UInt64, pl.Int128))
        return NativeReading("decimal" if wide else "integer", source)
    if source.is_numeric():
        return NativeReading("decimal", source)
    if isinstance(source, pl.Boolean):
        return NativeReading("boolean", source)
    if isinstance(source, pl.Date):
        return NativeReading("date", source)
    if isinstance(source, pl.Datetime):
        return NativeReading("datetime", source)
    if isinstance(source, pl.Time):
        return NativeReading("time", source)
    return NativeReading("text", source)
