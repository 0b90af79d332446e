# ruff: noqa: E501 - a file and its answer stand beside each other
"""Sets of files that belong together, and logs without names, as people publish them: read with no question asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from analysis.customers import CustomerChoices, Customers, customer_table
from analysis.intake.members import findings_of
from analysis.intake.opening import Opened, open_files
from analysis.pipeline import Pipeline
from analysis.recipe import Recipe
from analysis.stages.reading import cleaned_rows
from analysis.workspace import MemoryStore

NUMBERS = range(60)


def opened(folder: Path, files: dict[str, str]) -> Opened:
    """Write the files and open them together."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return open_files([str(folder / name) for name in files])


def customers_of(found: Opened) -> Customers:
    return customer_table(cleaned_rows(found.recipe, found.loaded), CustomerChoices())


def lines(header: str, row: Callable[[int, datetime], str], count: int = 60) -> str:
    """Return a file of so many rows, made of their numbers and moments."""
    made = [row(n, datetime(2023, 1, 3, 8, 0) + timedelta(hours=7 * n)) for n in range(count)]
    return "\n".join([header] * bool(header) + made) + "\n"


REGISTER = {
    "categories.csv": "categoryID,categoryName,description\n1,Drinks,Soft drinks\n2,Sauces,Sweet\n",
    "customers.csv": lines("customerID,companyName,city", lambda n, day: f"A{n:02},Firm {n},Bonn", 12),
    "details.csv": lines("orderID,productID,unitPrice,quantity", lambda n, day: f"{n // 2},{n % 4 + 1},{n}.5,2"),
    "orders.csv": lines("orderID,customerID,orderDate", lambda n, day: f"{n},A{n % 11:02},{day:%Y-%m-%d}", 30),
    "products.csv": lines("productID,productName,categoryID", lambda n, day: f"{n + 1},Tea {n},{n % 2 + 1}", 4),
    "shippers.csv": "shipperID,companyName\n1,Speedy\n2,United\n3,Federal\n",
}
GROCERIES = {
    "aisles.csv": "aisle_id,aisle\n1,ice\n2,buns\n3,tea\n",
    "departments.csv": "department_id,department\n1,frozen\n2,bakery\n",
    "products.csv": "product_id,product_name,aisle_id,department_id\n101,Ice cream,1,1\n102,Bun,2,2\n103,Ice tea,3,1\n",
    "orders.csv": lines(
        "order_id,user_id,order_number,order_dow", lambda n, day: f"{n + 500},{n % 9},{n // 9 + 1},{n % 7}"
    ),
    "order_products.csv": lines(
        "order_id,product_id,reordered", lambda n, day: f"{n // 2 + 500},{101 + n % 3},{n % 2}", 120
    ),
}
SHOP = {
    "order_items.csv": lines(
        "id,order_id,user_id,product_id,status,created_at,sale_price",
        lambda n, day: f"{n + 1},{n // 2},{100 + n // 2 % 13},{n % 9},Complete,{day}+00:00,{n}.50",
    ),
    "products.csv": lines(
        "id,cost,category,name,brand,sku",
        lambda n, day: f"{n},{n}.25,{'Tops' if n % 2 else 'Hats'},Hat {n},B,S-{n}",
        30,
    ),
    "users.csv": lines(
        "id,first_name,email,age,created_at", lambda n, day: f"{100 + n},Ann,a{n}@x.org,{20 + n},{day}+00:00", 13
    ),
}
OFFERS = {
    "offers.csv": lines("id,reward,difficulty", lambda n, day: f"f{n:031x},{n % 5},{n % 7}", 5),
    "people.csv": lines(
        "person,gender,became_member_on", lambda n, day: f"{n:032x},{'MF'[n % 2]},{20170101 + n % 28}", 20
    ),
    "sales.csv": lines("person,order_id,order_date,amount", lambda n, day: f"{n % 20:032x},{n},{day:%Y-%m-%d},{n}.50"),
}


def test_names_of_groups_in_tables_of_their_own_stand_beside_the_goods(tmp_path: Path) -> None:
    customers = customers_of(opened(tmp_path, GROCERIES))
    assert customers.frame["categories"].max() == 2, "departments, found over the products"
    assert any("the category is department of departments" in warning for warning in customers.warnings)
    assert any(warning.startswith("aisles: left out") for warning in customers.warnings), "and stops nothing"


