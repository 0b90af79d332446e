"""Rounding to significant digits, so that the order of addition cannot be seen."""

from __future__ import annotations

DIGITS = 9
"""Figures of all engines, threads and row orders agree to so many significant digits; written ones are rounded so."""


def significant(value: float, digits: int = DIGITS) -> float:
    """Return ``value`` rounded to that many significant digits."""
    return float(f"{value:.{digits}g}")
