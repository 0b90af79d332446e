"""A few orders dated long before or after all others are told of."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from analysis.customers.far_days import far_days

USUAL = [date(2023, 1, 1) + timedelta(days=n % 300) for n in range(1000)]


def said(*further: date | None) -> str:
    return " ".join(far_days(pl.Series("day", [*USUAL, *further], dtype=pl.Date)))


def test_a_mistyped_year_is_told_of() -> None:
    assert "1 order is dated 2099-01-01 or after it, 27,460 days after all others; as_of counts from there" in said(
        date(2099, 1, 1), None
    )
    assert "3 orders are dated 2053-01-01 or after it" in said(date(2053, 1, 1), date(2099, 1, 1), date(2054, 1, 1))
    assert "2 orders are dated 1900-01-01 or before it" in said(date(1900, 1, 1), date(1900, 1, 1))
    both = said(date(1970, 1, 1), date(2099, 1, 1))
    assert "1970-01-01 or before it" in both
    assert "2099-01-01 or after it" in both


def test_orders_that_go_on_are_no_mistake() -> None:
    assert said() == ""
    assert said(*[date(2025, 6, 1) + timedelta(days=n) for n in range(50)]) == "", "5 % of the orders"
    assert said(date(2023, 12, 24)) == ""
    assert far_days(pl.Series("day", [date(2000, 1, 1), date(2020, 1, 1)])) == []
    assert far_days(pl.Series("day", [], dtype=pl.Date)) == []
