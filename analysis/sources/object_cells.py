"""What the cells of one column of objects hold: the values by their keys, how often each key comes, what is none."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from analysis.sources.nested_cells import Keys, object_of, values_of
from analysis.sources.types_words import is_missing
from analysis.wording import counted

MOST_COLUMNS = 100
"""Columns that one column becomes at most: those of the keys that most cells have."""

MOST_KEPT, MOST_COUNTED = 10 * MOST_COLUMNS, 100_000
"""Keys whose values are kept until it is known which are the most frequent, and others that are counted."""

LONGEST_KEYS = 200
"""Characters of the keys to a value, beyond which it gets no column."""

_EXAMPLES, _SHOWN = 3, 40


@dataclass
class Key:
    """Where the values of one key are kept, how many cells have it, and its places in their objects, added up."""

    column: str
    cells: int = 0
    places: int = 0


@dataclass
class ObjectCells:
    """The cells of the column ``name`` seen so far; ``columns`` gives names to keep the values of keys under."""

    name: str
    columns: Iterator[str]
    objects: int = 0
    others: int = 0
    examples: list[str] = field(default_factory=list)
    keys: dict[Keys, Key] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)

    def values(self, cells: pl.Series) -> pl.DataFrame:
        """Count some cells in; return the values of their keys, by the columns they are kept under.

        Equal cells are parsed once.
        """
        different = cells.alias("cell").drop_nulls().value_counts(sort=False, name="rows")
        texts = different["cell"].to_list()
        found: dict[str, list[str | None]] = {}
        with warnings.catch_warnings():  # Python warns of strange escapes in what it parses
            warnings.simplefilter("ignore")
            for place, (text, rows) in enumerate(zip(texts, different["rows"].to_list(), strict=True)):
                for column, value in self._read(text, rows):
                    found.setdefault(column, [None] * len(texts))[place] = value
        kept = pl.DataFrame({"cell": texts, **found}, dict.fromkeys(("cell", *found), pl.String))
        return cells.to_frame("cell").join(kept, on="cell", how="left", maintain_order="left").drop("cell")

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
        if known is None and len(self.keys) < MOST_KEPT and sum(map(len, keys)) <= LONGEST_KEYS:
            known = self.keys[keys] = Key(next(self.columns))
        elif known is None and len(self.left_out) < MOST_COUNTED:
            self.left_out.add(hash(keys))
        return known

    def mostly_objects(self, share: float) -> bool:
        """Whether so large a share of the cells that hold anything are objects, and there is something in them."""
        return bool(self.keys) and self.objects >= share * (self.objects + self.others)

    def are_records(self, share: float) -> bool:
        """Whether the same holds, and the keys come again: those of objects that list things by their ids do not."""
        few = self._different_keys <= max(MOST_COLUMNS, self.objects) and len(self.left_out) < MOST_COUNTED
        return few and self.mostly_objects(share)

    @property
    def _different_keys(self) -> int:
        return len(self.keys) + len(self.left_out)

    def chosen(self) -> list[Keys]:
        """Return the keys of the most cells, as many as get a column, in the order in which objects have them."""
        most = sorted(self.keys, key=lambda keys: (-self.keys[keys].cells, keys))[:MOST_COLUMNS]
        return sorted(most, key=lambda keys: (self.keys[keys].places / self.keys[keys].cells, keys))

    def sayings(self, names: list[str]) -> Iterator[str]:
        """Yield what there is to say, the values being in columns of these ``names``."""
        yield f"{self.name}: its cells hold objects, spread into {counted(len(names), 'column')}: {_some(names)}"
        if rare := self._different_keys - len(names):
            keys = counted(rare, "rarer key", "gets no column", "get no column")
            yield f"{self.name}: {keys}; with objects kept as text nothing is left out"
        if self.others:
            cells = counted(self.others, "cell", "holds no object and is", "hold no object and are")
            yield f"{self.name}: {cells} left empty: {_some([f'“{each}”' for each in self.examples], self.others)}"


def _some(names: Iterable[str], of: int = 0) -> str:
    every = list(names)
    more = max(of, len(every)) > _EXAMPLES
    return ", ".join(every[:_EXAMPLES]) + (" …" if more else "")
