"""What columns of text become, and that nothing is lost in silence."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.sources import LINE, ReadOptions, Table, read
from analysis.sources.currencies import code_of
from analysis.sources.inspect import facts_of, misfits_of

ROWS = 60


def table_of(path: Path, columns: dict[str, list[str]], options: ReadOptions | None = None) -> Table:
    rows = max(len(cells) for cells in columns.values())
    lines = ["\t".join(columns)]
    lines += ["\t".join(cells[at % len(cells)] for cells in columns.values()) for at in range(rows)]
    file = path / "table.tsv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read(file, (options or ReadOptions()).model_copy(update={"header_line": 1, "delimiter": "\t"}))


def column_of(
    path: Path, cells: list[str], name: str = "x", options: ReadOptions | None = None
) -> tuple[Table, list[object]]:
    key = [f"row {at}" for at in range(max(ROWS, len(cells)))]
    table = table_of(path, {"key": key, name: cells}, options)
    return table, table.frame.collect()[name].to_list()


NUMBERS = {
    "integers": (["1", "-20", "+3"], [1, -20, 3], 0),
    "decimals": (["1.5", "-20", "3.125"], [1.5, -20.0, 3.125], 3),
    "decimal comma": (["1,5", "-20,25", "3"], [1.5, -20.25, 3.0], 2),
    "thousands comma": (["1,234.50", "12", "1,234,567.89"], [1234.5, 12.0, 1234567.89], 2),
    "thousands point": (["1.234,50", "12", "1.234.567,89"], [1234.5, 12.0, 1234567.89], 2),
    "thousands blank": (["1 234,50", "12", "1 234 567,89"], [1234.5, 12.0, 1234567.89], 2),
    "narrow blank": (["1\u202f234", "12", "1\u00a0234\u00a0567"], [1234, 12, 1234567], 0),
    "Swiss": (["1'234.50", "12", "1’234’567.89"], [1234.5, 12.0, 1234567.89], 2),
    "Indian": (["12,34,567.50", "999", "1,23,456"], [1234567.5, 999.0, 123456.0], 2),
    "dollars": (["$1,234.50", "-$3.25", "$ 4"], [1234.5, -3.25, 4.0], 2),
    "euros": (["1.234,50 €", "3,25 €", "-4 €"], [1234.5, 3.25, -4.0], 2),
    "yuan": (["￥1,234.50", "¥3.25", "4元"], [1234.5, 3.25, 4.0], 2),
    "codes": (["USD 1,234.50", "3.25 USD", "EUR 4"], [1234.5, 3.25, 4.0], 2),
    "percent": (["86.4%", "5 %", "-1.25%"], [0.864, 0.05, -0.0125], 4),
    "accountants": (["(1,234.50)", "($3.25)", "4.00"], [-1234.5, -3.25, 4.0], 2),
    "trailing minus": (["1,234.50-", "3.25", "4"], [-1234.5, 3.25, 4.0], 2),
    "true minus": (["\u22123.25", "4", "5.5"], [-3.25, 4.0, 5.5], 2),
    "exponents": (["1.25E+03", "2.5E-1", "3.0E+00"], [1250.0, 0.25, 3.0], 2),
    "exponents without a sign": (["1013.2", "1e3", "1.5e2"], [1013.2, 1000.0, 150.0], 1),
    "long ones among decimals": (["3.25", "1234567890123456", "2.5"], [3.25, 1234567890123456.0, 2.5], 2),
    "full width": (["１２３", "４", "５"], [123, 4, 5], 0),
    "Arabic digits": (["١٬٢٣٤٫٥٠", "١٢", "\u200f٣٫٢٥\u200f"], [1234.5, 12.0, 3.25], 2),
    "Persian digits": (["۱۲", "۳", "۴۵"], [12, 3, 45], 0),
    "Indian digits": (["१२.५०", "३", "४५"], [12.5, 3.0, 45.0], 2),
    "full-width decimals": (["￥１，２３４．５０", "３", "－４"], [1234.5, 3.0, -4.0], 2),
    "cut short": (["$30K", "$1.25M", "€2bn", "$-7"], [30000.0, 1250000.0, 2e9, -7.0], 0),
    "money without decimals": (["12.500đ", "300đ", "45.000 đ"], [12500, 300, 45000], 0),
    "won": (["12,500원", "300원", "45,000원"], [12500, 300, 45000], 0),
    "rupiah": (["Rp 12.500", "Rp 300", "Rp45.000"], [12500, 300, 45000], 0),
    "credit notes": (["1,234.50 DR", "3.25 DR", "2.00 CR"], [1234.5, 3.25, -2.0], 2),
    "credits beside plain amounts": (["1,234.50", "3.25", "2.00 Cr."], [1234.5, 3.25, -2.0], 2),
    "Soll and Haben": (["1.234,50 H", "3,25 H", "2,00 S"], [1234.5, 3.25, -2.0], 2),
    "marks of offices for missing": (["1", "...", "***", "…", "*", "3"], [1, *[None] * 4, 3], 0),
    "words for missing": (["1", "N/A", "-", "无", "#N/A", "null", "n/d", "3"], [1, *[None] * 6, 3], 0),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_in_local_dress(name: str, tmp_path: Path) -> None:
    cells, wanted, decimals = NUMBERS[name]
    table, found = column_of(tmp_path, cells)
    column = table.findings.columns[1]
    assert found[: len(wanted)] == wanted
    assert column.type == ("integer" if all(isinstance(each, int | None) for each in wanted) else "decimal")
    assert (column.decimals, column.misfits) == (decimals, 0)
    assert column.nulls == sum(column.missing.values()) == sum(each is None for each in found)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["1,234.50 บาท", "20.00 บาท"], "THB"),
        (["1.234.000đ", "20.000đ"], "VND"),
        (["₾12.50", "₾7"], "GEL"),
        (["1 200 ₸", "7 ₸"], "KZT"),
        (["MNT 12,500", "MNT 7"], "MNT"),
        (["1'234.50 CHF", "7.00 CHF"], "CHF"),
        (["12,50 kn.", "7,00 kn."], "HRK"),
        (["500 FCFA", "12 000 FCFA"], "XAF"),
        (["$5", "$7.50"], "$"),
        (["100 kr", "7,50 kr"], "kr"),
    ],
)
def test_currencies_of_the_world_are_known_by_what_is_written(cells: list[str], code: str, tmp_path: Path) -> None:
    table, found = column_of(tmp_path, cells)
    assert all(isinstance(value, int | float) for value in found)
    assert {code_of(sign) for sign in table.findings.columns[1].currencies} == {code}


TEXTS = {
    "letters of a well-known currency close before digits, never the same": [f"rs{7 * n}" for n in range(60)],
    "part numbers with an exponent": ["12E4", "13E5", "15"],
    "kinds of which one is no number": [*map(str, range(1, 13)), "other"] * 4,
    "kinds of which one is none": ["silver", "none", "gold", "none", "gold", *["silver"] * 9],
    "letters of new currencies close before digits": ["BTN100", "BTN7", "BTN12"],
    "words that are currencies elsewhere": ["TOP 10", "CUP 3", "ALL 5"],
    "races": ["10K", "21K", "42K"],
    "sizes with a letter": ["10 S", "20 H", "30 S"],
    "Arabic codes": ["٠٠١٢", "٠٣٤٥", "٩٩٩٩"],
    "leading zeros": ["0012", "0345", "9999"],
    "one leading zero": ["12", "007", "345"],
    "long digits": ["610712331164230835", "593542200309065059", "1"],
    "part numbers": ["12E4", "13E5", "1500"],
    "invoices": ["536365", "C536366", "536367"],
    "versions": ["1.2.3", "2.10.4", "3.0.1"],
    "times": ["10:05", "11:30", "12:00"],
    "only F": ["F", "F", "F"],
    "countries": ["NA", "DE", "FR"],
    "not numbers": ["inf", "infinity", "x"],
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_only_looks_like_a_number_stays_as_written(name: str, tmp_path: Path) -> None:
    table, found = column_of(tmp_path, TEXTS[name])
    assert table.findings.columns[1].type == "text"
    assert found[: len(TEXTS[name])] == TEXTS[name]


@pytest.mark.parametrize(
    ("cells", "meant"), [(['="007"', '="0012"'], ["007", "0012"]), (["'8601", "'8602"], ["8601", "8602"])]
)
def test_cells_guarded_against_spreadsheets_are_what_they_mean(
    cells: list[str], meant: list[str], tmp_path: Path
) -> None:
    _, found = column_of(tmp_path, cells, "order_id")
    assert found[:2] == meant
    _, found = column_of(tmp_path, ["'tis", "007"], "title")
    assert found[:2] == ["'tis", "007"]


def test_what_some_of_many_days_do_not_show_is_seen_all_the_same(tmp_path: Path) -> None:
    days = [f"{1 + n % 12:02}.{1 + n // 12 % 12:02}.{1900 + n // 144}" for n in range(6_000)]
    plain, found = column_of(tmp_path, days)
    assert (plain.findings.columns[1].type, found[1]) == ("date", date(1900, 1, 2))
    days[3_001], days[4_001] = "2001/02/28", "25.12.1999"
    mixed, found = column_of(tmp_path, days)
    assert (found[3_001], found[4_001]) == (date(2001, 2, 28), date(1999, 12, 25))
    assert mixed.findings.columns[1].formats == {"dd.mm.yyyy": 5_999, "yyyy/mm/dd": 1}


DATES = {
    "Portuguese with hours": (
        ["1 de janeiro de 2024 10:05 hs.", "28 de março de 2024 9:30 hs."],
        datetime(2024, 1, 1, 10, 5),
    ),
    "Arabic digits": (["٢٠٢٤/٠١/١٥", "٢٠٢٤/٠٢/٢٨"], date(2024, 1, 15)),
    "full-width digits": (["２０２４年１月１５日", "２０２４年２月２８日"], date(2024, 1, 15)),
    "marks of direction": (
        ["\u200e15\u200f/01/2024", "\u200e28\u200f/02/2024"],
        date(2024, 1, 15),
    ),
    "ISO": (["2024-03-04", "2024-12-31"], date(2024, 3, 4)),
    "ISO with Z": (["2024-03-04T10:05:06Z", "2024-12-31T00:00:00.5Z"], datetime(2024, 3, 4, 10, 5, 6)),
    "zones": (["2024-03-04 10:05:06 -0500", "2024-07-04 10:05:06 -0400"], datetime(2024, 3, 4, 10, 5, 6)),
    "zones of all kinds": (
        ["2024-03-04T10:05:06.25+0530", "2024-03-04 10:05:06+01", "2024-03-04 10:05:06 UTC", "2024-03-04T10:05:06Z"],
        datetime(2024, 3, 4, 10, 5, 6, 250000),
    ),
    "hours": (["2014-12-06 02", "2014-12-18 23"], datetime(2014, 12, 6, 2)),
    "day first": (["04/03/2024", "13/03/2024"], date(2024, 3, 4)),
    "month first": (["03/04/2024", "03/13/2024"], date(2024, 3, 4)),
    "month first, am": (["3/4/2024 8:26 PM", "3/13/2024 12:05 AM"], datetime(2024, 3, 4, 20, 26)),
    "points": (["04.03.2024 10:05", "31.12.2024 11:05"], datetime(2024, 3, 4, 10, 5)),
    "stamps of databases": (
        ["2024-03-04-10.05.06.123456", "2024-12-31-11.05.06.000000"],
        datetime(2024, 3, 4, 10, 5, 6, 123456),
    ),
    "points in times": (["4.3.2024 10.05", "31.12.2024 kl. 9.30"], datetime(2024, 3, 4, 10, 5)),
    "two-digit years": (["12/31/65", "1/15/24"], date(1965, 12, 31)),
    "year first, two digits": (["24-03-04", "24-03-05", "24-12-31"], date(2024, 3, 4)),
    "compact": (["20240304", "20241231"], date(2024, 3, 4)),
    "compact with time": (["20240304100506", "20241231235959"], datetime(2024, 3, 4, 10, 5, 6)),
    "month names": (["4-Mar-24", "31-Dec-23"], date(2024, 3, 4)),
    "long names": (["Monday, March 4, 2024", "Tuesday, December 31, 2024"], date(2024, 3, 4)),
    "ordinals": (["4th March 2024", "1st Sept 2024"], date(2024, 3, 4)),
    "mail": (["Mon, 04 Mar 2024 10:05:06 GMT", "Tue, 05 Mar 2024 10:05:06 +0100"], datetime(2024, 3, 4, 10, 5, 6)),
    "Chinese": (["2024年3月4日", "2024年12月31日"], date(2024, 3, 4)),
    "Chinese with time": (["2024年3月4日 下午3:05", "2024年3月5日 上午9:30"], datetime(2024, 3, 4, 15, 5)),
    "midnights": (["2024-03-04 00:00:00", "2024-12-31 00:00:00"], date(2024, 3, 4)),
    "months": (["2024-03", "2024-04"], date(2024, 3, 1)),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_in_any_usual_format(name: str, tmp_path: Path) -> None:
    cells, wanted = DATES[name]
    table, found = column_of(tmp_path, cells)
    column = table.findings.columns[1]
    assert found[0] == wanted
    assert column.type == ("datetime" if isinstance(wanted, datetime) else "date")
    assert sum(column.formats.values()) == ROWS
    assert (column.nulls, column.misfits) == (0, 0)


def test_numbers_are_dates_only_where_the_name_says_so(tmp_path: Path) -> None:
    cells = ["45000", "45001.5"]
    assert column_of(tmp_path, cells, "order date")[1][:2] == [datetime(2023, 3, 15), datetime(2023, 3, 16, 12)]
    assert column_of(tmp_path, cells, "weight")[1][:2] == [45000.0, 45001.5]
    assert column_of(tmp_path, ["1700000000", "1700000001"], "created_at")[1][0] == datetime(2023, 11, 14, 22, 13, 20)


def test_mixed_formats_are_listed_and_what_is_no_date_is_counted(tmp_path: Path) -> None:
    cells = ["2024-03-04"] * 40 + ["04.03.2024"] * 10 + ["March 4, 2024"] * 5 + ["45355"] * 3 + ["2024-02-30", "soon"]
    table, found = column_of(tmp_path, cells)
    column = table.findings.columns[1]
    assert set(found) == {datetime(2024, 3, 4), None} or set(found) == {date(2024, 3, 4), None}
    assert list(column.formats.values()) == [40, 10, 5, 3]
    assert (column.misfits, set(column.misfit_examples)) == (2, {"2024-02-30", "soon"})
    assert misfits_of(table, "x").rows() == [("2024-02-30", 1), ("soon", 1)]
    assert sum("x:" in warning for warning in table.findings.warnings) == 2


def test_undecidable_dates_are_reported_and_settled_by_their_neighbours_or_the_analyst(tmp_path: Path) -> None:
    doubtful = ["01/02/2024", "03/04/2024"]
    table, _ = column_of(tmp_path, doubtful)
    assert any("nothing tells day from month" in warning for warning in table.findings.warnings)
    by_hand = column_of(tmp_path, doubtful, options=ReadOptions(date_order="day_first"))
    assert by_hand[1][0] == date(2024, 2, 1)
    assert not by_hand[0].findings.warnings
    key = [f"k{at}" for at in range(ROWS)]
    beside = table_of(tmp_path, {"key": key, "a": doubtful, "b": ["31/12/2023", "01/02/2024"]})
    assert beside.frame.collect()["a"][0] == date(2024, 2, 1)


def test_the_mark_between_thousands_is_settled_by_the_neighbours_or_the_analyst(tmp_path: Path) -> None:
    doubtful = ["1,234", "5,678"]
    key = [f"k{at}" for at in range(ROWS)]
    german = table_of(tmp_path, {"key": key, "a": doubtful, "b": ["1,5", "2,25"]}).frame.collect()
    assert german["a"][0] == 1.234
    english = table_of(tmp_path, {"key": key, "a": doubtful, "b": ["1.5", "2.25"]}).frame.collect()
    assert english["a"][0] == 1234
    assert any("decimal from thousands" in each for each in column_of(tmp_path, doubtful)[0].findings.warnings)
    assert column_of(tmp_path, doubtful, options=ReadOptions(decimal=","))[1][0] == 1.234


@pytest.mark.parametrize(
    "pair", [("Yes", "no"), ("Y", "N"), ("TRUE", "False"), ("是", "否"), ("ja", "nein"), ("有", "无")]
)
def test_words_for_true_and_false(pair: tuple[str, str], tmp_path: Path) -> None:
    table, found = column_of(tmp_path, [*pair, "n/a"])
    assert found[:3] == [True, False, None]
    assert table.findings.columns[1].missing == {"n/a": ROWS // 3}


def test_ids_are_text_and_lose_the_point_zero_only_where_every_one_has_it(tmp_path: Path) -> None:
    table, found = column_of(tmp_path, ["17850.0", "", "12346.0", "nan"], "CustomerID")
    assert found[:4] == ["17850", None, "12346", None]
    assert any("“.0”" in warning for warning in table.findings.warnings)
    _, mixed = column_of(tmp_path, ["17850.0", "12346"], "CustomerID")
    assert mixed[:2] == ["17850.0", "12346"]
    assert column_of(tmp_path, [" 7 ", "8"], "CustomerID")[1][:2] == ["7", "8"]
    assert column_of(tmp_path, ["20240304", "20240305"], "order no")[1][0] == "20240304"


def test_an_id_that_the_file_declares_a_number_becomes_text(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    pl.DataFrame(
        {"customer_id": [17850.0, None, 2.0], "order_id": [1, 2, 3], "price": [1.25, 2.5, float("nan")]}
    ).write_parquet(path)
    table = read(path)
    frame = table.frame.collect()
    assert frame["customer_id"].to_list() == ["17850", None, "2"]
    assert frame["order_id"].to_list() == ["1", "2", "3"]
    assert frame["price"].to_list() == [1.25, 2.5, None]
    assert table.findings.columns[2].decimals == 2


HEAD, WHOLE = 30_000, 36_000


def late(head: Callable[[int], str], tail: Callable[[int], str], every: int) -> list[str]:
    return [tail(at) if at >= HEAD and at % every == 0 else head(at) for at in range(WHOLE)]


def test_words_for_missing_are_told_however_many_there_are(tmp_path: Path) -> None:
    cells = ["7", "N/A", "x", "8", *["N/A"] * 250_000, *["9"] * 2_600_000]
    pl.DataFrame(
        {"age": cells, "city": ["Oslo", *["null"] * 250_000, *["Bonn"] * (len(cells) - 250_001)]}
    ).write_parquet(tmp_path / "many.parquet")
    age, city = read(tmp_path / "many.parquet").findings.columns
    assert (age.type, age.missing, age.misfits) == ("integer", {"N/A": 250_001}, 1)
    assert (city.type, city.missing, city.misfits) == ("text", {"null": 250_000}, 0)


def test_the_whole_column_decides_not_its_head(tmp_path: Path) -> None:
    chance = random.Random(1)
    number = lambda at: str(1 + at % 500)  # noqa: E731
    ambiguous = lambda at: f"{chance.randint(1, 12):02}/{chance.randint(1, 12):02}/2024"  # noqa: E731
    table = table_of(
        tmp_path,
        {
            "key": [f"k{at}" for at in range(WHOLE)],
            "codes": late(number, lambda at: f"C{at}", 10),
            "zeros": late(number, lambda at: "007", 3000),
            "decimals": late(number, lambda at: "1.25", 100),
            "errors": late(number, lambda at: "see note", 100),
            "missing": late(number, lambda at: "N/A", 5),
            "empty head": late(lambda at: "", number, 1),
            "date after nothing": late(lambda at: "", lambda at: "13.02.2024", 1),
            "number after words": ["abc" if at < 2000 else number(at) for at in range(WHOLE)],
            "day first": late(ambiguous, lambda at: "31/12/2024", 10),
            "formats": late(lambda at: "2024-03-04", lambda at: "4 March 2024", 100),
            "customer_id": late(lambda at: "17850.0", lambda at: "C1", 100),
        },
    )
    found = {column.name: column for column in table.findings.columns}
    types = {name: column.type for name, column in found.items() if name != "key"}
    assert types == {
        "codes": "text",
        "zeros": "text",
        "decimals": "decimal",
        "errors": "integer",
        "missing": "integer",
        "empty head": "integer",
        "date after nothing": "date",
        "number after words": "integer",
        "day first": "date",
        "formats": "date",
        "customer_id": "text",
    }
    assert (found["errors"].misfits, found["errors"].misfit_examples) == (60, ("see note",))
    assert found["missing"].missing == {"N/A": 1200}
    assert found["number after words"].misfits == 2000
    assert found["day first"].formats == {"dd/mm/yyyy": WHOLE}
    assert found["formats"].formats == {"yyyy-mm-dd": WHOLE - 60, "d Mon yyyy": 60}
    frame = table.frame.collect()
    assert frame["customer_id"][0] == "17850.0"
    for name, column in found.items():
        assert frame[name].null_count() == column.nulls
        assert frame[name].drop_nulls().n_unique() == column.distinct


MARKS = {"plain": ("", "."), "English": (",", "."), "German": (".", ","), "French": (" ", ","), "Swiss": ("'", ".")}


@given(
    numbers=st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=30, max_size=40),
    style=st.sampled_from(sorted(MARKS)),
    sign=st.sampled_from(["", "$", "€", "USD "]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_money_written_in_any_style_is_read_back(numbers: list[Decimal], style: str, sign: str, tmp_path: Path) -> None:
    thousands, mark = MARKS[style]
    spelt = str.maketrans({",": thousands, ".": mark})
    cells = [("-" if each < 0 else "") + sign + f"{abs(each):,.2f}".translate(spelt) for each in numbers]
    table, found = column_of(tmp_path, cells)
    assert found[: len(numbers)] == [float(each) for each in numbers]
    assert table.findings.columns[1].decimals == 2


FORMATS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y %H:%M",
    "%d %B %Y",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%m/%d/%y %I:%M %p",
)


@given(
    days=st.lists(st.integers(0, 365 * 30), min_size=20, max_size=40),
    minutes=st.integers(0, 1439),
    style=st.sampled_from(FORMATS),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_dates_written_in_any_format_are_read_back(days: list[int], minutes: int, style: str, tmp_path: Path) -> None:
    # The last day of a month settles day and month.
    stamps = [datetime(2000, 1, 31) + timedelta(days=each) for each in [0, *days]]
    timed = "M" in style and ":" in style and minutes > 0
    stamps = [each + timedelta(minutes=minutes if timed else 0) for each in stamps]
    table, found = column_of(tmp_path, [each.strftime(style) for each in stamps])
    assert found[: len(stamps)] == (stamps if timed else [each.date() for each in stamps])
    assert not [warning for warning in table.findings.warnings if "nothing tells" in warning]


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"'), max_size=12),
        min_size=1,
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_cell_is_a_value_or_is_accounted_for(cells: list[str]) -> None:
    from analysis.sources.assemble import Choices, typed_table
    from analysis.sources.table import Findings
    from analysis.sources.text_table import TextTable

    frame = pl.DataFrame({"x": pl.Series(cells, dtype=pl.String), LINE: range(len(cells))}).lazy()
    loaded = TextTable(frame, Findings(path="x", format="delimited text", bytes=1, rows=len(cells), header_line=1))
    table = typed_table(loaded, ReadOptions(), Choices(), Path("x"))
    column = table.findings.columns[0]
    values = table.frame.collect()["x"]
    assert values.null_count() == column.nulls == column.misfits + sum(column.missing.values())
    if column.type == "text" and not column.misfits:
        assert all(found in (written, None) for written, found in zip(cells, values, strict=True))


def test_types_can_be_decreed(tmp_path: Path) -> None:
    options = ReadOptions(types={"x": "text"})
    assert column_of(tmp_path, ["1", "2"], options=options)[1][:2] == ["1", "2"]
    options = ReadOptions(types={"x": "integer"})
    table, found = column_of(tmp_path, ["007", "8", "x9"], options=options)
    assert found[:3] == [7, 8, None]
    assert table.findings.columns[1].misfits == ROWS // 3
    assert column_of(tmp_path, ["03/04/2024"], options=ReadOptions(types={"x": "date"}))[1][0] == date(2024, 3, 4)


def test_what_is_shown_of_a_source(tmp_path: Path) -> None:
    table, _ = column_of(tmp_path, ["1", "2", "2", "10"])
    facts = facts_of(table.findings)
    assert facts["rows"] == "60"
    assert facts["delimiter"] == "tab"


def test_the_real_data_sets_open_with_the_right_roles(real_data: Callable[[str], Path]) -> None:
    retail = read(real_data("online_retail.csv.gz"))
    assert retail.findings.roles == {
        "order_id": "InvoiceNo",
        "product_id": "StockCode",
        "product_name": "Description",
        "quantity": "Quantity",
        "order_date": "InvoiceDate",
        "unit_price": "UnitPrice",
        "customer_id": "CustomerID",
        "country": "Country",
    }
    columns = {column.name: column for column in retail.findings.columns}
    assert (retail.findings.rows, retail.findings.kind) == (541_909, "transactions")
    assert (columns["CustomerID"].nulls, columns["CustomerID"].distinct) == (135_080, 4372)
    assert (columns["InvoiceNo"].distinct, columns["UnitPrice"].decimals) == (25_900, 3)
    frame = retail.frame.collect()
    assert frame["CustomerID"][0] == "17850"
    assert frame["InvoiceDate"][0] == datetime(2010, 12, 1, 8, 26)
    assert frame.filter(pl.col("Quantity") < 0).height == 10_624
    assert frame.filter(pl.col("InvoiceNo").str.starts_with("C")).height == 9288


def test_cdnow_and_mall_open_with_the_right_roles(real_data: Callable[[str], Path]) -> None:
    cdnow = read(real_data("CDNOW_sample.txt"))
    assert [column.name for column in cdnow.findings.columns] == [f"column_{at}" for at in range(1, 6)]
    assert (cdnow.findings.rows, cdnow.findings.columns[2].type) == (6919, "date")
    assert cdnow.findings.roles["order_date"] == "column_3"
    assert (cdnow.findings.roles["quantity"], cdnow.findings.roles["amount"]) == ("column_4", "column_5")
    assert cdnow.findings.roles["customer_id"] in ("column_1", "column_2")
    assert cdnow.findings.kind == "transactions"
    mall = read(real_data("Mall_Customers.csv"))
    assert mall.findings.roles == {
        "customer_id": "CustomerID",
        "gender": "Genre",
        "age": "Age",
        "income": "Annual Income (k$)",
    }
    assert mall.findings.kind == "customers"
    assert mall.frame.collect()["CustomerID"][0] == "0001"
