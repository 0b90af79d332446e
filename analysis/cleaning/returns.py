"""What is a return: the rules that dropping and netting share."""

from __future__ import annotations

from typing import NamedTuple

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.cancellations import cancellations, is_cancelled
from analysis.cleaning.step import Names, Step
from analysis.rows import Rows
from analysis.sources.table import Column

NUMBERS = frozenset({"integer", "decimal"})


class Cancelled(NamedTuple):
    """The lines of cancelled orders: the rule in words, the flag, and whether some may be written as if bought."""

    rule: str
    flag: nw.Expr
    written_as_bought: bool


class ReturnStep(Step):
    """A step over orders that knows which lines take goods or money back."""

    marks: Names | None = Field(
        None,
        title="Cancellation marks",
        description="What an order id of a cancelled order has besides digits, such as C; found by itself where left "
        "out, none where empty.",
    )

    def cancelled(self, rows: Rows) -> Cancelled | None:
        """Return the rule and the flag of lines whose order id marks a cancellation; None where no id does."""
        column = rows.role("order_id")
        found = cancellations(rows) if self.marks is None else {}
        marks = tuple(found) if self.marks is None else self.marks
        if column is None or not marks or self.named(rows, column).type != "text":
            return None
        bought = self.marks is not None or any(one.positive for one in found.values())
        return Cancelled(f"{column} marks a cancellation ({', '.join(marks)})", is_cancelled(column, marks), bought)

    def number(self, rows: Rows, role: str) -> Column | None:
        """Return the column of numbers that plays a role, None where there is none; one of text is refused."""
        name = rows.role(role)
        return self.typed(rows, [name])[0] if name else None

    def reads(self, rows: Rows) -> tuple[str, ...]:
        """Return the columns that decide what is a return."""
        return tuple(
            name for role in ("order_id", "status", "quantity", "unit_price", "amount") if (name := rows.role(role))
        )
