"""Returns stay, as negative lines, so that money is net of them."""

from __future__ import annotations

from typing import ClassVar, Literal

import narwhals.stable.v2 as nw

from analysis.cleaning.action import Action, known
from analysis.cleaning.returns import ReturnStep
from analysis.rows import Rows


class NetReturns(ReturnStep):
    """Keeps returned and cancelled lines with a negative quantity or amount, so that a customer's money is net of them.

    Nothing is dropped. A cancelled order (its id says so) that was written with positive quantities is turned negative.
    The customer table then sums all lines, and counts as orders those whose lines sum to more than zero.
    """

    title: ClassVar[str] = "Net returns against purchases"

    step: Literal["net_returns"] = "net_returns"

    def act(self, rows: Rows) -> Action:
        """Return the changed quantity (or amount) of cancelled lines that are written as if they were bought."""
        columns = [column for role in ("quantity", "amount") if (column := self.number(rows, role))]
        if not columns:
            self.refuse(
                f"{rows.name} has no column of quantities or amounts",
                remedy="give a column one of these roles, or leave the step out",
            )
        cancelled = self.cancelled(rows)
        reason = "money is net of returns; an order counts where its lines sum to more than zero"
        if not cancelled:
            return Action(rows, reason)
        values = {}
        for column in columns:
            cell = nw.col(column.name)
            wrong = known(cell > 0) & cancelled[1]
            values[column.name] = nw.when(wrong).then(nw.lit(0) - cell).otherwise(cell)
        return Action(rows, f"{reason}; {cancelled[0]}", values=values)
