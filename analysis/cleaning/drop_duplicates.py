"""Of rows that are equal, one stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Literal, Self

import narwhals.stable.v2 as nw
from pydantic import Field, model_validator

from analysis.cleaning.action import Action
from analysis.cleaning.step import Names, Step
from analysis.rows import Rows
from analysis.sources.table import LINE


class DropDuplicates(Step):
    """Keeps one of the rows that are equal in the named columns.

    Which one does not depend on the order of rows in the file: ``any`` keeps the one whose cells sort first, ``first``
    and ``last`` go by ``order_by``, then by the whole row.
    """

    title: ClassVar[str] = "Drop duplicate rows"

    step: Literal["drop_duplicates"] = "drop_duplicates"
    columns: Names = Field((), title="Columns", description="Equal in these; all columns where left out.")
    keep: Literal["any", "first", "last"] = Field("any", title="Keep", description="Which of equal rows stays.")
    order_by: Names = Field((), title="Order by", description="What first and last mean: columns to order rows by.")

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """Refuse first and last without an order."""
        if self.keep != "any" and not self.order_by:
            raise ValueError(f"keep {self.keep} needs order_by: name the columns that say which row comes first")
        return self

    def act(self, rows: Rows) -> Action:
        """Return the rows that stay."""
        keys = [column.name for column in self.columns_of(rows, self.columns)] or [
            column.name for column in rows.columns
        ]
        order = [column.name for column in self.columns_of(rows, self.order_by)]
        kept = distinct(rows) if len(keys) == len(rows.columns) else self.picked(rows, keys, order)
        left = rows.frame

        def removed() -> nw.LazyFrame[Any]:
            return left.join(kept.select(LINE), on=LINE, how="anti")

        said = "all columns" if len(keys) == len(rows.columns) else ", ".join(keys)
        reason = f"one row stays of those that are equal in {said}"
        return Action(replace(rows, frame=kept), reason, fresh=True, removed=removed)

    def picked(self, rows: Rows, keys: list[str], order: list[str]) -> nw.LazyFrame[Any]:
        """Return the one row of each key that comes first or last; equal ones are told apart by the whole row."""
        others = [column.name for column in rows.columns if column.name not in order]
        if self.keep == "last":
            return rows.frame.unique(subset=keys, keep="last", order_by=[*order, *others, LINE])
        return rows.frame.unique(subset=keys, keep="first", order_by=[*order, *others, LINE])


def distinct(rows: Rows) -> nw.LazyFrame[Any]:
    """Return the different rows, each with the first of its line numbers."""
    names = [column.name for column in rows.columns]
    return rows.frame.group_by(*names).agg(nw.col(LINE).min()).select(*names, LINE)
