"""Tables read one under another that hold the same days: what is in both counts once, and nothing else goes."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from analysis.cleaning import STEPS, clean, ledger
from analysis.engines import collect
from analysis.intake.opening import Opened, open_files
from analysis.sources.table import LINE, Column, Part

HEADER = "order_id,customer_id,order_date,product_id,quantity,unit_price"
START = dt.date(2023, 1, 1)
STEP = STEPS["drop_repeated_parts"](step="drop_repeated_parts")


def lines_of(days: range, seed: int = 1) -> Iterator[tuple[int, str]]:
    """Five lines a day, one of them now and then twice, as a shop writes an article that was scanned twice."""
    draw = random.Random(seed)
    for number in days:
        day = START + dt.timedelta(days=number)
        for place in range(5):
            who, what, units = draw.randrange(90), draw.randrange(40), draw.randrange(1, 5)
            line = f"{1000 * seed + number * 5 + place},C{who:03d},{day},P{what:02d},{units},{draw.randrange(900)}.5"
            yield from [(number, line)] * (2 if place == 0 and number % 7 == 0 else 1)


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join([HEADER, *lines]) + "\n")


def yearly(folder: Path) -> int:
    """Two files of 120 days of which each has the days 100 to 119; return how many different lines there are."""
    told = list(lines_of(range(220)))
    write(folder / "a.csv", [line for day, line in told if day < 120])
    write(folder / "b.csv", [line for day, line in told if day >= 100])
    return len(told)


def proposed(opened: Opened) -> tuple[bool, str] | None:
    found = [each for each in opened.proposals if each["step"]["step"] == "drop_repeated_parts"]
    return (found[0]["suggested"], found[0]["reason"]) if found else None


def test_days_that_two_files_hold_alike_are_proposed_to_count_once(tmp_path: Path) -> None:
    lines = yearly(tmp_path)
    opened = open_files([str(tmp_path)])
    on, reason = proposed(opened) or (False, "")
    assert on
    assert "“b.csv” and what is before it hold 2023-04-11 to 2023-04-30 alike" in reason
    told = {each["step"]["step"]: each["reason"] for each in opened.proposals}
    twice = len(list(lines_of(range(220)))) - len(set(lines_of(range(220))))
    assert f"{twice} lines are equal to another" in told["drop_duplicates"], "without those that go anyway"
    rows = opened.loaded.sources[0].rows()
    (line,) = ledger(rows, [STEP])
    assert (line.rows_before - line.rows_after, line.rows_after) == (line.rules[0].rows, lines)
    assert collect(clean(rows, [STEP]).frame).height == lines


def test_members_of_an_archive_are_parts_as_well(tmp_path: Path) -> None:
    yearly(tmp_path)
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.write(tmp_path / name, name)
    assert (proposed(open_files([str(tmp_path / "both.zip")])) or (False,))[0]


def test_a_copy_of_a_file_is_taken_once_and_another_shop_of_the_same_days_stays(tmp_path: Path) -> None:
    for name in ("copy", "shops", "months"):
        (tmp_path / name).mkdir()
    one = [line for _, line in lines_of(range(60))]
    other = [line for _, line in lines_of(range(60), seed=2)]
    for name in ("orders.csv", "orders (1).csv"):
        write(tmp_path / "copy" / name, one)
    write(tmp_path / "shops" / "north.csv", one)
    write(tmp_path / "shops" / "south.csv", [*other, *one[:12]])
    write(tmp_path / "months" / "1.csv", one[:150])
    write(tmp_path / "months" / "2.csv", one[150:])
    assert (proposed(open_files([str(tmp_path / "copy")])) or (False,))[0]
    off, reason = proposed(open_files([str(tmp_path / "shops")])) or (True, "")
    assert (off, "12 lines are in an earlier part" in reason) == (False, True)
    assert proposed(open_files([str(tmp_path / "months")])) is None


@pytest.mark.parametrize("on", ["polars", "duckdb"])
def test_equal_rows_within_a_part_stay_and_cells_without_a_value_are_equal(on, rows_of):
    cells = [("x", 1), ("x", 1), (None, 2), ("x", 1), (None, 2), ("y", None), ("y", None), (None, 2)]
    frame = pl.DataFrame(cells, schema=["name", "number"], orient="row").with_row_index(LINE, 1)
    frame = frame.select("name", "number", pl.col(LINE).cast(pl.Int64))
    columns = (Column(name="name", type="text"), Column(name="number", type="integer"))
    parts = tuple(Part(name=str(first), first=first) for first in (1, 4, 7))
    rows = replace(rows_of(frame, on, columns=columns), parts=parts)
    assert sorted(collect(clean(rows, [STEP]).frame)[LINE]) == [1, 2, 3, 6]


def test_rows_of_one_table_stay(orders, rows_of):
    (line,) = ledger(rows_of(orders), [STEP])
    assert (line.rows_after, "one table" in line.reason) == (len(orders), True)
