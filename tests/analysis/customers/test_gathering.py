"""Lines gathered run by run are those that an engine groups, however they lie and wherever a batch ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.codes import InCodes
from analysis.customers import CustomerChoices, counts, customer_table
from analysis.customers.gathered import Gathered
from analysis.customers.grouping import grouped
from analysis.customers.keys import told_apart
from analysis.customers.lines import CUSTOMER, order_lines
from analysis.customers.runs import NOTHING, in_runs
from analysis.rows import Rows
from analysis.sources.holding import unknown
from analysis.sources.table import LINE

ROLES = {
    "who": "customer_id",
    "order": "order_id",
    "when": "order_date",
    "what": "product_id",
    "kind": "category",
    "units": "quantity",
    "price": "unit_price",
}
CELLS = {
    "who": st.none() | st.integers(0, 3) | st.sampled_from([NOTHING - 1]),
    "order": st.none() | st.integers(1, 3),
    "when": st.none() | st.datetimes(datetime(1960, 1, 1), datetime(2030, 1, 1)),
    "what": st.none() | st.integers(0, 3),
    "kind": st.none() | st.sampled_from(["tea", "cups"]),
    "units": st.integers(-3, 9),
    "price": st.sampled_from([0.0, 1.5, 2.25]) | st.none(),
}
SCHEMA = {
    name: {"when": pl.Datetime("us"), "kind": pl.Categorical, "price": pl.Float64}.get(name, pl.Int64) for name in CELLS
}


def in_batches(size: int) -> Any:
    """Return what reads a frame ``size`` rows at a time."""

    def batches(frame: nw.LazyFrame[Any]) -> Iterator[pl.DataFrame]:
        rows = frame.to_native().collect()
        yield from (rows.slice(start, size) for start in range(0, rows.height, size))

    return batches


def told(found: Gathered) -> tuple[pl.DataFrame, dict[str, pl.DataFrame], int, date | None]:
    """Return the orders of somebody in one order, things, lines without a date, the last day."""
    orders = found.orders.drop_nulls(CUSTOMER)
    undated = int((orders["lines"] - orders["dated"]).sum()) if "dated" in orders.columns else found.undated
    last = found.last if "last" not in orders.columns else orders["last"].cast(pl.Date).max()
    both = [name for name in (CUSTOMER, "amount", "units", "gross", "first") if name in orders.columns]
    different = {
        name: each.drop_nulls().group_by(CUSTOMER).agg(pl.col("count").sum().cast(pl.Int64)).sort(CUSTOMER)
        for name, each in found.different.items()
    }
    return orders.select(both).sort(both), different, undated, last


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=25),
    sorted_by=st.sampled_from(["order", "who", "when", None]),
    size=st.integers(1, 30),
    as_of=st.none() | st.dates(date(1970, 1, 1), date(2020, 1, 1)),
)
def test_runs_are_groups(make_rows, monkeypatch, lines, sorted_by, size, as_of):
    frame = pl.DataFrame(lines, schema=SCHEMA)
    frame = frame.sort(sorted_by) if sorted_by else frame
    text = make_rows(frame.with_columns(pl.col("kind").cast(pl.String)), ROLES)
    # Lines without an order id would get one of their day, in text.
    columns = tuple(column.model_copy(update={"nulls": 0}) for column in text.columns)
    rows = Rows("orders", "transactions", nw.from_native(frame.with_row_index(LINE).lazy()), columns)
    shaped = order_lines(rows, as_of)
    monkeypatch.setattr("analysis.customers.lines.batches", in_batches(size))
    found, expected = in_runs(shaped), grouped(shaped)
    assert found is not None
    assert found.late == expected.late
    assert found.nobody == int(expected.orders.filter(pl.col(CUSTOMER).is_null())["lines"].sum())
    for mine, theirs in zip(told(found), told(expected), strict=True):
        if isinstance(mine, pl.DataFrame):
            assert_frame_equal(mine, theirs)
        elif isinstance(mine, dict):
            assert mine.keys() == theirs.keys()
            for name, each in mine.items():
                assert_frame_equal(each, theirs[name])
        else:
            assert mine == theirs


@pytest.mark.parametrize("who", [[1, -1], [1, NOTHING], [1, 2**40]])
def test_ids_that_do_not_fit_are_left_to_the_engine(make_rows, who):
    lines = pl.DataFrame({"who": who, "order": [1, 2], "units": [1, 1], "price": [2.5, 3.0]})
    rows = make_rows(lines, ROLES)
    assert in_runs(order_lines(rows, None)) is None
    assert customer_table([rows], CustomerChoices()).frame["customer_id"].to_list() == sorted(map(str, who))


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("some", [1, 50])
def test_the_table_is_the_same_of_codes_and_of_text_in_any_order_and_in_slices(make_rows, monkeypatch, shuffled, some):
    size = 3_000
    number = pl.int_range(size)
    lines = pl.select(
        who=pl.format("C-{}", (number // 3 * 7919 % 211).cast(pl.String).str.zfill(4)),
        order=(number // 3).cast(pl.String),
        when=pl.datetime(2024, 1, 1) + pl.duration(hours=number // 3 * 17 % 9000),
        what=pl.format("P{}", number * 31 % 40),
        kind=pl.when(number % 2 == 0).then(pl.lit("tea")).otherwise(pl.lit("cups")),
        units=number % 11 - 2,
        price=(number % 13).cast(pl.Float64) / 4,
        country=pl.when((number // 3 * 7919 % 211 % 3 == 0) ^ (number % 11 == 0))
        .then(pl.lit("Oman"))
        .otherwise(pl.lit("Chile")),
    )
    lines = lines.with_columns(pl.when(number % 97 != 0).then("who").alias("who"))
    roles = {**ROLES, "country": "country"}
    rows = make_rows(lines.sample(fraction=1.0, shuffle=True, seed=1) if shuffled else lines, roles)
    expected = customer_table([make_rows(lines, roles)], CustomerChoices())
    assert expected.frame["country"].n_unique() > 1
    hold, read = InCodes(), rows.frame.to_native().collect()
    held = nw.from_native(hold(unknown(read.iter_slices(700)), read.clear()))
    assert hold.codes.keys() == {"who", "order", "what", "kind", "country"}
    monkeypatch.setattr(counts, "SLICE", some)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: some)
    found = customer_table([Rows("orders", "transactions", held, rows.columns, hold.codes)], CustomerChoices())
    assert_frame_equal(found.frame, expected.frame, check_exact=True)
    assert (found.revenue, found.as_of, found.warnings) == (expected.revenue, expected.as_of, expected.warnings)


@given(st.lists(st.none() | st.integers(-9, 9) | st.integers(-(1 << 63), (1 << 63) - 1)), st.integers(-(1 << 63), 0))
def test_values_are_told_apart_wherever_they_lie(numbers: list[int | None], least: int) -> None:
    values = pl.Series([number if number is None else max(number, least) for number in numbers], dtype=pl.Int64)
    near = values % 100
    for some in (values, near, near.cast(pl.UInt32), near.cast(pl.Int8), values.cast(pl.String)):
        assert told_apart(some).sort().equals(some.unique().sort())
