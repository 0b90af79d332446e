"""Conditions of rules applied to the customer table: which customer satisfies which, now or of a frozen run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw
import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.errors import RecipeError

if TYPE_CHECKING:
    from analysis.expressions import Condition, Value
    from analysis.segmentation.model import ModelCard
    from analysis.sources.table import ValueType

Answers = npt.NDArray[np.bool_]


def value_types(frame: pl.DataFrame) -> dict[str, ValueType]:
    """Return the type of each column as conditions know them."""
    types: dict[str, ValueType] = {}
    for name, kind in frame.schema.items():
        if kind.is_integer():
            types[name] = "integer"
        elif kind.is_float() or kind.is_decimal():
            types[name] = "decimal"
        elif kind == pl.Boolean:
            types[name] = "boolean"
        elif kind == pl.Date:
            types[name] = "date"
        elif kind == pl.Datetime:
            types[name] = "datetime"
        else:
            types[name] = "text"
    return types


def compiled(name: str, when: str, types: Mapping[str, ValueType]) -> Condition:
    """Return the condition of the rule of that name; RecipeError names the rule and the place in it."""
    from analysis.customers import SHORT_NAMES
    from analysis.expressions import compile_condition

    try:
        return compile_condition(when, types, SHORT_NAMES)
    except RecipeError as error:
        raise RecipeError(error.what, where=f"segmentation.rules ({name})", remedy=error.remedy) from error


def answers_of(card: ModelCard, frame: pl.DataFrame) -> Answers:
    """Return which customer satisfies which rule (n, rules); an otherwise is a last column, all true."""
    types = value_types(frame)
    answers = np.empty((frame.height, len(card.rules)), dtype=np.bool_)
    for at, (name, when) in enumerate(card.rules):
        if not when:
            answers[:, at] = True
            continue
        condition = compiled(name, when, types)
        figures = restored(condition, types, card.figures)
        satisfied = nw.from_native(frame.lazy()).select(condition.expr(figures).alias("satisfied"))
        answers[:, at] = satisfied.to_native().collect()["satisfied"].fill_null(False).to_numpy()
    return answers


def restored(
    condition: Condition, types: Mapping[str, ValueType], figures: Mapping[str, float | int | str | bool | None]
) -> dict[str, Value]:
    """Return the figures a condition needs, those of date columns as dates again."""
    readers = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat}
    known: dict[str, Value] = {}
    for one in condition.statistics:
        figure = figures[one.key]
        read = readers.get(types[one.column])
        known[one.key] = read(figure) if read and isinstance(figure, str) else figure
    return known


def assign_by_rules(
    card: ModelCard, frame: pl.DataFrame
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """Return segment, certainty (1 over the number of rules satisfied) and the segment of the next rule satisfied."""
    answers = answers_of(card, frame)
    ids = np.array([*card.ids, 0], dtype=np.int32)
    first = np.where(answers.any(axis=1), answers.argmax(axis=1), -1)
    later = answers.copy()
    later[np.arange(len(later)), first] = False
    second = np.where(later.any(axis=1), later.argmax(axis=1), -1)
    written = np.array([bool(when) for _, when in card.rules])
    matched = np.maximum(answers[:, written].sum(axis=1), 1)
    return ids[first], np.where(first >= 0, 1 / matched, 0).astype(np.float32), ids[second]
