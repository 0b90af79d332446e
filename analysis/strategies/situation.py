"""What a rule may ask about a customer: one table of columns that are always there, null where not computable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analysis.customers.table import SHORT_NAMES
from analysis.errors import RecipeError
from analysis.expressions import Condition, compile_condition
from analysis.sources.table import ValueType
from analysis.strategies.playbook import Playbook, Rule

ALWAYS: dict[str, ValueType] = {
    "segment": "integer",
    "segment_name": "text",
    "segment_confidence": "decimal",
    "value": "decimal",
    "value_rank": "integer",
    "value_percentile": "decimal",
    "value_tier": "text",
    "value_level": "text",
    "loyalty": "decimal",
    "loyalty_tier": "text",
    "loyalty_level": "text",
    "recency_days": "integer",
    "frequency": "integer",
    "monetary": "decimal",
    "average_order_value": "decimal",
    "tenure_days": "integer",
    "r": "integer",
    "f": "integer",
    "m": "integer",
    "rfm_segment": "text",
    "clv": "decimal",
    "p_alive": "decimal",
}
"""Columns that every playbook may name, whatever the data; where they cannot be computed they are null."""

POLARS: dict[ValueType, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "decimal": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us"),
    "time": pl.String(),
}
LEVELS = {"value": ("low", "medium", "high"), "loyalty": ("not loyal", "somewhat loyal", "loyal")}


@dataclass(frozen=True)
class TierNames:
    """The names of the tiers, lowest first, as the recipe has them."""

    value: tuple[str, ...] = ("low", "medium", "high")
    loyalty: tuple[str, ...] = ("not loyal", "loyal")

    def levels(self, score: str) -> dict[str, str]:
        """Return tier → level for ``score`` (value or loyalty): the lowest, the highest, and all between."""
        names: Sequence[str] = getattr(self, score)
        low, middle, high = LEVELS[score]
        return {name: high if name == names[-1] else low if name == names[0] else middle for name in names}


def situation(
    result: pl.DataFrame, customers: pl.DataFrame, tiers: TierNames, trusted: pl.Series | None
) -> pl.DataFrame:
    """Return what rules may ask, row by row as in ``result``: its columns, the customers' own, the tiers' levels.

    ``trusted`` says per row whether its segment may be asked for; where it may not, the segment's columns are null.
    """
    own = [name for name in customers.columns if name not in result.columns and name not in ALWAYS]
    frame = result.hstack(customers.select(own))
    if trusted is not None:
        hidden = [name for name in ("segment", "segment_name", "segment_confidence") if name in frame.columns]
        frame = frame.with_columns(pl.when(trusted).then(pl.col(name)).alias(name) for name in hidden)
    return complete(frame, tiers)


def complete(frame: pl.DataFrame, tiers: TierNames) -> pl.DataFrame:
    """Add the columns of ``ALWAYS`` that are missing, and the levels, to a table of customers."""
    missing = [name for name in ALWAYS if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, dtype=POLARS[ALWAYS[name]]).alias(name) for name in missing)
    return frame.with_columns(
        among(frame[f"{score}_tier"], tiers.levels(score)).alias(f"{score}_level") for score in LEVELS
    )


def among(cells: pl.Series, few: Mapping[str, str | int]) -> pl.Series:
    """Return what stands for each cell, null for others: quicker, and in less memory, than to look each one up."""
    numbers = cells.cast(pl.String).cast(pl.Enum(list(few)), strict=False).to_physical()
    return pl.Series(list(few.values())).gather(numbers.cast(pl.UInt32))


def types_of(frame: pl.DataFrame) -> dict[str, ValueType]:
    """Return the types of the columns a condition can use; columns of other types cannot be asked for."""
    found: dict[str, ValueType] = {}
    for name, dtype in frame.schema.items():
        kind = _type_of(dtype)
        if kind is not None:
            found[name] = ALWAYS.get(name, kind)
    return found


def _type_of(dtype: pl.DataType) -> ValueType | None:
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "decimal"
    tests: tuple[tuple[ValueType, bool], ...] = (
        ("text", dtype in (pl.String, pl.Categorical, pl.Enum)),
        ("boolean", dtype == pl.Boolean),
        ("date", dtype == pl.Date),
        ("datetime", dtype == pl.Datetime),
    )
    return next((kind for kind, holds in tests if holds), None)


def compile_rules(playbook: Playbook, columns: dict[str, ValueType]) -> tuple[tuple[Rule, Condition], ...]:
    """Return the rules with their conditions compiled; RecipeError names the rule that cannot be understood."""
    return tuple((rule, _compile(rule, columns)) for rule in playbook.rules)


def _compile(rule: Rule, columns: dict[str, ValueType]) -> Condition:
    try:
        return compile_condition(rule.when, columns, SHORT_NAMES)
    except RecipeError as error:
        raise RecipeError(
            error.what, where=f"playbook, rule {rule.name!r}: {error.where}", remedy=error.remedy
        ) from error
