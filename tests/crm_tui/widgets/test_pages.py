"""A page is the rows it says, from memory or from a mapped file, sorted or not."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from crm_tui.widgets.arrow_pages import ArrowPages
from crm_tui.widgets.pages import FramePages, PageColumn, frame_pages

ROWS = 1000


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": np.arange(ROWS),
            "name": [f"cust-{row}" if row % 7 else None for row in range(ROWS)],
            "kind": pl.Series([["Ada", "bob"][row % 2] for row in range(ROWS)], dtype=pl.Categorical),
            "when": pl.Series([datetime(2020, 1, 1)] * ROWS, dtype=pl.Datetime("ns")),
            "day": [date(2020, 1, 1 + row % 28) for row in range(ROWS)],
            "amount": [row / 4 for row in range(ROWS)],
        }
    )


@pytest.fixture(params=["newest", "oldest"])
def arrow(request: pytest.FixtureRequest, frame: pl.DataFrame, tmp_path: Path) -> Path:
    path = tmp_path / "rows.arrow"
    level = getattr(pl.CompatLevel, request.param)()
    frame.write_ipc(path, record_batch_size=128, compat_level=level)
    return path


def test_a_page_of_a_mapped_file_is_what_was_written(arrow: Path, frame: pl.DataFrame) -> None:
    pages = ArrowPages(arrow)
    assert pages.height == ROWS
    assert [column.kind for column in pages.columns] == ["integer", "text", "text", "datetime", "date", "decimal"]
    for place, name in enumerate(frame.columns):
        assert pages.values(place, 120, 140) == frame[name][120:140].to_list(), name
    assert pages.values(0, 990, 2000) == list(range(990, 1000))
    assert pages.number(5) == 6


def test_a_view_gives_scattered_rows_in_its_own_order(arrow: Path, frame: pl.DataFrame, tmp_path: Path) -> None:
    order = np.random.default_rng(0).permutation(ROWS)[:300]
    np.save(tmp_path / "order.npy", order)
    pages = ArrowPages(arrow, tmp_path / "order.npy")
    assert pages.height == 300
    for place, name in enumerate(frame.columns):
        assert pages.values(place, 100, 150) == [frame[name][int(row)] for row in order[100:150]], name
    assert pages.number(7) == order[7] + 1
    assert pages.values(0, 300, 310) == []


def test_find_ignores_case_and_finds_in_every_type(arrow: Path) -> None:
    pages = ArrowPages(arrow)
    assert pages.find("CUST-99", 1, 0, ROWS) == [99, *(row for row in range(990, 1000) if row % 7)]
    assert pages.find("ada", 2, 10, 15) == [10, 12, 14]
    assert pages.find("777", 0, 0, ROWS) == [777]
    assert pages.find("2020-01-03", 4, 0, 40) == [2, 30]


def test_small_tables_sort_with_missing_last_and_keep_their_numbers() -> None:
    pages = frame_pages(["name", "size"], [("b", 2), (None, None), ("a", 3), ("c", 2)])
    assert [column.kind for column in pages.columns] == ["text", "integer"]
    down = pages.sorted_by(1, descending=True)
    assert down.values(0, 0, 9) == ["a", "b", "c", None]
    assert [down.number(row) for row in range(4)] == [3, 1, 4, 2]
    assert pages.sorted_by(0, descending=False).values(0, 0, 9) == ["a", "b", "c", None]
    assert pages.holding("B").values(0, 0, 9) == ["b"]
    assert pages.only(1, 2).values(0, 0, 9) == ["b", "c"]
    assert pages.only(1, 2).sorted_by(0, True).number(0) == 4


def test_rows_may_be_given_by_name() -> None:
    pages = frame_pages([PageColumn("a", "identifier"), "b"], [{"b": 1.5, "a": 7}, {"a": 8}])
    assert isinstance(pages, FramePages)
    assert pages.values(1, 0, 2) == [1.5, None]


def test_mapping_a_large_file_takes_no_memory_of_its_size(tmp_path: Path) -> None:
    """64 MB of rows are mapped, jumped through and viewed; Arrow itself allocates next to nothing."""
    path = tmp_path / "large.arrow"
    pl.DataFrame({"a": np.arange(4_000_000), "b": np.arange(4_000_000)}).write_ipc(path, record_batch_size=100_000)
    code = f"""
from pathlib import Path
import numpy as np, pyarrow as pa
from crm_tui.widgets.arrow_pages import ArrowPages
pages = ArrowPages(Path({str(path)!r}))
view = ArrowPages(Path({str(path)!r}), np.arange(3_999_999, 0, -7))
assert pages.values(1, 3_999_990, 4_000_000)[-1] == 3_999_999
assert view.values(0, 500_000, 500_050)[0] == 3_999_999 - 7 * 500_000
assert pa.total_allocated_bytes() < 2_000_000, pa.total_allocated_bytes()
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])
