"""Text kept as numbers in memory: ids, products and categories, a quarter of the size and faster to group by.

A column of text whose cells are all a fixed text and then digits (``C-00123``) becomes the number in them; one of few
different cells a dictionary code. The text comes back lazily, cell by cell, exactly as it was; it is made only where
somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from analysis.ahead import worked_ahead
from analysis.settings import Summary
from analysis.sources.distinct import DistinctCount, hashes_of
from analysis.sources.holding import Batch

PREFIX = "__code__"
"""Names of columns that hold codes start so."""

MOST_DIGITS = 9
"""More digits do not fit 32 bits."""

MOST_LEVELS = 100_000
LEAST_REPEATED = 4
"""A dictionary pays where each of its cells stands for at least so many rows."""

_EXAMPLES = 50
"""Cells that codes are chosen by, besides the smallest and the largest."""


class Code(Summary):
    """How the codes of one column stand for its text: ``prefix`` and the number, filled with zeros to ``width``.

    ``levels``: the column is a dictionary instead, and casting gives the text.
    """

    column: str = ""
    prefix: str = ""
    width: int = 0
    levels: bool = False

    @property
    def name(self) -> str:
        """The column of the codes."""
        return PREFIX + self.column

    def of(self, text: pl.Expr) -> pl.Expr:
        """Return the codes of text; not all of it may come back (:meth:`fits`)."""
        if self.levels:
            return text.cast(pl.Categorical)
        rest = text.str.slice(len(self.prefix)) if self.prefix else text
        return rest.cast(pl.UInt32, strict=False)

    def of_cells(self, cells: Cells) -> pl.Series:
        """Return the same of cells."""
        if cells.numbers is not None and not (self.prefix or self.levels):
            return cells.numbers.cast(pl.UInt32, strict=False).alias(self.name)
        text = cells.text.to_frame()
        return text.select(self.of(pl.col(cells.text.name)).alias(self.name)).to_series()

    def fits(self, cells: Cells, codes: pl.Series) -> bool:
        """Tell whether ``codes``, made of text, give all of it back."""
        text = cells.text
        if self.levels or text.null_count() == len(text):
            return True
        # What sorts between these is the prefix and then a digit; all that follows made a number.
        lowest, highest = cells.ends or (str(text.min()), str(text.max()))
        if codes.null_count() > text.null_count() or not f"{self.prefix}0" <= lowest <= highest < f"{self.prefix}:":
            return False
        if self.width:
            return bool((text.str.len_bytes() == len(self.prefix.encode()) + self.width).all())
        if lowest >= f"{self.prefix}1":
            return True
        zeros = text.filter(text < f"{self.prefix}1")
        return bool((zeros == f"{self.prefix}0").all())

    def text(self, codes: pl.Expr) -> pl.Expr:
        """Return the text that the codes stand for."""
        text = codes.cast(pl.String)
        if self.width:
            text = text.str.zfill(self.width)
        return pl.lit(self.prefix) + text if self.prefix else text


@dataclass(frozen=True)
class Cells:
    """Some cells of a column, and what is known of them if they are text, as a ``Batch`` tells it."""

    text: pl.Series
    ends: tuple[str, str] | None = None
    numbers: pl.Series | None = None

    @classmethod
    def of(cls, batch: Batch, name: str) -> Cells:
        """Return the cells of a column."""
        return cls(batch.rows[name], batch.ends.get(name), batch.numbers.get(name))


class InCodes:
    """A hold (``analysis.sources.holding``) in little memory; ``codes`` are those of the rows it holds.

    Codes are chosen by the first rows with a value and kept up as long as all cells have one.
    """

    def __init__(self) -> None:
        self.codes: dict[str, Code] = {}

    def __call__(self, batches: Iterator[Batch], empty: pl.DataFrame) -> pl.LazyFrame:
        """Return a plan of all rows, text made from codes, with the columns of the codes beside."""
        schema = empty.schema
        columns = {name: _KINDS.get(kind.base_type(), Plain)(name) for name, kind in schema.items()}

        def taken(batch: Batch) -> dict[str, Taken]:
            found = {name: column.taken(Cells.of(batch, name)) for name, column in columns.items()}
            # A batch comes in many pieces, and whatever is done with it would be done piece by piece.
            return {name: each._replace(held=each.held.rechunk()) for name, each in found.items()}

        for batch, found in worked_ahead(batches, taken):
            for name, column in columns.items():
                column.add(Cells.of(batch, name), found[name])
        coded = {name: column for name, column in columns.items() if isinstance(column, Text) and column.code}
        self.codes = {name: column.code for name, column in coded.items() if column.code}
        held = pl.DataFrame([column.together(schema[name]) for name, column in columns.items()])
        back = [code.text(pl.col(code.name)).alias(name) for name, code in self.codes.items()]
        types = held.schema  # asked for once: it is made anew each time
        back += [pl.col(name).cast(kind) for name, kind in schema.items() if kind != types.get(name, kind)]
        return held.lazy().with_columns(back).select(*schema, *(code.name for code in self.codes.values()))


class Taken(NamedTuple):
    """Cells as they are to be held: as codes, or as they are if there is no ``code`` or it does not ``fit``."""

    held: pl.Series
    code: Code | None = None
    fits: bool = True


class Plain:
    """A column held as it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[pl.Series] = []

    def taken(self, cells: Cells) -> Taken:
        """Return cells as they are to be held as far as is known; threads ask while others are added."""
        return Taken(cells.text)

    def add(self, cells: Cells, taken: Taken) -> None:
        """Hold the next cells."""
        del cells
        self.parts.append(taken.held)

    def together(self, kind: pl.DataType) -> pl.Series:
        """Return all cells, and let go of the parts."""
        parts, self.parts = self.parts, []
        return pl.concat(parts) if parts else pl.Series(self.name, dtype=kind)


