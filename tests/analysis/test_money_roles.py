"""Whether money is that of a piece, of a line or of a whole order is told from the rows, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.customers import CustomerChoices, customer_table
from analysis.intake.opening import Opened, open_files
from analysis.pipeline import Pipeline
from analysis.stages.reading import cleaned_rows
from analysis.workspace import MemoryStore

PRICES = [3.5, 12.0, 7.25, 99.9, 0.6]
LINES = [(n // 3, n // 9 % 7, n % 5, 1 + n * 7 % 4) for n in range(240)]
"""Order, customer, product, quantity."""
REVENUE = sum(PRICES[product] * quantity for _, _, product, quantity in LINES)
TOTALS = [sum(PRICES[line[2]] * line[3] for line in LINES if line[0] == order) for order in range(80)]


def shop(folder: Path, header: str, *cells: str) -> Opened:
    """Open a file of the lines, each with its order, customer, day and product, and then these cells."""
    path = folder / "shop.csv"
    rows = [
        ",".join((f"O{one[0]}", f"C{one[1]}", f"2024-{1 + one[0] // 28:02}-{1 + one[0] % 28:02}", f"P{one[2]}", cell))
        for one, cell in zip(LINES, cells, strict=True)
    ]
    path.write_text("\n".join([f"order_id,customer_id,order_date,product_id,{header}", *rows]) + "\n")
    return open_files([str(path)])


def revenue(found: Opened) -> float | None:
    return customer_table(cleaned_rows(found.recipe, found.loaded), CustomerChoices()).revenue


CASES = {
    "price": ("quantity,price", [f"{line[3]},{PRICES[line[2]]}" for line in LINES]),
    "a price that is the line's money": (
        "quantity,item_price",
        [f"{line[3]},{PRICES[line[2]] * line[3]:.2f}" for line in LINES],
    ),
    "an amount that is the price of a piece": ("quantity,amount", [f"{line[3]},{PRICES[line[2]]}" for line in LINES]),
    "the order's total on each line": (
        "quantity,price,order_total",
        [f"{line[3]},{PRICES[line[2]]},{TOTALS[line[0]]:.2f}" for line in LINES],
    ),
    "the order's total on each line and nothing else": (
        "order_total",
        [f"{TOTALS[line[0]]:.2f}" for line in LINES],
    ),
    "the order's total with shipping beside what a line costs": (
        "order_total,item_subtotal",
        [f"{TOTALS[line[0]] + 5:.2f},{PRICES[line[2]] * line[3]:.2f}" for line in LINES],
    ),
    "whole cents": ("quantity,price_cents", [f"{line[3]},{PRICES[line[2]] * 100:.0f}" for line in LINES]),
    "the line's amount beside its price": (
        "quantity,price,amount",
        [f"{line[3]},{PRICES[line[2]]},{PRICES[line[2]] * line[3]:.2f}" for line in LINES],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_revenue_is_that_of_the_lines(name: str, tmp_path: Path) -> None:
    header, cells = CASES[name]
    found = shop(tmp_path, header, *cells)
    assert revenue(found) == pytest.approx(REVENUE)
    again = Pipeline(found.recipe, MemoryStore()).result("load").sources[0].findings
    assert again.roles == found.loaded.sources[0].findings.roles, "a recipe run again takes the same columns"


def test_an_amount_that_each_line_tells_is_told_of_where_it_may_be_that_of_a_ticket(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    rows = [f"O{order},C{customer},2024-03-{1 + order % 28:02},{TOTALS[order]:.2f}" for order, customer, *_ in LINES]
    path.write_text("\n".join(["order_id,customer_id,order_date,total", *rows]) + "\n")
    found = open_files([str(path)])
    assert any(
        "every line of an order tells the same amount" in said for said in found.loaded.sources[0].findings.warnings
    )
    assert revenue(found) == pytest.approx(sum(TOTALS[line[0]] for line in LINES)), "and counted as it stands"
    found = shop(tmp_path, "total", *[f"{PRICES[line[2]]}" for line in LINES])
    assert found.loaded.sources[0].findings.warnings == ()


def test_cents_that_a_file_declares_as_whole_numbers_are_hundredths_too(tmp_path: Path) -> None:
    path = tmp_path / "orders.jsonl"
    line = '{{"order_id": {0}, "customer_id": "C{1}", "created_at": "2024-01-{2:02}", "amount_cents": {3}}}'
    path.write_text("\n".join(line.format(n, n % 7, n % 28 + 1, 1000 + n) for n in range(60)) + "\n")
    found = open_files([str(path)])
    assert revenue(found) == sum(1000 + n for n in range(60)) / 100
    assert any("1999 is 19.99" in said for said in found.loaded.sources[0].findings.warnings)


def test_what_is_spent_at_a_purchase_is_the_amount_where_customers_repeat(tmp_path: Path) -> None:
    header = "card_id,purchase_amount,purchase_date"
    rows = [f"C{n % 9},{n}.50,2024-03-{1 + n % 28:02}" for n in range(60)]
    path = tmp_path / "cards.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    found = open_files([str(path)]).loaded.sources[0]
    assert (found.kind, found.findings.roles["amount"]) == ("transactions", "purchase_amount")
    path.write_text("\n".join([header, *[f"C{n},{n}.50,2024-03-{1 + n % 28:02}" for n in range(60)]]) + "\n")
    assert open_files([str(path)]).loaded.sources[0].findings.roles["purchase_amount"] == "purchase_amount"


def test_payments_without_a_number_of_their_own_are_told_apart_by_their_id(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    rows = [f"ch_{n},2024-03-{1 + n % 9:02},cus_{n % 5},{n}.50" for n in range(60)]
    path.write_text("\n".join(["id,created,customer_id,amount", *rows]) + "\n")
    assert open_files([str(path)]).loaded.sources[0].findings.roles["order_id"] == "id"


def test_the_first_dates_tell_the_day_where_customers_repeat_and_no_column_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    rows = [f"M{n % 9},2024-03-{1 + n % 28:02} 10:00,North" for n in range(60)]
    path.write_text("\n".join(["Member Number,Passed the gate,Club", *rows]) + "\n")
    found = open_files([str(path)]).loaded.sources[0]
    assert (found.kind, found.findings.roles["event_date"]) == ("events", "Passed the gate")
