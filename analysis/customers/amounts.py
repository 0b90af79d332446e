"""What a line is worth: money and units as whole numbers, scaled by a power of ten, so that their sums are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

import narwhals.stable.v2 as nw

from analysis.sources.discounts import PER_UNIT, SHIFTS
from analysis.sources.table import Column

EXACT = 2.0**53
"""The largest whole number that a float holds exactly; a line worth more, scaled, is not money."""


@dataclass(frozen=True)
class LineMoney:
    """The columns whose product is a line's money (none: there is no money), and what is taken off it.

    A discount that is not there is none, and brings the money of a line nearer to nothing whatever its sign: of a
    return, less is given back.
    """

    factors: tuple[Column, ...] = ()
    quantity: Column | None = None
    discount: Column | None = None

    @property
    def scale(self) -> int:
        """The decimals to keep."""
        shift = SHIFTS.get(self.discount.role or "") if self.discount else None
        if self.discount is None or shift is None:
            return scale_for(self.factors)
        return scale_for(self.factors, decimals_kept(self.discount) + shift)

    def earned(self) -> nw.Expr:
        """Return the money of a line as Float64; there must be factors."""
        gross = product_of(self.factors)
        if self.discount is None:
            return gross
        told = nw.col(self.discount.name).cast(nw.Float64)
        off = nw.when(told.abs() < EXACT).then(told).otherwise(0.0)
        shift = SHIFTS.get(self.discount.role or "")
        if shift is not None:
            return gross * (1.0 - off / 10.0**shift)
        if self.discount.role == PER_UNIT and self.quantity is not None:
            off = off * nw.col(self.quantity.name).cast(nw.Float64)
        signed = nw.when(gross > 0).then(-off.abs()).otherwise(nw.when(gross < 0).then(off.abs()).otherwise(0.0))
        return gross + signed

    def worth(self) -> nw.Expr:
        """Return the money of a line times ten to ``scale``, as ``whole`` does."""
        return whole(self.earned(), self.scale)


def decimals_kept(column: Column) -> int:
    """Return how many decimals of ``column`` matter; a decimal column nobody measured is trusted with four."""
    return max(column.decimals, 4) if column.type == "decimal" else 0


def largest(column: Column) -> float:
    """Return the largest magnitude in ``column``, or 1e4 where it is not known."""
    try:
        return max(abs(float(column.minimum or "")), abs(float(column.maximum or "")), 1.0)
    except ValueError:
        return 1e4


def scale_for(columns: Sequence[Column], more: int = 0) -> int:
    """Return the decimals to keep for a product of ``columns``: all that were seen and ``more``, at most six.

    Never so many that the sum of ten thousand of the largest products would leave 64 bits.
    """
    wanted = min(6, more + sum(decimals_kept(column) for column in columns))
    magnitude = 1.0
    for column in columns:
        magnitude *= largest(column)
    room = floor(18.9 - 4 - log10(magnitude))
    return max(0, min(wanted, room))


def whole(value: nw.Expr, scale: int) -> nw.Expr:
    """Return ``value`` times ten to ``scale`` as Int64, null where it is no finite number or too large to be exact."""
    scaled = value * float(10**scale)
    return nw.when(scaled.abs() < EXACT).then((scaled + 0.5).floor()).otherwise(None).cast(nw.Int64)


def product_of(columns: Sequence[Column]) -> nw.Expr:
    """Return the product of ``columns`` as Float64."""
    expression = nw.col(columns[0].name).cast(nw.Float64)
    for column in columns[1:]:
        expression = expression * nw.col(column.name).cast(nw.Float64)
    return expression


def units_of(quantity: Column, scale: int) -> nw.Expr:
    """Return the units of each line as :func:`whole` does; of whole numbers at once."""
    if quantity.type != "integer" or scale:
        return whole(product_of([quantity]), scale)
    units = nw.col(quantity.name)
    return nw.when((units > -int(EXACT)) & (units < int(EXACT))).then(units).otherwise(None).cast(nw.Int64)
