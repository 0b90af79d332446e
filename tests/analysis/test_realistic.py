"""Files in the shape of well-known public data sets and exports, cut to a few rows: what an analyst expects of them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
import xlsxwriter

from analysis.customers import CustomerChoices, Customers, customer_table
from analysis.errors import AnalysisError
from analysis.features import Features, build_matrix
from analysis.intake.loading import load_source
from analysis.intake.opening import Opened, open_files
from analysis.pipeline import Pipeline
from analysis.profiles.naming import Trait, name_segments, spoken
from analysis.stages.reading import cleaned_rows
from analysis.workspace import MemoryStore


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


def test_orders_that_are_numbered_twice_meet_their_lines_by_the_name_of_the_number(tmp_path: Path) -> None:
    header = """SalesOrderID,OrderDate,SalesOrderNumber,CustomerID,SubTotal,TaxAmt,Freight
43659,2011-05-31,SO43659,29825,20.00,1.97,0.61
43660,2011-05-31,SO43660,29672,12.00,1.24,0.38
43661,2011-07-01,SO43661,29825,32.00,3.15,0.98
"""
    detail = """SalesOrderID,SalesOrderDetailID,OrderQty,ProductID,UnitPrice,LineTotal
43659,1,1,776,8.00,8.00
43659,2,3,777,4.00,12.00
43660,3,1,762,12.00,12.00
43661,4,2,758,16.00,32.00
"""
    customers = customers_of(opened(tmp_path, header=header, detail=detail))
    assert customers.frame.select("customer_id", "frequency", "monetary").rows() == [
        ("29672", 1, 12.0),
        ("29825", 2, 52.0),
    ]
    with pytest.raises(AnalysisError, match="no line of detail names an order of header"):
        customers_of(opened(tmp_path, header=header, detail=detail.replace("4366", "5366").replace("4365", "5365")))
    with pytest.raises(AnalysisError, match="would multiply rows: it holds '43660' more than once"):
        customers_of(opened(tmp_path, header=header + "43660,2011-08-01,SO43660,29672,1.00,0,0\n", detail=detail))


def test_orders_by_mail_address_meet_the_register_of_customers(tmp_path: Path) -> None:
    lines = ["1,a@x.org,2024-01-03,10.00", "2,b@x.org,2024-01-04,20.00", "3,a@x.org,2024-02-03,30.00"]
    orders = "\n".join(["order_no,email,ordered_at,total", *lines])
    register = "customer_id,email,city\nK1,a@x.org,Bonn\nK2,b@x.org,Ulm\nK3,c@x.org,Berlin\n"
    customers = customers_of(opened(tmp_path, orders=orders, register=register))
    assert customers.frame.select("customer_id", "monetary", "city").rows() == [
        ("K1", 40.0, "Bonn"),
        ("K2", 20.0, "Ulm"),
    ]


HEADERS = {
    "German": (
        "Kundennummer;Kundenname;Rechnungsnummer;Bestelldatum;Warengruppe;Menge;Betrag (EUR)",
        "000017;Jo Weiß;R-1;31.01.2023;Möbel;2;1.234,50",
        "customer_id name order_id order_date category quantity amount",
    ),
    "French": (
        "N° client;Nom;Prénom;N° commande;Date de commande;Désignation;Quantité;Prix unitaire;Montant TTC",
        "CL1;ROUX;Zoé;CMD-1;28/02/2023;Théière;2;10,50 €;21,00 €",
        "customer_id last_name first_name order_id order_date product_name quantity unit_price amount",
    ),
    "Spanish": (
        "Código cliente,Nº pedido,Fecha de pedido,Producto,Cantidad,Importe total",
        "C1,P-1,2023-02-28,Té,2,10.5",
        "customer_id order_id order_date product_name quantity amount",
    ),
    "Japanese": (
        "注文番号,注文日,会員番号,氏名,性別,商品名,数量,単価,合計金額",
        "00000001,2023年02月28日,M1,山田 太郎,男性,緑茶,2,980,1960",
        "order_id order_date customer_id name gender product_name quantity unit_price amount",
    ),
    "PayPal": (
        "Date,Time,Name,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Tax,Invoice",
        "28/02/2023,10:00:00,Ann,Completed,GBP,10.00,-0.64,9.36,a@b.uk,s@t.uk,9X1,0.00,",
        "order_date - name status currency amount - - customer_id - order_id - -",
    ),
    "Shopify": (
        "Name,Email,Financial Status,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id,Receipt Number",
        "#1001,a@b.c,paid,20.00,2023-01-05 10:11:12 -0500,2,Mug,10.00,4800000000001,",
        "order_id customer_id status amount order_date quantity product_name unit_price - -",
    ),
    "Black Friday": (
        "User_ID,Product_ID,Gender,Age,Product_Category_1,Purchase",
        "1000001,P00069042,F,0-17,3,8370",
        "customer_id product_id gender age category amount",
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_orders_of_many_makers_are_read_by_their_names(name: str, tmp_path: Path) -> None:
    header, row, roles = HEADERS[name]
    mark = ";" if ";" in header else ","
    rows = [row, row.replace("1", "2"), row.replace("1", "3"), row.replace("a@b", "c@d"), row]
    found = opened(tmp_path, orders="\n".join([header, *rows]) + "\n").loaded.sources[0]
    expected = {role: column for role, column in zip(roles.split(), header.split(mark), strict=True) if role != "-"}
    assert found.kind == "transactions"
    assert {role: found.findings.roles.get(role) for role in expected} == expected


def test_a_file_of_contacts_is_no_order_file(tmp_path: Path) -> None:
    header = "Record ID,First Name,Email,Create Date,Number of Sessions,Total Revenue"
    rows = [f"{51 + n * 50},Ann,h{n}@x.io,2023-01-{1 + n:02d} 10:00,{n},{n * 10}.50" for n in range(25)]
    found = opened(tmp_path, contacts="\n".join([header, *rows]) + "\n")
    roles = found.loaded.sources[0].findings.roles
    assert found.loaded.sources[0].kind == "customers"
    assert (roles["signup_date"], roles["total_purchase"]) == ("Create Date", "Total Revenue")
    assert not {"order_date", "amount"} & set(roles)


def test_sheets_of_one_shape_are_one_table_and_what_both_hold_counts_once(tmp_path: Path) -> None:
    header = ["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price", "Customer ID"]
    rows = [[489434 + n, 22041, 2, f"2010-12-{1 + n:02d}", 2.1, 13085 + n % 3] for n in range(30)]
    path = tmp_path / "online_retail_II.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, part in (("Year 2009-2010", rows[:20]), ("Year 2010-2011", rows[8:])):
            sheet = book.add_worksheet(name)
            for place, row in enumerate([header, *part]):
                sheet.write_row(place, 0, row)
        book.add_worksheet("Notes").write(0, 0, "prepared by finance")
    found = open_files([str(path)])
    assert found.loaded.sources[0].findings.rows == 42
    assert any("12 lines are in an earlier part, too: “Year 2010-2011”" in each["reason"] for each in found.proposals)
    assert customers_of(found).revenue == 126.0


def test_a_list_of_addresses_is_one_column(tmp_path: Path) -> None:
    found = opened(tmp_path, mails="\n".join(f"p{n}@x.org" for n in range(40)) + "\n")
    assert [column.name for column in found.loaded.sources[0].findings.columns] == ["column_1"]


def test_a_refund_takes_all_lines_of_an_order_whose_status_is_told_once(tmp_path: Path) -> None:
    export = """Name,Email,Financial Status,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price
