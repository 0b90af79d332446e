"""Views of frames: order and filter by row numbers, the copy that is paged, shapes and descriptions that are known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.column_shapes import describe_column
from analysis.errors import RecipeError
from analysis.worker.views import COPIES_KEPT, JOBS, shapes, view
from analysis.workspace.frames import row_numbers


class Channel:
    def progress(self, **fields: object) -> None:
        """Hear nothing."""


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "n": [3, 1, None, 2, 1],
            "word": ["c", None, "a", "a", "b"],
            "day": [dt.date(2024, 1, day) for day in (5, 1, 2, 3, 4)],
        }
    )


def test_rows_are_ordered_ties_as_in_the_file_and_missing_last(frame: pl.DataFrame) -> None:
    assert row_numbers(frame.lazy(), "", [("n", False)]).tolist() == [1, 4, 3, 0, 2]
    assert row_numbers(frame.lazy(), "", [("n", True)]).tolist() == [0, 3, 1, 4, 2]
    assert row_numbers(frame.lazy(), "n <= 2", [("word", False)]).tolist() == [3, 4, 1]
    with pytest.raises(RecipeError, match="no column"):
        row_numbers(frame.lazy(), "", [("gone", False)])


def test_a_view_of_parquet_is_paged_from_a_copy_that_is_the_same(frame: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    frame.write_parquet(path)
    job: dict[str, Any] = {"frame": str(path), "workspace": str(tmp_path), "order": [["day", True]], "filter": "n > 0"}
    told = view(job, Channel())
    numbers = np.load(told["rows"])
    assert told["count"] == 4
    shown = pl.read_ipc(told["frame"])[numbers.tolist()]
    assert shown["day"].to_list() == sorted(frame.filter(pl.col("n").is_not_null())["day"], reverse=True)
    assert pl.read_ipc(told["frame"]).equals(frame)
    assert Path(told["frame"]).stat().st_mode & 0o077 == 0
    assert view(job, Channel()) == told
    assert not list((tmp_path / "views").glob("part-*"))


def test_old_copies_are_forgotten_but_never_the_one_asked_for(frame: pl.DataFrame, tmp_path: Path) -> None:
    for number in range(COPIES_KEPT + 2):
        path = tmp_path / f"{number}.parquet"
        frame.write_parquet(path)
        told = view({"frame": str(path), "workspace": str(tmp_path), "order": [["n", False]]}, Channel())
        assert Path(told["frame"]).exists()
    assert len(list((tmp_path / "views").glob("*.arrow"))) <= COPIES_KEPT + 1


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True)), max_size=60))
def test_a_histogram_counts_every_finite_value_once(values: list[float | None]) -> None:
    told = describe_column(pl.LazyFrame({"x": pl.Series(values, dtype=pl.Float64)}), "x")
    finite = [value for value in values if value is not None and np.isfinite(value)]
    assert told["nulls"] == values.count(None)
    if finite:
        assert sum(told["histogram"]) + sum(told["outside"]) == len(finite)
        assert told["quantiles"]["0"] == min(finite)
        assert told["quantiles"]["1"] == max(finite)


def test_a_few_values_far_out_do_not_hide_the_shape_of_the_others(tmp_path: Path) -> None:
    values = [*range(1000), 10**9]
    told = describe_column(pl.LazyFrame({"x": values}), "x")
    assert told["outside"][0] == 0
    assert 0 < told["outside"][1] <= 12
    assert min(told["histogram"]) > 0
    path = tmp_path / "x.parquet"
    pl.DataFrame(
        {
            "x": values,
            "word": ["a"] * 1000 + ["b"],
            "none": pl.Series([None] * 1001, dtype=pl.Int64),
            "time": ["00:00:00", "12:30:00", "23:59:59", *["12:00:00"] * 998],
        }
    ).write_parquet(path)
    found = shapes({"frame": str(path), "times": ["time"]}, Channel())["shapes"]
    assert min(found["x"]) > 0
    assert found["word"] == [1000, 1]
    assert found["none"] == []
    assert found["time"] == [1, 0, 0, 0, 0, 0, 999, 0, 0, 0, 0, 1]


def test_the_head_of_a_source_is_read_as_the_recipe_says(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id;amount;when\n1;3,5;03.04.2024\n2;x;13.04.2024\n3;4,5;14.04.2024\n")
    recipe = {"sources": [{"name": "a", "path": str(path), "kind": "transactions", "types": {"amount": "decimal"}}]}
    told = JOBS["preview"]({"recipe": recipe, "source": 0}, Channel())
    assert told["rows"] == [["1", "3.5", "2024-04-03"], ["2", None, "2024-04-13"], ["3", "4.5", "2024-04-14"]]
    assert told["findings"]["delimiter"] == ";"
    found = JOBS["misfits"]({"recipe": recipe, "source": 0, "column": "amount"}, Channel())
    assert found == {"total": 1, "distinct": 1, "values": [["x", 1]]}
