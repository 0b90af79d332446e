"""Columns of text whose cells hold objects are spread into columns, named as those of a JSON file are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import polars as pl

from analysis.progress import counted
from analysis.removal import remove_folder
from analysis.sources.declared import unique_names
from analysis.sources.first_cells import LOOKED_FURTHER
from analysis.sources.object_cells import ObjectCells
from analysis.sources.scratch import scratch_folder
from analysis.sources.table import Nested

ENOUGH: dict[Nested | None, float] = {None: 0.9, "columns": 0.5}
"""The share of cells that hold objects from which on a column is spread, by what the analyst said."""

OBJECT_ROWS = "rows of objects spread"
"""What is told while they are."""

_FIRST = 10
"""So many cells without an object at the start of one say that a column has none."""


@dataclass(frozen=True)
class Pace:
    """So many rows, ``of`` so many, are looked at together, and what is found is kept on disk; 0: all, in memory."""

    rows: int = 0
    of: int = 0


AT_ONCE = Pace()


@dataclass(frozen=True)
class Spread:
    """The rows with columns spread, and what there is to say of that; nothing where none is."""

    frame: pl.LazyFrame
    said: tuple[str, ...] = ()


def columns_of_objects(first: Mapping[str, Sequence[str]], nested: Nested | None) -> dict[str, int]:
    """Return the columns whose ``first`` cells are objects, with how many different keys these have."""
    if nested == "text":
        return {}
    keys = {name: _keys_of_objects(cells, ENOUGH[nested]) for name, cells in first.items()}
    return {name: count for name, count in keys.items() if count}


def _keys_of_objects(cells: Sequence[str], share: float) -> int:
    if not any(cell.lstrip().startswith("{") for cell in cells[:_FIRST]):
        return 0
    seen = ObjectCells("", _names_beside(()))
    seen.values(pl.Series(cells, dtype=pl.String))
    return seen.different_keys if seen.mostly_objects(share) else 0


def spread(frame: pl.LazyFrame, names: Iterable[str], nested: Nested | None, pace: Pace = AT_ONCE) -> Spread:
    """Return the rows with the columns ``names`` spread, but for those that turn out not to hold objects."""
    schema = dict(frame.collect_schema())
    columns = _names_beside(schema)
    cells = [ObjectCells(name, columns) for name in names]
    if pace.rows:
        first = frame.select(each.name for each in cells).head(LOOKED_FURTHER).collect()
        cells = [each.after(first[each.name]) for each in cells]
        kept = _kept_on_disk(frame, schema, cells, pace)
    else:
        kept = _kept_in_memory(frame, cells, ENOUGH[nested])
    return _arranged(kept, list(schema), [each for each in cells if each.are_records(ENOUGH[nested])])


def _kept_in_memory(frame: pl.LazyFrame, cells: Sequence[ObjectCells], share: float) -> pl.LazyFrame:
    """The rows, beside them the values of the keys that are chosen."""
    rows = frame.collect()
    read = [(each, each.values(rows[each.name])) for each in cells]
    chosen = [(values, each.columns_of_chosen()) for each, values in read if each.are_records(share)]
    return pl.concat([rows, *(values.frame(columns) for values, columns in chosen)], how="horizontal").lazy()


def _kept_on_disk(
    frame: pl.LazyFrame, schema: Mapping[str, pl.DataType], cells: Sequence[ObjectCells], pace: Pace
) -> pl.LazyFrame:
    """The rows, beside them the values of the keys that may be chosen; those that never have one are in no file."""
    batches = frame.collect_batches(chunk_size=pace.rows, maintain_order=True, engine="streaming")
    folder = _written(_with_values(rows, cells) for rows in counted(batches, OBJECT_ROWS, pace.of, len))
    known = {key.column: pl.String() for each in cells for key in each.keys.values()}
    return pl.scan_parquet(folder / "*.parquet", schema={**schema, **known}, missing_columns="insert")


def _with_values(rows: pl.DataFrame, cells: Sequence[ObjectCells]) -> pl.DataFrame:
    read = [each.values(rows[each.name]) for each in cells]
    return pl.concat([rows, *(values.frame(values.found) for values in read)], how="horizontal")


def _names_beside(taken: Iterable[str]) -> Iterator[str]:
    """Yield names that no column has."""
    taken = set(taken)
    return (name for number in count() if (name := f"value {number}") not in taken)


def _written(pieces: Iterable[pl.DataFrame]) -> Path:
    """Return a folder of the pieces, one file each, which goes away with the process."""
    folder = Path(tempfile.mkdtemp(dir=scratch_folder()))
    with ExitStack() as unfinished:
        unfinished.callback(remove_folder, folder)
        for number, piece in enumerate(pieces):
            piece.write_parquet(folder / f"{number:06}.parquet", compression="lz4")
        unfinished.pop_all()
    return folder


def _arranged(kept: pl.LazyFrame, schema: Sequence[str], spreadable: Sequence[ObjectCells]) -> Spread:
    """The columns in their order, each one of objects replaced by those of its keys."""
    objects = {each.name: each for each in spreadable}
    others = [name for name in schema if name not in objects]
    paths = {name: [(name, *keys) for keys in each.chosen()] for name, each in objects.items()}
    every = [path for several in paths.values() for path in several]
    named = dict(zip(every, unique_names([*others, *map(_joined, every)])[len(others) :], strict=True))
    columns: list[pl.Expr] = []
    for name in schema:
        found = objects.get(name)
        keys = [(named[path], found.keys[path[1:]]) for path in paths[name]] if found else []
        columns += [pl.col(key.column).alias(new) for new, key in keys] if found else [pl.col(name)]
    said = tuple(line for name, each in objects.items() for line in each.sayings([named[path] for path in paths[name]]))
    return Spread(kept.select(columns), said)


def _joined(path: Sequence[str]) -> str:
    return ".".join(path).encode("utf-8", "replace").decode()
