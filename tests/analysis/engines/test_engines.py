"""What engines promise each other."""

import datetime as dt
import subprocess
import sys

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.engines import ENGINES, collect, engine, engine_of
from analysis.errors import AnalysisError

FRAME = pl.DataFrame({"t": ["b", None, "a", "b"], "n": [1, 2, None, 2**62], "at": [dt.datetime(2024, 1, 2)] * 4})


@pytest.fixture(params=list(ENGINES))
def name(request):
    return request.param


def test_what_is_held_comes_back(name):
    frame = engine(name).hold(FRAME.lazy())
    assert engine_of(frame) is engine(name)
    assert_frame_equal(collect(frame), FRAME, check_row_order=False)


def test_counts_and_exact_sums_have_one_type_everywhere(name):
    frame = engine(name).hold(FRAME.lazy())
    wanted = frame.select(
        rows=nw.len(),
        kinds=nw.col("t").n_unique(),
        total=nw.col("n").cast(nw.Int128).sum() * 4,
        hours=nw.col("at").dt.hour().max(),
    )
    found = collect(wanted)
    assert found.row(0) == (4, 3, 4 * (2**62 + 3), 0)
    assert list(found.schema.values()) == [pl.Int64, pl.Int64, pl.Int128, pl.Int64]


def test_written_and_scanned(name, tmp_path):
    engine(name).write(engine(name).hold(FRAME.lazy()), tmp_path / "a.parquet")
    assert_frame_equal(collect(engine(name).scan((tmp_path / "a.parquet",))), FRAME, check_row_order=False)


def test_cells_are_read_one_by_one(name):
    frame = engine(name).hold(FRAME.lazy())
    read = engine(name).read_cells(frame, {"place": ("t", lambda cell: cell.replace_strict({"a": 1}, default=None))})
    assert collect(read).sort("n", nulls_last=True)["place"].to_list() == [None, None, None, 1]


def test_an_engine_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(AnalysisError, match=r"choose one of polars, duckdb"):
        engine("dask")


def test_the_form_of_a_step_needs_no_engine_and_no_science():
    heavy = "'duckdb', 'sklearn', 'scipy', 'pandas'"
    code = f"import analysis.cleaning, sys; print([name for name in ({heavy}) if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
