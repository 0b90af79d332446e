"""Nothing in the data does anything: no formula runs, no markup, no script, no control character gets out."""

import html.parser
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import (
    ExportChoices,
    RunResult,
    html_report,
    markdown_report,
    neutralised,
    printable,
    write_run_folder,
)
from analysis.report.markup import element, table
from analysis.report.safety import markdown

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"), ("＝1", "'＝1"), ("-5", "-5"), ("+4.5e3", "+4.5e3"), ("-12%", "-12%"), ("plain", "plain"),
        ("", ""), (None, None), ("a=1", "a=1"), ("-", "'-"), ("00017", "00017"), ("+1 from us", "'+1 from us"),
    ],
)  # fmt: skip
def test_cells_that_a_spreadsheet_would_run_get_an_apostrophe(cell: str | None, written: str | None) -> None:
    frame = neutralised(pl.DataFrame({"=x": [cell], "n": [-5]}, schema={"=x": pl.String, "n": pl.Int64}))
    assert frame.columns == ["'=x", "n"]
    assert frame.row(0) == (written, -5)


def test_written_tables_run_nothing_and_raw_ones_only_where_asked(finished: RunResult, tmp_path: Path) -> None:
    write_run_folder(finished, tmp_path / "run")
    cities = pl.read_csv(tmp_path / "run" / "customers.csv")["city"]
    assert cities[1] == "'=cmd|' /C calc'!A0"
    write_run_folder(replace(finished, export=ExportChoices(raw_formulas=True)), tmp_path / "raw")
    assert pl.read_csv(tmp_path / "raw" / "customers.csv")["city"][1] == "=cmd|' /C calc'!A0"
    write_run_folder(finished, tmp_path / "book", "xlsx")
    with zipfile.ZipFile(tmp_path / "book" / "customers.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    book_table = pl.read_excel(tmp_path / "book" / "customers.xlsx", schema_overrides={"customer_id": pl.String})
    assert book_table["customer_id"][7] == "00007"
    assert book_table["monetary"].to_list() == finished.result["monetary"].to_list()


class Page(html.parser.HTMLParser):
    """Collects the elements of a page, its attributes and whether every element is closed in order."""

    VOID = {"meta", "br"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attributes
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_is_well_formed_and_free_of_script_and_network(finished: RunResult, evil: str) -> None:
    text = html_report(finished)
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert not page.tags & {"script", "img", "link", "iframe", "object", "form", "base"}
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert all(value.startswith("#") for name, value in page.attributes if name in {"href", "src", "xlink:href"})
    assert "url(" not in text
    assert "@import" not in text
    assert not CONTROL.search(text)
    assert "<script>alert('x')</script>" in "".join(page.text)
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_the_text_report_holds_no_markup_of_the_data(finished: RunResult) -> None:
    text = markdown_report(finished)
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\[link(?<!\\)\]", text)
    assert not CONTROL.search(text)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "script" in line]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} <= {5, 7, 9}


@given(st.text())
def test_untrusted_text_stays_text_everywhere(text: str) -> None:
    assert not CONTROL.search(printable(text))
    assert len(printable(text)) <= 300
    page = Page()
    page.feed(table(["a"], [[text]]) + element("p", text, title=text))
    page.close()
    assert page.tags == {"div", "table", "thead", "tr", "th", "tbody", "td", "p"}
    assert not re.search(r"(?<!\\)[<|\[`]", markdown(text).replace("\\\\", ""))