def test_the_tables_of_a_folder_are_sources_of_their_own(tmp_path: Path) -> None:
    opened(tmp_path, REGISTER)
    (tmp_path / "zz notes.txt").write_text("what these tables are\n", encoding="utf-8")
    found = open_files([str(tmp_path)])
    assert [source.name for source in found.recipe.sources] == [name.removesuffix(".csv") for name in REGISTER]
    assert customers_of(found).frame.height == 11
    assert len(findings_of(str(tmp_path))) == len(REGISTER)
    assert any("left out" in said and "zz notes.txt" in said for said in found.loaded.sources[0].findings.warnings)
    again = Pipeline(Recipe.for_files([tmp_path]), MemoryStore()).result("table")
    assert again.frame["monetary"].to_list() == customers_of(found).frame["monetary"].to_list()


def test_a_name_takes_the_place_of_the_code_of_a_category(tmp_path: Path) -> None:
    found = opened(tmp_path, REGISTER)
    customers = customers_of(found)
    assert any("the category is categoryName of categories" in warning for warning in customers.warnings)
    assert (customers.frame.height, customers.frame["categories"].max()) == (11, 2)
    assert any(warning.startswith("shippers: left out") for warning in customers.warnings)


def test_goods_numbered_by_a_column_called_id_are_no_customers(tmp_path: Path) -> None:
    found = opened(tmp_path, SHOP)
    assert [source.kind for source in found.loaded.sources] == ["transactions", "products", "customers"]
    customers = customers_of(found)
    assert customers.frame["categories"].max() == 2
    assert {"first_name", "age"} <= set(customers.frame.columns)
    assert not {"brand", "cost"} & set(customers.frame.columns)


def test_goods_are_found_by_whichever_of_their_ids_the_lines_name(tmp_path: Path) -> None:
    sold = SHOP["order_items.csv"].replace("product_id", "sku")
    rows = [line.split(",") for line in sold.split("\n")[1:-1]]
    sold = "\n".join([sold.split("\n")[0], *(",".join([*row[:3], f"S-{row[3]}", *row[4:]]) for row in rows)])
    customers = customers_of(opened(tmp_path, SHOP | {"order_items.csv": sold + "\n"}))
    assert customers.frame["categories"].max() == 2


def test_a_file_that_knows_none_of_the_customers_is_left_out_and_said(tmp_path: Path) -> None:
    customers = customers_of(opened(tmp_path, OFFERS))
    assert "gender" in customers.frame.columns
    assert "reward" not in customers.frame.columns
    assert any("offers: left out: none of its 5 customer ids is in orders" in warning for warning in customers.warnings)


