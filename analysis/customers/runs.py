"""Order lines gathered without grouping them: a run of neighbouring lines of one order becomes one row.

Lines of an order mostly stand together, so that one look at neighbours does what a group-by does in several times as
long; only orders whose lines stand apart are sorted. For ids that are whole numbers, as the codes of text are too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.ahead import worked_ahead
from analysis.customers.gathered import COUNT, FIRST, GROSS, LINES, PRICED, THINGS, Gathered
from analysis.customers.grouping import different
from analysis.customers.keys import HALF, NOTHING, Keys, changed, counted, distinct, filled, is_number, numbers, whole
from analysis.customers.lines import AMOUNT, CURRENCY, CUSTOMER, LATE, MOMENT, ORDER, UNITS, Lines
from analysis.customers.pile import Pile
from analysis.lanes import begun

Columns = dict[str, NDArray[Any]]

NEVER = np.iinfo(np.int64).max
"""Stands for the first moment of an order where none is known."""

KEY = "key"
REDUCED: dict[str, np.ufunc] = {KEY: np.minimum, FIRST: np.minimum}
"""What makes one value of two of an order; of all other columns the sum."""


def in_runs(lines: Lines, counting: bool = False) -> Gathered | None:
    """Return orders and different things in one pass; None where the ids are no numbers of 32 bits.

    ``counting``: lines and priced lines of each order are counted, which tells nothing where no line lacks an amount;
    the first one that does asks for it.
    """
    schema = lines.frame.collect_schema()
    if not (schema[CUSTOMER].is_integer() and is_number(schema[ORDER])) or CURRENCY in lines.has:
        return None
    things = [name for name in THINGS if name in lines.has and is_number(schema[name])]
    gathering = Gathering(lines, things)
    for batch, found in worked_ahead(lines.batches(), partial(looked_at, lines, things, counting)):
        if AMOUNT in lines.has and batch[AMOUNT].null_count() and not counting:
            return in_runs(lines, counting=True)
        if found is None:
            return None
        gathering.add(found)
    return gathering.gathered() if gathering.types else None


@dataclass(frozen=True)
class Look:
    """What a batch of lines tells: types, runs, pairs of customer and thing, lines that are late or of nobody …"""

    types: Mapping[str, pl.DataType]
    runs: Columns
    pairs: Mapping[str, Keys]
    late: int
    nobody: int
    undated: int
    last: Any


def looked_at(lines: Lines, things: Sequence[str], counting: bool, batch: pl.DataFrame) -> Look | None:
    """Return what a batch tells; None where its ids do not fit."""
    known = batch.filter(~pl.col(LATE)) if LATE in lines.has else batch
    late = batch.height - known.height
    nobody = known[CUSTOMER].null_count()
    known = known.drop_nulls(CUSTOMER) if nobody else known
    ids = {name: found for name in (CUSTOMER, ORDER, *things) if (found := numbers(known[name])) is not None}
    if len(ids) < 2 + len(things):
        return None
    customers = ids[CUSTOMER] << HALF
    moments = known[MOMENT] if MOMENT in lines.has else pl.Series(dtype=pl.Date)
    return Look(
        types=batch.schema,
        runs=reduced({KEY: customers | ids[ORDER], **columns_of(known, lines, counting)}),
        pairs={name: (customers | ids[name])[ids[name] != NOTHING] for name in things},
        late=late,
        nobody=nobody,
        undated=moments.null_count(),
        last=moments.max(),
    )


class Gathering:
    """What batches told, put together in their order."""

    def __init__(self, lines: Lines, things: Sequence[str]) -> None:
        self.lines = lines
        self.pairs = {name: Pile(np.uint64) for name in things}
        self.rows: dict[str, Pile[Any]] = {}
        self.open: Columns = {}
        self.types: Mapping[str, pl.DataType] = {}
        self.nobody = self.late = self.undated = 0
        self.last: Any = None

    def add(self, found: Look) -> None:
        """Take in what a batch told."""
        self.types = found.types
        self.late += found.late
        self.nobody += found.nobody
        self.undated += found.undated
        self.last = max((each for each in (self.last, found.last) if each is not None), default=None)
        for name, pairs in found.pairs.items():
            self.pairs[name].add(pairs)
        self.append(found.runs)

    def append(self, runs: Columns) -> None:
        """Add the runs of a batch; the first one may go on from the last one before, which takes it in."""
        before, self.open = self.open, runs
        if not before or not len(before[KEY]):
            return
        if len(runs[KEY]) and runs[KEY][0] == before[KEY][-1]:
            for name, values in before.items():
                values[-1] = reducing(name)(values[-1], runs[name][0])
            self.open = {name: values[1:] for name, values in runs.items()}
        self.close(before)

    def close(self, runs: Columns) -> None:
        """Put runs that nothing is added to any more behind those before."""
        for name, values in runs.items():
            if name not in self.rows:
                self.rows[name] = Pile(values.dtype.type)
            self.rows[name].add(values)

    def gathered(self) -> Gathered:
        """Return what was seen."""
        kind = self.types[CUSTOMER]
        counting = {name: begun(partial(counts, pairs.taken())) for name, pairs in self.pairs.items()}
        self.close(self.open)
        rows = once({name: pile.taken() for name, pile in self.rows.items()})
        customers = pl.Series(CUSTOMER, rows.pop(KEY) >> HALF).cast(kind)
        orders = pl.DataFrame([customers, *(pl.Series(name, values) for name, values in rows.items())])
        if MOMENT in self.lines.has:
            orders = orders.with_columns(moments(self.types[MOMENT]))

        def told() -> dict[str, pl.DataFrame]:
            found = {name: each.result().with_columns(pl.col(CUSTOMER).cast(kind)) for name, each in counting.items()}
            others = [name for name in THINGS if name in self.lines.has and name not in found]
            return found | {name: different(self.lines, name) for name in others}

        last = self.last.date() if isinstance(self.last, datetime) else self.last
        return Gathered(orders, told, self.late, self.nobody, self.undated, last)


def columns_of(batch: pl.DataFrame, lines: Lines, counting: bool) -> Columns:
    """Return what an order has of its lines, line by line."""
    columns = {name: filled(batch[name], 0).to_numpy() for name in (AMOUNT, UNITS) if name in lines.has}
    if lines.returned_in is not None:
        columns[GROSS] = np.maximum(columns[lines.returned_in], 0)
    if MOMENT in lines.has:
        columns[FIRST] = filled(whole(batch[MOMENT]), NEVER).to_numpy()
    if counting:
        columns[LINES] = np.ones(batch.height, np.int64)
        columns[PRICED] = batch[AMOUNT].is_not_null().cast(pl.Int64).to_numpy()
    return columns


def reduced(rows: Columns) -> Columns:
    """Return the rows with each run of one key as one row."""
    starts = np.flatnonzero(changed(rows[KEY]))
    if not len(starts):
        return rows
    keys = {KEY: rows[KEY][starts]}
    return keys | {name: reducing(name).reduceat(values, starts) for name, values in rows.items() if name != KEY}


def reducing(name: str) -> np.ufunc:
    """Return what makes one value of two of an order."""
    return REDUCED.get(name, np.add)


def once(rows: Columns) -> Columns:
    """Return one row for each key; where the lines of some orders stand apart, several runs become one."""
    if changed(np.sort(rows[KEY])).all():
        return rows
    # Sums, smallest and largest do not depend on the order of equal keys.
    order = np.argsort(rows[KEY])
    return reduced({name: values[order] for name, values in rows.items()})


def moments(dtype: pl.DataType) -> pl.Expr:
    """Return the first moment of each order as the date or time that it is."""
    known = pl.when(pl.col(FIRST) != NEVER).then(pl.col(FIRST))
    return (known.cast(pl.Int32) if dtype == pl.Date else known).cast(dtype).alias(FIRST)


def counts(pairs: Keys) -> pl.DataFrame:
    """Return customer and ``count`` of different things from keys of customer and thing, which are sorted in place.

    A customer may have several rows, whose counts are to be added.
    """
    parts = [counted(some >> HALF) for some in distinct(pairs)]
    frames = [pl.DataFrame({CUSTOMER: customers, COUNT: count}) for customers, count in parts]
    return pl.concat(frames) if frames else pl.DataFrame(schema={CUSTOMER: pl.UInt64, COUNT: pl.Int64})
