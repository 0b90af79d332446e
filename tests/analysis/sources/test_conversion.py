"""Large text files are made typed, measured and held in one pass: with the same result as looking again and again."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.errors import AnalysisError
from analysis.settings import Summary
from analysis.sources import assemble, holding, preparing, read, typing_pass
from analysis.sources.distinct import KEPT, DistinctCount, hashes_of
from analysis.sources.holding import in_memory
from analysis.sources.ordinary import Places
from tests.analysis.sources.corpus import CASES

LARGE = 1 << 40
ROWS = 240
HEAD = 50


def opened(path, monkeypatch, smaller_than, batch=17):
    """What reading gives if files are small up to a size: the rows, the findings, how often rows were held."""
    held = []
    with monkeypatch.context() as patch:
        for module in (assemble, preparing, holding):
            patch.setattr(module, "SMALL", smaller_than)
        patch.setattr(typing_pass, "SAMPLE_ROWS", HEAD)
        patch.setattr(holding, "_LEAST_ROWS", batch)
        patch.setattr(holding, "_BYTES", 17)
        patch.setattr(holding, "in_memory", lambda batches, empty: (held.append(1), in_memory(batches, empty))[1])
        try:
            table = read(path)
        except AnalysisError as error:
            return str(error), None, 0
        return table.frame.collect(), table.findings, len(held)


def assert_same(path, monkeypatch):
    """Reading a file as a large one gives the same; return how often its rows were held."""
    rows, findings, _ = opened(path, monkeypatch, LARGE)
    large_rows, large_findings, held = opened(path, monkeypatch, 0)
    assert large_findings == findings
    if isinstance(findings, Summary):
        assert_frame_equal(large_rows, rows)
    return held


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nasty_files_read_the_same_as_large_ones(case, tmp_path, monkeypatch):
    path = tmp_path / "file.csv"
    path.write_bytes(case.data)
    assert_same(path, monkeypatch)


COLUMNS = {
    "id": lambda draw, place: f"{draw.randrange(10_000, 99_999)}",
    "customer_id": lambda draw, place: f"{draw.randrange(10_000, 99_999)}.0",
    "quantity": lambda draw, place: f"{draw.randrange(1, 9)}",
    "unit_price": lambda draw, place: f"{draw.random() * 90:.2f}",
    "order_date": lambda draw, place: f"2024-{1 + place // 40:02d}-{draw.randrange(1, 29):02d} 10:{place % 60:02d}:00",
    "product": lambda draw, place: draw.choice(["tea", "mug", '"big, ""blue"""', "pot"]),
    "spent": lambda draw, place: draw.choice(["€ 1.200,50", "€ 3,20", "€ 15,00"]),
}
DIRT = {
    "a number with leading zeros": lambda cells: [*cells[:2], "007", *cells[3:]],
    "a word among numbers": lambda cells: [*cells[:3], "free", *cells[4:]],
    "a word for missing": lambda cells: [*cells[:2], "N/A", *cells[3:]],
    "an id of letters": lambda cells: [cells[0], "guest", *cells[2:]],
    "an id without .0": lambda cells: [cells[0], "C77", *cells[2:]],
    "many digits": lambda cells: [*cells[:2], "12345678901234567890", *cells[3:]],
    "an exponent": lambda cells: [*cells[:3], "12E4", *cells[4:]],
    "another date format": lambda cells: [*cells[:4], "24.12.2023 08:00", *cells[5:]],
    "more decimals": lambda cells: [*cells[:3], "1.2345", *cells[4:]],
    "a line end in quotes": lambda cells: [*cells[:5], '"two\nlines"', *cells[6:]],
    "a short row": lambda cells: cells[:4],
    "a long row": lambda cells: [*cells, "more"],
    "a blank line": lambda cells: [],
    "a stray quote": lambda cells: [*cells[:5], 'mug"s', *cells[6:]],
    "blanks around": lambda cells: [*cells[:1], f" {cells[1]} ", *cells[2:]],
    "an empty cell": lambda cells: ["", *cells[1:]],
    "a header again": lambda cells: list(COLUMNS),
    "no text": lambda cells: [*cells[:5], "NA", *cells[6:]],
}


