"""Sums of money inside polars that do not depend on the order of the rows."""

from __future__ import annotations

import polars as pl

SCALE = 10_000
"""Amounts are summed as whole ten-thousandths."""


def exact_total(column: str) -> pl.Expr:
    """Return the sum of an amount's column as Float64, added as integers; unknown amounts count nothing."""
    return parts(column).cast(pl.Float64) / SCALE


def parts(column: str) -> pl.Expr:
    """Return the sum of an amount's column in whole ten-thousandths, which can be added further."""
    amount = pl.col(column).cast(pl.Float64)
    known = pl.when(amount.is_finite()).then(amount)
    return (known * SCALE).round().cast(pl.Int128).sum()
