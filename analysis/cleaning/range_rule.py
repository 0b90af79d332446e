"""Values outside a range that the analyst knows."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from analysis.cleaning.action import Action
from analysis.cleaning.constants import constant
from analysis.cleaning.step import COLUMNS, Names, Step
from analysis.cleaning.treatment import TREATMENTS, Bounds, inward, treated
from analysis.rows import Rows
from analysis.sources.table import Column, ValueType

ORDERED: frozenset[ValueType] = frozenset({"integer", "decimal", "date", "datetime"})


class RangeRule(Step):
    """Says what the values of a column can be, both bounds included; those outside go, with their row or alone."""

    title: ClassVar[str] = "Keep values in a range"

    step: Literal["range_rule"] = "range_rule"
    columns: Names = COLUMNS
    minimum: float | str | None = Field(
        None, title="Minimum", description="The smallest possible; a date as 2011-12-09."
    )
    maximum: float | str | None = Field(
        None, title="Maximum", description="The largest possible; a date as 2011-12-09."
    )
    action: Literal["null", "drop", "clip"] = Field(
        "null", title="Action", description="Empty the cell, drop the row, or set the cell to the nearest bound."
    )

    @model_validator(mode="after")
    def bounded(self) -> Self:
        """Refuse a range without bounds, or with bounds the wrong way round."""
        if self.minimum is None and self.maximum is None:
            raise ValueError("a range needs a minimum, a maximum, or both")
        if isinstance(self.minimum, float) and isinstance(self.maximum, float) and self.minimum > self.maximum:
            raise ValueError(f"the minimum {self.minimum:g} is larger than the maximum {self.maximum:g}")
        return self

    def act(self, rows: Rows) -> Action:
        """Return what becomes of the values outside."""
        found = [(column, self.bounds(column)) for column in self.typed(rows, self.columns, ORDERED)]
        return treated(rows, found, TREATMENTS[self.action])

    def bounds(self, column: Column) -> Bounds:
        """Return the bounds in the type of a column."""
        low, high = self.bound(column, self.minimum), self.bound(column, self.maximum)
        if column.type == "datetime" and high is not None and len(str(self.maximum)) == len("2011-12-09"):
            high = datetime.combine(high, time.max)
        if low is not None and high is not None and low > high:
            self.refuse(f"the minimum {low} is larger than the maximum {high}", column=column.name, remedy="swap them")
        return inward(column, Bounds(low, high))

    def bound(self, column: Column, value: float | str | None) -> Any:  # noqa: ANN401
        """Return one bound in the type of a column; one that does not fit is refused."""
        try:
            return None if value is None else constant(column.type, value)
        except ValueError:
            remedy = "write a date such as '2011-12-09'" if column.type in {"date", "datetime"} else "give a number"
            self.refuse(f"it is {column.type}, and {value!r} is not", column=column.name, remedy=remedy)