class Whole(Plain):
    """A column of whole numbers, held no wider than need be."""

    def taken(self, cells: Cells) -> Taken:
        """Return cells as narrow as they may be."""
        return Taken(cells.text.shrink_dtype())

    def together(self, kind: pl.DataType) -> pl.Series:
        """Return all cells, of the widest type of any part."""
        widest = max((part.dtype for part in self.parts), key=_WIDTHS.index, default=kind)
        self.parts = [part.cast(widest) for part in self.parts]
        return super().together(kind)


_WIDTHS: tuple[type[pl.DataType], ...] = (pl.Int8, pl.Int16, pl.Int32, pl.Int64)


class Text(Plain):
    """A column of text, held as codes where these fit all cells."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.code: Code | None = None
        self._chosen = False
        self._rows = 0
        self._levels = DistinctCount()

    def taken(self, cells: Cells) -> Taken:
        """Return the codes of cells."""
        code = self.code
        if code is None:
            return Taken(cells.text)
        codes = code.of_cells(cells)
        return Taken(codes, code, code.fits(cells, codes))

    def add(self, cells: Cells, taken: Taken) -> None:
        """Hold the next cells."""
        text = cells.text
        self._rows += len(text)
        if not self._chosen and text.null_count() < len(text):
            self._choose(text)
        if taken.code is not self.code:
            taken = self.taken(cells)
        if self.code is None:
            self.parts.append(text)
        elif taken.fits and not self._too_many(taken.held):
            self.parts.append(taken.held)
        else:
            self._give_up()
            self.parts.append(text)

    def together(self, kind: pl.DataType) -> pl.Series:
        """Return all codes, or all cells."""
        if self.code and self.code.levels and self._levels.count() * LEAST_REPEATED > self._rows:
            self._give_up()
        return super().together(kind)

    def _choose(self, cells: pl.Series) -> None:
        known = cells.drop_nulls()
        ends = (str(known.min()), str(known.max()))
        found = code_for((*ends, *known.head(_EXAMPLES)), known.n_unique(), len(known))
        self._chosen = True
        if found is not None:
            code = self.code = found.model_copy(update={"column": self.name})
            self.parts = [code.of_cells(Cells(part)) for part in self.parts]

    def _too_many(self, codes: pl.Series) -> bool:
        if self.code is None or not self.code.levels:
            return False
        self._levels.add(hashes_of(codes.to_physical(), self._levels.bound))
        return self._levels.count() > MOST_LEVELS

    def _give_up(self) -> None:
        """Bring back the text of what was coded so far."""
        if self.code is not None:
            text = self.code.text(pl.col(self.code.name)).alias(self.name)
            self.parts = [part.to_frame().select(text).to_series() for part in self.parts]
        self.code = None


_KINDS: dict[type[pl.DataType], type[Plain]] = {pl.String: Text, pl.Int64: Whole}


def code_for(cells: Sequence[str], distinct: int, rows: int) -> Code | None:
    """Return codes that seem to fit a column of text, judged by some ``cells``; None where none do."""
    alike = (places for places, letters in enumerate(zip(*cells, strict=False)) if len(set(letters)) > 1)
    prefix = cells[0][: next(alike, min(map(len, cells)))].rstrip("0123456789")
    digits = [cell[len(prefix) :] for cell in cells]
    whole = all(cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS for cell in digits)
    if whole:
        filled = any(cell.startswith("0") and len(cell) > 1 for cell in digits)
        if not filled or len({len(cell) for cell in digits}) == 1:
            return Code(prefix=prefix, width=len(digits[0]) if filled else 0)
    few = distinct <= MOST_LEVELS and distinct * LEAST_REPEATED <= rows
    return Code(levels=True) if few else None
