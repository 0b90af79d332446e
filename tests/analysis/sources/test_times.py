"""Times of day in a column of their own: how they are written, and which column is the order's."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.recipe import Recipe
from analysis.sources import ReadOptions, read
from analysis.sources.types import Hints, guess
from analysis.sources.types_times import time_reading

WAYS: dict[str, tuple[list[str], list[str | None]]] = {
    "to the minute": (["13:08", "9:30", " 20:33 "], ["13:08:00", "09:30:00", "20:33:00"]),
    "to the second": (["09:58:11", "00:00:00", "23:59:59.9"], ["09:58:11", "00:00:00", "23:59:59"]),
    "in halves of the day": (["10:29:00 AM", "1:05:09 pm", "12:00 AM"], ["10:29:00", "13:05:09", "00:00:00"]),
    "digits": (["1029", "930", "5", "2359.0"], ["10:29:00", "09:30:00", "00:05:00", "23:59:00"]),
    "six digits": (["102900", "093011", "235959"], ["10:29:00", "09:30:11", "23:59:59"]),
    "no more than the hour": (["9", "17", "23"], ["09:00:00", "17:00:00", "23:00:00"]),
    "shares of the day": (["0.5", "0.547222222", "0"], ["12:00:00", "13:08:00", "00:00:00"]),
    "of a workbook": (["1899-12-31 13:08:00", "1899-12-30 09:00:00"], ["13:08:00", "09:00:00"]),
    "Chinese": (["下午1:08", "上午9点30分", "13时8分5秒"], ["13:08:00", "09:30:00", "13:08:05"]),
    "Korean": (["오후 1:08", "오전 9:30"], ["13:08:00", "09:30:00"]),
    "French and German": (["13h08", "9:30 Uhr", "14.05"], ["13:08:00", "09:30:00", "14:05:00"]),
    "other digits": (["۱۳:۰۸", "۰۹:۳۰"], ["13:08:00", "09:30:00"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_times_are_read_in_any_usual_way(way: str, tmp_path: Path) -> None:
    cells, expected = WAYS[way]
    name = "hour" if way == "no more than the hour" else "time"
    rows = [f"C{number % 3};2024-01-{number + 1:02d};“{cell}”;9.5" for number, cell in enumerate(cells)]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([f"customer;date;{name};amount", *rows]).translate({0x201C: '"', 0x201D: '"'}), "utf-8")
    table = read(path)
    assert table.roles["order_time"] == name
    assert table.frame.collect()[name].to_list() == expected


@pytest.mark.parametrize(
    "cells",
    [["45", "130", "3275"], ["25:10:00", "99:00:00", "31:15"], ["2", "15", "9"], ["1.5", "0.25", "7.1"], ["noon"]],
    ids=["seconds", "long durations", "small numbers", "decimals", "words"],
)
def test_what_only_is_called_a_time_is_none(cells: list[str]) -> None:
    assert time_reading(dict.fromkeys(cells, 10)) is None


HEADERS: dict[str, tuple[str, str | None]] = {
    "supermarket": ("Invoice ID,Branch,Customer ID,Total,@Date,#Time,Payment", "Time"),
    "till": ("CUST_NO,@TRANS_DATE,#TRANS_TIME,STORE,SPEND", "TRANS_TIME"),
    "bakery": ("@Date,#Time,Transaction,Item,Customer ID,Total", "Time"),
    "Chinese": ("会员号,@日期,#时间,商品,金额", "时间"),
    "Taiwan": ("會員編號,@交易日期,#交易時間,商品,金額", "交易時間"),
    "German": ("Kundennr,@Datum,#Uhrzeit,Artikel,Betrag", "Uhrzeit"),
    "French": ("N° client,@Date de vente,#Heure,Produit,Montant", "Heure"),
    "Spanish": ("id_cliente,@fecha,#hora,producto,importe", "hora"),
    "Polish": ("Nr klienta,@Data sprzedaży,#Godzina,Kwota", "Godzina"),
    "Russian": ("Код клиента,@Дата,#Время,Сумма", "Время"),
    "Turkish": ("Müşteri No,@Tarih,#Saat,Tutar", "Saat"),
    "Japanese": ("顧客番号,@注文日,#注文時刻,金額", "注文時刻"),
    "Korean": ("고객번호,@주문일자,#주문시간,결제금액", "주문시간"),
    "log": ("user_id,@event_date,#event_time,event_type", "event_time"),
    "the order's beside the delivery's": ("Customer ID,@Order Date,#Delivery Time,#Order Time,Total", "Order Time"),
    "the delivery's alone": ("Customer ID,@Order Date,#Delivery Time,Total", None),
    "opening hours": ("Customer ID,@Order Date,#Opening Time,#Closing Time,Total", None),
    "two that say the same": ("Customer ID,@Date,#Sale Time,#Order Time,Total", None),
    "the date has one": ("Customer ID,@@Date,#Time,Total", None),
    "no date": ("Customer ID,#Time,Total", None),
}
"""Header ("@" a date, "@@" with a time, "#" a time of day) → the column that is the time of the order."""


@pytest.mark.parametrize("shape", HEADERS)
def test_the_time_of_the_order_is_found_by_its_name_beside_its_day(shape: str, tmp_path: Path) -> None:
    header, expected = HEADERS[shape]
    names = header.split(",")
    rows = [",".join(cell_of(name, number) for name in names) for number in range(60)]
    path = tmp_path / "file.csv"
    path.write_text("\n".join([header.replace("@", "").replace("#", ""), *rows]), "utf-8")
    table = read(path)
    assert table.roles.get("order_time") == expected
    types = {column.name: column.type for column in table.findings.columns}
    timed = [name.lstrip("#") for name in names if name.startswith("#")]
    assert [types[name] for name in timed] == ["time" if name == expected else "text" for name in timed]
    evidence = {column.role: column.evidence for column in table.findings.columns}
    assert expected is None or "it holds times of day" in evidence["order_time"]


MONEY = {"Total", "SPEND", "金额", "金額", "Betrag", "Montant", "importe", "Kwota", "Сумма", "Tutar", "결제금액"}


def cell_of(name: str, number: int) -> str:
    moment = datetime(2024, 1, 1 + number % 28, 9 + number % 12, number)
    if name.startswith("@@"):
        return f"{moment}"
    if name.startswith("@"):
        return f"{moment:%Y-%m-%d}"
    if name.startswith("#"):
        return f"{moment:%H:%M}"
    return f"{number}.50" if name in MONEY else f"K{number % 20:03d}"


def sales(folder: Path, times: list[str]) -> Path:
    rows = [f"C{number % 5},2024-02-{number % 28 + 1:02d},{cell},{number}.5" for number, cell in enumerate(times)]
    path = folder / "sales.csv"
    path.write_text("\n".join(["customer_id,date,time,amount", *rows]), "utf-8")
    return path


def test_what_is_no_time_is_counted_and_of_many_such_cells_the_column_is_left_alone(tmp_path: Path) -> None:
    times = [f"{9 + number % 8}:15" for number in range(95)]
    path = sales(tmp_path, [*times, "closed", "closed", "-", "", "26:00"])
    column = next(column for column in read(path).findings.columns if column.name == "time")
    assert (column.role, column.nulls, column.misfits, column.missing) == ("order_time", 5, 3, {"-": 1})
    assert column.formats == {"HH:MM": 95}
    path = sales(tmp_path, [*times, *["later"] * 30])
    assert "order_time" not in read(path).roles
    assert read(path).frame.collect()["time"][0] == "9:15"
    as_told = read(path, roles={"order_time": "time"})
    assert as_told.frame.collect()["time"][0] == "09:15:00"
    assert "time: 30 cells are no time and are left empty, such as “later”" in as_told.findings.warnings


def test_the_analyst_decides_and_the_recipe_says_so(tmp_path: Path) -> None:
    path = sales(tmp_path, [f"{9 + number % 8}:15" for number in range(50)])
    recipe = Recipe.for_files([path])
    assert recipe.sources[0].columns["order_time"] == "time"
    left = read(path, roles={"order_time": ""})
    assert "order_time" not in left.roles
    assert left.frame.collect()["time"][0] == "9:15"
    as_text = read(path, ReadOptions(types={"time": "text"}))
    assert {column.name: column.type for column in as_text.findings.columns}["time"] == "text"
    with pytest.raises(AnalysisError, match="no role “order_tme”"):
        read(path, roles={"order_tme": "time"})


def test_times_that_a_file_declares_are_times(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "customer_id": [f"C{number % 7}" for number in range(40)],
            "date": [datetime(2024, 1, 1 + number % 28) for number in range(40)],
            "time": [time(9 + number % 9, number) for number in range(40)],
            "amount": [1.5] * 40,
        }
    )
    for column in (frame["time"], frame["time"].dt.hour().cast(pl.Int64) * 100 + frame["time"].dt.minute()):
        frame.with_columns(column).write_parquet(tmp_path / "sales.parquet")
        table = read(tmp_path / "sales.parquet")
        assert table.roles["order_time"] == "time"
        assert table.frame.collect()["time"].to_list()[:2] == ["09:00:00", "10:01:00"]
    moments = frame.with_columns(pl.col("date").dt.combine(pl.col("time")))
    moments.write_parquet(tmp_path / "sales.parquet")
    assert "order_time" not in read(tmp_path / "sales.parquet").roles


CELLS = st.one_of(
    st.text(max_size=12),
    st.from_regex(r" ?[0-9]{1,3}[:.h ][0-9]{1,3}([:.][0-9]{1,3})?( ?[AP]M)?", fullmatch=True),
    st.floats().map(str),
    st.sampled_from(["24:00", "23:59:60", "0.99999999", "235960", "下午1:08", "1899-12-31 13:08:00"]),
)


@settings(max_examples=40)
@given(st.lists(CELLS, min_size=1, max_size=12), st.sampled_from([Hints(forced="time"), Hints(named_time=True)]))
def test_whatever_is_written_what_comes_out_is_a_time_of_day_or_nothing(cells: list[str], hints: Hints) -> None:
    reading = guess(dict.fromkeys(cells, 1), hints)
    if reading.type == "time":
        read_cells = pl.select(reading.value(pl.lit(pl.Series(cells)))).to_series()
        assert all(time.fromisoformat(cell).strftime("%H:%M:%S") == cell for cell in read_cells.drop_nulls())
