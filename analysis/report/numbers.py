"""Numbers as they are written: 9 significant digits in data, thousands separated for readers, money exact."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

DIGITS = 9
MONEY_DECIMALS = 4
MONEY_KEYS = frozenset({"revenue", "amount_before", "amount_after"})
"""Sums of money that are exact: they are written to the last decimal, not to 9 digits."""


def rounded(value: Any, key: str = "") -> Any:  # noqa: ANN401
    """Return a JSON document with every float rounded; what is not a finite number becomes null."""
    if isinstance(value, dict):
        return {name: rounded(part, name) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part, key) for part in value]
    if isinstance(value, float):
        return _rounded_float(value, key in MONEY_KEYS)
    return value


def _rounded_float(value: float, money: bool) -> float | None:
    if not math.isfinite(value):
        return None
    return (round(value, MONEY_DECIMALS) if money else float(f"{value:.{DIGITS}g}")) + 0.0


def rounded_frame(frame: pl.DataFrame, money: frozenset[str]) -> pl.DataFrame:
    """Return the frame with floats rounded, those of the ``money`` columns to their last decimal; NaN becomes null."""
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    return frame.with_columns(
        (
            pl.col(name).cast(pl.Float64).round(MONEY_DECIMALS)
            if name in money
            else pl.col(name).cast(pl.Float64).round_sig_figs(DIGITS)
        )
        .fill_nan(None)
        .alias(name)
        for name in floats
    )


def shown(value: float | int | None, unit: str = "number", currency: str | None = None) -> str:
    """Return a figure for readers: thousands separated, as many decimals as make sense; a dash for what is unknown."""
    if value is None or not math.isfinite(value):
        return "–"
    value = value + 0.0 if isinstance(value, float) else value
    if unit == "share":
        return f"{value:.1%}"
    if unit == "money":
        return f"{value:,.2f}" + (f" {currency}" if currency else "")
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"


def percent(share: float | None) -> str:
    """Return a share of 1 in per cent; a dash for what is unknown."""
    return shown(share, "share")
