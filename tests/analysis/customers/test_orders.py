"""What the orders of a customer say, on orders small enough to reckon by hand."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.customers import CustomerChoices, customer_table
from analysis.errors import AnalysisError

ROLES = {
    "who": "customer_id",
    "order": "order_id",
    "when": "order_date",
    "what": "product_id",
    "units": "quantity",
    "price": "unit_price",
}


def day(text: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(f"{text}T{hour:02d}:30:00")


LINES = pl.DataFrame(
    [
        ("007", "A1", day("2024-01-01", 9), "mug", 2, 10.10),
        ("007", "A1", day("2024-01-01", 9), "pan", 1, 20.00),
        ("007", "A2", day("2024-01-11", 13), "mug", 1, 10.10),
        ("007", "A3", day("2024-01-31", 15), "mug", 4, 10.10),
        ("007", "A4", day("2024-02-01"), "mug", -1, 10.10),
        ("9", "B1", day("2024-01-06"), "pan", 1, 20.00),
        ("9", "B2", day("2024-01-06"), "pan", -1, 20.00),
        ("8", "C1", day("2024-01-20"), "pan", -2, 20.00),
        (None, "D1", day("2024-01-20"), "pan", 3, 20.00),
    ],
    schema=["who", "order", "when", "what", "units", "price"],
    orient="row",
)


def one(customers, who):
    return customers.frame.filter(pl.col("customer_id") == who).row(0, named=True)


def test_every_measure_of_a_customer_known_by_hand(make_rows):
    customers = customer_table([make_rows(LINES, ROLES)], CustomerChoices())
    assert customers.frame["customer_id"].to_list() == ["007", "8", "9"]
    assert customers.as_of == date(2024, 2, 2)
    assert customers.revenue == 40.60
    row = one(customers, "007")
    assert row["frequency"] == 3
    assert row["monetary"] == 80.60
    assert row["average_order_value"] == pytest.approx(80.60 / 3)
    assert row["recency_days"] == 2
    assert row["tenure_days"] == 32
    assert row["gap_days_mean"] == 15
    assert row["gap_days_std"] == pytest.approx(50**0.5)
    assert row["products"] == 2
    assert row["quantity"] == 7
    assert row["return_rate"] == pytest.approx(1 / 8)
    assert row["hour_mean"] == pytest.approx((9.5 + 13.5 + 15.5) / 3)
    assert row["last_order_amount"] == 40.40
    assert row["trend"] == pytest.approx((40.40 - 50.30) / (40.40 + 50.30))
    assert (row["first_order"], row["last_order"]) == (date(2024, 1, 1), date(2024, 1, 31))
    assert any("1 order line without a customer" in warning for warning in customers.warnings)


def test_who_only_returned_has_no_orders_and_no_average(make_rows):
    row = one(customer_table([make_rows(LINES, ROLES)], CustomerChoices()), "8")
    assert (row["frequency"], row["monetary"], row["average_order_value"], row["return_rate"]) == (0, -40.0, None, 1.0)
    assert row["recency_days"] == 13


def test_nothing_after_as_of_counts_and_it_is_said(make_rows):
    choices = CustomerChoices(as_of=date(2024, 1, 11))
    customers = customer_table([make_rows(LINES, ROLES)], choices)
    before = customer_table([make_rows(LINES.filter(pl.col("when") < day("2024-01-12")), ROLES)], choices)
    assert customers.frame.equals(before.frame)
    assert any(warning.startswith("4 order lines dated after 2024-01-11") for warning in customers.warnings)


def test_without_order_ids_a_day_is_an_order(make_rows):
    customers = customer_table([make_rows(LINES.drop("order"), ROLES)], CustomerChoices())
    assert one(customers, "007")["frequency"] == 3
    assert one(customers, "9")["frequency"] == 0
    assert any("on one day" in warning for warning in customers.warnings)


def test_lines_without_an_order_id_are_orders_by_day(make_rows):
    lines = LINES.with_columns(
        pl.when(pl.col("order").is_in(["A1", "A3"])).then(None).otherwise("order").alias("order")
    )
    assert one(customer_table([make_rows(lines, ROLES)], CustomerChoices()), "007")["frequency"] == 3


def test_lines_without_a_date_keep_their_money_and_are_counted(make_rows):
    lines = LINES.with_columns(pl.when(pl.col("order") != "A2").then("when").alias("when"))
    customers = customer_table([make_rows(lines, ROLES)], CustomerChoices())
    row = one(customers, "007")
    assert (row["monetary"], row["frequency"], row["gap_days_mean"]) == (80.60, 3, 30)
    assert any(warning.startswith("1 order line without a date") for warning in customers.warnings)


def test_amounts_that_are_no_numbers_count_as_nothing_and_are_counted(make_rows):
    lines = LINES.with_columns(pl.when(pl.col("order") == "A2").then(float("nan")).otherwise("price").alias("price"))
    customers = customer_table([make_rows(lines, ROLES)], CustomerChoices())
    assert one(customers, "007")["frequency"] == 2
    assert any("1 order line without an amount" in warning for warning in customers.warnings)


def test_whole_number_ids_become_text_without_a_point(make_rows):
    lines = LINES.with_columns(pl.col("who").cast(pl.Int64))
    assert customer_table([make_rows(lines, ROLES)], CustomerChoices()).frame["customer_id"].to_list() == [
        "7",
        "8",
        "9",
    ]
    lines = LINES.with_columns(pl.col("who").cast(pl.Float64))
    assert customer_table([make_rows(lines, ROLES)], CustomerChoices()).frame["customer_id"].to_list() == [
        "7",
        "8",
        "9",
    ]


def test_two_files_of_orders_are_one(make_rows):
    whole = customer_table([make_rows(LINES, ROLES)], CustomerChoices())
    parts = [make_rows(LINES.head(4), ROLES, name="2023"), make_rows(LINES.tail(5), ROLES, name="2024")]
    assert customer_table(parts, CustomerChoices()).frame.equals(whole.frame)


def test_no_customer_column_says_how_to_name_it(make_rows):
    with pytest.raises(AnalysisError, match="customer_id"):
        customer_table([make_rows(LINES.rename({"who": "x"}), ROLES)], CustomerChoices())


def test_a_date_column_of_text_is_refused_with_its_name(make_rows):
    with pytest.raises(AnalysisError, match=r"'when'.*text"):
        customer_table([make_rows(LINES.with_columns(pl.col("when").cast(pl.String)), ROLES)], CustomerChoices())


def test_no_line_left_is_said(make_rows):
    with pytest.raises(AnalysisError, match="no order line"):
        customer_table([make_rows(LINES.clear(), ROLES)], CustomerChoices())


def test_several_currencies_are_said_and_leave_no_currency(make_rows):
    lines = LINES.with_columns(pl.when(pl.col("who") == "9").then(pl.lit("EUR")).otherwise(pl.lit("USD")).alias("cur"))
    customers = customer_table([make_rows(lines, {**ROLES, "cur": "currency"})], CustomerChoices())
    assert customers.currency is None
    assert customers.frame["currency"].to_list() == ["USD", "USD", "EUR"]
    assert any("several currencies" in warning for warning in customers.warnings)


CENTS = st.integers(min_value=-10_000_000, max_value=10_000_000)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), CENTS), min_size=1, max_size=40), st.randoms())
def test_money_is_exact_and_the_same_in_any_order(make_rows, lines, random):
    random.shuffle(lines)
    frame = pl.DataFrame({"who": [who for who, _ in lines], "paid": [cents / 100 for _, cents in lines]})
    rows = make_rows(frame.with_columns(pl.lit(date(2024, 1, 1)).alias("when")), {**ROLES, "paid": "amount"})
    customers = customer_table([rows], CustomerChoices())
    expected = {who: sum(cents for name, cents in lines if name == who) / 100 for who, _ in lines}
    assert dict(customers.frame.select("customer_id", "monetary").iter_rows()) == expected


CELLS = {
    "who": st.none() | st.sampled_from(["", " ", "1", "01", "é", "客户"]),
    "order": st.none() | st.sampled_from(["a", "b", "C1"]),
    "when": st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),
    "what": st.none() | st.sampled_from(["mug", "pan"]),
    "units": st.none() | st.integers(-(2**62), 2**62) | st.integers(-3, 3),
    "price": st.none() | st.floats() | st.sampled_from([0.0, 1.5, -2.25]),
}
TYPES = {"when": pl.Datetime("us"), "units": pl.Int64, "price": pl.Float64}
SCHEMA = {name: TYPES.get(name, pl.String) for name in CELLS}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.fixed_dictionaries(CELLS), max_size=12), st.none() | st.dates(), st.sets(st.sampled_from(list(ROLES)))
)
def test_hostile_lines_give_a_sound_table_or_a_clear_refusal(make_rows, lines, as_of, absent):
    roles = {name: role for name, role in ROLES.items() if name not in absent}
    try:
        customers = customer_table([make_rows(pl.DataFrame(lines, schema=SCHEMA), roles)], CustomerChoices(as_of=as_of))
    except AnalysisError as refusal:
        assert str(refusal)
        return
    ids = customers.frame["customer_id"]
    assert ids.to_list() == sorted(set(ids.to_list())) and all(name.strip() for name in ids)
    for name in set(customers.frame.columns) & {"monetary", "trend", "return_rate", "gap_days_std", "hour_mean"}:
        assert customers.frame[name].drop_nulls().is_finite().all()
    if as_of and "recency_days" in customers.frame.columns:
        assert (customers.frame["recency_days"].drop_nulls() >= 0).all()
