"""How customers become rows of numbers, frozen: the same for the customers it was fitted on and for new ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.features import encode
from analysis.features.extract import Projection
from analysis.features.text import TextModel
from analysis.features.transform import Floats, Straight, transformed
from analysis.settings import Summary

Kind = Literal["number", "date", "flag", "level", "other", "rank"]
ROWS_AT_ONCE = 100_000
LARGEST = 1e30
"""Numbers from here on are no measures; beyond, squares and single precision would overflow."""


class FittedColumn(Summary):
    """How one feature is computed from one column: read by ``kind``, filled, transformed, moved and divided.

    ``level`` and ``levels`` belong to categories; ``reference`` is the day that dates count to.
    """

    name: str
    source: str
    kind: Kind
    fill: float = 0.0
    transform: Straight = "none"
    exponent: float = 1.0
    center: float = 0.0
    spread: float = 1.0
    level: str = ""
    levels: tuple[str, ...] = ()
    reference: date | None = None

    def filled(self, frame: pl.DataFrame) -> Floats:
        """Return the feature in its own units, missing ones filled, as Float64 (n,)."""
        values = READ[self.kind](frame[self.source], self)
        return np.where(np.isfinite(values), values, self.fill)

    def values(self, frame: pl.DataFrame) -> Floats:
        """Return the feature as it stands in the matrix."""
        return (transformed(self.filled(frame), self.transform, self.exponent) - self.center) / self.spread


def numbers(column: pl.Series, fitted: FittedColumn | None = None) -> Floats:
    """Return a column as Float64, NaN where there is no number that can be a measure."""
    del fitted
    if not (column.dtype.is_numeric() or column.dtype == pl.Boolean or column.dtype == pl.Null):
        raise AnalysisError(f"the column holds {column.dtype} values where the model needs numbers", where=column.name)
    values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def days_before(column: pl.Series, fitted: FittedColumn) -> Floats:
    """Return the days from each date to the reference day, NaN where there is no date."""
    days = pl.select((pl.lit(fitted.reference, dtype=pl.Date) - pl.lit(column.cast(pl.Date))).dt.total_days())
    return numbers(days.to_series())


READ: dict[Kind, Callable[[pl.Series, FittedColumn], Floats]] = {
    "number": numbers,
    "date": days_before,
    "flag": lambda column, _: column.is_null().cast(pl.Float64).to_numpy(),
    "level": lambda column, fitted: encode.is_level(encode.levels_of(column), fitted.level),
    "other": lambda column, fitted: encode.is_none_of(encode.levels_of(column), fitted.levels),
    "rank": lambda column, fitted: encode.ranks(encode.levels_of(column), fitted.levels),
}
"""How a column is read, by the kind of the feature."""


class FeatureModel(Summary):
    """The frozen features: columns first, then the components of text columns; a projection replaces all of them."""

    columns: tuple[FittedColumn, ...] = ()
    texts: tuple[TextModel, ...] = ()
    projection: Projection | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the matrix' columns, in order."""
        if self.projection is not None:
            return self.projection.names
        return self.base_names

    @property
    def base_names(self) -> tuple[str, ...]:
        """The names before a projection."""
        parts = [column.name for column in self.columns]
        return (*parts, *(name for text in self.texts for name in text.names))

    def apply(self, frame: pl.DataFrame) -> NDArray[np.float32]:
        """Return the matrix of any customers, float32 (n, m) in C order; AnalysisError where a column is missing."""
        lacking = [name for name in self.sources if name not in frame.columns]
        if lacking:
            raise AnalysisError(
                f"the columns {', '.join(map(repr, lacking))} are missing that the segments were made from",
                remedy="give the customers the same columns as those the model was fitted on",
            )
        values = self.base(frame)
        return values if self.projection is None else self.projection.apply(values)

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the customer table that the model reads, each once."""
        names = [column.source for column in self.columns] + [text.source for text in self.texts]
        return tuple(dict.fromkeys(names))

    def base(self, frame: pl.DataFrame) -> NDArray[np.float32]:
        """Return the matrix before a projection, filled column by column so that nothing else of its size is held."""
        values = np.empty((frame.height, len(self.base_names)), dtype=np.float32)
        for place, column in enumerate(self.columns):
            for start in range(0, frame.height, ROWS_AT_ONCE):
                values[start : start + ROWS_AT_ONCE, place] = column.values(frame.slice(start, ROWS_AT_ONCE))
        place = len(self.columns)
        for text in self.texts:
            values[:, place : place + len(text.names)] = text.apply(frame[text.source])
            place += len(text.names)
        return values
