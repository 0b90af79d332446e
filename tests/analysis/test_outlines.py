"""Files in which a line says less than it means: customers named once, marks beside money, orders told by address."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.customers import Customers
from tests.analysis.test_realistic import customers_of, opened

LINES = [(who, f"2023-0{1 + place}-1{who % 9}", 10 + who + place) for who in range(8) for place in range(4)]
TOTAL = float(sum(money for _, _, money in LINES))


def told(folder: Path, rows: list[str], header: str = "customer,order,date,amount") -> Customers:
    """Return the customers that the default recipe finds in these rows."""
    return customers_of(opened(folder, orders="\n".join([header, *rows]) + "\n"))


def test_a_customer_who_is_named_on_the_first_line_has_the_lines_below(tmp_path: Path) -> None:
    rows = [f"{f'C{who}' if n % 4 == 0 else ''},R{n},{day},{money}" for n, (who, day, money) in enumerate(LINES)]
    customers = told(tmp_path, rows)
    assert (customers.frame.height, customers.revenue) == (8, TOTAL)


def test_guests_among_orders_listed_by_day_stay_nobody(tmp_path: Path) -> None:
    days = sorted(day for _, day, _ in LINES)
    rows = [f"{f'C{n}' if n % 2 == 0 else ''},R{n},{day},10" for n, day in enumerate(days)]
    customers = told(tmp_path, rows)
    assert (customers.frame.height, customers.revenue) == (16, 160.0)


def test_guests_among_orders_in_no_order_stay_nobody(tmp_path: Path) -> None:
    rows = [f"{f'C{n}' if n % 2 == 0 else ''},R{n},2023-0{1 + n * 7 % 9}-1{n % 9},10" for n in range(40)]
    customers = told(tmp_path, rows)
    assert (customers.frame.height, customers.revenue) == (20, 200.0)


def test_orders_numbered_by_id_belong_to_the_address_that_comes_again(tmp_path: Path) -> None:
    header = '"ID","Purchase Date","Grand Total (Base)","Status","Customer Email","Customer Name","Payment Method"'
    rows = [
        f'"{100000000 + n}","Feb {who + 1}, 2023 10:1{n % 4}:34 AM","${money}.00","done","c{who}@x.org","N{who}","Cash"'
        for n, (who, _, money) in enumerate(LINES)
    ]
    customers = told(tmp_path, rows, header)
    assert (customers.frame.height, customers.frame["frequency"].sum(), customers.revenue) == (8, 32, TOTAL)


@pytest.mark.parametrize("mark", ["*", "\u2020", " (a)"])
def test_a_mark_beside_the_first_amount_is_no_name(mark: str, tmp_path: Path) -> None:
    rows = [f"C{who},R{n},{day},{money}.50{mark if n == 0 else ''}" for n, (who, day, money) in enumerate(LINES)]
    found = opened(tmp_path, orders="\n".join(["customer,order,date,amount", *rows]) + "\n").loaded.sources[0].findings
    assert (found.rows, found.header_line) == (len(LINES), 1)
    assert [column.misfits for column in found.columns] == [0, 0, 0, 1]


def test_times_do_not_part_columns_that_spaces_part(tmp_path: Path) -> None:
    rows = [f"C{who} {day} 1{n % 10}:00:0{n % 7} {money}.25" for n, (who, day, money) in enumerate(LINES)]
    customers = told(tmp_path, rows, "customer_id order_date time amount")
    assert customers.revenue == TOTAL + 8
