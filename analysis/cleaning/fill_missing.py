"""Missing cells get a value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Literal, Self

import narwhals.stable.v2 as nw
from pydantic import Field, model_validator

from analysis.cleaning.action import HELPER, Action
from analysis.cleaning.constants import Constant, constant, whole
from analysis.cleaning.figures import figures, levels, present
from analysis.cleaning.step import COLUMNS, Names, Step, is_missing, with_columns
from analysis.expressions.rounding import significant
from analysis.rows import Rows
from analysis.sources.table import LINE, Column


class FillMissing(Step):
    """Fills missing cells with a constant, the mean, the median, the most frequent value, or the value before.

    ``by`` takes the figure within groups; a group without any value gets that of all rows. Of equally frequent values
    the smallest is taken. ``forward`` takes the last value before in the order of ``order_by``, then of the whole row.
    """

    title: ClassVar[str] = "Fill missing cells"

    step: Literal["fill_missing"] = "fill_missing"
    columns: Names = COLUMNS
    method: Literal["mean", "median", "mode", "constant", "forward"] = Field(
        "median", title="Method", description="What the missing cells are filled with."
    )
    value: Constant | None = Field(None, title="Value", description="The constant; a date as 2011-12-09.")
    by: Names = Field(
        (), title="By group", description="Take the figure within groups of equal cells in these columns."
    )
    order_by: Names = Field(
        (), title="Order by", description="What forward means: columns to order rows by; __line__: as in the file."
    )

    @model_validator(mode="after")
    def complete(self) -> Self:
        """Refuse a constant without a value, and forward without an order."""
        if self.method == "constant" and self.value is None:
            raise ValueError("method constant needs a value")
        if self.method == "forward" and not self.order_by:
            raise ValueError("method forward needs order_by: name the columns that say which row comes before")
        return self

    def act(self, rows: Rows) -> Action:
        """Return the filled columns."""
        numeric = self.method in {"mean", "median"}
        columns = self.typed(rows, self.columns) if numeric else self.columns_of(rows, self.columns)
        if self.method == "forward":
            return self.forward(rows, columns)
        if self.by and self.method != "constant":
            return self.grouped(rows, columns)
        fillers = self.fillers(rows, columns)
        split = {column.name for column in columns if between(column, fillers[column.name])}
        values = {
            column.name: filled(column, nw.lit(fillers[column.name]), decimal=column.name in split)
            for column in columns
        }
        changed = [as_decimal(column) if column.name in split else column for column in columns]
        said = ", ".join(f"{name} with {value}" for name, value in fillers.items())
        reason = f"filled {said}" if self.method == "constant" else f"filled with the {self.method}: {said}"
        return Action(rows, reason, values=values, columns=with_columns(rows, *changed))

    def fillers(self, rows: Rows, columns: tuple[Column, ...]) -> dict[str, Any]:
        """Return column → what its missing cells get, over all rows."""
        if self.method == "constant":
            return {column.name: self.constant(column) for column in columns}
        if self.method == "mode":
            found: dict[str, Any] = {column.name: next(iter(levels(rows.frame, column)), None) for column in columns}
        else:
            found = figures(rows.frame, {column.name: self.figure(column) for column in columns})
        for name, value in found.items():
            if value is None:
                self.refuse(
                    f"it holds no value to take the {self.method} of", column=name, remedy="fill with a constant"
                )
        if self.method == "mode":
            return found
        integers = {column.name for column in columns if column.type == "integer"}
        exact = {name: significant(value) if self.method == "mean" else value for name, value in found.items()}
        return {name: whole(value) if name in integers else value for name, value in exact.items()}

    def figure(self, column: Column) -> nw.Expr:
        """Return the mean or median of what is there."""
        cell = present(column)
        return cell.mean() if self.method == "mean" else cell.median()

    def constant(self, column: Column) -> Any:  # noqa: ANN401
        """Return the constant in the column's type; one that does not fit is refused."""
        try:
            return constant(column.type, self.value)
        except ValueError:
            self.refuse(
                f"it is {column.type}, and {self.value!r} is not",
                column=column.name,
                remedy=f"give a value that is {column.type}",
            )

    def forward(self, rows: Rows, columns: tuple[Column, ...]) -> Action:
        """Return the columns filled with the last value before, which other rows decide."""
        named = tuple(name for name in self.order_by if name != LINE)
        ordered = {column.name for column in self.columns_of(rows, named)} if named else set()
        order = [name for name in self.order_by if name in ordered or name == LINE]
        groups = [column.name for column in self.columns_of(rows, self.by)]
        whole = [*order, *(column.name for column in rows.columns if column.name not in order), LINE]
        last = {
            HELPER + column.name: present(column).fill_null(strategy="forward").over(*groups, order_by=whole)
            for column in columns
        }
        helped = replace(rows, frame=rows.frame.with_columns(**last))
        values = {column.name: filled(column, nw.col(HELPER + column.name)) for column in columns}
        return Action(
            helped,
            f"filled forward in the order of {', '.join('the file' if name == LINE else name for name in order)}",
            values=values,
            columns=rows.columns,
            fresh=True,
        )

    def grouped(self, rows: Rows, columns: tuple[Column, ...]) -> Action:
        """Return the columns filled with their group's figure; that of all rows where the group has none."""
        groups = [column.name for column in self.columns_of(rows, self.by)]
        everywhere = self.fillers(rows, columns)
        frame = rows.frame
        for column in columns:
            frame = frame.join(self.of_groups(rows, column, groups), on=groups, how="left")
        numeric = self.method != "mode"
        values = {
            column.name: filled(
                column, nw.col(HELPER + column.name).fill_null(everywhere[column.name]), decimal=numeric
            )
            for column in columns
        }
        changed = [as_decimal(column) if numeric else column for column in columns]
        reason = f"filled with the {self.method} within {', '.join(groups)}"
        helped = replace(rows, frame=frame)
        return Action(helped, reason, values=values, columns=with_columns(rows, *changed), fresh=True)

    def of_groups(self, rows: Rows, column: Column, groups: list[str]) -> nw.LazyFrame[Any]:
        """Return group → figure of one column."""
        cells = rows.frame.select(*groups, present(column).alias(HELPER + column.name))
        if self.method != "mode":
            figure = nw.col(HELPER + column.name)
            figure = figure.mean().round(column.decimals + 4) if self.method == "mean" else figure.median()
            return cells.group_by(*groups, drop_null_keys=True).agg(figure)
        counted = cells.group_by(*groups, HELPER + column.name, drop_null_keys=True).agg(
            (nw.len().cast(nw.Int64)).alias(HELPER)
        )
        ranked = counted.with_columns((nw.lit(0) - nw.col(HELPER)).alias(HELPER))
        first = ranked.unique(subset=groups, keep="first", order_by=[HELPER, HELPER + column.name])
        return first.select(*groups, HELPER + column.name)


def filled(column: Column, value: nw.Expr, *, decimal: bool = False) -> nw.Expr:
    """Return the column with its missing cells replaced, as decimals where the value may be between integers."""
    cell = nw.col(column.name)
    return nw.when(is_missing(column)).then(value).otherwise(cell.cast(nw.Float64) if decimal else cell)


def between(column: Column, value: object) -> bool:
    """Return whether an integer column that takes this value becomes decimal."""
    return column.type == "integer" and isinstance(value, float)


def as_decimal(column: Column) -> Column:
    """Return the description of a column of numbers that has become decimal."""
    return column.model_copy(update={"type": "decimal"})
