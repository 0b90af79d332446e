"""Frames in files: the conditions that an analyst, or a key, puts to them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analysis.expressions import condition_for, literals, named
from analysis.workspace.frames import matching, wrong_condition


def test_a_condition_for_a_value_finds_just_that_value(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "o'clock `x`": ["a'b", "a", None],
            "n": [1, 2, None],
            "d": [2.5, -1.0, None],
            "flag": [True, False, None],
            "day": [dt.date(2024, 1, 2), dt.date(2024, 2, 1), None],
            "at": [dt.datetime(2024, 1, 2, 3, 4, 5), dt.datetime(2024, 1, 2), None],
        }
    )
    path = tmp_path / "frame.arrow"
    frame.write_ipc(path)
    for name in frame.columns:
        for row, value in enumerate(frame[name]):
            condition = condition_for(name, value)
            assert wrong_condition(condition, path) == ""
            assert matching(frame.lazy(), condition).collect().equals(frame[row : row + 1])
    assert "there is no column" in wrong_condition("nn > 2", path)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8) | st.sampled_from(
    ["in", "Null", "p80"]
)


@given(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
def test_whatever_a_column_is_called_it_is_written_so_that_it_is_read(column: str, value: str) -> None:
    frame = pl.DataFrame({column: [value, value + "x", None]})
    for condition in (condition_for(column, value), f"{named(column)} in {literals([value])}"):
        assert matching(frame.lazy(), condition).collect().equals(frame[:1])
