"""Counts what steps do, all row-by-row steps in one pass: rows are not dropped but flagged, and flags are summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from analysis.cleaning.action import Action, differs, known
from analysis.cleaning.money import money_of
from analysis.cleaning.plan import Stage
from analysis.engines import collect
from analysis.rows import Rows
from analysis.sources.table import LINE

EXAMPLES = 3
"""Rows shown of those that a step touches: the first of each residue of the line number, so that they lie apart."""
ALIVE, RESIDUE, MONEY, MARK = "__count_alive", "__count_residue", "__count_money", "__count_"


@dataclass(frozen=True)
class Segment:
    """Consecutive stages that are counted in one pass, and the rows the pass starts from."""

    rows: Rows
    stages: tuple[Stage, ...]


Sums = Mapping[str, int | None]
"""What was counted, by name."""


class Count:
    """One pass over the rows of consecutive stages; the sums it asks for, by name.

    ``start_rows`` and ``start_amount`` are taken before the first stage, ``{n}_amount`` after each stage n that writes
    to what money is computed from; what is left after the others follows from what their rules drop.
    """

    def __init__(self, rows: Rows) -> None:
        self.frame: nw.LazyFrame[Any] = rows.frame.with_columns(
            nw.lit(True).alias(ALIVE), (nw.col(LINE) % EXAMPLES).alias(RESIDUE)
        )
        self.sums: dict[str, nw.Expr] = {"start_rows": nw.len()}
        self.valued: tuple[tuple[str, ...], int] | None = None
        self.amounts(rows, "start")

    def amounts(self, rows: Rows, name: str, flag: str = ALIVE) -> None:
        """Ask for the money in the flagged rows as they are now."""
        money = money_of(rows)
        if money is None:
            return
        if self.valued != (money.columns, money.scale):  # else it is that of the steps before
            self.frame = self.frame.with_columns(money.amount.alias(MONEY))
            self.valued = (money.columns, money.scale)
        self.frame = self.frame.with_columns(nw.when(nw.col(flag)).then(nw.col(MONEY)).alias(f"{MARK}{name}_amount"))
        self.sums[f"{name}_amount"] = nw.col(f"{MARK}{name}_amount").sum()

    def flagged(self, name: str, flag: nw.Expr) -> str:
        """Ask for the number of rows with this flag that are still there; return the name of its column."""
        column = MARK + name
        self.frame = self.frame.with_columns((known(flag) & nw.col(ALIVE)).alias(column))
        self.sums[name] = nw.col(column).cast(nw.Int64).sum()
        return column

    def add(self, stage: Stage) -> None:
        """Take a stage in: its rules, its changed cells, what is left after it."""
        name, action = str(stage.position), stage.action
        rules = [
            self.rule(f"{name}_rule_{number}", flag, action.rows) for number, flag in enumerate(action.drop.values())
        ]
        changes = [
            self.flagged(f"{name}_change_{number}", action.changed.get(column, differs(column, value)))
            for number, (column, value) in enumerate(action.values.items())
            if column in action.changed or any(column == old.name for old in action.rows.columns)
        ]
        if rules or changes:
            self.examples(name, [*rules, *changes])
        if action.values:
            self.frame = self.frame.with_columns(**action.values)
            self.valued = None
        if changes_money(action):
            self.amounts(action.done(), name)

    def rule(self, name: str, flag: nw.Expr, rows: Rows) -> str:
        """Flag the rows that a rule drops, with their money, and take them out of those that are there."""
        column = self.flagged(name, flag)
        self.amounts(rows, name, column)
        self.frame = self.frame.with_columns((nw.col(ALIVE) & ~nw.col(column)).alias(ALIVE))
        return column

    def examples(self, name: str, flags: Sequence[str]) -> None:
        """Ask for the line numbers of a few touched rows."""
        touched = f"{MARK}{name}_touched"
        any_flag = nw.any_horizontal(*(nw.col(flag) for flag in flags), ignore_nulls=True)
        self.frame = self.frame.with_columns(any_flag.alias(touched))
        for residue in range(EXAMPLES):
            shown = nw.col(touched) & (nw.col(RESIDUE) == residue)
            self.sums[f"{name}_example_{residue}"] = nw.when(shown).then(nw.col(LINE)).min()

    def taken(self) -> Sums:
        """Do the pass; return the sums by name."""
        return collect(self.frame.select(**self.sums)).row(0, named=True)


def changes_money(action: Action) -> bool:
    """Tell whether rows that stay may have other money after the action than before."""
    before, after = money_of(action.rows), money_of(action.done())
    if before is None or after is None:
        return after is not None
    return (before.columns, before.scale) != (after.columns, after.scale) or bool(
        set(after.columns) & set(action.values)
    )
