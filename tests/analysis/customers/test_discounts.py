"""Money less a discount, reckoned by hand, and the same in the table of customers and in the ledger of cleaning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from analysis.cleaning import STEPS, ledger
from analysis.customers import CustomerChoices, customer_table

ROLES = {"who": "customer_id", "order": "order_id", "when": "order_date", "units": "quantity", "price": "unit_price"}

# Units, price and discount; what a return has taken off makes what is given back less, whatever its sign.
LINES = [(2, 10.10, 0.5), (1, 20.0, None), (-1, 10.10, 0.25), (-2, 20.0, -0.5), (3, 0.0, 1.0), (4, 33.335, 0.0)]

NET = {
    "discount": lambda gross, units, off: gross,
    "discount_share": lambda gross, units, off: gross * (1 - off),
    "discount_percent": lambda gross, units, off: gross * (1 - off / 100),
    "discount_amount": lambda gross, units, off: nearer(gross, abs(off)),
    "discount_per_unit": lambda gross, units, off: nearer(gross, abs(off * units)),
}


def nearer(gross: Decimal, off: Decimal) -> Decimal:
    return gross - off if gross > 0 else gross + off if gross < 0 else gross


def rows_of(make_rows, role, engine, amount):
    frame = pl.DataFrame(LINES, schema=["units", "price", "off"], orient="row").with_columns(
        pl.lit("007").alias("who"), pl.lit("A1").alias("order"), pl.lit(date(2024, 1, 1)).alias("when")
    )
    roles = ROLES | {"off": role}
    if amount:
        frame = frame.with_columns((pl.col("units") * pl.col("price")).alias("total"))
        roles |= {"total": "amount"}
    return make_rows(frame, roles, engine=engine)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("amount", [False, True])
@pytest.mark.parametrize("role", NET)
def test_revenue_is_net_and_the_ledger_agrees(make_rows, role, amount, engine):
    exact = sum(NET[role](units * Decimal(str(price)), units, Decimal(str(off or 0))) for units, price, off in LINES)
    rows = rows_of(make_rows, role, engine, amount)
    customers = customer_table([rows], CustomerChoices())
    expected = float(exact.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))
    assert customers.revenue == expected
    assert customers.frame["monetary"].to_list() == [pytest.approx(float(exact))]
    (line,) = ledger(rows, [STEPS["drop_missing"](step="drop_missing", columns=("who",))])
    assert (line.amount_before, line.amount_after) == (expected, expected)


@pytest.mark.parametrize(("role", "said"), [("discount", "without taking off off"), ("discount_share", "less off")])
def test_it_is_said_what_is_counted(make_rows, role, said):
    customers = customer_table([rows_of(make_rows, role, "polars", False)], CustomerChoices())
    assert any(said in warning for warning in customers.warnings)
