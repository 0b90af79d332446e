"""JSON: one object a line, an array of objects, or an object that holds one; nested objects become columns ``a.b``."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.errors import AnalysisError
from analysis.progress import tell
from analysis.sources.declared import declared_table, unique_names
from analysis.sources.scratch import place_for
from analysis.sources.table import ReadOptions
from analysis.sources.text_table import TextTable
from analysis.sources.troubles import told

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DEEPEST = 3
_LISTED = 20


def read_json(path: Path, options: ReadOptions, *, head: int | None = None, name: str = "") -> TextTable:
    """Return the objects of a JSON file as rows; ``options.member`` names the list where an object holds several."""
    where = name or str(path)
    tell("reading JSON")
    with told(where):
        plain = _without_bom(path, options.encoding)
        if not _is_lines(plain):
            return _whole(plain, path, options, where)
        return _lines(plain, path, where, head)


def _without_bom(path: Path, encoding: str | None) -> Path:
    """Return the file in UTF-8 without a mark; a copy where it was not."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _BOMS if start.startswith(mark)), encoding or "utf-8")
    if marked.lower() in ("utf-8", "utf8"):
        return path
    copy = place_for(path, "utf-8", ".json")
    if not copy.exists():
        copy.write_text(path.read_text(marked), encoding="utf-8")
    return copy


def _is_lines(path: Path) -> bool:
    """Whether the first line that is not blank is an object of its own."""
    with path.open(encoding="utf-8", errors="replace") as file:
        first = next((line for line in file if line.strip()), "")
        rest = file.read(64)
    return _is_object(first.encode()) and not _wraps(first, rest)


def _wraps(line: str, rest: str) -> bool:
    """Whether the only line is an object that holds the rows or the columns rather than a row."""
    content = json.loads(line)
    columns = {len(each) if isinstance(each, list) else -1 for each in content.values()}
    holds_columns = len(columns) == 1 and columns != {-1}
    holds_objects = len(content) > 1 and all(isinstance(each, dict) for each in content.values())
    holds_columns |= _is_split(content)
    return not rest.strip() and (holds_columns or holds_objects or _lists_in(content) != {})


def _lines(plain: Path, path: Path, where: str, head: int | None) -> TextTable:
    try:
        frame = pl.scan_ndjson(plain, infer_schema_length=None, n_rows=head)
        table = declared_table(frame, path, "JSON lines", where)
    except pl.exceptions.PolarsError:
        kept, skipped = _good_lines(plain, where)
        table = declared_table(pl.scan_ndjson(kept, infer_schema_length=None, n_rows=head), path, "JSON lines", where)
        one = len(skipped) == 1
        lines = "1 line is no JSON object and was" if one else f"{len(skipped):,} lines are no JSON objects and were"
        warning = f"{lines} skipped, {'line' if one else 'such as line'} {skipped[0]}"
        changed = {"skipped_lines": tuple(skipped[:_LISTED]), "warnings": (warning,)}
        table = TextTable(table.frame, table.findings.model_copy(update=changed))
    return TextTable(table.frame, table.findings.model_copy(update={"encoding": "utf-8"}))


def _good_lines(plain: Path, where: str) -> tuple[Path, list[int]]:
    """Write the lines that are objects to a copy; return it and the numbers of the others."""
    copy = place_for(plain, "good lines", ".jsonl")
    skipped: list[int] = []
    good = 0
    with plain.open("rb") as source, copy.open("wb") as out:
        for number, line in enumerate(source, start=1):
            if not line.strip():
                continue
            if _is_object(line):
                out.write(line.rstrip(b"\r\n") + b"\n")
                good += 1
            else:
                skipped.append(number)
    if not good or not skipped:
        what = f"it is no JSON (first at line {skipped[0] if skipped else 1})"
        raise AnalysisError(what, where=where, remedy="export it again as JSON lines or CSV")
    return copy, skipped


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (json.JSONDecodeError, UnicodeDecodeError):
        return False


def _whole(plain: Path, path: Path, options: ReadOptions, where: str) -> TextTable:
    try:
        data = plain.read_bytes()
        content = _content(data.decode(json.detect_encoding(data)))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "its encoding"
        what = f"the JSON is damaged or ends too early (at {place})"
        raise AnalysisError(what, where=where, remedy="export it again as JSON lines or CSV") from error
    members: dict[str, Any] = {}
    member = ""
    if isinstance(content, dict):
        members = _lists_in(content)
        member = _chosen(members, options.member, where)
        content = members[member] if member else content
    table = declared_table(_rows(content, where).lazy(), path, "JSON", where)
    changed = {"members": tuple(members) if len(members) > 1 else (), "member": member, "encoding": "utf-8"}
    return TextTable(table.frame, table.findings.model_copy(update=changed))


