"""Equal rows are counted, not dropped."""

from __future__ import annotations

from typing import ClassVar, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.step import Names, Step
from analysis.engines import collect
from analysis.rows import Rows

_EQUAL = "__equal__"


class ReportDuplicates(Step):
    """Counts the rows that are equal to another in the named columns, and leaves them all."""

    title: ClassVar[str] = "Report duplicate rows"

    step: Literal["report_duplicates"] = "report_duplicates"
    columns: Names = Field((), title="Columns", description="Equal in these; all columns where left out.")

    def act(self, rows: Rows) -> Action:
        """Return the rows as they are, with the count that the ledger asks for."""
        keys = [column.name for column in self.columns_of(rows, self.columns)]
        return Action(rows, report=lambda: said(repeated(rows, keys), keys))


def repeated(rows: Rows, keys: list[str]) -> int:
    """Return how many rows are equal, in the key columns (all where none is named), to one that comes before."""
    names = keys or [column.name for column in rows.columns]
    present = rows.frame.drop_nulls(subset=keys) if keys else rows.frame
    counted = present.group_by(*names).agg(nw.len().cast(nw.Int64).alias(_EQUAL)).select(nw.col(_EQUAL) - 1)
    return int(collect(counted.select(nw.col(_EQUAL).sum()))[_EQUAL][0] or 0)


def said(count: int, keys: list[str]) -> str:
    """Return the count in words."""
    where = ", ".join(keys) if keys else "all columns"
    return f"{count:,} rows are equal to another in {where}; they stay" if count else f"no rows are equal in {where}"
