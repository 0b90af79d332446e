"""What a settings model says about its fields: title, bounds, choices; and text to value, checked by the model."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from analysis.refusals import refusal

FieldKind = Literal["flag", "choice", "integer", "decimal", "text", "list", "table", "nested"]
_BOUNDS = {"ge": "at least {}", "gt": "above {}", "le": "at most {}", "lt": "below {}", "multiple_of": "in steps of {}"}
_LENGTHS = {"min_length": "at least {} of them", "max_length": "at most {} of them"}


@dataclass(frozen=True)
class FieldInfoLine:
    """One field of a form.

    ``choices`` are the values to choose from, and, beside a number or a text, the words it may be instead of one;
    ``optional`` says that it may be left empty; ``bounds`` is what limits it, in words.
    """

    name: str
    title: str
    description: str
    kind: FieldKind
    choices: tuple[object, ...] = ()
    optional: bool = False
    bounds: str = ""
    default: object = None


class RefusedTextError(ValueError):
    """A text that is not a value of its field; the message is one sentence that may quote it."""


def fields_of(model: type[BaseModel]) -> tuple[FieldInfoLine, ...]:
    """Return the fields of a settings model that a form shows, in their order."""
    return tuple(_line(name, info) for name, info in model.model_fields.items() if not info.exclude)


def _line(name: str, info: FieldInfo) -> FieldInfoLine:
    parts = list(_alternatives(info.annotation))
    choices = tuple(choice for part in parts if typing.get_origin(part) is Literal for choice in typing.get_args(part))
    others = [part for part in parts if typing.get_origin(part) is not Literal and part is not type(None)]
    return FieldInfoLine(
        name=name,
        title=info.title or name.replace("_", " ").capitalize(),
        description=info.description or "",
        kind=_kind(others, bool(choices)),
        choices=(True, False) if others == [bool] else choices,
        optional=type(None) in parts,
        bounds=_bounds(info),
        default=None if info.is_required() else info.get_default(call_default_factory=True, validated_data={}),
    )


def _alternatives(hint: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the alternatives of a type, without Annotated and unions around them."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        yield from _alternatives(typing.get_args(hint)[0])
    elif origin in (typing.Union, types.UnionType):
        for inner in typing.get_args(hint):
            yield from _alternatives(inner)
    else:
        yield hint


def _kind(types_of: Sequence[Any], has_choices: bool) -> FieldKind:
    """Return how values of these types are edited."""
    if not types_of:
        return "choice" if has_choices else "text"
    hint = types_of[0]
    origin = typing.get_origin(hint)
    if origin in (tuple, list):
        inner = list(_alternatives(typing.get_args(hint)[0]))
        return "nested" if any(isinstance(part, type) and issubclass(part, BaseModel) for part in inner) else "list"
    if origin is dict:
        simple = (
            typing.get_args(hint)[1] in (str, int, float, bool)
            or typing.get_origin(typing.get_args(hint)[1]) is Literal
        )
        return "table" if simple else "nested"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return "nested"
    kinds: dict[Any, FieldKind] = {bool: "flag", int: "integer", float: "decimal"}
    return kinds.get(hint, "text")


def _bounds(info: FieldInfo) -> str:
    """Return the limits of a field in words: ``2 to 50``."""
    limits: dict[str, Any] = {}
    lengths: dict[str, Any] = {}
    for constraint in info.metadata:
        for name in (*_BOUNDS, *_LENGTHS):
            if (limit := getattr(constraint, name, None)) is not None:
                (limits if name in _BOUNDS else lengths)[name] = limit
    words = []
    if "ge" in limits and "le" in limits:
        words.append(f"{limits.pop('ge')} to {limits.pop('le')}")
    words += [_BOUNDS[name].format(limit) for name, limit in limits.items()]
    if isinstance(info.default, tuple | list) or lengths.get("min_length", 0) > 1:
        words += [_LENGTHS[name].format(limit) for name, limit in lengths.items()]
    return ", ".join(words)


def shown_value(line: FieldInfoLine, value: object) -> str:
    """Return a value as it is shown and edited: text that can be parsed back, and that is not yet inert."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if line.kind == "nested":
        parts = value if isinstance(value, tuple | list) else ()
        names = [str(name) for part in parts if (name := getattr(part, "name", ""))]
        amount = len(value) if isinstance(value, tuple | list | dict) else 1
        return ", ".join(names) or (f"{amount} (in the recipe file)" if amount else "")
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_quoted(str(inner))}" for key, inner in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(_quoted(str(inner)) for inner in value)
    return str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if "," in text or "=" in text or text != text.strip() else text


def parsed(
    model: type[BaseModel], values: Mapping[str, object], line: FieldInfoLine, text: str
) -> tuple[object, BaseModel]:
    """Return the value that a text stands for and the model with it; raises RefusedTextError with one sentence.

    ``values`` is the present document (``model_dump(mode="json")``); the model's own validation decides.
    """
    first: ValidationError | None = None
    for candidate in _candidates(line, text):
        try:
            whole = model.model_validate_json(json.dumps({**values, line.name: candidate}))
        except ValidationError as error:
            first = first or error
            continue
        return getattr(whole, line.name), whole
    if first is None:
        named = ", ".join(shown_value(line, choice) for choice in line.choices)
        raise RefusedTextError(f"{line.title} is one of {named}" if named else f"{line.title} cannot be left empty")
    raise RefusedTextError(_sentence(first, model, line))


def _sentence(error: ValidationError, model: type[BaseModel], line: FieldInfoLine) -> str:
    told = str(refusal(error, model, ""))
    if error.errors(include_url=False)[0]["loc"][:1] != (line.name,):
        return told
    limits = f" ({line.bounds})" if line.bounds else ""
    return f"{line.title}: {told.partition(': ')[2]}{limits}"


def _candidates(line: FieldInfoLine, text: str) -> Iterator[object]:
    """Yield the values that a text may stand for, the likeliest first."""
    text = text.strip()
    if not text and line.optional:
        yield None
    folded = text.casefold()
    yield from (choice for choice in line.choices if folded in {str(choice).casefold(), shown_value(line, choice)})
    if line.kind == "list":
        parts = [] if not text else _split(text)
        yield [_number(part) for part in parts]
        yield parts
        yield from ([] if not all(_is_whole(part) for part in parts) else [[float(part) for part in parts]])
    elif line.kind == "table":
        pairs = [part.partition("=") for part in _split(text, keep_quotes=True)] if text else []
        table = {_unquoted(key): _unquoted(value) for key, _, value in pairs}
        yield {key: _number(value) for key, value in table.items()}
        yield table
    elif line.kind in {"integer", "decimal"}:
        yield _number(text.replace(",", "").replace("_", ""))
    elif line.kind == "text" and text:
        yield text


def _number(text: str) -> object:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _is_whole(text: str) -> bool:
    return text.lstrip("+-").isdigit()


def _split(text: str, *, keep_quotes: bool = False) -> list[str]:
    """Split at commas that stand outside quotes."""
    parts, part, inside = [], "", False
    for char in text:
        inside ^= char == '"'
        if char == "," and not inside:
            parts.append(part)
            part = ""
        else:
            part += char
    stripped = [part.strip() for part in (*parts, part)]
    return stripped if keep_quotes else [_unquoted(part) for part in stripped]


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text[1:-1]
    return text
