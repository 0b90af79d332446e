"""Cells of text that hold an object, as JSON or as Python writes a dictionary: its values by their keys."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping

from analysis.sources.declared import DEEPEST

Keys = tuple[str, ...]
"""The keys that lead to a value, from the outermost."""

LONGEST = 100_000
"""Characters of a cell beyond which it is not parsed as Python, which takes a hundred times its size."""

_DECODER = json.JSONDecoder(strict=False)
_WORDS = {"None": "null", "True": "true", "False": "false", "nan": "NaN"}
_EMPTY_LIST = "[]"
"""What PHP writes for an object without keys."""

_Object = Mapping[str, object]


def object_of(cell: str) -> _Object | None:
    """Return the object that a cell holds, None where it holds none."""
    text = cell.strip()
    if text == _EMPTY_LIST:
        return {}
    if not (text.startswith("{") and text.endswith("}")):
        return None
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError):
        found = _from_python(text)
    return found if isinstance(found, dict) else None


def _from_python(text: str) -> object:
    """The plain value that a text of Python stands for, None where it is none."""
    try:
        if '"' not in text and "\\" not in text:
            return _DECODER.decode(_as_json(text))
    except (ValueError, RecursionError):
        pass  # it may have tuples, or keys that are numbers
    if len(text) > LONGEST:
        return None
    try:
        return json.loads(json.dumps(ast.literal_eval(text)))
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None


def _as_json(text: str) -> str:
    """Python's text as JSON, where every single quote starts or ends a string."""
    parts = text.split("'")
    outside = "'".join(parts[::2])
    for word, meant in _WORDS.items():
        outside = outside.replace(word, meant)
    parts[::2] = outside.split("'")
    return '"'.join(parts)


def values_of(found: _Object, depth: int, above: Keys = ()) -> Iterator[tuple[Keys, str | None]]:
    """Yield the values of an object as text, each with the keys that lead to it; objects in it are gone into.

    Text that is an object again counts as one. ``depth``: how deep the object lies itself; what lies deeper than
    ``DEEPEST`` is yielded as JSON, as are lists of anything but plain values.
    """
    for key, value in found.items():
        keys = (*above, key)
        inner = _inner(value) if depth < DEEPEST else None
        if inner is not None:
            yield from values_of(inner, depth + 1, keys)
        else:
            yield keys, _text(value)


def _inner(value: object) -> _Object | None:
    if isinstance(value, str):
        return (object_of(value) or None) if value.startswith("{") else None
    return value if isinstance(value, dict) else None


def _text(value: object) -> str | None:
    """A value as a cell has it; None for none, as an empty cell is."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and not any(isinstance(each, (list, dict)) for each in value):
        return ", ".join(_text(each) or "" for each in value) or None
    if isinstance(value, (bool, list, dict)):
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return str(value)