def _content(text: str) -> Any:  # noqa: ANN401
    """Return what the JSON holds; a list of all where several stand behind each other, as programs print them."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
    found, place = [], 0
    while place < len(text):
        each, end = json.JSONDecoder().raw_decode(text, place)
        found.append(each)
        place = next((at for at in range(end, len(text)) if not text[at].isspace()), len(text))
    return found


def _lists_in(content: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """Return every list of objects inside an object, by its path."""
    found: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            found[prefix + key] = value
        elif isinstance(value, dict) and depth < _DEEPEST:
            found |= _lists_in(value, f"{prefix}{key}.", depth + 1)
    return found


def _chosen(members: Mapping[str, Sequence[Any]], wanted: str | None, where: str) -> str:
    if wanted is None:
        return max(members, key=lambda each: len(members[each]), default="")
    if wanted in members:
        return wanted
    raise AnalysisError(f"there is no list “{wanted}”", where=where, remedy=f"it holds {', '.join(members) or 'none'}")


def _rows(content: object, where: str) -> pl.DataFrame:
    """Return a frame of a list of objects, a list of lists, or an object of columns.

    Objects may stand in a list behind what tells of them, and rows in lists beside their names.
    """
    if isinstance(content, dict) and _is_split(content):
        return _from_lists([content["columns"], *content["data"]])
    if isinstance(content, list) and (inner := _inner(content)):
        content = inner
    if isinstance(content, dict) and content and all(isinstance(each, list) for each in content.values()):
        return _from_columns(content)
    if isinstance(content, dict) and content and all(isinstance(each, dict) for each in content.values()):
        return _from_objects(content)
    if isinstance(content, dict):
        content = [content]
    if not isinstance(content, list) or not content:
        raise AnalysisError("the JSON holds no rows", where=where, remedy="choose a file with a list of objects")
    if all(isinstance(each, list) for each in content):
        return _from_lists(content)
    return _from_rows([each for each in content if isinstance(each, dict)] or [{}])


def _from_rows(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A frame of objects; where what stands under one key is of several shapes, lists and objects are JSON text."""
    try:
        return pl.from_dicts(rows, infer_schema_length=None, strict=False)
    except (pl.exceptions.PolarsError, TypeError, ValueError):
        flat = [{key: _flat(value) for key, value in row.items()} for row in rows]
        return pl.from_dicts(flat, infer_schema_length=None, strict=False)


def _flat(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


def _from_columns(columns: Mapping[str, Sequence[Any]]) -> pl.DataFrame:
    """A frame of lists, one a column; shorter ones end in nothing."""
    try:
        return pl.DataFrame(columns, strict=False)
    except (pl.exceptions.PolarsError, TypeError, ValueError):
        rows = range(max(map(len, columns.values())))
        return _from_rows([{name: each[row] for name, each in columns.items() if row < len(each)} for row in rows])


def _is_split(content: Mapping[str, Any]) -> bool:
    """Whether an object holds the names of the columns in one list and the rows, as lists, in another."""
    names, rows = content.get("columns"), content.get("data")
    if not isinstance(names, list) or not isinstance(rows, list) or not rows:
        return False
    return all(isinstance(each, list) and len(each) == len(names) for each in rows)


def _inner(content: Sequence[Any]) -> Sequence[Any]:
    """Return the one list of objects that stands in a list behind an object; nothing where there is none."""
    lists = [each for each in content if isinstance(each, list)]
    if len(content) != 2 or len(lists) != 1 or not isinstance(content[0], dict):
        return []
    return lists[0] if all(isinstance(each, dict) for each in lists[0]) else []


def _from_objects(content: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """``{column: {row: value}}``, as pandas writes it, or ``{id: {column: value}}``."""
    inner = list(content.values())
    if len({tuple(each) for each in inner}) == 1 and len(inner[0]) > len(content):
        return _from_columns({name: list(each.values()) for name, each in content.items()})
    return _from_rows([{"id": key, **each} for key, each in content.items()])


def _from_lists(content: Sequence[Sequence[Any]]) -> pl.DataFrame:
    width = max(len(each) for each in content)
    headed = bool(content) and all(isinstance(cell, str) for cell in content[0]) and len(content) > 1
    names = [str(cell) for cell in content[0]] if headed else []
    names += [f"column_{at + 1}" for at in range(len(names), width)]
    body = [[*each, *([None] * (width - len(each)))] for each in content[1 if headed else 0 :]]
    names = unique_names(names)
    try:
        return pl.DataFrame(body, schema=names, orient="row", infer_schema_length=None, strict=False)
    except (pl.exceptions.PolarsError, TypeError, ValueError):
        return _from_rows([dict(zip(names, each, strict=True)) for each in body])
