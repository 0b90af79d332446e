"""What the cells of one column of objects hold: the values by their keys, how often each key comes, what is none."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from analysis.sources.nested_cells import Keys, object_of, values_of
from analysis.sources.types_words import is_missing
from analysis.wording import counted

MOST_COLUMNS = 100
"""Columns that one column becomes at most: those of the keys that most cells have."""

MOST_KEPT, MOST_COUNTED = 10 * MOST_COLUMNS, 100_000
"""Keys whose values are kept until it is known which are the most frequent, in memory; others that are counted."""

LONGEST_KEYS = 200
"""Characters of the keys to a value, beyond which it gets no column."""

_EXAMPLES, _SHOWN = 3, 40


@dataclass
class Key:
    """Where the values of one key are kept, how many cells have it, and its places in their objects, added up."""

    column: str
    cells: int = 0
    places: int = 0


@dataclass(frozen=True)
class Values:
    """The values in some ``cells``: column → place among the ``different`` ones → value."""

    cells: pl.Series
    different: pl.Series
    found: Mapping[str, Mapping[int, str]]

    def frame(self, columns: Iterable[str]) -> pl.DataFrame:
        """Return these columns, one row a cell."""
        size = len(self.different)
        kept = {name: self._column(self.found.get(name, {}), size) for name in columns}
        rows = self.cells.to_frame("cell").join(
            self.different.to_frame("cell").with_columns(**kept), on="cell", how="left", maintain_order="left"
        )
        return rows.drop("cell")

    @staticmethod
    def _column(values: Mapping[int, str], size: int) -> pl.Series:
        dense: list[str | None] = [None] * size
        for place, value in values.items():
            dense[place] = value
        return pl.Series(dense, dtype=pl.String)


@dataclass
class ObjectCells:
    """The cells of the column ``name`` seen so far; ``columns`` gives names to keep the values of keys under.

    Of more than ``most`` keys the values of the first are kept.
    """

    name: str
    columns: Iterator[str]
    most: int = MOST_KEPT
    objects: int = 0
    others: int = 0
    examples: list[str] = field(default_factory=list)
    keys: dict[Keys, Key] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)

    def values(self, cells: pl.Series) -> Values:
        """Count some cells in; return the values of their keys. Equal cells are parsed once."""
        different = cells.alias("cell").drop_nulls().value_counts(sort=False, name="rows")
        found: dict[str, dict[int, str]] = {}
        with warnings.catch_warnings():  # Python warns of strange escapes in what it parses
            warnings.simplefilter("ignore")
            for place, (text, rows) in enumerate(different.iter_rows()):
                for column, value in self._read(text, rows):
                    found.setdefault(column, {})[place] = value
        return Values(cells, different["cell"], found)

    def _read(self, text: str, rows: int) -> Iterator[tuple[str, str]]:
        """Count the cells with this text in; yield the columns of its keys with their values."""
        found = object_of(text)
        if found is None:
            self._refuse(text, rows)
            return
        self.objects += rows
        for place, (keys, value) in enumerate(values_of(found, self.name.count("."))):
            key = self._key(keys)
            if key is not None:
                key.cells += rows
                key.places += rows * place
                if value is not None:
                    yield key.column, value

    def _refuse(self, text: str, rows: int) -> None:
        if not is_missing(text):
            self.others += rows
            if len(self.examples) < _EXAMPLES:
                self.examples.append(text[:_SHOWN])

    def _key(self, keys: Keys) -> Key | None:
        """What is known of a key, None where its values are not kept."""
        known = self.keys.get(keys)
        if known is None and len(self.keys) < self.most and sum(map(len, keys)) <= LONGEST_KEYS:
            known = self.keys[keys] = Key(next(self.columns))
        elif known is None and len(self.left_out) < MOST_COUNTED:
            self.left_out.add(hash(keys))
        return known

    def mostly_objects(self, share: float) -> bool:
        """Whether so large a share of the cells that hold anything are objects, and there is something in them."""
        return bool(self.keys) and self.objects >= share * (self.objects + self.others)

    def are_records(self, share: float) -> bool:
        """Whether the same holds, and the keys come again: those of objects that list things by their ids do not."""
        few = self.different_keys <= max(MOST_COLUMNS, self.objects) and len(self.left_out) < MOST_COUNTED
        return few and self.mostly_objects(share)

    @property
    def different_keys(self) -> int:
        """How many different keys there are."""
        return len(self.keys) + len(self.left_out)

    def after(self, first: pl.Series) -> ObjectCells:
        """Return one that has seen no cells, but keeps the most frequent keys of the ``first`` before any others."""
        self.values(first)
        known = {keys: Key(next(self.columns)) for keys in self.chosen()}
        return ObjectCells(self.name, self.columns, 2 * MOST_COLUMNS, keys=known)

    def chosen(self) -> list[Keys]:
        """Return the keys of the most cells, as many as get a column, in the order in which objects have them."""
        met = [keys for keys, key in self.keys.items() if key.cells]
        most = sorted(met, key=lambda keys: (-self.keys[keys].cells, keys))[:MOST_COLUMNS]
        return sorted(most, key=lambda keys: (self.keys[keys].places / self.keys[keys].cells, keys))

    def columns_of_chosen(self) -> list[str]:
        """Return the columns that the values of these are kept under."""
        return [self.keys[keys].column for keys in self.chosen()]

    def sayings(self, names: list[str]) -> Iterator[str]:
        """Yield what there is to say, the values being in columns of these ``names``."""
        yield f"{self.name}: its cells hold objects, spread into {counted(len(names), 'column')}: {_some(names)}"
        if rare := self.different_keys - len(names):
            keys = counted(rare, "rarer key", "gets no column", "get no column")
            yield f"{self.name}: {keys}; with objects kept as text nothing is left out"
        if self.others:
            cells = counted(self.others, "cell", "holds no object and is", "hold no object and are")
            yield f"{self.name}: {cells} left empty: {_some([f'“{each}”' for each in self.examples], self.others)}"


def _some(names: Iterable[str], of: int = 0) -> str:
    every = list(names)
    more = max(of, len(every)) > _EXAMPLES
    return ", ".join(every[:_EXAMPLES]) + (" …" if more else "")
