"""Columns of numbers on a common scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from analysis.cleaning.action import Action
from analysis.cleaning.figures import figures, present
from analysis.cleaning.step import COLUMNS, Names, Step, with_columns
from analysis.expressions.rounding import significant
from analysis.rows import Rows

Figures = dict[str, Callable[[nw.Expr], nw.Expr]]
METHODS: dict[str, Figures] = {
    "minmax": {"centre": lambda cell: cell.min(), "width": lambda cell: cell.max() - cell.min()},
    "z": {"centre": lambda cell: cell.mean(), "width": lambda cell: cell.std()},
    "robust": {
        "centre": lambda cell: cell.median(),
        "width": lambda cell: cell.quantile(0.75, interpolation="linear") - cell.quantile(0.25, interpolation="linear"),
    },
}
"""Method → what is subtracted and what the rest is divided by."""


class Normalise(Step):
    """Brings columns of numbers to a common scale: 0 to 1, or distances from the centre.

    ``minmax``: (x − smallest) / (largest − smallest); ``z``: (x − mean) / standard deviation (of a sample); ``robust``:
    (x − median) / (third − first quartile). Segmenting scales its features by itself: this is for what is exported.
    """

    title: ClassVar[str] = "Normalise numbers"
    idempotent: ClassVar[bool] = False

    step: Literal["normalise"] = "normalise"
    columns: Names = COLUMNS
    method: Literal["minmax", "z", "robust"] = Field("minmax", title="Method", description="The scale.")

    def act(self, rows: Rows) -> Action:
        """Return the scaled columns."""
        columns = self.typed(rows, self.columns)
        wanted = {
            (column.name, name): figure(present(column).cast(nw.Float64))
            for column in columns
            for name, figure in METHODS[self.method].items()
        }
        found = figures(rows.frame, wanted)
        values = {column.name: self.scaled(column.name, found) for column in columns}
        changed = [column.model_copy(update={"type": "decimal", "decimals": 9}) for column in columns]
        said = ", ".join(f"({name} − {found[name, 'centre']:.9g}) / {found[name, 'width']:.9g}" for name in values)
        return Action(rows, said, values=values, columns=with_columns(rows, *changed))

    def scaled(self, name: str, found: dict[tuple[str, str], Any]) -> nw.Expr:
        """Return one column on its new scale; one whose values do not differ is refused."""
        width = found[name, "width"]
        if width is None or not significant(width) > 0:
            remedy = "use minmax" if self.method == "robust" else "leave it out"
            self.refuse("its values do not differ enough to be scaled", column=name, remedy=remedy)
        return (nw.col(name).cast(nw.Float64) - significant(found[name, "centre"])) / significant(width)
