"""Returned and cancelled lines go."""

from __future__ import annotations

from typing import ClassVar, Literal

import narwhals.stable.v2 as nw

from analysis.cleaning.action import Action
from analysis.cleaning.order_status import is_undone, status_column, undone_states
from analysis.cleaning.returns import ReturnStep
from analysis.rows import Rows


class DropReturns(ReturnStep):
    """Drops lines whose order id or status marks a cancellation, and lines with a quantity or price of zero or less."""

    title: ClassVar[str] = "Drop returns and cancellations"

    step: Literal["drop_returns"] = "drop_returns"

    def act(self, rows: Rows) -> Action:
        """Return a rule each for ids, states, quantities, prices and amounts, as far as there are such columns."""
        rules: dict[str, nw.Expr] = {}
        cancelled = self.cancelled(rows)
        if cancelled:
            rules[cancelled.rule] = cancelled.flag
        status, states = status_column(rows), undone_states(rows)
        if status and states:
            rules[f"{status.name} is {', '.join(states)}"] = is_undone(status, states)
        for role in ("quantity", "unit_price", "amount"):
            column = self.number(rows, role)
            if column:
                rules[f"{column.name} is zero or less"] = nw.col(column.name) <= 0
        if not rules and rows.role("order_id") is None and status is None:
            self.refuse(
                f"{rows.name} has no column of quantities, prices, amounts or order ids",
                remedy="give a column one of these roles, or leave the step out",
            )
        return Action(rows, drop=rules)
