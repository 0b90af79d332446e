"""Values far from the others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import ClassVar, Literal, Self

import narwhals.stable.v2 as nw
from pydantic import Field, model_validator

from analysis.cleaning.action import Action
from analysis.cleaning.figures import figures, present
from analysis.cleaning.step import COLUMNS, Names, Step, with_columns
from analysis.cleaning.treatment import TREATMENTS, Bounds, inward, treated
from analysis.expressions.rounding import significant
from analysis.rows import Rows
from analysis.sources.table import Column

NORMAL = 1.482602218505602
"""What the median absolute deviation is multiplied with to be the standard deviation of normal data."""
FACTORS = {"iqr": 1.5, "z": 3.0, "mad": 3.5}


class Outliers(Step):
    """Finds values far from the others; drops their rows, empties or clips them, or puts the median or mean instead.

    Bounds and usual factors: ``iqr``, quartiles ± 1.5 × their distance (Tukey 1977); ``z``, mean ± 3 deviations;
    ``mad``, median ± 3.5 × 1.4826 × median absolute deviation (Iglewicz, Hoaglin 1993); ``quantile``, two quantiles.
    """

    title: ClassVar[str] = "Treat outliers"
    idempotent: ClassVar[bool] = False

    step: Literal["outliers"] = "outliers"
    columns: Names = COLUMNS
    method: Literal["iqr", "z", "mad", "quantile"] = Field("iqr", title="Method", description="How bounds are found.")
    factor: float | None = Field(
        None,
        gt=0,
        le=1e6,
        title="Factor",
        description="How far the bounds lie; default 1.5 for iqr, 3 for z, 3.5 for mad.",
    )
    lower: float = Field(0.01, ge=0, lt=1, title="Lower quantile", description="The lower bound of method quantile.")
    upper: float = Field(0.99, gt=0, le=1, title="Upper quantile", description="The upper bound of method quantile.")
    action: Literal["drop", "clip", "null", "median", "mean"] = Field(
        "clip", title="Action", description="Drop the row, clip to the bound, empty, or replace by the median or mean."
    )

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """Refuse quantiles the wrong way round."""
        if self.lower >= self.upper:
            raise ValueError(f"the lower quantile {self.lower:g} is not below the upper {self.upper:g}")
        return self

    def act(self, rows: Rows) -> Action:
        """Return what becomes of the outliers of each column."""
        columns = self.typed(rows, self.columns)
        bounds = METHODS[self.method](self, rows, columns)
        found = [(column, inward(column, self.checked(column, bounds[column.name]))) for column in columns]
        reason = ", ".join(f"{column.name} kept at {bounds.said()}" for column, bounds in found)
        if self.action in TREATMENTS:
            return treated(rows, found, TREATMENTS[self.action], reason)
        return self.replaced(rows, found, reason)

    def checked(self, column: Column, bounds: Bounds) -> Bounds:
        """Return the bounds of a column; refuse one without values, and one without any spread to judge by."""
        if bounds.low is None or bounds.high is None:
            self.refuse("it holds too few values", column=column.name, remedy="leave it out")
        if not math.isfinite(bounds.high - bounds.low):
            self.refuse("its values are too large to judge by", column=column.name, remedy="use a range_rule first")
        if not bounds.low < bounds.high:
            self.refuse(
                f"most of its values are equal, so that {self.method} takes all others for outliers",
                column=column.name,
                remedy="use method z or quantile, or a range_rule",
            )
        return bounds

    def replaced(self, rows: Rows, found: Sequence[tuple[Column, Bounds]], reason: str) -> Action:
        """Return the columns with outliers replaced by the median or mean of all values."""
        centres = figures(rows.frame, {column.name: getattr(present(column), self.action)() for column, _ in found})
        values: dict[str, nw.Expr] = {}
        columns: list[Column] = []
        for column, bounds in found:
            centre = significant(centres[column.name])
            integer = column.type == "integer" and centre.is_integer()
            cell = nw.col(column.name) if integer else nw.col(column.name).cast(nw.Float64)
            outside = bounds.below(column) | bounds.above(column)
            values[column.name] = nw.when(outside).then(nw.lit(int(centre) if integer else centre)).otherwise(cell)
            columns.append(column if integer else column.model_copy(update={"type": "decimal"}))
        return Action(rows, f"{reason}; {self.action}s instead", values=values, columns=with_columns(rows, *columns))

    def reach(self) -> float:
        """Return the factor, the method's usual one where none is set."""
        return self.factor if self.factor is not None else FACTORS[self.method]


Found = dict[str, Bounds]


def quantiles(rows: Rows, columns: Sequence[Column], low: float, high: float) -> Found:
    """Return two quantiles of each column."""
    wanted = {
        (column.name, share): present(column).quantile(share, interpolation="linear")
        for column in columns
        for share in (low, high)
    }
    found = figures(rows.frame, wanted)
    return {column.name: Bounds(found[column.name, low], found[column.name, high]) for column in columns}


def by_quantile(step: Outliers, rows: Rows, columns: Sequence[Column]) -> Found:
    """Return the two quantiles that the step names."""
    return quantiles(rows, columns, step.lower, step.upper)


def by_iqr(step: Outliers, rows: Rows, columns: Sequence[Column]) -> Found:
    """Return the quartiles, widened by a multiple of their distance."""
    found = quantiles(rows, columns, 0.25, 0.75)
    return {
        name: around((one.low, one.high), step.reach() * (one.high - one.low)) if one.low is not None else one
        for name, one in found.items()
    }


def by_z(step: Outliers, rows: Rows, columns: Sequence[Column]) -> Found:
    """Return the mean, give and take a multiple of the standard deviation."""
    wanted = {(column.name, name): getattr(present(column), name)() for column in columns for name in ("mean", "std")}
    found = figures(rows.frame, wanted)
    return {
        column.name: spread(found[column.name, "mean"], found[column.name, "std"], step.reach()) for column in columns
    }


def by_mad(step: Outliers, rows: Rows, columns: Sequence[Column]) -> Found:
    """Return the median, give and take a multiple of the median absolute deviation; two passes."""
    medians = figures(rows.frame, {column.name: present(column).median() for column in columns})
    distances = {
        column.name: (present(column) - medians[column.name]).abs().median()
        for column in columns
        if medians[column.name] is not None
    }
    found = figures(rows.frame, distances) if distances else {}
    return {name: spread(medians[name], found.get(name), NORMAL * step.reach()) for name in medians}


def spread(centre: float | None, width: float | None, factor: float) -> Bounds:
    """Return a centre give and take a multiple of a width; no bounds where either is not known."""
    return Bounds() if centre is None or width is None else around((centre, centre), factor * width)


def around(inner: tuple[float, float], margin: float) -> Bounds:
    """Return bounds so much wider than ``inner``, rounded so that the order of addition cannot be seen."""
    return Bounds(significant(inner[0] - margin), significant(inner[1] + margin))


METHODS: dict[str, Callable[[Outliers, Rows, Sequence[Column]], Found]] = {
    "iqr": by_iqr,
    "z": by_z,
    "mad": by_mad,
    "quantile": by_quantile,
}
"""How bounds are found. Adding a way is a line here and a name in ``Outliers.method``."""
