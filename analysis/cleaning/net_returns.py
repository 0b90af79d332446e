"""Returns stay, as negative lines, so that money is net of them."""

from __future__ import annotations

from typing import ClassVar, Literal

import narwhals.stable.v2 as nw

from analysis.cleaning.action import Action, known
from analysis.cleaning.returns import Cancelled, ReturnStep
from analysis.rows import Rows
from analysis.sources.table import LINE, Column


class NetReturns(ReturnStep):
    """Keeps returned and cancelled lines as negative quantities or amounts: a customer's money is net of them.

    Nothing is dropped. What was written as if it were bought is turned negative: quantities and amounts of orders whose
    id says that they are cancelled, amounts of a negative quantity.
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
        said = "money is net of returns; an order counts where its lines sum to more than zero"
        cancelled = self.cancelled(rows)
        values = {}
        for column in columns:
            reasons = self.reasons(rows, column, cancelled)
            if reasons:
                cell = nw.col(column.name)
                wrong = known(cell > 0) & nw.any_horizontal(*reasons, ignore_nulls=True) & ~self.costs_less(rows)
                values[column.name] = nw.when(wrong).then(nw.lit(0) - cell).otherwise(cell)
        return Action(rows, f"{said}; {cancelled.rule}" if cancelled else said, values=values)

    def reasons(self, rows: Rows, column: Column, cancelled: Cancelled | None) -> list[nw.Expr]:
        """Return why a positive cell may have to be negative: a cancelled id, goods that came back."""
        reasons = [cancelled.flag] if cancelled and cancelled.written_as_bought else []
        quantity = self.number(rows, "quantity")
        if column.role == "amount" and quantity:
            reasons.append(known(nw.col(quantity.name) < 0))
        return reasons

    def costs_less(self, rows: Rows) -> nw.Expr:
        """Return whether the price is negative, which already makes the line's money negative; never null."""
        price = self.number(rows, "unit_price")
        return known(nw.col(price.name if price else LINE) < 0)
