"""Opening files: dialect, types, roles, and what was found out, with no question asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from pydantic import ValidationError

from analysis.refusals import refusal
from analysis.sources.formats import READERS
from analysis.sources.table import LINE, Column, Findings, Kind, ReadOptions, Table, ValueType

if TYPE_CHECKING:
    from analysis.sources.assemble import Choices
    from analysis.sources.holding import HoldMaker

__all__ = ["LINE", "READERS", "Column", "Findings", "Kind", "ReadOptions", "Table", "ValueType", "read", "read_text"]

_DEFAULT = ReadOptions()


def read(
    path: str | Path,
    options: ReadOptions = _DEFAULT,
    *,
    roles: Mapping[str, str] | None = None,
    kind: Kind | None = None,
    head: int | None = None,
    **overrides: object,
) -> Table:
    """Return the typed lazy table of a file, a folder or pattern of files of one shape, or standard input (``-``).

    ``roles`` (role → column) and ``kind`` overrule what is found by itself, as ``options`` do, which may also be named
    one by one: ``read(path, delimiter=";", decimal=",")``. ``head`` limits everything to a preview of so many rows.
    ``Table.frame`` is the lazy table, ``Table.roles`` role → column, ``Table.findings`` what was found out.
    RecipeError says which option cannot be used; AnalysisError says in one sentence what cannot be read and what to do
    about it.
    """
    from analysis.sources.assemble import Choices
    from analysis.sources.holding import large_text_in_memory

    return read_into(large_text_in_memory, path, overridden(options, overrides), Choices(roles or {}, kind, head))


def overridden(options: ReadOptions, overrides: Mapping[str, object]) -> ReadOptions:
    """Return the options with some replaced by name; RecipeError names the one that cannot be used."""
    if not overrides:
        return options
    try:
        return ReadOptions.model_validate(options.model_dump() | dict(overrides))
    except ValidationError as error:
        raise refusal(error, ReadOptions, "read") from error


def read_into(hold: HoldMaker, path: str | Path, options: ReadOptions, choices: Choices) -> Table:
    """Read as :func:`read` does; the typed rows are computed once and put into what ``hold`` gives."""
    from analysis.sources.assemble import typed_table
    from analysis.sources.holding import telling
    from analysis.sources.opening import STDIN, files_of, load
    from analysis.sources.troubles import told, unchanged

    with told(path):
        watched = files_of(path) if choices.head is None and str(path) != STDIN else []
    with unchanged(watched), told(path):
        loaded = load(path, options, head=choices.head)
        return typed_table(loaded, options, choices, Path(path), telling(hold))


def read_text(path: str | Path, options: ReadOptions = _DEFAULT) -> pl.DataFrame:
    """Return every cell as text, as written, the dialect found by itself; without the line numbers.

    Unnamed columns are ``column_1`` …; a repeated name gets " (2)", " (3)" ….
    """
    from analysis.sources.opening import load
    from analysis.sources.troubles import told

    with told(path):
        frame = load(path, options).frame.drop(LINE)
        return frame.select(pl.all().cast(pl.String)).collect(engine="streaming")
