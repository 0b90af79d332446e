"""Lines that cost nothing, or less, go."""

from __future__ import annotations

from typing import ClassVar, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.step import Names, Step
from analysis.rows import Rows


class DropPrices(Step):
    """Drops lines whose price is zero or less: gifts, samples, stock corrections, written-off debts."""

    title: ClassVar[str] = "Drop prices of zero or less"

    step: Literal["drop_prices"] = "drop_prices"
    columns: Names = Field(("unit_price",), min_length=1, title="Columns", description="The prices, by name or role.")

    def act(self, rows: Rows) -> Action:
        """Return one rule a column."""
        columns = self.typed(rows, self.columns)
        return Action(rows, drop={f"{column.name} is zero or less": nw.col(column.name) <= 0 for column in columns})
