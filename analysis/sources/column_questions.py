"""What is asked of a column besides its nulls, its range and how many different values it has."""

from __future__ import annotations

import polars as pl

from analysis.sources.types import Reading
from analysis.sources.types_dates import DateReading
from analysis.sources.types_ids import DOT_ZERO, IdReading, NativeReading
from analysis.sources.types_numbers import NumberReading
from analysis.sources.types_words import ID_SPELLINGS, TEXT_SPELLINGS, TextReading

Answers = dict[str, object]
"""Question → count, smallest or largest value, or whether any cell is so; None where there is none to ask."""

_BELIEVED = 6
_DAY = 86_400_000_000


def particular(column: pl.Expr, reading: Reading, value: pl.Expr) -> dict[str, pl.Expr]:
    """Return what only this kind of reading needs to know, of cells as written (``column``) and as read (``value``)."""
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
    timed = {"timed": (value.dt.timestamp("us") % _DAY != 0).any()} if reading.type == "datetime" else {}
    if isinstance(reading, DateReading):
        other = {"other_order": reading.other_order().value(column).is_not_null().sum()} if reading.undecided else {}
        return timed | other
    return timed


def _declared_decimals(value: pl.Expr, source: pl.DataType) -> pl.Expr:
    """The most decimals of numbers that the file declares as such; of floats no more than six are believed."""
    if isinstance(source, pl.Decimal):
        return pl.lit(source.scale)
    text = value.round(_BELIEVED).cast(pl.String).str.strip_chars_end("0")
    return (text.str.len_bytes().cast(pl.Int64) - text.str.find(".", literal=True).cast(pl.Int64) - 1).max()
