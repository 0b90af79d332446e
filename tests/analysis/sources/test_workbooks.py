"""Tables that are no text files, as other programs write them: workbooks, web pages, and files of several tables."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from analysis.customers import CustomerChoices, customer_table
from analysis.errors import AnalysisError
from analysis.intake.members import findings_of
from analysis.intake.opening import Opened, open_files
from analysis.sources import ReadOptions, read
from analysis.stages.reading import cleaned_rows
from tests.analysis.sources.workbooks import write_ods, write_xls

NAMES = ["客户编号", "Order No", "Order Date", "Amount", "Note"]
ROWS = [
    [f"{n % 5:03d}", 1000 + n, date(2023, 1, 1) + timedelta(n), n + 0.25, "a & b" if n % 2 else None] for n in range(25)
]
TEXT = [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in ROWS]


def write_page(path: Path) -> None:
    """Write the rows as a web page called .xls, with a table of layout around them."""
    cells = [NAMES, *TEXT]
    rows = ["".join(f"<td>{'' if cell is None else cell}</td>" for cell in row).replace("&", "&amp;") for row in cells]
    lines = "".join(f"<tr>{row}</tr>\n" for row in rows)
    page = f"<html><head><title>Orders</title></head><body><table><tr><td><br><table>{lines}</table></td></tr></table>"
    path.write_text(page, encoding="utf-16")


def write_xml(path: Path) -> None:
    """Write the rows as the XML of a spreadsheet of 2003, which leaves out empty cells and counts."""
    rows = [
        "".join(
            f'<Cell ss:Index="{place}"><Data ss:Type="String">{str(cell).replace("&", "&amp;")}</Data></Cell>'
            for place, cell in enumerate(row, 1)
            if cell is not None
        )
        for row in [NAMES, *TEXT]
    ]
    lines = "".join(f"<Row>{row}</Row>" for row in rows)
    space = 'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    page = f'<?xml version="1.0"?>\n<Workbook {space}><Worksheet ss:Name="Orders"><Table>{lines}</Table></Worksheet>'
    path.write_text(f"{page}</Workbook>", encoding="utf-8")


WRITERS: dict[str, Callable[[Path], None]] = {
    "ods": lambda path: write_ods(path, {"Notes": [["made by finance"]], "Orders": [NAMES, *ROWS]}),
    "xls": lambda path: write_xls(path, "Orders", [NAMES, *TEXT]),
    "page called xls": write_page,
    "XML called xls": write_xml,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_workbook_of_any_kind_gives_its_rows(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"orders.{kind[-3:]}"
    WRITERS[kind](path)
    table = read(path)
    assert table.frame.collect().drop("__line__").rows() == [(row[0], str(row[1]), *row[2:]) for row in ROWS]
    roles = ("customer_id", "order_id", "order_date", "amount")
    assert table.findings.roles == dict(zip(roles, NAMES[:4], strict=True))


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><p>Sign in</p></body></html>")
    with pytest.raises(AnalysisError, match="a web page or XML document, not a table"):
        read(path)
    path.write_text("<html><body><table></table></body></html>")
    with pytest.raises(AnalysisError, match="the page holds no table"):
        read(path)


LINES = [(1 + n // 3, 1 + n % 4, 2 + n % 2, 1.5) for n in range(60)]
ORDERS = [(n, 1 + n % 7, f"2023-02-{1 + n:02d}", 10.5) for n in range(1, 21)]
PEOPLE = [(n, f"Ann {n}", f"a{n}@x.org") for n in range(1, 9)]
HEADERS = {
    "InvoiceLine": ("InvoiceId", "TrackId", "Quantity", "UnitPrice"),
    "Invoice": ("InvoiceId", "CustomerId", "InvoiceDate", "Total"),
    "Customer": ("CustomerId", "FirstName", "Email"),
    "Genre": ("GenreId", "Name"),
}
TABLES = {"InvoiceLine": LINES, "Invoice": ORDERS, "Customer": PEOPLE, "Genre": [(1, "Rock"), (2, "Jazz")]}


def database(path: Path) -> None:
    """Write the tables as a database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, rows in TABLES.items():
            connection.execute(f"CREATE TABLE {name} ({', '.join(HEADERS[name])})")
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def archive(path: Path) -> None:
    """Write the tables as text files in one archive."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, rows in TABLES.items():
            frame = pl.DataFrame(rows, schema=HEADERS[name], orient="row")
            packed.writestr(f"data/{name}.csv", frame.write_csv())
        packed.writestr("data/READ ME.txt", "What these tables are.\nNobody knows.\n")


def told_by(found: Opened) -> pl.DataFrame:
    """Return the customers of the default recipe."""
    return customer_table(cleaned_rows(found.recipe, found.loaded), CustomerChoices()).frame


@pytest.mark.parametrize("write", [database, archive])
def test_tables_of_one_file_are_joined_where_the_largest_names_no_customer(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "chinook.db"
    write(path)
    found = open_files([str(path)])
    assert sorted(source.name for source in found.loaded.sources) == ["Customer", "Invoice", "InvoiceLine"]
    assert [one.member for one in findings_of(str(path))] == [source.findings.member for source in found.loaded.sources]
    notes = [said for said in found.loaded.sources[0].findings.warnings if said.startswith("left out: ")]
    assert any("READ ME" in said for said in notes) == (write is archive)
    frame = told_by(found)
    assert frame.height == 7
    assert frame["monetary"].sum() == sum(quantity * price for _, _, quantity, price in LINES)
    assert frame["Email"].to_list() == [f"a{n}@x.org" for n in range(1, 8)]


def test_sheets_of_the_same_customers_stand_beside_their_orders(tmp_path: Path) -> None:
    path = tmp_path / "bikes.xlsx"
    sheets = {
        "Title": [["Bikes Ltd"], ["Data set overview"]],
        "Transactions": [
            ["Note: of a hypothetical client."],
            ["transaction_id", "customer_id", "transaction_date", "amount"],
            *([n, 2950 + n % 9, f"2017-02-{1 + n % 28:02}", n + 0.5] for n in range(60)),
        ],
        "New": [["first_name", "gender"], *(["Ann", "Female"] for _ in range(20))],
        "Demographic": [["customer_id", "gender", "owns_car"], *([2950 + n, "Male", "Yes"] for n in range(12))],
        "Address": [["customer_id", "postcode"], *([2950 + n, 2000 + n] for n in range(12))],
    }
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    found = open_files([str(path)])
    assert [source.name for source in found.loaded.sources] == ["bikes", "Demographic", "Address"]
    said = [warning for warning in found.loaded.sources[0].findings.warnings if "Title" in warning or "New" in warning]
    assert [warning.partition(": ")[0] for warning in said] == ["left out"] * 2, "and not that others were not read"
    assert {"owns_car", "postcode", "monetary"} <= set(told_by(found).columns)


def test_a_member_that_is_named_is_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "chinook.db"
    database(path)
    assert read(path, ReadOptions(member="Invoice")).findings.rows == len(ORDERS)
