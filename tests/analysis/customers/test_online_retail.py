"""The published figures of Online Retail, on both engines and in any order."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.customers import CustomerChoices, customer_table

PAID = pl.col("CustomerID").is_not_null() & (pl.col("UnitPrice") > 0)


def test_lines_without_returns_are_worth_the_published_revenue(online_retail, make_rows, retail_roles):
    kept = online_retail.filter(PAID & (pl.col("Quantity") > 0))
    customers = customer_table([make_rows(kept, retail_roles)], CustomerChoices())
    assert customers.frame.height == 4338
    assert customers.revenue == 8_911_407.90
    assert customers.frame["frequency"].sum() == 18_532
    assert str(customers.as_of) == "2011-12-10"
    assert customers.kind == "orders"


def test_net_of_returns_the_big_cancelled_order_is_worth_nothing(online_retail, make_rows, retail_roles):
    customers = customer_table([make_rows(online_retail.filter(PAID), retail_roles)], CustomerChoices())
    row = customers.frame.filter(pl.col("customer_id") == "16446").row(0, named=True)
    assert row["monetary"] == 2.90
    assert row["frequency"] == 2
    assert row["return_rate"] > 0.9999


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_shuffled_rows_give_the_same_table(online_retail, make_rows, retail_roles, engine):
    net = online_retail.filter(PAID)
    expected = customer_table([make_rows(net, retail_roles)], CustomerChoices())
    shuffled = net.sample(fraction=1.0, shuffle=True, seed=5)
    found = customer_table([make_rows(shuffled, retail_roles, engine=engine)], CustomerChoices())
    assert found.frame.equals(expected.frame)
    assert found.frame.schema == expected.frame.schema
    assert found.revenue == expected.revenue
