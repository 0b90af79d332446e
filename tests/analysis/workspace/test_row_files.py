"""Rows of a workspace's sources go to disk while they are read: once, whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from polars.testing import assert_frame_equal

from analysis.errors import AnalysisError
from analysis.intake.loading import load_source
from analysis.recipe import Recipe, Source
from analysis.sources import assemble, holding, read
from analysis.sources.holding import unknown
from analysis.workspace import MemoryStore, Workspace, row_files
from analysis.workspace.artifacts import read_artifact, write_artifact
from analysis.workspace.row_files import ROW_GROUP, InFile

EMPTY = pl.DataFrame(schema={"n": pl.Int64, "word": pl.String})


@dataclass(frozen=True)
class Kept:
    rows: pl.LazyFrame


def batches(count: int, rows: int = 70_000) -> Iterator[pl.DataFrame]:
    for batch in range(count):
        numbers = pl.int_range(batch * rows, (batch + 1) * rows, eager=True).alias("n")
        yield pl.DataFrame({"n": numbers, "word": numbers.cast(pl.String)})


def test_rows_come_back_in_their_order_in_groups_that_a_page_is_found_in(tmp_path: Path) -> None:
    rows = InFile(tmp_path)(unknown(batches(5)), EMPTY)
    assert_frame_equal(rows.collect(), pl.concat(batches(5)))
    (file,) = tmp_path.iterdir()
    assert pq.ParquetFile(file).metadata.row_group(0).num_rows == ROW_GROUP
    assert_frame_equal(InFile(tmp_path)(unknown(()), EMPTY).collect(), EMPTY)
    del rows
    assert list(tmp_path.iterdir()) == []


def test_rows_are_written_once_for_the_result_that_keeps_them(tmp_path: Path) -> None:
    rows = InFile(tmp_path)(unknown(batches(1)), EMPTY)
    (file,) = tmp_path.iterdir()
    folders = [tmp_path / name for name in ("whole", "some")]
    for folder, frame in zip(folders, (rows, rows.filter(pl.col("n") > 9)), strict=True):
        folder.mkdir()
        write_artifact(Kept(frame), folder)
    same = [(folder / "value.rows.parquet").samefile(file) for folder in folders]
    assert same == [True, False]
    assert read_artifact(Kept, folders[1]).rows.select(pl.len()).collect().item() == 69_990


def test_where_a_file_can_have_one_name_only_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = InFile(tmp_path)(unknown(batches(1)), EMPTY)

    def refuse(_path: Path, _other: Path) -> None:
        raise OSError("no such links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    row_files.write_rows(rows, tmp_path / "copy")
    assert_frame_equal(pl.read_parquet(tmp_path / "copy"), rows.collect())


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (OSError("No space left on device"), AnalysisError),
        (FileNotFoundError("gone"), FileNotFoundError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_what_stops_the_reading_leaves_nothing(error: BaseException, seen: type[BaseException], tmp_path: Path) -> None:
    def stopped() -> Iterator[pl.DataFrame]:
        yield from batches(2)
        raise error

    with pytest.raises(seen):
        InFile(tmp_path)(unknown(stopped()), EMPTY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("small", [0, 1 << 30], ids=["large", "small"])
def test_a_source_is_the_same_in_memory_in_a_workspace_and_as_read(
    small: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (assemble, holding):
        monkeypatch.setattr(module, "SMALL", small)
    path = tmp_path / "orders.csv"
    lines = [f"C-{place % 90:04d},2024-01-{1 + place % 28:02d},{place % 7}.50,tea" for place in range(3000)]
    path.write_text("\n".join(["customer_id,order_date,amount,product", *lines, "C7,2024-02-01,,"]) + "\n")
    source = Source(name="orders", path=str(path))
    recipe = Recipe(sources=(source,))
    table = read(path)
    for store in (MemoryStore(), Workspace(tmp_path / "work")):
        found = load_source(recipe, source, store)
        assert found.findings == table.findings
        assert_frame_equal(found.frame.select(table.frame.collect_schema().names()).collect(), table.frame.collect())