def table_of(draw, dirt):
    """Lines of a table with its dirt at the rows that it names."""
    lines = [",".join(COLUMNS)]
    for place in range(ROWS):
        cells = [cell(draw, place) for cell in COLUMNS.values()]
        cells[-1] = f'"{cells[-1]}"'
        lines.append(",".join(DIRT[dirt[place]](cells) if place in dirt else cells))
    return "\n".join(lines) + "\n"


FAULTS = st.dictionaries(st.integers(0, ROWS - 1), st.sampled_from(sorted(DIRT)), max_size=6)


@settings(max_examples=30)
@given(seed=st.integers(0, 99), dirt=FAULTS)
def test_clean_and_slightly_dirty_tables_read_the_same_as_large_ones(seed, dirt, tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "orders.csv"
    path.write_text(table_of(random.Random(seed), dirt))
    with pytest.MonkeyPatch.context() as patch:
        assert_same(path, patch)


@pytest.mark.parametrize("what", sorted(DIRT))
def test_each_fault_beyond_the_head_reads_the_same_and_is_read_at_most_twice(what, tmp_path, monkeypatch):
    path = tmp_path / "orders.csv"
    path.write_text(table_of(random.Random(3), {200: what}))
    assert 1 <= assert_same(path, monkeypatch) <= 2


@pytest.mark.parametrize("threads", [1, 7])
def test_it_does_not_matter_how_many_threads_look_at_how_many_rows(threads, tmp_path, monkeypatch):
    path = tmp_path / "orders.csv"
    path.write_text(table_of(random.Random(3), {60: "no text", 90: "a word among numbers", 200: "many digits"}))
    expected = opened(path, monkeypatch, 0)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: threads)
    for batch in (1, 50, 1000):
        rows, findings, _ = opened(path, monkeypatch, 0, batch)
        assert findings == expected[1]
        assert_frame_equal(rows, expected[0], check_exact=True)


def test_a_clean_table_is_parsed_once(tmp_path, monkeypatch):
    path = tmp_path / "orders.csv"
    path.write_text(table_of(random.Random(3), {}))
    assert assert_same(path, monkeypatch) == 1


@pytest.mark.parametrize("count", [0, 1, 500, 100_000])
def test_different_values_are_counted_exactly_up_to_a_bound_and_nearly_beyond(count):
    values = pl.Series(range(count), dtype=pl.Int64).shuffle(seed=1)
    distinct = DistinctCount()
    for start in range(0, 3 * count, 7_000):
        distinct.add(hashes_of(pl.concat([values] * 3)[start : start + 7_000], distinct.bound))
    assert distinct.exact == (count <= KEPT)
    assert distinct.count() == (count if distinct.exact else pytest.approx(count, rel=0.05))


def test_a_key_of_a_large_file_is_known_as_one_and_so_is_the_one_row_that_makes_it_none(tmp_path, monkeypatch):
    path = tmp_path / "customers.csv"
    for last, unique in (("30000", True), ("7", False)):
        path.write_text("\n".join(["customer_id,city", *(f"{place},Rome" for place in range(30_000)), f"{last},Oslo"]))
        _, findings, _ = opened(path, monkeypatch, 0, batch=7_000)
        assert (findings.columns[0].distinct == findings.rows) == unique
        assert not findings.columns[0].distinct_estimated


@pytest.mark.parametrize("count", [0, 1, 100, 16_384])
def test_cells_are_known_again_and_none_is_taken_for_another(count):
    hashes = pl.Series(range(2 * count + 1), dtype=pl.Int64).hash(seed=0).to_numpy()
    assert Places.of(hashes[:count]).missing(hashes).tolist() == list(range(count, 2 * count + 1))
