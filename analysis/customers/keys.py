"""Ids as whole numbers: two of them in one number, which sorts and compares in one step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

HALF = np.uint64(32)
"""A key is two numbers of so many bits, the one that sorts first in the upper half."""

LOWER = np.uint64((1 << 32) - 1)
BITS = 64
NOTHING = (1 << 32) - 1
"""Stands for an id that is missing; ids from here on do not fit."""

BEFORE_1970 = 1 << 31
"""Added to days, which are counted from 1970, so that none is negative."""

SLICE = 1 << 17
"""Numbers looked at together: few enough to stay near the processor."""

SPARSE = 8
"""Numbers are looked up, or ticked off, in a list where it has at most so many entries for each that is there."""


def is_number(dtype: nw.dtypes.DType) -> bool:
    """Tell whether values of this type have a number."""
    return dtype.is_integer() or dtype in (nw.Date, nw.Categorical)


def numbers(values: pl.Series) -> Keys | None:
    """Return ids as numbers of 32 bits, ``NOTHING`` where missing; None where one does not fit."""
    found = values if values.dtype.is_integer() else whole(values)
    if values.dtype == pl.Date:
        found = found + BEFORE_1970
    low, high = found.min(), found.max()
    if isinstance(low, int) and isinstance(high, int) and not 0 <= low <= high < NOTHING:
        return None
    return filled(found.cast(pl.UInt64), NOTHING).to_numpy()


def whole(values: pl.Series) -> pl.Series:
    """Return the whole numbers, as Int64, that moments, days or entries of a dictionary are kept as."""
    return (values.to_physical() if values.dtype == pl.Categorical else values).cast(pl.Int64)


def filled(values: pl.Series, missing: int) -> pl.Series:
    """Return the values with a number for those that are missing; at once where none is."""
    return values.fill_null(missing) if values.null_count() else values


def changed(keys: Keys) -> NDArray[np.bool_]:
    """Return which keys are other than the one before; the first one is."""
    other = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=other[1:])
    return other


def distinct(keys: Keys) -> Iterator[Keys]:
    """Sort the keys in place and yield the different ones, some at a time."""
    keys.sort()
    for start in range(0, len(keys), SLICE):
        # One key more, to tell whether the first one is another than the last one before it.
        some = keys[max(start - 1, 0) : start + SLICE]
        yield some[changed(some)][start > 0 :]


def squeezed(keys: Keys) -> Keys:
    """Sort the keys in place, write over them and return the different ones, which take the same memory."""
    done = 0
    for some in distinct(keys):
        keys[done : done + len(some)] = some
        done += len(some)
    return keys[:done]


def sorted_with(keys: Keys, amounts: NDArray[np.int64]) -> tuple[Keys, NDArray[np.int64]]:
    """Return the keys sorted and their amounts beside them, those of equal keys in any order; both are written over.

    Where a key and an amount fit one number it is that which is sorted, several times as fast as places in a list.
    """
    slices = [slice(start, start + SLICE) for start in range(0, len(keys), SLICE)]
    least = int(amounts.min(initial=0))
    width = max((int((keys[one] & LOWER).max()) for one in slices), default=0).bit_length()
    room = (int(amounts.max(initial=0)) - least).bit_length()
    if int(keys.max(initial=0) >> HALF).bit_length() + width + room > BITS:
        order = np.argsort(keys)
        return keys[order], amounts[order]
    lower, inside = np.uint64(width), np.uint64(room)
    for one in slices:
        some = keys[one] >> HALF << lower | keys[one] & LOWER
        keys[one] = some << inside | (amounts[one] - least).astype(np.uint64)
    keys.sort()
    for one in slices:
        amounts[one] = (keys[one] & np.uint64((1 << room) - 1)).astype(np.int64) + least
        some = keys[one] >> inside
        keys[one] = some >> lower << HALF | some & np.uint64((1 << width) - 1)
    return keys, amounts


def lower_of(keys: Keys) -> Keys:
    """Return the different lower halves of keys, ascending."""
    slices = [keys[start : start + SLICE] for start in range(0, len(keys), SLICE)]
    most = max((int((some & LOWER).max()) for some in slices), default=0)
    if most >= SPARSE * len(keys):
        return np.unique(keys & LOWER)
    seen = np.zeros(most + 1, np.bool_)
    for some in slices:
        seen[some & LOWER] = True
    return np.flatnonzero(seen).astype(np.uint64)


def counted(keys: Keys) -> tuple[Keys, NDArray[np.int64]]:
    """Return the different ones of sorted keys, and how many there are of each."""
    starts = np.flatnonzero(changed(keys))
    return keys[starts], np.diff(starts, append=len(keys))


def told_apart(values: pl.Series) -> pl.Series:
    """Return the different values, in no order; numbers that lie near each other are ticked off in a list of all."""
    low, high = (values.min(), values.max()) if values.dtype in (pl.UInt32, pl.Int64) else (None, None)
    if not (isinstance(low, int) and isinstance(high, int)) or high - low >= SPARSE * len(values):
        return values.unique()
    seen = np.zeros(high - low + 1, np.bool_)
    seen[values.drop_nulls().to_numpy() - low] = True
    told = pl.Series(values.name, np.flatnonzero(seen) + low, values.dtype)
    return told.extend_constant(None, 1) if values.null_count() else told


class Places:
    """Where numbers stand among different ones in a list."""

    def __init__(self, among: NDArray[Any]) -> None:
        self.low, self.high = (int(among.min()), int(among.max())) if len(among) else (0, -1)
        self.listed = self.high - self.low < SPARSE * max(len(among), 1)
        if self.listed:
            self.places = np.full(self.high - self.low + 1, -1, np.int32)
            self.places[among - self.low] = np.arange(len(among), dtype=np.int32)
        else:
            self.order = np.argsort(among)
            self.ordered = among[self.order]

    def of(self, values: NDArray[Any]) -> NDArray[np.int32]:
        """Return the place of each number; -1 for one that is not there."""
        if self.high < self.low:
            return np.full(len(values), -1, np.int32)
        if self.listed:
            known = (values >= self.low) & (values <= self.high)
            return np.where(known, self.places[np.where(known, values - self.low, 0)], -1).astype(np.int32)
        near = np.minimum(np.searchsorted(self.ordered, values), len(self.ordered) - 1)
        return np.where(self.ordered[near] == values, self.order[near], -1).astype(np.int32)