SINGLE = {
    "ids of an unusual name, one for each person": (
        lines("master_id,order_channel,last_order_date", lambda n, day: f"cc29-{n:08},Mobile,{day:%Y-%m-%d}"),
        "customers",
        {"customer_id": "master_id"},
    ),
    "a log without dates": (
        lines("user_id,item_id,cat_id,time_stamp,action_type", lambda n, day: f"{300 + n // 7},{n * 31},{n % 5},08{n % 28 + 1:02},{n % 4}"),
        "events",
        {"customer_id": "user_id", "product_id": "item_id", "event_type": "action_type"},
    ),
    "ratings": (
        lines("userId,movieId,rating,timestamp", lambda n, day: f"{n // 5},{n * 31 % 47},{n % 9 / 2 + .5},{964982703 + n * 8640}"),
        "events",
        {"customer_id": "userId", "rating": "rating"},
    ),
    "lines numbered by what is called an item": (
        lines("item_id,status,created_at,sku,price,increment_id,Customer ID", lambda n, day: f"{n},ok,{day:%Y-%m-%d},K-{n % 7},{n}.5,{n // 2},{n % 9}.0"),
        "transactions",
        {"product_id": "sku", "order_id": "increment_id"},
    ),
    "titles of reviews": (
        lines(",Clothing ID,Age,Title,Review Text,Rating", lambda n, day: f"{n},{n % 40},{20 + n % 30},Love it {n},It is number {n},{n % 5 + 1}"),
        "customers",
        {"feedback": "Review Text", "product_name": None},
    ),
    "an empty column beside one that tells the same": (
        lines("order_id,purchase-date,sales-channel,order-channel,buyer-email,item-price,device", lambda n, day: f"{n},{day},web,,b{n % 7}@x.org,{n}.5,phone {n % 3}"),
        "transactions",
        {"channel": "sales-channel", "currency": None},
    ),
    "postal codes that went through a spreadsheet": (
        lines("order_id,date,customer_id,amount,ship-postal-code", lambda n, day: f"{n},{day:%Y-%m-%d},{n % 7},{n}.5,{400081 + n % 9}.0"),
        "transactions",
        {"postal_code": "ship-postal-code"},
    ),
    "a log of deeds without names": (
        lines("", lambda n, day: f"{1000 + n // 6 * 13},{n * 71},{n % 50},{['pv', 'pv', 'cart', 'buy'][n % 4]},{1511544070 + n * 411}", 600),
        "events",
        {"customer_id": "column_1", "event_type": "column_4", "order_date": "column_5"},
    ),
    "ratings without names": (
        lines("", lambda n, day: f"A{n // 3 * 7777:07}P0OY,0132793{n % 9:03},{n % 5 + 1}.0,{1365811200 + n * 86400}", 600),
        "events",
        {"customer_id": "column_1", "rating": "column_3", "order_date": "column_4"},
    ),
    "an empty column of addresses, and one with them": (
        lines("Purchase ID,Purchase Email,Buyer Email,Purchase Date,Sale Price", lambda n, day: f"P{n},a{n % 7}@x.org,,{day:%Y-%m-%d},{n}.5"),
        "transactions",
        {"customer_id": "Purchase Email"},
    ),
    "references of orders": (
        lines("ID,Référence,Client,Total,Date", lambda n, day: f"{n},XK{n:03},Doe {n % 7},{n}.5,{day:%d/%m/%Y}"),
        "transactions",
        {"order_id": "Référence", "product_id": None},
    ),
    "deals": (
        lines(
            "Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date,Associated Contact IDs,Associated Company IDs",
            lambda n, day: f"{n},D{n},Closed Won,{day},{n}.5,{day},{n % 13},{n % 7}",
        ),
        "transactions",
        {"customer_id": "Associated Company IDs", "order_id": "Record ID", "order_date": "Close Date", "status": "Deal Stage"},
    ),
    "contacts of firms": (
        lines("Id,AccountId,LastName,Email,CreatedDate", lambda n, day: f"003{n:04},001{n // 3:04},Lee,a{n}@x.org,{day:%Y-%m-%dT%H:%M:%S}.000+0000"),
        "customers",
        {"customer_id": "Id", "signup_date": "CreatedDate"},
    ),
    "people with titles, and no ids": (
        lines("First Name,Last Name,Company,Title,Email,Status", lambda n, day: f"Ann,Lee {n},Firm {n % 7},Buyer,a{n}@x.org,New"),
        "customers",
        {"customer_id": "Email", "product_name": None, "occupation": "Title"},
    ),
    "the tickets of a help desk": (
        lines(
            "Ticket ID,Subject,Status,Priority,Agent,Created time,Full name,Contact ID",
            lambda n, day: f"{n},Login,Open,Low,Bob,{day},Lee,{80 + n % 7}",
        ),
        "events",
        {"customer_id": "Contact ID", "order_id": None},
    ),
    "the two sides of a ledger": (
        lines("EcritureDate;CompAuxNum;PieceRef;Debit;Credit", lambda n, day: f"{day:%Y%m%d};C{n % 7};FA{n};{n % 2 * n},50;{(1 - n % 2) * n},25"),
        "transactions",
        {"customer_id": "CompAuxNum", "amount": "Debit"},
    ),
    "the two sides of a bank account": (
        lines("Date;Payee;Paid by card;Withdrawals;Deposits;Balance", lambda n, day: f"{day};P{n % 7};yes;{n}.50;;900.00" if n % 2 else f"{day};P{n % 7};no;;{n}.25;900.00"),
        "transactions",
        {"amount": "Deposits"},
    ),
    "answers on a scale": (
        lines("Timestamp,Email Address,Would you recommend us (0-10)?,address", lambda n, day: f"{day},a{n}@x.org,{n % 11},{'UR'[n % 2]}"),
        "customers",
        {"customer_id": "Email Address", "satisfaction": "Would you recommend us (0-10)?", "address": None},
    ),
    "numbers without names that are no moments": (
        lines("", lambda n, day: f"{1000 + n // 6 * 13},{n * 71},{n % 50},{1611544070 + n * 91411711 % 900000000}", 60).replace("16", "96"),
        "customers",
        {"order_date": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_a_file_is_read_by_what_stands_beside_its_columns(name: str, tmp_path: Path) -> None:
    text, kind, roles = SINGLE[name]
    source = opened(tmp_path, {"file.csv": text}).loaded.sources[0]
    assert source.kind == kind
    assert {role: source.findings.roles.get(role) for role in roles} == roles


def test_one_way_of_writing_days_settles_the_other_ways_of_its_column(tmp_path: Path) -> None:
    days = [date(2014, 1, 3) + timedelta(days=n) for n in range(80)]
    cells = [f"{day:%d-%m-%Y}" if day.day > 12 else f"{day.day}/{day.month}/{day.year}" for day in days]
    text = "\n".join(["order_id,cust_id,tran_date,amount", *(f"{n},{n % 7},{cell},5" for n, cell in enumerate(cells))])
    source = opened(tmp_path, {"file.csv": text}).loaded.sources[0]
    assert source.frame.collect()["tran_date"].to_list() == days


def test_offers_that_were_not_won_are_no_orders(tmp_path: Path) -> None:
    states = ["Closed Won", "Closed Lost", "Qualified"]
    text = lines(
        "Deal ID,Account ID,Close Date,Amount,Stage", lambda n, day: f"{n},A{n % 7},{day:%Y-%m-%d},1,{states[n % 3]}"
    )
    found = opened(tmp_path, {"deals.csv": text})
    assert customers_of(found).revenue == 20.0
    assert any("Closed Won; others were lost" in each["reason"] for each in found.proposals)
    still = opened(tmp_path, {"deals.csv": text.replace("Closed Lost", "New")})
    assert customers_of(still).revenue == 60.0, "where nothing was lost, nothing tells which are orders"


def test_the_lines_of_an_order_share_what_its_first_one_tells(tmp_path: Path) -> None:
    text = lines(
        "Order ID,Email,Created at,Total,Lineitem quantity,Lineitem name",
        lambda n, day: f"{n // 2:05}," + (f"a{n % 5}@x.org,{day:%Y-%m-%d},25" if n % 2 == 0 else ",,") + ",1,Mug",
    )
    customers = customers_of(opened(tmp_path, {"orders.csv": text}))
    assert (customers.revenue, customers.frame["quantity"].sum()) == (750.0, 60.0)


def test_a_line_that_lacks_its_customer_goes_where_that_is_no_habit(tmp_path: Path) -> None:
    text = lines(
        "order_id,customer_id,order_date,amount",
        lambda n, day: f"{n // 2},{'' if n % 20 == 3 else f'C{n // 2 % 5}'},{day:%Y-%m-%d},10",
    )
    found = opened(tmp_path, {"orders.csv": text})
    assert [step.step for step in found.recipe.clean] == ["drop_missing"]
    assert customers_of(found).revenue == 570.0


def test_a_flag_of_ones_takes_orders_back(tmp_path: Path) -> None:
    text = lines(
        "order_id,customer_id,order_date,amount,Refunded?",
        lambda n, day: f"{n},C{n % 5},{day:%Y-%m-%d},10,{int(n % 6 == 0)}",
    )
    assert customers_of(opened(tmp_path, {"orders.csv": text})).revenue == 500.0


def test_payments_and_refunds_are_no_log_of_visits(tmp_path: Path) -> None:
    rows = [
        f"{n},C{n % 7},2023-01-{n % 28 + 1:02},{'-' if n % 9 == 0 else ''}10.00,{'Refund' if n % 9 == 0 else 'Payment'}"
        for n in NUMBERS
    ]
    found = opened(tmp_path, {"file.csv": "\n".join(["Transaction ID,Customer ID,Date,Net Sales,Event Type", *rows])})
    assert [source.kind for source in found.loaded.sources] == ["transactions"]
    assert customers_of(found).revenue == 460.0, "53 payments without 7 refunds"
