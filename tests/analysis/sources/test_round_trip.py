"""Random tables written in random dialects, encodings and line ends are read back equal."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.sources.delimited import read_delimited
from analysis.sources.table import LINE
from tests.analysis.sources.corpus import CASES

WORDS = {
    "latin": [
        "Ann",
        "Bob",
        "Oslo",
        "Rome",
        "red",
        "blue",
        "café",
        "Köln",
        "señor",
        "Malmö",
        "ready",
        "sent",
        "open",
        "Smith",
        "O'Hara",
        "New",
        "York",
    ],
    "chinese": ["张伟", "王芳", "北京", "上海", "广州", "羊毛围巾", "陶瓷茶杯", "男", "女", "已付款", "未付款", "门店"],
    "taiwanese": ["陳大文", "林小美", "台北", "高雄", "羊毛圍巾", "已付款", "門市", "訂單", "客戶", "女"],
    "japanese": ["佐藤太郎", "鈴木花子", "東京", "大阪", "コーヒー", "タオル", "ノート", "注文済み"],
    "korean": ["김철수", "이영희", "서울", "부산", "양말", "수건", "커피잔", "주문", "배송"],
    "russian": ["Иван", "Ольга", "Москва", "Казань", "хлеб", "молоко", "оплачен", "отправлен"],
    "polish": ["Wójcik", "Łódź", "Święta", "Kraków", "książka", "zapłacone", "wysłane", "Małgorzata", "żółty", "mąka"],
    "czech": ["Dvořák", "Plzeň", "Brno", "židle", "šála", "zaplaceno", "Jiří", "Růžena", "Třebíč", "káva", "mléko"],
    "turkish": ["Şahin", "Kadıköy", "gömlek", "çanta", "ödendi", "Yılmaz", "Beşiktaş", "Doğan", "kırmızı"],
    "greek": ["Γιώργος", "Αθήνα", "καρέκλα", "πληρώθηκε", "Μαρία", "Πάτρα", "γάλα", "ψωμί"],
}
ENCODINGS = {
    "latin": ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "latin-1"],
    "chinese": ["utf-8", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-32-le"],
    "taiwanese": ["utf-8", "big5", "utf-16"],
    "japanese": ["utf-8", "shift_jis", "utf-16", "utf-32-be"],
    "korean": ["utf-8", "euc_kr", "utf-16"],
    "russian": ["utf-8", "cp1251", "utf-16", "koi8-r"],
    "polish": ["utf-8", "cp1250", "utf-16-le", "iso8859-2"],
    "czech": ["utf-8", "cp1250", "utf-8-sig"],
    "turkish": ["utf-8", "cp1254"],
    "greek": ["utf-8", "cp1253", "utf-32"],
}
NASTY = ['say "hi"', "a, b; c", "two\nlines", "tab\there", "a | b", "it's", '5" pipe', "x,y", "100 %", "(none)"]


@st.composite
def tables(draw):
    """A script, names and rows of a table with an id, words, free text, numbers and dates, some of them missing."""
    script = draw(st.sampled_from(sorted(WORDS)))
    words = st.sampled_from(WORDS[script])
    free = st.one_of(words, st.sampled_from(NASTY), st.lists(words, min_size=2, max_size=5).map(" ".join))
    number = st.decimals(-9999, 99999, places=2).map(str)
    date = st.dates().map(lambda day: day.isoformat())
    kinds = draw(
        st.lists(st.sampled_from([words, free, number, date, st.integers(0, 999).map(str)]), min_size=1, max_size=6)
    )
    count = draw(st.integers(4, 40))
    rows = []
    for place in range(count):
        cells = [draw(st.one_of(kind, kind, kind, st.none())) for kind in kinds]
        rows.append([f"{place + 1:04d}", *cells])
    names = ["customer_id", *[f"field {place}" for place in range(len(kinds))]]
    return script, names, rows


@st.composite
def files(draw):
    """The bytes of a table in a random dialect, and the table."""
    script, names, rows = draw(tables())
    encoding = draw(st.sampled_from(ENCODINGS[script]))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|", "^", "~"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    if end == "\r":  # the writer of the standard library leaves line feeds bare then
        quoting = csv.QUOTE_ALL
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([names, *rows])
    preamble = draw(st.sampled_from(["", "", f"Report{end}", f"Report{end}{end}"]))
    return (preamble + text.getvalue()).encode(encoding), names, rows, encoding


def check(file):
    data, names, rows, encoding = file
    assume(any(cell is not None for row in rows for cell in row[1:]))
    foreign = {mark for row in rows for cell in row for mark in cell or "" if not mark.isascii()}
    assume(encoding.startswith("utf") or not foreign or len(foreign) > 5)  # a few characters could be in any encoding
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(data)
        frame = read_delimited(path).frame.collect()
    assert frame.columns[:-1] == names
    assert [list(row[:-1]) for row in frame.rows()] == rows


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(files())
def test_a_table_in_any_dialect_is_read_back_equal(file):
    check(file)


@pytest.mark.slow
@settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
@given(files())
def test_thousands_of_tables_in_any_dialect_are_read_back_equal(file):
    check(file)


DAMAGE = [
    b'"',
    b"'",
    b",",
    b"\n",
    b"\r",
    b"\\",
    b"\0",
    b"|",
    b";",
    b"\t",
    b'""',
    b"\xff",
    b"\x1f",
    b"\xe4\xb8",
    b"\n\n",
    b"",
]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([case.data for case in CASES if len(case.data) < 2000]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 30), st.sampled_from(DAMAGE)), max_size=6),
)
def test_a_damaged_file_is_read_or_refused_in_one_sentence(data, damages):
    for place, length, mark in damages:
        data = data[:place] + mark + data[place + length :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(data)
        try:
            table = read_delimited(path)
        except AnalysisError:
            return
        frame = table.frame.collect()
    assert table.findings.rows == frame.height
    assert frame[LINE].is_sorted()
