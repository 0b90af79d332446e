"""Customers files, products and events beside the orders."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis.customers import CustomerChoices, customer_table
from analysis.errors import AnalysisError

ORDERS = pl.DataFrame(
    {
        "who": ["1", "1", "2", "3"],
        "order": ["a", "b", "c", "d"],
        "when": [date(2024, 1, 1), date(2024, 2, 1), date(2024, 1, 15), date(2024, 3, 1)],
        "what": ["mug", "pan", "mug", "hat"],
        "paid": [10.0, 20.0, 5.5, 7.25],
    }
)
ORDER_ROLES = {"who": "customer_id", "order": "order_id", "when": "order_date", "what": "product_id", "paid": "amount"}
PEOPLE = pl.DataFrame(
    {
        "id": ["2", "1", "9"],
        "born": [date(1990, 2, 29 - 1), date(2000, 3, 3), None],
        "monetary": [1, 2, 3],
        "city": list("xyz"),
    }
)
PEOPLE_ROLES = {"id": "customer_id", "born": "birthday"}


def test_a_customers_file_adds_columns_and_both_sides_without_a_partner_are_counted(make_rows):
    sources = [make_rows(ORDERS, ORDER_ROLES), make_rows(PEOPLE, PEOPLE_ROLES, "customers", "crm")]
    customers = customer_table(sources, CustomerChoices())
    assert customers.frame["customer_id"].to_list() == ["1", "2", "3"]
    assert customers.frame["city"].to_list() == ["y", "x", None]
    assert customers.frame["age"].to_list() == [23, 34, None]
    assert customers.frame["monetary"].to_list() == [30.0, 5.5, 7.25]
    assert customers.frame["monetary (crm)"].to_list() == [2, 1, None]
    (met,) = customers.unmatched
    assert (met.matched, met.left_keys, met.left_examples, met.right_keys, met.right_examples) == (
        2,
        1,
        ("3",),
        1,
        ("9",),
    )
    assert [measure.name for measure in customers.measures] == customers.frame.columns[1:]


def test_a_column_from_after_as_of_never_becomes_a_feature_and_it_is_said(make_rows):
    people = PEOPLE.with_columns(pl.Series("last seen", [date(2024, 5, 1), date(2023, 1, 1), date(2023, 1, 1)]))
    customers = customer_table(
        [make_rows(people, PEOPLE_ROLES, "customers", "crm")], CustomerChoices(as_of=date(2024, 3, 1))
    )
    assert customers.measure("last seen").left_out
    assert any("'last seen'" in warning for warning in customers.warnings)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_products_bring_categories_and_prices_and_what_is_unknown_is_counted(make_rows, engine):
    lines = ORDERS.drop("paid").with_columns(pl.lit(2, pl.Int64).alias("units"))
    products = pl.DataFrame({"code": ["mug", "pan", "cup"], "group": ["K", "K", "K"], "cost": [1.5, 2.5, 9.0]})
    sources = [
        make_rows(lines, {**ORDER_ROLES, "units": "quantity"}, engine=engine),
        make_rows(products, {"code": "product_id", "group": "category", "cost": "unit_price"}, "products", "shop"),
    ]
    customers = customer_table(sources, CustomerChoices())
    assert customers.frame["monetary"].to_list() == [8.0, 3.0, 0.0]
    assert customers.frame["categories"].to_list() == [1, 1, 0]
    (met,) = customers.unmatched
    assert (met.left_examples, met.left_rows, met.right_examples) == (("hat",), 1, ("cup",))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_products_that_would_multiply_lines_are_refused_with_the_values(make_rows, engine):
    products = pl.DataFrame({"code": ["mug", "mug", "pan", "pan"], "group": ["K", "L", "K", "K"]})
    roles = {"code": "product_id", "group": "category"}
    sources = [make_rows(ORDERS, ORDER_ROLES, engine=engine), make_rows(products, roles, "products", "shop")]
    with pytest.raises(AnalysisError, match=r"multiply rows.*'mug' more than once") as caught:
        customer_table(sources, CustomerChoices())
    assert "pan" not in str(caught.value)


def test_events_are_counted_and_related_to_orders(make_rows):
    events = pl.DataFrame(
        {
            "user": ["1", "1", "1", "2", "7", None],
            "at": [date(2024, 1, 1), date(2024, 1, 1), date(2024, 1, 3), date(2024, 9, 9), date(2024, 1, 1), None],
            "stars": [5, 4, None, 1, 1, 1],
        }
    )
    rows = make_rows(events, {"user": "customer_id", "at": "event_date", "stars": "rating"}, "events", "web")
    customers = customer_table([make_rows(ORDERS, ORDER_ROLES), rows], CustomerChoices())
    first = customers.frame.row(0, named=True)
    assert (first["visits"], first["sessions"], first["reviews"], first["rating_mean"]) == (3, 2, 2, 4.5)
    assert first["conversion_rate"] == pytest.approx(2 / 3)
    assert customers.frame["visits"].to_list() == [3, 0, 0]
    assert any("left out: 1 event after 2024-03-02" in warning for warning in customers.warnings)


def test_repeated_customers_keep_the_most_complete_row_whatever_the_order(make_rows):
    people = pl.DataFrame({"id": ["1", "1", "2", "2", None], "city": ["a", None, "b", "b", "c"], "n": [1, 2, 3, 3, 4]})
    tables = [
        customer_table([make_rows(rows, {"id": "customer_id"}, "customers", "crm")], CustomerChoices())
        for rows in (people, people.reverse())
    ]
    assert tables[0].frame.rows() == [("1", "a", 1), ("2", "b", 3)]
    assert tables[1].frame.equals(tables[0].frame)
    assert len(tables[0].warnings) == 2


def test_a_customers_file_without_ids_is_numbered_and_says_so(make_rows):
    people = pl.DataFrame({"n": range(11)})
    customers = customer_table([make_rows(people, {}, "customers", "crm")], CustomerChoices())
    assert customers.frame["customer_id"].to_list()[:2] == ["01", "02"]
    assert customers.kind == "customers"
    assert "number of the row" in customers.warnings[0]


def test_products_alone_are_nobody(make_rows):
    with pytest.raises(AnalysisError, match="who the customers are"):
        customer_table([make_rows(ORDERS, ORDER_ROLES, "products")], CustomerChoices())


def test_what_the_lines_say_about_the_person_is_the_most_frequent_value(make_rows):
    lines = ORDERS.with_columns(
        pl.Series("land", ["UK", "FR", "DE", None]), pl.Series("born", [date(1980, 1, 1)] * 3 + [date(2030, 1, 1)])
    )
    tables = [
        customer_table([make_rows(rows, {**ORDER_ROLES, "land": "country", "born": "birthday"})], CustomerChoices())
        for rows in (lines, lines.reverse())
    ]
    assert tables[0].frame["land"].to_list() == ["FR", "DE", None]
    assert tables[0].frame["age"].to_list() == [44, 44, None]
    assert tables[0].role("country") == "land"
    assert tables[1].frame.equals(tables[0].frame)
