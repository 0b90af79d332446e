"""Containers, folders, other formats and everything that can be wrong with a file."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import json
import lzma
import os
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from analysis.errors import AnalysisError
from analysis.sources import LINE, ReadOptions, containers, read, read_text
from analysis.sources.delimited import read_delimited
from analysis.sources.opening import load
from analysis.sources.text_table import TextTable

CSV = "customer_id,age,city\n" + "".join(
    f"{number:04},{20 + number % 50},Town {number % 7}\n" for number in range(1, 301)
)
WANT = pl.read_csv(io.StringIO(CSV), infer_schema=False)


PLAIN = ReadOptions()


def rows(path: Path | str, options: ReadOptions = PLAIN) -> pl.DataFrame:
    return read(path, options).frame.drop(LINE).collect()


def assert_same(path: Path | str, options: ReadOptions = PLAIN) -> None:
    found = rows(path, options)
    assert found["customer_id"].to_list() == WANT["customer_id"].to_list()
    assert found["age"].to_list() == [int(age) for age in WANT["age"]]
    assert found["city"].to_list() == WANT["city"].to_list()


def zipped(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sink.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_a_packed_table_is_the_table_whatever_its_name(pack, tmp_path: Path) -> None:
    path = tmp_path / "no ending"
    path.write_bytes(pack(CSV.encode()))
    assert_same(path)
    assert read(path, head=10).findings.sampled == 10


def test_zstd_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.zst"
    with pa.output_stream(str(path), compression="zstd") as out:
        out.write(CSV.encode())
    assert_same(path)


def test_a_zip_of_several_members_lists_them_and_lets_one_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "tables.zip"
    other = b"sku,product name\nA1,Cup\nA2,Pot\n"
    path.write_bytes(zipped({"big/customers.csv": CSV.encode(), "products.csv": other, "__MACOSX/._x": b"junk"}))
    assert_same(path)
    found = read(path).findings
    assert found.members == ("big/customers.csv", "products.csv")
    assert found.member == "big/customers.csv"
    assert any("products.csv" in warning for warning in found.warnings)
    assert rows(path, ReadOptions(member="products.csv")).height == 2
    with pytest.raises(AnalysisError, match=r"no member.*it holds"):
        read(path, ReadOptions(member="nothing.csv"))


def test_a_packed_preview_reads_only_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,some text that goes on\n" * 1_000_000, 1))
    written = []
    whole = containers._pieces

    def counted(source, at_most):
        for piece in whole(source, at_most):
            written.append(len(piece))
            yield piece

    monkeypatch.setattr(containers, "_pieces", counted)
    table = read(path, head=50)
    assert table.frame.collect().height == 50
    assert sum(written) < 10_000_000


def test_bombs_are_refused_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "LIMITS", containers.Limits(ratio=20, free_bytes=1 << 20))
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"0" * (64 << 20)))
    with pytest.raises(AnalysisError, match="unpack to more than"):
        read(path)
    nested = tmp_path / "nested.zip"
    data = zipped({"x.csv": CSV.encode()})
    for _ in range(5):
        data = zipped({"x.zip": data})
    nested.write_bytes(data)
    with pytest.raises(AnalysisError, match="packed into each other"):
        read(nested)
    from analysis.sources.scratch import scratch_folder

    assert not list(scratch_folder().glob("*.part"))


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(CSV.encode()))

    def full(source, at_most):
        yield source.read(100)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(containers, "_pieces", full)
    with pytest.raises(AnalysisError, match="disk is full"):
        read(path)
    monkeypatch.undo()
    assert_same(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda data: zipped({"a.csv": data})])
def test_truncated_and_damaged_archives_say_so(pack, tmp_path: Path) -> None:
    noise = os.urandom(4000).hex()
    whole = pack((CSV + noise).encode())
    for name, data in (("cut", whole[: len(whole) // 2]), ("bent", whole[:60] + bytes(64) + whole[124:])):
        path = tmp_path / f"{name}.csv.gz"
        path.write_bytes(data)
        with pytest.raises(AnalysisError) as caught:
            read(path)
        assert "damaged" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_password_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": CSV.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(AnalysisError, match="password"):
        read(path)


WRONG = {
    "missing": (None, "no such file"),
    "empty": (b"", "empty"),
    "blank": (b"\n \n\t\n", "empty"),
    "header only": (b"a,b,c\n", "no rows"),
    "pdf": (b"%PDF-1.7 something", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "program": (b"\x7fELF" + bytes(range(256)) * 4, "program"),
    "noise": (bytes(range(256)) * 30, "binary"),
    "page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "workbook": (b"PK\x03\x04 not a workbook at all", "damaged"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
    "parquet": (b"PAR1 cut short", "cannot be read"),
    "sqlite": (b"SQLite format 3\x00" + bytes(50), "cannot be read"),
    "json": (b'[{"a": 1}, {"a": ', "JSON"),
    "arrow": (b"ARROW1\x00\x00 cut", "cannot be read"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_is_said_in_one_sentence_that_names_the_file(name: str, tmp_path: Path) -> None:
    data, words = WRONG[name]
    path = tmp_path / f"{name}.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(AnalysisError) as caught:
        read(path)
    sentence = str(caught.value)
    assert words in sentence
    assert str(path) in sentence
    assert "\n" not in sentence
    assert caught.value.remedy


def test_links_that_lead_back_are_no_trap(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    with pytest.raises(AnalysisError, match="leads back to itself"):
        read(tmp_path / "loop.csv")
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "one.csv").write_text(CSV)
    assert_same(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text(CSV)
    path.chmod(0)
    with pytest.raises(AnalysisError, match="not allowed"):
        read(path)


def _replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[::-1])
    other.replace(path)


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "vanishes": (Path.unlink, "vanished while it was read"),
    "is cut off": (lambda path: os.truncate(path, 1_000), "was changed while it was read"),
    "goes on growing": (lambda path: path.write_bytes(path.read_bytes() * 2), "was changed while it was read"),
    "is replaced by another": (_replaced, "was changed while it was read"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("folder", [False, True])
def test_a_file_that_changes_while_it_is_read_is_said(
    change: str, folder: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_it, words = CHANGES[change]
    path = tmp_path / "orders.csv"
    path.write_text(CSV + CSV.partition("\n")[2] * 200)

    def then_changed(read_path: Path, *told: Any, **named: Any) -> TextTable:
        table = read_delimited(read_path, *told, **named)
        change_it(path)
        return table

    monkeypatch.setattr("analysis.sources.opening.read_delimited", then_changed)
    with pytest.raises(AnalysisError, match=words) as caught:
        read(tmp_path if folder else path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_may_not_be_looked_into_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open.csv").write_text(CSV)
    (tmp_path / "shut").mkdir()
    looked_into = os.scandir

    def refused(place: str) -> Any:
        if Path(place).name == "shut":
            raise PermissionError(errno.EACCES, "Permission denied", place)
        return looked_into(place)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(AnalysisError, match="shut: you are not allowed to read it"):
        read(tmp_path)


def test_a_device_is_refused() -> None:
    with pytest.raises(AnalysisError, match="device"):
        read("/dev/null")


def test_a_folder_and_a_pattern_match_columns_by_name(tmp_path: Path) -> None:
    lines = CSV.splitlines()
    (tmp_path / "a.csv").write_text("\n".join(lines[:101]) + "\n")
    swapped = [",".join(line.split(",")[at] for at in (2, 0, 1)) for line in [lines[0], *lines[101:201]]]
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress("\n".join(swapped).encode()))
    (tmp_path / "c.csv").write_text(
        "\n".join([lines[0].replace(",", ";"), *(line.replace(",", ";") for line in lines[201:])])
    )
    (tmp_path / "notes.md").write_text("not data")
    assert_same(tmp_path)
    assert_same(tmp_path / "*.csv*")
    assert read(tmp_path).findings.rows == 300
    (tmp_path / "d.csv").write_text("sku,price,stock\nA,1,2\nB,2,3\n")
    with pytest.raises(AnalysisError, match="other columns"):
        read(tmp_path)
    with pytest.raises(AnalysisError, match="no file matches"):
        read(tmp_path / "*.parquet")


def test_a_folder_without_data_says_so(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="holds no data file"):
        read(tmp_path)


def test_standard_input_is_read_once_and_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from analysis.sources import opening

    monkeypatch.setattr(opening, "scratch_folder", lambda: tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(CSV.encode()))))
    assert_same("-")
    assert_same("-")


def typed_frame() -> pl.DataFrame:
    return WANT.with_columns(pl.col("age").cast(pl.Int32), pl.col("city").cast(pl.Categorical))


def write_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE people (customer_id TEXT, age INTEGER, city TEXT)")
        connection.executemany("INSERT INTO people VALUES (?, ?, ?)", WANT.rows())
        connection.execute('CREATE TABLE "odd ""name" (a)')
    connection.close()


def write_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.register("want", WANT.to_arrow())
        connection.execute("CREATE TABLE people AS SELECT customer_id, age::INT AS age, city FROM want")
        connection.execute("CREATE TABLE few (a INT)")


FORMATS = {
    "Parquet": lambda path: typed_frame().write_parquet(path),
    "Arrow": lambda path: typed_frame().write_ipc(path),
    "Arrow stream": WANT.write_ipc_stream,
    "JSON lines": WANT.write_ndjson,
    "JSON": WANT.write_json,
    "JSON in UTF-16": lambda path: path.write_text(json.dumps(WANT.to_dicts()), encoding="utf-16"),
    "JSON inside": lambda path: path.write_text(
        json.dumps({"meta": {"n": 1}, "data": {"rows": WANT.to_dicts()}}, indent=1)
    ),
    "JSON of columns": lambda path: path.write_text(json.dumps(WANT.to_dict(as_series=False))),
    "JSON of lists": lambda path: path.write_text(json.dumps([WANT.columns, *WANT.rows()])),
    "JSON of names and rows": lambda path: path.write_text(
        json.dumps(
            {"columns": WANT.columns, "index": list(range(WANT.height)), "data": [list(row) for row in WANT.rows()]}
        )
    ),
    "JSON one behind the other": lambda path: path.write_text(
        "".join(json.dumps(row, indent=2) + "\n" for row in WANT.to_dicts())
    ),
    "JSON behind its page": lambda path: path.write_text(json.dumps([{"page": 1}, WANT.to_dicts()])),
    "JSON of a database": lambda path: path.write_text(
        "\n".join(json.dumps({"customer_id": {"$oid": row.pop("customer_id")}} | row) for row in WANT.to_dicts())
    ),
    "Excel": lambda path: WANT.write_excel(str(path)),
    "SQLite": write_sqlite,
    "DuckDB": write_duckdb,
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_table_comes_out_of_every_format(name: str, tmp_path: Path) -> None:
    path = tmp_path / ("table.xlsx" if name == "Excel" else "table.bin")
    FORMATS[name](path)
    assert_same(path)
    found = read(path).findings
    assert found.format.split()[0] == name.split()[0]
    assert found.roles == {"customer_id": "customer_id", "age": "age", "city": "city"}
    assert found.kind == "customers"
    assert found.rows == 300
    assert read_text(path)["customer_id"].to_list() == WANT["customer_id"].to_list()


def test_tables_and_sheets_are_listed_and_chosen(tmp_path: Path) -> None:
    import xlsxwriter

    write_duckdb(tmp_path / "a.duckdb")
    write_sqlite(tmp_path / "a.sqlite")
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet("Cover").write(0, 0, "Monthly report")
        orders = book.add_worksheet("Orders")
        orders.write_row(0, 0, ["Report of March"])
        orders.write_row(2, 0, ["order id", "amount", "order date"])
        bold = book.add_format({"num_format": "yyyy-mm-dd"})
        for number in range(50):
            orders.write_row(3 + number, 0, [f"{number:05}", number + 0.25])
            orders.write_number(3 + number, 2, 45_000 + number, bold)
    found = read(tmp_path / "a.xlsx").findings
    assert found.members == ("Cover", "Orders")
    assert found.member == "Orders"
    assert {column.name: column.type for column in found.columns} == {
        "order id": "text",
        "amount": "decimal",
        "order date": "date",
    }
    assert read(tmp_path / "a.duckdb").findings.members == ("few", "people")
    assert set(read(tmp_path / "a.sqlite").findings.members) == {"people", 'odd "name'}
    for name in ("a.xlsx", "a.duckdb", "a.sqlite"):
        with pytest.raises(AnalysisError, match=r"there is no (sheet|table)"):
            read(tmp_path / name, ReadOptions(member="nowhere"))


def test_nested_json_becomes_columns_and_bad_lines_are_named(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    lines = [
        json.dumps({"id": n, "who": {"name": f"P{n}", "tags": ["a", "b"]}, "mixed": n if n % 2 else "x"})
        for n in range(9)
    ]
    path.write_text("\n".join([*lines, '{"id": 9, "who"']))
    table = read(path)
    frame = table.frame.collect()
    assert frame["who.name"].to_list() == [f"P{n}" for n in range(9)]
    assert frame["who.tags"][0] == "a, b"
    assert frame["mixed"].to_list() == [str(n) if n % 2 else "x" for n in range(9)]
    assert table.findings.skipped_lines == (10,)
    assert any("line 10" in warning for warning in table.findings.warnings)


def test_a_line_of_more_cells_than_a_table_has_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    path.write_bytes(CSV.encode() + b"1,2," * 300_000)
    with pytest.raises(AnalysisError, match=r"line 302 has 600,001 cells"):
        read(path)


def test_files_of_a_folder_share_the_memory_that_one_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = CSV.replace("Town", "Köln")
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text(text, encoding="latin-1")
    whole = rows(tmp_path)
    monkeypatch.setattr("analysis.sources.delimited.IN_MEMORY", len(text) * 2)
    kept = load(tmp_path, PLAIN)
    assert "PYTHON SCAN" in kept.frame.explain(), "each is read anew instead of being held"
    assert rows(tmp_path).equals(whole)
    assert whole.height == 3 * WANT.height


def test_members_of_an_archive_with_the_same_columns_are_one_table(tmp_path: Path) -> None:
    header, *lines = CSV.splitlines(keepends=True)
    path = tmp_path / "parts.zip"
    parts = {f"{n}.csv": (header + "".join(lines[n::3])).encode() for n in range(3)}
    path.write_bytes(
        zipped({**parts, "notes.txt": b"made on Monday\n", "towns.csv": b"city,people\nTown 1,5\nTown 2,6\n"})
    )
    found = read(path)
    assert found.frame.collect()["customer_id"].sort().to_list() == WANT["customer_id"].to_list()
    assert found.findings.warnings[:2] == ("3 files were read one under another", "not read: notes.txt, towns.csv")
    assert read(path, ReadOptions(member="1.csv")).findings.rows == len(lines) / 3
