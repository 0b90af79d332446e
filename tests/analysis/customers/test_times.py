"""Orders whose day stands in one column and whose time of day in another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.customers import CustomerChoices, customer_table
from analysis.errors import AnalysisError

ROLES = {"who": "customer_id", "order": "order_id", "when": "order_date", "clock": "order_time", "price": "amount"}
ONE_MOMENT = pl.DataFrame(
    {
        "who": [f"C{number * 7 % 40}" for number in range(600)],
        "order": [str(number // 3) for number in range(600)],
        "when": [
            datetime(2024, 1, 1, 9) + timedelta(seconds=number // 3 * 37_123 % 9_000_000) for number in range(600)
        ],
        "price": [(number * 37 % 5000 - 300) / 100 for number in range(600)],
    },
    schema_overrides={"when": pl.Datetime("us")},
)
APART = ONE_MOMENT.with_columns(pl.col("when").dt.date(), clock=pl.col("when").dt.to_string("%H:%M:%S"))


def timed(rows, clock="clock"):
    """The rows, whose column ``clock`` holds times of day."""
    columns = [one.model_copy(update={"type": "time"}) if one.name == clock else one for one in rows.columns]
    return replace(rows, columns=tuple(columns))


@pytest.mark.parametrize("without", [(), ("order",), ("price",)], ids=["all", "no order ids", "no money"])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_moment_in_two_columns_is_the_moment_in_one(make_rows, engine, without):
    whole = customer_table([make_rows(ONE_MOMENT.drop(without), ROLES)], CustomerChoices())
    shuffled = APART.drop(without).sample(fraction=1, shuffle=True, seed=3)
    apart = customer_table([timed(make_rows(shuffled, ROLES, engine=engine))], CustomerChoices())
    assert "hour_mean" in whole.frame.columns
    assert_frame_equal(apart.frame, whole.frame)
    assert (apart.as_of, apart.revenue, apart.warnings) == (whole.as_of, whole.revenue, whole.warnings)


def test_without_its_time_an_order_keeps_its_day_and_is_counted(make_rows):
    lines = pl.DataFrame(
        [
            ("A", "1", "2024-03-02", "10:00:00", 5.0),
            ("A", "2", "2024-03-09", None, 7.0),
            ("A", "3", "2024-03-09", "20:30:00", 9.0),
            ("A", "4", "2024-03-05", None, 1.0),
            ("A", "4", "2024-03-05", "12:00:00", 1.0),
            ("B", "5", "2024-03-03", None, 4.0),
            ("B", "6", None, "11:00:00", 4.0),
        ],
        schema=["who", "order", "when", "clock", "price"],
        orient="row",
    ).with_columns(pl.col("when").str.to_date())
    customers = customer_table([timed(make_rows(lines, ROLES))], CustomerChoices())
    known, unknown = customers.frame.iter_rows(named=True)
    assert known["hour_mean"] == pytest.approx((10 + 20.5 + 12) / 3)
    assert known["last_order_amount"] == 9.0
    assert unknown["hour_mean"] is None
    assert (known["frequency"], known["recency_days"], unknown["recency_days"]) == (4, 1, 7)
    assert known["weekend_share"] == pytest.approx(3 / 4)
    assert any("2 orders without a time of day" in warning for warning in customers.warnings)


def test_a_time_of_another_type_is_refused_with_what_to_do(make_rows):
    with pytest.raises(AnalysisError, match=r"plays the role order_time but holds text values.*give it the type time"):
        customer_table([make_rows(APART, ROLES)], CustomerChoices())