#1003,a@x.org,refunded,30.00,2023-01-07 10:11:12 -0500,1,Mug,10.00
#1003,A@x.org,,,2023-01-07 10:11:12 -0500,1,Tee,20.00
#1002,b@x.org,paid,21.60,2023-01-06 10:11:12 -0500,1,Tee,20.00
#1001,a@x.org,paid,32.40,2023-01-05 10:11:12 -0500,1,Mug,10.00
#1001,a@x.org,,,2023-01-05 10:11:12 -0500,2,Mug,10.00
"""
    customers = customers_of(opened(tmp_path, orders_export=export))
    assert customers.frame.select("customer_id", "frequency", "monetary", "quantity").rows() == [
        ("a@x.org", 1, 32.4, 3.0),
        ("b@x.org", 1, 21.6, 1.0),
    ]
    assert not any("no amount" in warning for warning in customers.warnings), "an order tells its total once"


def test_guests_and_refunded_orders_do_not_count(tmp_path: Path) -> None:
    lines = [f"{n},{n % 4 + 1},2023-02-{n % 27 + 1:02d},10.00,{'是' if n % 8 == 0 else '否'}" for n in range(40)]
    lines += [f"{n},0,2023-02-01,10.00,否" for n in range(100, 180)]
    customers = customers_of(
        opened(tmp_path, orders="订单号,用户ID,下单时间,订单金额,是否退款\n" + "\n".join(lines) + "\n")
    )
    assert (customers.frame["customer_id"].to_list(), customers.revenue) == (["1", "2", "3", "4"], 350.0)


def test_people_without_ids_are_not_taken_for_duplicates(tmp_path: Path) -> None:
    found = opened(tmp_path, spend="spend\n" + "\n".join(str(n % 7) for n in range(50)) + "\n")
    assert customers_of(found).frame.height == 50


def test_value_is_total_spend_where_the_formula_cannot_be_computed(tmp_path: Path) -> None:
    baskets = "household_key,BASKET_ID,PRODUCT_ID,QUANTITY,SALES_VALUE\n1,11,5,1,1.39\n1,12,5,2,2.78\n2,13,6,1,0.99\n"
    assert opened(tmp_path, baskets=baskets).recipe.value.method == "total"
    assert opened(tmp_path, orders=ORDERS, payments=PAYMENTS).recipe.value.method == "formula"


def test_a_log_of_visits_and_purchases_is_read_as_both(tmp_path: Path) -> None:
    events = ["view", "view", "cart", "purchase", "view", "remove_from_cart"]
    lines = [
        f"2019-10-{n % 28 + 1:02d} 00:00:{n % 60:02d} UTC,{events[n % 6]},{1000 + n},10.25,{n % 4 + 1},s{n // 3}"
        for n in range(60)
    ]
    header = "event_time,event_type,product_id,price,user_id,user_session"
    found = opened(tmp_path, log="\n".join([header, *lines]) + "\n")
    assert [(source.name, source.kind) for source in found.recipe.sources] == [
        ("log", "transactions"),
        ("log_visits", "events"),
    ]
    customers = customers_of(found)
    assert customers.revenue == 102.5, "ten purchases, and no view is an order"
    assert customers.frame["visits"].sum() == sum((n % 4) % 2 == 1 for n in range(60)), "of those who bought"
    store = MemoryStore()
    assert found.loaded.sources[0].frame is found.loaded.sources[1].frame, "the file is read once"
    again = Pipeline(found.recipe, store).result("load").sources
    assert again[0].frame is again[1].frame
    each_read = [load_source(found.recipe, source, store) for source in found.recipe.sources]
    for some in (found.loaded.sources, again):
        for one, other in zip(some, each_read, strict=True):
            assert (one.name, one.kind, one.findings.roles) == (other.name, other.kind, other.findings.roles)
            assert one.frame.collect().equals(other.frame.collect())


def test_a_column_of_codes_stays_text_when_its_recipe_is_run_again(tmp_path: Path) -> None:
    lines = [f"{n},{n % 9},2024-01-{n % 28 + 1:02d},0{n % 7},{n}.5" for n in range(1, 60)]
    found = opened(tmp_path, log="\n".join(["order_id,customer_id,order_date,category_id,amount", *lines]) + "\n")
    again = Pipeline(found.recipe, MemoryStore()).result("load").sources[0].findings
    assert found.loaded.sources[0].findings.roles["category"] == "category_id"
    assert {column.name: column.type for column in again.columns}["category_id"] == "text"


def test_answers_in_words_are_numbers_to_segment_by(tmp_path: Path) -> None:
    scale = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
    header = "Respondent ID,Age group,The staff was friendly,I would recommend the company"
    rows = [
        f"{10000 + n},{['18-24', '25-34'][n % 2]},{scale[n % 5]},{scale[(n + n % 3) % 5] if n % 20 else ''}"
        for n in range(60)
    ]
    found = opened(tmp_path, survey="\n".join([header, *rows]) + "\n")
    matrix = build_matrix(customers_of(found), Features(), 0)
    assert [column.name for column in matrix.columns] == [
        "The staff was friendly (score)",
        "I would recommend the company (score)",
    ]
    assert matrix.columns[0].mean == 3.0, "from 1, strongly disagree, to 5"


def test_one_customer_is_said_plainly(tmp_path: Path) -> None:
    lines = [f"A1,{n},2024-01-{n % 28 + 1:02d},{n}.50" for n in range(40)]
    found = opened(tmp_path, orders="customer_id,order_id,order_date,amount\n" + "\n".join(lines) + "\n")
    with pytest.raises(AnalysisError, match="only one customer"):
        build_matrix(customers_of(found), Features(), 0)


def test_a_year_of_birth_gives_the_age(tmp_path: Path) -> None:
    rows = ["5524\t1957\t58138\t04-09-2012", "2174\t1954\t46344\t08-03-2014", "4141\t1893\t71613\t21-08-2013"]
    found = opened(tmp_path, campaign="\n".join(["ID\tYear_Birth\tIncome\tDt_Customer", *rows]) + "\n")
    customers = customers_of(found)
    assert dict(customers.frame.select("customer_id", "age").rows()) == {"2174": 60, "4141": None, "5524": 57}


@pytest.mark.parametrize(
    ("header", "cell", "currency"),
    [("Betrag (EUR)", "10.50", "EUR"), ("total", "£10.50", "GBP"), ("amount", "10.50", None), ("Price", "$10.50", "$")],
)
def test_the_currency_is_read_where_it_is_written(header: str, cell: str, currency: str | None, tmp_path: Path) -> None:
    lines = [f"{n % 3},{n},2024-01-{n % 28 + 1:02d},{cell}" for n in range(30)]
    customers = customers_of(opened(tmp_path, orders=f"customer_id,order_id,order_date,{header}\n" + "\n".join(lines)))
    assert (customers.currency, customers.revenue) == (currency, 315.0)


def test_the_days_of_purchase_are_kept_with_their_money(tmp_path: Path) -> None:
    lines = ["a,1,2024-01-05,10.10", "a,2,2024-01-05,5.05", "a,3,2024-02-01,-3.00", "b,4,2024-01-07,7.00"]
    customers = customers_of(opened(tmp_path, orders="\n".join(["customer_id,order_id,order_date,amount", *lines])))
    assert customers.order_days is not None
    assert customers.order_days.rows() == [("a", date(2024, 1, 5), 15.15), ("b", date(2024, 1, 7), 7.0)]


def test_names_speak_of_columns_as_people_do() -> None:
    names = name_segments(
        {
            1: [Trait("PURCHASES_FREQUENCY", "PURCHASES_FREQUENCY", -0.9, True, "purchase_frequency", at_most=0.2)],
            2: [Trait("MonthlyCharges", "MonthlyCharges", 0.9, True), Trait("Income", "Income", 0.5, True, "income")],
        },
        {},
    )
    assert names == {1: "Occasional buyers", 2: "High income"}, "a rate of purchases below 1 is no single purchase"
    assert spoken("MonthlyCharges (USD)") == "monthly charges"
    assert spoken("I would recommend the company (score)") == "“I would recommend the company”"


def test_the_timestamps_of_form_answers_are_times(tmp_path: Path) -> None:
    rows = [f"2024/03/{n % 28 + 1:02d} {n % 12 + 1}:05:09 {'AP'[n % 2]}M GMT+1,{10000 + n},{n % 7}" for n in range(30)]
    found = opened(tmp_path, answers="\n".join(["Timestamp,Respondent ID,Score", *rows]) + "\n").loaded.sources[0]
    assert found.findings.columns[0].type == "datetime"
    assert found.frame.collect()["Timestamp"][1] == datetime(2024, 3, 2, 14, 5, 9), "2:05 PM where it was answered"


def test_no_two_names_differ_in_the_order_of_their_words_alone() -> None:
    old = Trait("tenure_days", "Tenure", 0.9, True), Trait("recency_days", "Recency", 0.8, True)
    lapsed = Trait("tenure_days", "Tenure", 0.8, True), Trait("recency_days", "Recency", 0.9, True)
    spender = Trait("monetary", "Money", 0.5, True)
    assert name_segments({1: [*old, spender], 2: lapsed}, {}) == {
        1: "Big spenders, not seen lately, long-standing",
        2: "Not seen lately, long-standing",
    }


def people_of_three_plans(folder: Path, told: float) -> Opened:
    """Open 600 people of whom nothing but categories is known; the plan tells the region with this chance."""
    random = Random(7)
    regions = {"basic": "north", "pro": "south", "team": "east"}
    lines = []
    for number in range(600):
        plan = random.choice(list(regions))
        region = regions[plan] if random.random() < told else random.choice([*regions.values(), "west"])
        lines.append(f"P{number:04},{plan},{region}")
    return opened(folder, people="customer_id,plan,region\n" + "\n".join(lines) + "\n")


def test_customers_of_whom_only_categories_are_known_are_segmented_by_them(tmp_path: Path) -> None:
    run = Pipeline(people_of_three_plans(tmp_path, 0.95).recipe, MemoryStore())
    assert run.result("segments").summary.structure.verdict == "segments"
    names = {one.name for one in run.result("review").profiles.segments}
    assert names == {"Plan basic", "Plan pro", "Plan team"}


def test_categories_that_have_nothing_to_do_with_each_other_are_no_segments(tmp_path: Path) -> None:
    run = Pipeline(people_of_three_plans(tmp_path, 0.0).recipe, MemoryStore())
    assert run.result("segments").summary.structure.verdict == "none"
