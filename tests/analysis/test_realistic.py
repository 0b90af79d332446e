"""Files in the shape of well-known public data sets and exports, cut to a few rows: what an analyst expects of them."""

from __future__ import annotations

from pathlib import Path

from analysis.customers import CustomerChoices, Customers, customer_table
from analysis.opening import Opened, open_files
from analysis.stages import cleaned_rows


def opened(folder: Path, **files: str) -> Opened:
    """Write the texts as ``name.csv`` and open them together, as ``crm-tui run`` does."""
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return open_files(paths)


def customers_of(found: Opened) -> Customers:
    """Return the customer table of the default recipe."""
    return customer_table(cleaned_rows(found.recipe, found.loaded), CustomerChoices())


ORDERS = """order_id,customer_id,order_status,order_purchase_timestamp
a1,k1,delivered,2018-01-05 10:00:00
a2,k2,delivered,2018-02-05 11:00:00
a3,k3,canceled,2018-02-07 12:00:00
a4,k4,shipped,2018-03-01 09:30:00
"""
ITEMS = """order_id,order_item_id,product_id,price,freight_value
a1,1,p1,10.10,5.00
a1,2,p2,20.20,5.00
a2,1,p1,10.10,5.00
a3,1,p1,99.99,5.00
a4,1,p3,5.05,5.00
"""
PAYMENTS = """order_id,payment_sequential,payment_type,payment_value
a1,1,credit_card,40.30
a2,1,boleto,15.10
a3,1,voucher,104.99
a4,1,voucher,10.05
"""
PEOPLE = """customer_id,customer_unique_id,customer_city
k1,ann,sao paulo
k2,ann,sao paulo
k3,bob,rio de janeiro
k4,cat,recife
"""
REVIEWS = """review_id,order_id,review_score,review_comment_message,review_creation_date
r1,a1,5,muito bom,2018-01-20 00:00:00
r2,a2,3,,2018-02-20 00:00:00
"""


def test_orders_kept_in_several_files_are_joined_on_their_number(tmp_path: Path) -> None:
    found = opened(tmp_path, orders=ORDERS, items=ITEMS, payments=PAYMENTS, people=PEOPLE, reviews=REVIEWS)
    customers = customers_of(found)
    assert customers.frame["customer_id"].to_list() == ["ann", "cat"], "people, not one customer for each order"
    assert customers.frame["frequency"].to_list() == [2, 1]
    assert customers.revenue == 45.45, "items once, without the cancelled order, and not the payments on top"
    assert customers.frame["rating_mean"].to_list() == [4.0, None]
    assert "visits" not in customers.frame.columns, "a review is no visit"
    assert any("99.99" in warning for warning in customers.warnings), "what is left out is said with its money"
    assert any("payments" in warning for warning in customers.warnings)


def test_payments_tell_the_money_where_no_file_lists_the_items(tmp_path: Path) -> None:
    customers = customers_of(opened(tmp_path, orders=ORDERS, payments=PAYMENTS))
    assert (customers.frame.height, customers.revenue) == (3, 65.45)
