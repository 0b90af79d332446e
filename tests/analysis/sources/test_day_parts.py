"""Orders whose day stands in three columns: year, month and day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from analysis.sources import read

DAYS = [date(2022, 12, 1) + timedelta(days=number * 37 % 400) for number in range(120)]
PLACES = {
    "%A": lambda day: f"{day:%A}",
    "%B": lambda day: f"{day:%B}",
    "%j": lambda day: str(day.timetuple().tm_yday),
    "%F": lambda day: day.isoformat(),
    "%Y": lambda day: str(day.year),
    "%m": lambda day: str(day.month),
    "%d": lambda day: str(day.day),
    "%0": lambda day: f"{day.day}.0",
    "%4": lambda day: str(day.year - 2021),
}
SHAPES: dict[str, tuple[str, str | None]] = {
    "plain": ("Year=%Y,Month=%m,Day=%d", "date (Year, Month, Day)"),
    "in any order": ("DAY=%d,MONTH=%m,YEAR=%Y", "date (YEAR, MONTH, DAY)"),
    "of one thing": (
        "purchase_year=%Y,purchase_month=%m,purchase_day=%d",
        "purchase date (purchase_year, purchase_month, purchase_day)",
    ),
    "months by name": ("Year=%Y,Month=%B,Day=%d", "date (Year, Month, Day)"),
    "as decimals": ("year=%Y,month=%m,day=%0", "date (year, month, day)"),
    "Chinese": ("年=%Y,月=%m,日=%d", "date (年, 月, 日)"),
    "German": ("Jahr=%Y,Monat=%m,Tag=%d", "date (Jahr, Monat, Tag)"),
    "beside a date": ("Date=%F,Year=%Y,Month=%m,Day=%d", "Date"),
    "of a birth": ("birth_year=%Y,birth_month=%m,birth_day=%d", None),
    "of the week": ("Year=%Y,Month=%m,Day=%A", None),
    "of the year": ("Year=%Y,Month=%m,Day=%j", None),
    "years that are no years": ("Year=%4,Month=%m,Day=%d", None),
    "of two things": ("order_year=%Y,order_month=%m,delivery_day=%d", None),
    "two months": ("Year=%Y,Month=%m,MM=%m,Day=%d", None),
}
"""Columns, each with what it says of the day → the column that is the day of the order."""


@pytest.mark.parametrize("shape", SHAPES)
def test_year_month_and_day_of_an_order_are_one_day(shape: str, tmp_path: Path) -> None:
    columns, expected = SHAPES[shape]
    header, formats = zip(*(each.split("=") for each in columns.split(",")), strict=True)
    rows = [
        ",".join((f"C{number % 17:02d}", *(PLACES[each](day) for each in formats), f"{number}.50"))
        for number, day in enumerate(DAYS)
    ]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([",".join(("customer_id", *header, "amount")), *rows]), "utf-8")
    table = read(path)
    assert table.roles.get("order_date") == expected
    if expected is None:
        assert [column.name for column in table.findings.columns] == ["customer_id", *header, "amount"]
        return
    assert table.frame.collect()[expected].to_list() == DAYS
    again = read(path, roles=table.roles, kind=table.findings.kind)
    assert again.findings == table.findings
    assert again.frame.collect().equals(table.frame.collect())


def test_a_day_that_there_is_not_is_counted_and_parts_may_be_declared_numbers(tmp_path: Path) -> None:
    parts = pl.DataFrame(
        {"year": [2024] * 200, "month": [2] * 199 + [None], "day": [*range(1, 29)] * 7 + [30, 1, 2, 3]}
    )
    people = pl.Series("customer_id", [f"C{number % 9}" for number in range(200)])
    parts.with_columns(people, amount=pl.lit(2.5)).write_parquet(tmp_path / "sales.parquet")
    table = read(tmp_path / "sales.parquet")
    assert table.roles["order_date"] == "date (year, month, day)"
    found = table.findings.columns[-1]
    assert (found.type, found.nulls, found.misfit_examples) == ("date", 2, ("2024-2-30",))
    assert table.frame.collect()["date (year, month, day)"][0] == date(2024, 2, 1)
    said = "date (year, month, day): put together from the columns year, month and day"
    assert said in table.findings.warnings
