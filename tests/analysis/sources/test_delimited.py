"""The reader of text files beyond the corpus: real data, large files, limits, and what it says about what it met."""

import random

import polars as pl
import pytest

from analysis.errors import AnalysisError
from analysis.sources import reading
from analysis.sources.delimited import read_delimited
from analysis.sources.table import LINE, ReadOptions


@pytest.fixture
def file(tmp_path):
    """Write bytes or text to a file and give its path."""

    def write(data, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def orders(rows, seed=0):
    """Lines of a clean order file without its header."""
    draw = random.Random(seed)
    return [
        f"{place},{draw.randrange(9999):05d},2024-01-{draw.randint(1, 28):02d},{draw.random() * 99:.2f}"
        for place in range(rows)
    ]


def test_cdnow_has_five_unnamed_columns(real_data):
    table = read_delimited(real_data("CDNOW_sample.txt"))
    frame = table.frame.collect()
    assert frame.columns == [f"column_{place}" for place in range(1, 6)] + [LINE]
    assert frame.height == table.findings.rows == 6919
    assert frame.row(0)[:5] == ("00004", "0001", "19970101", "2", "29.33")
    assert frame["column_1"].n_unique() == 2357


def test_mall_customers_keep_their_leading_zeros(real_data):
    frame = read_delimited(real_data("Mall_Customers.csv")).frame.collect()
    assert frame["CustomerID"].to_list() == [f"{place:04d}" for place in range(1, 201)]


def test_fast_and_repairing_paths_agree_on_the_same_rows(file):
    lines = orders(3000)
    clean = read_delimited(file("id,customer,day,amount\n" + "\n".join(lines) + "\n", "clean.csv")).frame.collect()
    dirty_lines = [*lines[:1500], '1500,"00001,2024-01-01,5.00', *lines[1500:]]
    dirty = read_delimited(file("id,customer,day,amount\n" + "\n".join(dirty_lines) + "\n", "dirty.csv"))
    assert "1 line with quotes missing" in dirty.findings.warnings[0]
    rows = dirty.frame.collect()
    assert rows.row(1500)[:4] == ("1500", "00001", "2024-01-01", "5.00")
    assert rows.filter(pl.col(LINE) != 1502).drop(LINE).equals(clean.drop(LINE))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_those_of_the_file(file, end):
    text = end.join(["title", "", "id,note,n", '1,"a', 'b",1', "", "2,c,2", "3,d,3", ""])
    frame = read_delimited(file(text)).frame.collect()
    assert frame[LINE].to_list() == [4, 7, 8]


def test_ragged_rows_are_counted_and_their_lines_listed_in_a_large_file(file):
    lines = orders(30_000)
    for place in (10, 20_000):
        lines[place] = lines[place].rsplit(",", 1)[0]
    lines[25_000] += ",more,still more"
    table = read_delimited(file("id,customer,day,amount\n" + "\n".join(lines) + "\n"))
    frame = table.frame.collect()
    assert frame.height == 30_000
    assert frame.columns == ["id", "customer", "day", "amount", "column_5", "column_6", LINE]
    assert frame.filter(pl.col("amount").is_null())[LINE].to_list() == [12, 20_002]
    assert frame.row(25_000)[4:6] == ("more", "still more")
    assert table.findings.warnings == (
        "2 lines shorter than 4 cells, padded (lines 12, 20002)",
        "1 line longer than 4 cells, spilled into further columns (line 25002)",
    )


def test_oddities_in_the_middle_of_a_file_are_found(file):
    lines = [line.encode() for line in orders(60_000)]
    lines[40_000] = "40000,Zoë,2024-01-01,5.00".encode("cp1252")
    lines[50_000] = b"50000,A\0nn,2024-01-01,5.00"
    table = read_delimited(file(b"id,customer,day,amount\n" + b"\n".join(lines) + b"\n"))
    frame = table.frame.collect()
    assert frame["customer"][40_000] == "Zoë"
    assert frame["customer"][50_000] == "Ann"
    assert [warning[:40] for warning in table.findings.warnings] == [
        "1 line in another encoding than the rest",
        "1 NUL byte left out",
    ]


def test_a_large_file_that_needs_repair_is_streamed_with_the_same_rows(file, monkeypatch):
    lines = orders(20_000)
    lines[777] = '777,"Ann ""A"", B",2024-01-01,"5.00'
    path = file("id;customer;day;amount\n".replace(";", ",") + "\n".join(lines) + "\n\nTotal,,,99\n")
    whole = read_delimited(path)
    monkeypatch.setattr(reading, "IN_MEMORY", 0)
    streamed = read_delimited(path)
    assert streamed.findings == whole.findings
    assert streamed.frame.collect().equals(whole.frame.collect())
    assert streamed.frame.filter(pl.col("id") == "777").select("customer").collect().item() == 'Ann "A", B'
    assert streamed.frame.head(3).collect().height == 3


def test_a_head_is_the_beginning_of_the_whole(file):
    path = file("id,customer,day,amount\n" + "\n".join(orders(50_000)) + "\n")
    head, whole = read_delimited(path, head=500), read_delimited(path)
    assert head.frame.collect().equals(whole.frame.head(500).collect())
    assert head.findings.rows is None
    assert head.findings.sampled == 500


def test_corrections_are_obeyed(file):
    path = file("a;b,c;d\n1;2,3;4\n5;6,7;8\n")
    assert read_delimited(path, ReadOptions(delimiter=",")).frame.collect().columns == ["a;b", "c;d", LINE]
    assert read_delimited(path, ReadOptions(header_line=0)).frame.collect().height == 3
    assert read_delimited(path, ReadOptions(header_line=2)).frame.collect().columns[:2] == ["1", "2,3"]
    accents = file("name,n\nJosé,1\n".encode("cp1252"), "accents.csv")
    assert read_delimited(accents, ReadOptions(encoding="cp1251")).frame.collect()["name"][0] == "Josй"
    quoted = file('a,b\n"x,y"\n"z,w"\n', "quoted.csv")
    assert read_delimited(quoted, ReadOptions(quote="", delimiter=",")).frame.collect()["a"].to_list() == ['"x', '"z']
    with pytest.raises(AnalysisError, match="no encoding called klingon"):
        read_delimited(accents, ReadOptions(encoding="klingon"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "no rows"),
        (b"\n \n\n", "no rows"),
        (random.Random(1).randbytes(5000), "no text"),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "no text"),
    ],
    ids=["empty", "mark only", "blank", "random", "pdf", "png"],
)
def test_what_is_no_table_is_refused_in_one_sentence(file, data, said):
    with pytest.raises(AnalysisError, match=said):
        read_delimited(file(data))


