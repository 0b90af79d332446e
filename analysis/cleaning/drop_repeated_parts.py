"""Of rows that several tables read one under another have alike, those of the first table stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal

import narwhals.stable.v2 as nw

from analysis.cleaning.action import HELPER, Action
from analysis.cleaning.step import Step
from analysis.rows import Rows
from analysis.sources.table import LINE, Part

FIRST = f"{HELPER}first"
"""The lowest number of a row with these cells."""


class DropRepeatedParts(Step):
    """Drops the rows of a later sheet, file or member that are equal, in all columns, to a row of an earlier one.

    Equal rows within one of them stay. Rows that come from one table alone stay as they are.
    """

    title: ClassVar[str] = "Drop what a later part repeats"

    step: Literal["drop_repeated_parts"] = "drop_repeated_parts"

    def act(self, rows: Rows) -> Action:
        """Return the rows, those flagged that an earlier part has, too."""
        if len(rows.parts) < 2:
            return Action(rows, f"all rows of {rows.name} come from one table")
        flag = number_of(nw.col(FIRST), rows.parts) < number_of(nw.col(LINE), rows.parts)
        reason = f"rows of {len(rows.parts)} tables that an earlier one has, too, count once"
        return Action(replace(rows, frame=with_first(rows)), reason, drop={"in an earlier part, too": flag}, fresh=True)


def with_first(rows: Rows) -> nw.LazyFrame[Any]:
    """Return the rows with the lowest number of those that are equal to each."""
    names = [column.name for column in rows.columns]
    return rows.frame.with_columns(nw.col(LINE).min().over(*names).alias(FIRST))


def number_of(line: nw.Expr, parts: Sequence[Part]) -> nw.Expr:
    """Return how many parts begin before the part of a row or with it, by the row's number."""
    return nw.sum_horizontal(*((line >= part.first).cast(nw.Int64) for part in parts))
