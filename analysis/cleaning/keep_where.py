"""Rows for which a condition holds stay."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.step import Step
from analysis.errors import AnalysisError, RecipeError
from analysis.expressions import Condition, compile_condition
from analysis.rows import Rows


class KeepWhere(Step):
    """Keeps the rows for which a condition holds: a country, a window of dates, customers above a percentile.

    A row for which it cannot be told, because a cell is missing, goes too, and is counted apart.
    """

    title: ClassVar[str] = "Keep rows where"
    idempotent: ClassVar[bool] = False

    step: Literal["keep_where"] = "keep_where"
    condition: str = Field(
        min_length=1,
        title="Condition",
        description="Such as Country == 'France' and '2011-01-01' <= InvoiceDate <= '2011-12-31'.",
    )

    def act(self, rows: Rows) -> Action:
        """Return two rules: the condition does not hold; it cannot be told."""
        condition = self.compiled(rows)
        holds = condition.expr(condition.statistics_of(rows.frame))
        unknown = "a cell it needs is missing: " + ", ".join(condition.columns)
        return Action(rows, drop={f"not ({self.condition})": ~holds, unknown: holds.is_null()})

    def compiled(self, rows: Rows) -> Condition:
        """Return the condition over the rows' columns and roles."""
        types = {column.name: column.type for column in rows.columns}
        roles = {column.role: column.name for column in rows.columns if column.role}
        try:
            return compile_condition(self.condition, types, roles)
        except RecipeError as error:
            raise RecipeError(
                error.what, where=f"cleaning step {self.step}, {error.where}", remedy=error.remedy
            ) from error

    def reads(self, rows: Rows) -> tuple[str, ...]:
        """Return the columns that the condition names."""
        try:
            return self.compiled(rows).columns
        except AnalysisError:
            return ()
