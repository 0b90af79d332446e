"""A customers file with a row for each customer and period tells of each customer what all the rows say."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.customers import CustomerChoices, customer_table

FLIGHTS = pl.DataFrame(
    {
        "member": [f"M{n % 6}" for n in range(72)],
        "year": [2017 + n // 36 for n in range(72)],
        "month": [n // 6 % 12 + 1 for n in range(72)],
        "flights": [n % 6 * 2 + n // 6 % 3 for n in range(72)],
        "card": [("Star", "Nova")[n % 2] for n in range(72)],
    }
)


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_what_is_measured_in_each_period_is_the_mean_of_them(seed, make_rows) -> None:
    frame = FLIGHTS if seed is None else FLIGHTS.sample(fraction=1.0, shuffle=True, seed=seed)
    customers = customer_table([make_rows(frame, {"member": "customer_id"}, "customers")], CustomerChoices())
    told = customers.frame.select("customer_id", "flights", "year", "card")
    assert told.rows() == [(f"M{n}", n * 2 + 1.0, 2018, ("Star", "Nova")[n % 2]) for n in range(6)]
    assert any("72 different rows of 6 customers, as of periods" in said for said in customers.warnings)


def test_a_row_or_two_more_of_a_customer_are_no_periods(make_rows) -> None:
    twice = FLIGHTS.head(12)
    customers = customer_table([make_rows(twice, {"member": "customer_id"}, "customers")], CustomerChoices())
    assert set(customers.frame["flights"]) <= set(twice["flights"])
    assert any("6 further rows of a customer id" in said for said in customers.warnings)
