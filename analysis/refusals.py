"""What a refused recipe is told: the path of the key, what is wrong with it, the bounds, the nearest known name."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from analysis.errors import RecipeError

ALTERNATIVE = re.compile(r"constrained-|literal\[|(?:bool|int|float|str)$")
"""How pydantic calls, in the place of a problem, the alternatives of a choice such as a number or a word."""

TELLING = frozenset({"extra_forbidden", "finite_number"})
"""Problems that say more than others beside them, by pydantic's name."""

TOO_SHORT = {
    "too_short": "give at least {min_length}",
    "string_too_short": "give a text of at least {min_length} characters",
}
"""What to do where something is too short, by pydantic's name for that."""

WANTED = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a date such as 2011-12-31",
    "date_parsing": "a date such as 2011-12-31",
    "date_from_datetime_parsing": "a date such as 2011-12-31",
    "date_from_datetime_inexact": "a date such as 2011-12-31",
}
"""What is wanted where a value has another type, by pydantic's name for that."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that ``name`` most likely means, or "" where none is near."""
    known = list(known)
    folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def refusal(error: ValidationError, model: type[BaseModel], where: str) -> RecipeError:
    """Turn a validation's first problem into one sentence; ``where`` is the file or option that was read.

    A key that is not known comes first: what is missing beside it is most often the same key, well spelled. So does a
    number that is none: the other types that might stand there are not meant.
    """
    problem = min(error.errors(include_url=False), key=lambda one: one["type"] not in TELLING)
    path, found = _follow(problem["loc"], model)
    key = ".".join(str(part) for part in path if not ALTERNATIVE.match(str(part)))
    what, remedy = _say(problem, found)
    return RecipeError(f"{key}: {what}" if key else what, where=where, remedy=remedy)


def _say(problem: ErrorDetails, model: type[BaseModel] | None) -> tuple[str, str]:
    kind, given, context = problem["type"], problem.get("input"), problem.get("ctx", {})
    name = str(problem["loc"][-1]) if problem["loc"] else ""
    if kind == "extra_forbidden":
        known = sorted(name for name, field in model.model_fields.items() if not field.exclude) if model else []
        near = nearest(name, known)
        return "is not a known key", f"did you mean {near}?" if near else f"known are: {', '.join(known)}"
    if kind == "missing":
        return "is missing", "add it"
    if kind == "union_tag_invalid":
        tags = [tag.strip(" '") for tag in str(context.get("expected_tags", "")).split(",")]
        near = nearest(str(context.get("tag", "")), tags)
        return (
            f"{context.get('tag')!r} is not known",
            f"did you mean {near}?" if near else f"known are: {', '.join(tags)}",
        )
    if kind == "union_tag_not_found":
        return f"its {str(context.get('discriminator', '')).strip(chr(39))} is missing", "add it"
    if kind in TOO_SHORT:
        return "is empty" if not given else f"{_shown(given)} is too short", TOO_SHORT[kind].format(**context)
    message = problem["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if kind == "value_error":
        return message, ""
    return f"{_shown(given)} is refused", f"it should be {WANTED.get(kind, message)}"


def _shown(given: object) -> str:
    text = repr(given)
    return text if len(text) <= 60 else text[:57] + "…"


def _parts(hint: Any) -> list[Any]:  # noqa: ANN401
    """Return the alternatives that a hint stands for, without Annotated, Optional and containers."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return _parts(typing.get_args(hint)[0])
    if origin in (typing.Union, types.UnionType, tuple, list, dict):
        return [part for inner in typing.get_args(hint) for part in _parts(inner)]
    return [hint]


def _models(hint: Any) -> list[type[BaseModel]]:  # noqa: ANN401
    return [part for part in _parts(hint) if isinstance(part, type) and issubclass(part, BaseModel)]


def _tagged(models: Sequence[type[BaseModel]], tag: object) -> type[BaseModel] | None:
    """Return the alternative of a union whose discriminating field has the default ``tag``."""
    for model in models:
        if any(model.model_fields[name].default == tag for name in ("step", "method") if name in model.model_fields):
            return model
    return None


def _follow(location: Sequence[str | int], model: type[BaseModel]) -> tuple[list[str | int], type[BaseModel] | None]:
    """Walk the location through the models; return it without union tags, and the model that holds the last key."""
    path: list[str | int] = []
    here: type[BaseModel] | None = model
    choices: list[type[BaseModel]] = []
    for part in location:
        tagged = _tagged(choices, part) if len(choices) > 1 else None
        if tagged:
            here, choices = tagged, []
            continue
        path.append(part)
        if here and isinstance(part, str) and part in here.model_fields:
            choices = _models(here.model_fields[part].annotation)
            below = choices[0] if len(choices) == 1 else None
            here = below if part != location[-1] and below else here
    return path, here
