"""Text kept as numbers comes back as it was, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cleaning import clean
from analysis.cleaning.tidy_text import TidyText
from analysis.codes import PREFIX, InCodes
from analysis.engines.polars import hold
from analysis.rows import Rows
from analysis.sources.holding import Batch, unknown
from analysis.sources.table import LINE, Column

IDS = st.one_of(
    st.text(max_size=6),
    st.from_regex(r"\A(C-?)?0{0,3}[0-9]{1,10}\Z"),
    st.sampled_from(["007", "7", "+7", "-7", "0", "00", " 7", "7 ", "٣", "C7", "C07", "4294967296", ""]),
)


def told(frame: pl.DataFrame, batch: int) -> Iterator[Batch]:
    """Yield some rows at a time with what reading them tells: the ends of all so far, and what numbers they are."""
    ends: list[str] = []
    for rows in frame.iter_slices(batch):
        text = rows["id"]
        numbers = text.cast(pl.Int64, strict=False)
        ends = sorted({*ends, *text.drop_nulls()})
        known = numbers.null_count() == text.null_count()
        yield Batch(rows, {"id": (ends[0], ends[-1])} if ends else {}, {"id": numbers} if known else {})


def held(cells: list[str | None], batch: int = 0, known: bool = False) -> tuple[pl.DataFrame, bool]:
    """Return the cells after they were held in memory, and whether as codes; ``known``: as reading tells of them."""
    frame = pl.DataFrame({"id": cells, LINE: range(1, len(cells) + 1)}, schema={"id": pl.String, LINE: pl.Int64})
    codes = InCodes()
    size = batch or len(cells) or 1
    plan = codes(told(frame, size) if known else unknown(frame.iter_slices(size)), frame.clear())
    return plan.collect(), "id" in codes.codes


@given(st.lists(st.none() | IDS, max_size=30), st.integers(1, 8), st.integers(1, 40), st.booleans())
def test_text_comes_back_as_it_was_and_equal_codes_mean_equal_text(
    cells: list[str | None], times: int, batch: int, known: bool
) -> None:
    frame, coded = held(cells * times, batch, known)
    assert frame["id"].to_list() == cells * times
    assert frame.schema[LINE] == pl.Int64
    if coded:
        pairs = frame.select("id", PREFIX + "id").unique()
        assert pairs["id"].n_unique() == pairs[PREFIX + "id"].n_unique() == pairs.height


@pytest.mark.parametrize("cells", [["10", "9", None, "123"], ["C-001", "C-120", None], ["a", "b", None] * 5])
def test_ids_and_categories_are_coded(cells: list[str | None]) -> None:
    assert held(cells)[1]


@pytest.mark.parametrize(("low", "high"), [(-128, 127), (-129, 0), (0, 40_000), (0, 1 << 40), (-(1 << 62), 5)])
def test_whole_numbers_stay_what_they_are(low: int, high: int) -> None:
    frame = pl.DataFrame({"n": [low, high, None], LINE: [1, 2, 3]})
    for batch in (1, 3):
        assert InCodes()(unknown(frame.iter_slices(batch)), frame.clear()).collect().equals(frame)


def test_a_step_that_writes_to_a_column_ends_its_codes() -> None:
    frame = pl.DataFrame({"id": [" 1a", "1a", "2b"] * 4, "country": ["a", "b", "b"] * 4, LINE: range(12)})
    columns = tuple(Column(name=name, type="text", minimum="a", maximum="b", distinct=3) for name in ("id", "country"))
    codes = InCodes()
    plan = codes(unknown([frame]), frame.clear())
    rows = Rows("orders", "transactions", hold(plan), columns, codes.codes)
    assert set(clean(rows, []).codes) == {"id", "country"}
    assert set(clean(rows, [TidyText(columns=("id",))]).codes) == {"country"}
