"""Rows with nothing in the named columns go."""

from __future__ import annotations

from typing import ClassVar, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.step import COLUMNS, Names, Step, is_missing
from analysis.rows import Rows


class DropMissing(Step):
    """Drops rows in which one of the named columns, or all of them, hold nothing."""

    title: ClassVar[str] = "Drop rows with missing cells"

    step: Literal["drop_missing"] = "drop_missing"
    columns: Names = COLUMNS
    when: Literal["any", "all"] = Field(
        "any", title="When", description="Drop a row when any of the columns is missing, or only when all are."
    )

    def act(self, rows: Rows) -> Action:
        """Return one rule a column, or one for all."""
        columns = self.columns_of(rows, self.columns)
        if self.when == "any":
            return Action(
                rows, drop={f"{column.name} is missing": is_missing(column, rows.codes) for column in columns}
            )
        names = ", ".join(column.name for column in columns)
        every = nw.all_horizontal(*(is_missing(column, rows.codes) for column in columns), ignore_nulls=False)
        return Action(rows, drop={f"{names} are all missing": every})
