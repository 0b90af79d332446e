"""Columns get another type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal

import narwhals.stable.v2 as nw
import polars as pl
from pydantic import Field

from analysis.cleaning.action import HELPER, Action, known
from analysis.cleaning.figures import figures, levels
from analysis.cleaning.step import COLUMNS, Names, Step, is_missing, with_columns
from analysis.engines import engine_of
from analysis.rows import Rows
from analysis.sources.table import CLOCK, Column, ValueType

Target = Literal["text", "category", "integer", "decimal", "boolean", "date", "datetime", "time"]
MOMENTS: frozenset[ValueType] = frozenset({"date", "datetime"})


class SetType(Step):
    """Reads columns as another type, as the reader of files would: local decimal marks, dates in a format it finds.

    A cell that cannot be read becomes empty and counts as changed. Day and month are told apart by the whole column.
    """

    title: ClassVar[str] = "Set a column's type"

    step: Literal["set_type"] = "set_type"
    columns: Names = COLUMNS
    to: Target = Field(title="Type", description="The new type; a category is a text with few different values.")
    decimal: Literal[".", ","] | None = Field(
        None, title="Decimal mark", description="Point or comma; found if left out."
    )
    date_order: Literal["day_first", "month_first"] | None = Field(
        None, title="Date order", description="How 03/04/2024 is read; found from the whole column where left out."
    )

    @property
    def type(self) -> ValueType:
        """The type that columns have afterwards."""
        return "text" if self.to == "category" else self.to

    def act(self, rows: Rows) -> Action:
        """Return the columns in their new type."""
        columns = [column for column in self.columns_of(rows, self.columns) if column.type != self.type]
        if not columns:
            return Action(rows, f"already {self.type}")
        read = {column.name: self.reading(rows, column) for column in columns if self.from_cells(column)}
        self.check_casts(rows, [column for column in columns if column.name not in read])
        frame = rows.frame
        if read:
            wanted = {HELPER + name: (HELPER + "text_" + name, reading.value) for name, reading in read.items()}
            texts = {HELPER + "text_" + column.name: as_text(column) for column in columns if column.name in read}
            frame = engine_of(frame).read_cells(frame.with_columns(**texts), wanted)
        values = {
            column.name: nw.col(HELPER + column.name) if column.name in read else self.cast(column)
            for column in columns
        }
        changed = {column.name: known(values[column.name].is_null() & ~is_missing(column)) for column in columns}
        retyped = [column.model_copy(update={"type": self.type}) for column in columns]
        doubts = [self.doubt(rows, column) for column in columns if column.name in read]
        reason = "; ".join(["cells that cannot be read are empty now", *(doubt for doubt in doubts if doubt)])
        return Action(
            replace(rows, frame=frame),
            reason,
            values=values,
            changed=changed,
            columns=with_columns(rows, *retyped),
            fresh=bool(read),
        )

    def from_cells(self, column: Column) -> bool:
        """Tell whether the new type is read from text: from a column of text, or from digits such as 20111209."""
        return column.type == "text" or (column.type == "integer" and self.type in {*MOMENTS, "time"})

    def cells(self, rows: Rows, column: Column) -> dict[str, int]:
        """Return cell → rows of the most frequent cells."""
        found = levels(rows.frame.with_columns(as_text(column).alias(column.name)), column)
        return {str(cell): count for cell, count in found.items()}

    def doubt(self, rows: Rows, column: Column) -> str:
        """Return what is to be said where the whole column does not tell day and month apart."""
        from analysis.sources.types_dates import recognise

        if self.type not in MOMENTS or not recognise(self.cells(rows, column), self.date_order).undecided:
            return ""
        return f"day and month cannot be told apart in {column.name}: set date_order"

    def reading(self, rows: Rows, column: Column) -> Any:  # noqa: ANN401
        """Return how the cells of a column become typed, judged by its most frequent ones."""
        from analysis.sources.types import Hints, guess

        cells = self.cells(rows, column)
        if not cells:
            self.refuse("it holds no value", column=column.name, remedy="leave it out")
        hints = Hints(forced=self.type, mark=self.decimal, order=self.date_order, named_date=self.type in MOMENTS)
        reading = guess(cells, hints)
        read = pl.select(reading.value(pl.lit(pl.Series(list(cells), dtype=pl.String)))).to_series()
        if read.is_null().all():
            self.refuse(
                f"none of its values can be read as {self.type} (such as {next(iter(cells))!r})",
                column=column.name,
                remedy="choose another type",
            )
        return reading

    def cast(self, column: Column) -> nw.Expr:
        """Return a column of another type than text in the new type; null where there is no such value."""
        if self.type == "text":
            return as_text(column)
        pair = (column.type, self.type)
        if pair not in CASTS:
            self.refuse(f"{column.type} cannot become {self.type}", column=column.name, remedy="choose another type")
        return CASTS[pair](nw.col(column.name))

    def check_casts(self, rows: Rows, columns: Sequence[Column]) -> None:
        """Refuse a cast that would leave none of the values of a column."""
        losing = {column.name: self.cast(column) for column in columns if (column.type, self.type) in LOSING}
        left = figures(rows.frame, {name: cell.count() for name, cell in losing.items()}) if losing else {}
        for column in columns:
            if left.get(column.name) == 0:
                what = f"none of its values can be read as {self.type}"
                self.refuse(what, column=column.name, remedy="choose another type, or leave it out")


def as_text(column: Column) -> nw.Expr:
    """Return the cells as text, the same on every engine."""
    cell = nw.col(column.name)
    if column.type == "datetime":
        return cell.dt.to_string("%Y-%m-%d %H:%M:%S")
    if column.type == "decimal" and column.decimals == 0:
        return whole(cell).cast(nw.String)
    return cell if column.type in {"text", "time"} else cell.cast(nw.String)


def whole(cell: nw.Expr) -> nw.Expr:
    """Return a decimal number as an integer, null where it is none that 64 bits hold."""
    return nw.when((cell == cell.round(0)) & (cell.abs() < 2.0**53)).then(cell).cast(nw.Int64)


def truth(cell: nw.Expr) -> nw.Expr:
    """Return 1 as true, 0 as false, anything else as null."""
    return nw.when((cell == 0) | (cell == 1)).then(cell == 1)


CASTS: dict[tuple[ValueType, ValueType], Callable[[nw.Expr], nw.Expr]] = {
    ("integer", "decimal"): lambda cell: cell.cast(nw.Float64),
    ("decimal", "integer"): whole,
    ("integer", "boolean"): truth,
    ("decimal", "boolean"): truth,
    ("boolean", "integer"): lambda cell: cell.cast(nw.Int64),
    ("boolean", "decimal"): lambda cell: cell.cast(nw.Float64),
    ("date", "datetime"): lambda cell: cell.cast(nw.Datetime("us")),
    ("datetime", "date"): lambda cell: cell.dt.date(),
    ("datetime", "time"): lambda cell: cell.dt.to_string(CLOCK),
}
"""(type before, type after) → the cast; text is read instead, and everything can become text."""

LOSING = frozenset({("decimal", "integer"), ("integer", "boolean"), ("decimal", "boolean")})
"""Casts that some values do not come through."""
