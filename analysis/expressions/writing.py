"""Names and values as they are written in a condition, so that it reads them back as they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from analysis.expressions.tokens import WORDS


def quoted(column: str) -> str:
    """Return the name of a column in backticks, which hold any name."""
    return "`" + column.replace("`", "``") + "`"


def named(column: str) -> str:
    """Return the name of a column as short as it can be: in backticks only where it would not be read as a name."""
    return column if column.isidentifier() and column.lower() not in WORDS else quoted(column)


def literal(value: object) -> str:
    """Return a number as it is, anything else as a text between quotes; of dates the ISO form, which is read as one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    if isinstance(value, datetime):
        text = value.isoformat(" ")
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text.replace("'", "''") + "'"


def literals(values: Iterable[object]) -> str:
    """Return a list of values, ``['a', 'b']``."""
    return "[" + ", ".join(literal(value) for value in values) + "]"


def condition_for(column: str, value: object) -> str:
    """Return the condition that holds for rows with exactly this value in a column."""
    name = quoted(column)
    if value is None:
        return f"{name} is null"
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return f"{name} = {literal(value)}"
