"""Text kept as numbers in memory: ids, products and categories, a quarter of the size and faster to group by.

A column of text whose cells are all a fixed text and then digits (``C-00123``) becomes the number in them; one of few
different cells a dictionary code. The text comes back lazily, cell by cell, exactly as it was; it is made only where
somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.settings import Summary
from analysis.sources.table import LINE, Column

PREFIX = "__code__"
"""Names of columns that hold codes start so."""

ODD = "__odd__"
MOST_DIGITS = 9
"""More digits do not fit 32 bits."""

MOST_LEVELS = 100_000
LEAST_REPEATED = 4
"""A dictionary pays where each of its cells stands for at least so many rows."""

NARROW: dict[type[pl.DataType], int] = {pl.Int8: 7, pl.Int16: 15, pl.Int32: 31}
"""Integer type → bits of its largest value."""


class Code(Summary):
    """How the codes of one column stand for its text: ``prefix`` and the number, filled with zeros to ``width``.

    ``levels``: the column is a dictionary instead, and casting gives the text.
    """

    column: str
    prefix: str = ""
    width: int = 0
    levels: bool = False

    @property
    def name(self) -> str:
        """The column of the codes."""
        return PREFIX + self.column

    def of(self, text: pl.Expr) -> pl.Expr:
        """Return the codes of text; null where :meth:`odd` says that there is none."""
        if self.levels:
            return text.cast(pl.Categorical)
        return self._rest(text).cast(pl.UInt32, strict=False)

    def odd(self, text: pl.Expr) -> pl.Expr:
        """Return which cells the codes do not stand for."""
        if self.levels:
            return pl.lit(False)
        rest = self._rest(text)
        number = rest.cast(pl.UInt32, strict=False)
        longer = rest.str.len_bytes() != self.width if self.width else rest.str.starts_with("0") & (rest != "0")
        other = text.str.starts_with(self.prefix).not_() if self.prefix else pl.lit(False)
        return text.is_not_null() & (number.is_null() | longer | rest.str.starts_with("+") | other).fill_null(True)

    def text(self, codes: pl.Expr) -> pl.Expr:
        """Return the text that the codes stand for."""
        text = codes.cast(pl.String)
        if self.width:
            text = text.str.zfill(self.width)
        return pl.lit(self.prefix) + text if self.prefix else text

    def _rest(self, text: pl.Expr) -> pl.Expr:
        return text.str.slice(len(self.prefix)) if self.prefix else text


def in_memory(frame: pl.LazyFrame, columns: Sequence[Column], rows: int) -> tuple[pl.LazyFrame, dict[str, Code]]:
    """Collect ``frame`` in little memory; return a plan of the same columns, with codes beside, and what those mean."""
    schema = frame.collect_schema()
    texts = [column for column in columns if schema.get(column.name) == pl.String]
    codes = {column.name: code for column in texts if (code := code_for(column, rows))}
    held = _collected(frame, codes, columns)
    failed = {name for name in codes if ODD + name in held.columns and held[ODD + name].any()}
    if failed:
        del held
        codes = {name: code for name, code in codes.items() if name not in failed}
        held = _collected(frame, codes, columns)
    back = [code.text(pl.col(code.name)).alias(name) for name, code in codes.items()]
    types = {name: dtype for name, dtype in schema.items() if name in held.columns and held.schema[name] != dtype}
    plain = held.lazy().with_columns(*back, *(pl.col(name).cast(dtype) for name, dtype in types.items()))
    return plain.select(*schema, *(code.name for code in codes.values())), codes


def _collected(frame: pl.LazyFrame, codes: dict[str, Code], columns: Sequence[Column]) -> pl.DataFrame:
    """Read the rows, coded columns as codes and flags of what these miss; integers no wider than need be."""
    schema = frame.collect_schema()
    coded = [code.of(pl.col(name)).alias(code.name) for name, code in codes.items()]
    flags = [code.odd(pl.col(name)).alias(ODD + name) for name, code in codes.items() if not code.levels]
    narrow = {column.name: narrowest(column) for column in columns if schema.get(column.name) == pl.Int64}
    narrow[LINE] = pl.UInt32
    others = [
        pl.col(name).cast(narrow[name]) if name in narrow else pl.col(name) for name in schema if name not in codes
    ]
    return frame.select(*others, *coded, *flags).collect(engine="streaming")


def narrowest(column: Column) -> type[pl.DataType]:
    """Return the smallest integer type that holds every value of a column."""
    try:
        lowest, highest = int(column.minimum or ""), int(column.maximum or "")
    except ValueError:
        return pl.Int64
    return next((kind for kind, bits in NARROW.items() if -(1 << bits) <= lowest and highest < 1 << bits), pl.Int64)


def code_for(column: Column, rows: int) -> Code | None:
    """Return codes that seem to fit a column of text, judged by its smallest and largest cell; None where none do."""
    seen = (column.minimum or "", column.maximum or "", *column.examples)
    alike = (places for places, letters in enumerate(zip(*seen, strict=False)) if len(set(letters)) > 1)
    prefix = seen[0][: next(alike, min(map(len, seen)))].rstrip("0123456789")
    digits = [cell[len(prefix) :] for cell in seen]
    whole = all(cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS for cell in digits)
    if whole:
        filled = any(cell.startswith("0") and len(cell) > 1 for cell in digits)
        if not filled or len({len(cell) for cell in digits}) == 1:
            return Code(column=column.name, prefix=prefix, width=len(digits[0]) if filled else 0)
    distinct = column.distinct or rows
    few = distinct <= MOST_LEVELS and distinct * LEAST_REPEATED <= rows
    return Code(column=column.name, levels=True) if few else None
