"""Constants that an analyst writes into a step, read in the type of the column they are for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from analysis.sources.table import CLOCK, ValueType

Constant = bool | float | str


def constant(type_: ValueType, value: object) -> Any:  # noqa: ANN401
    """Return the value as a cell of a column of that type; ValueError where it is none."""
    return READERS[type_](value)


def number(value: object) -> float | int:
    """Return a number, an integer where it is whole."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is no number")
    return whole(float(value))


def integer(value: object) -> float | int:
    """Return a number that a column of integers can hold; a fraction makes decimals of it."""
    found = number(value)
    if not -(2**63) <= found < 2**63:
        raise ValueError(f"{value!r} is larger than 64 bits hold")
    return found


def whole(value: float) -> float | int:
    """Return a number as an integer where it is one."""
    return int(value) if value.is_integer() else value


def text(value: object) -> str:
    """Return a text; a number that is whole without the point."""
    return str(whole(value)) if isinstance(value, float) else str(value)


def boolean(value: object) -> bool:
    """Return true or false."""
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "false": False, "no": False}
    word = str(value).casefold()
    if word not in words:
        raise ValueError(f"{value!r} is neither true nor false")
    return words[word]


READERS: dict[ValueType, Callable[[object], Any]] = {
    "text": text,
    "integer": integer,
    "decimal": lambda value: float(number(value)),
    "boolean": boolean,
    "date": lambda value: date.fromisoformat(str(value)),
    "datetime": lambda value: datetime.fromisoformat(str(value)).replace(tzinfo=None),
    "time": lambda value: time.fromisoformat(str(value)).strftime(CLOCK),
}
