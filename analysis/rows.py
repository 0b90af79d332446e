"""One source on its way from the file to the customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw

from analysis.codes import Code
from analysis.sources.table import Column, Kind, Part


@dataclass(frozen=True)
class Rows:
    """A source as a lazy plan, never a copy: name in the recipe, kind, rows, its columns' types and roles.

    ``frame`` is a narwhals lazy frame over any engine; it carries ``analysis.sources.table.LINE`` besides ``columns``.
    ``codes`` are columns of text that ``frame`` also holds as numbers, which are cheaper to group by. ``parts`` are the
    tables that were read one under another, if there were several.
    """

    name: str
    kind: Kind
    frame: nw.LazyFrame[Any]
    columns: tuple[Column, ...]
    codes: Mapping[str, Code] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    def role(self, role: str) -> str | None:
        """Return the name of the column that plays ``role``, or None."""
        return next((column.name for column in self.columns if column.role == role), None)
