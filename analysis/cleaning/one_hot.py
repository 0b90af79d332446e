"""Categories as columns of 0 and 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.figures import levels
from analysis.cleaning.step import COLUMNS, Names, Step
from analysis.rows import Rows
from analysis.sources.table import Column, ValueType

CATEGORIES: frozenset[ValueType] = frozenset({"text", "boolean", "integer"})


class OneHot(Step):
    """Adds a column of 0 and 1 for each value of a category; the rarest share one. Missing is 0 in all of them."""

    title: ClassVar[str] = "One column for each category"

    step: Literal["one_hot"] = "one_hot"
    columns: Names = COLUMNS
    most: int = Field(
        20, ge=2, le=1000, title="Most columns", description="How many values get a column; the others share one."
    )
    keep: bool = Field(True, title="Keep", description="Keep the column itself.")

    def act(self, rows: Rows) -> Action:
        """Return the new columns."""
        values: dict[str, nw.Expr] = {}
        columns = self.typed(rows, self.columns, CATEGORIES)
        for column in columns:
            values |= self.indicators(rows, column)
        own = {column.name for column in rows.columns} - set(values)
        kept = [column for column in rows.columns if column.name in own and (self.keep or column not in columns)]
        added = [Column(name=name, type="integer") for name in values]
        return Action(rows, f"{len(values)} columns of 0 and 1", values=values, columns=(*kept, *added))

    def indicators(self, rows: Rows, column: Column) -> dict[str, nw.Expr]:
        """Return the new columns of one category, the most frequent value first."""
        found = list(levels(rows.frame, column))
        if not found:
            self.refuse("it holds no value", column=column.name, remedy="leave it out")
        own = found if len(found) <= self.most else found[: self.most - 1]
        cell = nw.col(column.name)
        columns = {name: indicator(cell == level) for name, level in zip(names(column, own), own, strict=True)}
        if len(own) < len(found):
            other = ~cell.is_in(own) & (cell != "" if column.type == "text" else ~cell.is_null())
            columns[f"{column.name}=(other)"] = indicator(other)
        return columns


def names(column: Column, found: Sequence[Any]) -> list[str]:
    """Return a column's name for each value; numbered where only case differs, which databases do not see."""
    taken: dict[str, int] = {}
    result = []
    for level in found:
        name = f"{column.name}={said(level)}"
        taken[name.casefold()] = taken.get(name.casefold(), 0) + 1
        again = taken[name.casefold()]
        result.append(f"{name} ({again})" if again > 1 else name)
    return result


def indicator(flag: nw.Expr) -> nw.Expr:
    """Return 1 where the flag is true, else 0."""
    return flag.fill_null(False).cast(nw.Int64)


def said(level: Any) -> str:  # noqa: ANN401
    """Return a category as part of a column's name."""
    return str(level).lower() if isinstance(level, bool) else str(level)