def test_a_vanished_file_is_said(tmp_path):
    with pytest.raises(AnalysisError, match="cannot be read"):
        read_delimited(tmp_path / "gone.csv")


def test_a_line_with_no_end_is_refused(file, monkeypatch):
    monkeypatch.setattr("analysis.sources.blocks.LONGEST_LINE", 1 << 20)
    with pytest.raises(AnalysisError, match="a line has no end"):
        read_delimited(file(b"id,name\n" + b"x" * (3 << 20)))


def test_a_cell_of_ten_megabytes_is_read(file):
    note = "lorem ipsum, dolor\n" * 550_000
    frame = read_delimited(file(f'id,note,n\n1,"{note}",3\n2,b,4\n3,c,5\n')).frame.collect()
    assert frame["note"].to_list() == [note, "b", "c"]
    assert frame["n"].to_list() == ["3", "4", "5"]


def test_one_garbage_line_does_not_make_thousands_of_columns(file):
    frame = read_delimited(file("id,name\n1,Ann\n2,Bob" + ",x" * 5000 + "\n3,Cy\n4,Dee\n")).frame.collect()
    assert frame.width == 2 + 100 + 1
    assert frame.row(1)[101].count("x") == 4901
    assert frame["name"].to_list() == ["Ann", "Bob", "Cy", "Dee"]
