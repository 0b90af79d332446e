"""What reading a file gives: a lazy frame of typed rows, and what was found out on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import Field

from analysis.settings import Settings, Summary

Kind = Literal["customers", "transactions", "products", "events"]
Nested = Literal["columns", "text"]
ValueType = Literal["text", "integer", "decimal", "boolean", "date", "datetime", "time"]

CLOCK = "%H:%M:%S"
"""How times of day are kept, as text: it sorts as the day goes on, and any engine can hold it."""

LINE = "__line__"
"""The column with the source's line (or row) number, counted from 1, that every reader adds: Int64, never null."""


class ReadOptions(Settings):
    """Corrections to what the reader finds out by itself; ``None`` leaves a thing to the reader."""

    encoding: str | None = Field(
        default=None, title="Encoding", description="Character encoding, such as utf-8 or gb18030."
    )
    delimiter: str | None = Field(
        default=None, title="Delimiter", description='Separator of cells; "spaces" for aligned columns.'
    )
    quote: str | None = Field(default=None, title="Quote", description="The quote character; empty for none.")
    header_line: int | None = Field(
        default=None,
        ge=0,
        title="Header line",
        description="Line of the column names, from 1; 0: none.",
    )
    decimal: Literal[".", ","] | None = Field(
        default=None, title="Decimal mark", description="Point or comma in numbers."
    )
    date_order: Literal["day_first", "month_first"] | None = Field(
        default=None, title="Date order", description="How 03/04/2024 is read."
    )
    member: str | None = Field(
        default=None,
        title="Member",
        description="Sheet, table or archive member to read, of several.",
    )
    nested: Nested | None = Field(
        default=None, title="Nested objects", description="Whether objects in cells become columns or stay text."
    )
    types: dict[str, ValueType] = Field(
        default_factory=dict, title="Types", description="The type of a column, by its name."
    )


class Column(Summary):
    """What was found out about one column."""

    name: str
    type: ValueType
    role: str | None = None
    evidence: str = ""
    nulls: int = 0
    distinct: int | None = None
    misfits: int = 0
    misfit_examples: tuple[str, ...] = ()
    formats: dict[str, int] = Field(default_factory=dict)
    decimals: int = 0
    minimum: str | None = None
    maximum: str | None = None
    examples: tuple[str, ...] = ()
    missing: dict[str, int] = Field(default_factory=dict)
    """Words that stood for a missing value and became null (as written → cells); part of ``nulls``."""
    distinct_estimated: bool = False
    """Whether ``distinct`` is an estimate (within some 3 %) because the source is large and has many values."""
    currencies: dict[str, int] = Field(default_factory=dict)
    """Currency signs and codes written beside the numbers (as written → cells)."""


class Part(Summary):
    """One of several tables that were read one under another: its name, and what ``LINE`` is of its first row."""

    name: str
    first: int


class Findings(Summary):
    """What was found out about one source.

    Every count is exact unless ``sampled`` says how many rows were looked at.
    """

    path: str
    format: str
    bytes: int
    rows: int | None
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    header_line: int = 0
    skipped_lines: tuple[int, ...] = ()
    members: tuple[str, ...] = ()
    member: str = ""
    parts: tuple[Part, ...] = ()
    """The tables that the rows come from, in order, where there are several and all their rows were counted."""
    nested: str = ""
    """What became of objects in cells: "columns" where they were spread, "" where there are none or they stay text."""
    kind: Kind | None = None
    sampled: int | None = None
    columns: tuple[Column, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def roles(self) -> dict[str, str]:
        """Role → column name."""
        return {column.role: column.name for column in self.columns if column.role}


@dataclass(frozen=True)
class Table:
    """A typed lazy table: the columns of ``findings.columns`` in order, then ``LINE``; dates as Date or Datetime("us").

    Ids and other digit strings that are not numbers are text; text is never stripped of leading zeros.
    """

    frame: pl.LazyFrame
    findings: Findings
    path: Path
    cells: pl.LazyFrame | None = None
    """The same rows as the file has them, before types: for showing what did not fit."""

    @property
    def roles(self) -> dict[str, str]:
        """Role → column name."""
        return self.findings.roles

    def __repr__(self) -> str:
        """Return what the table is and what its columns are."""
        rows = "many" if self.findings.rows is None else f"{self.findings.rows:,}"
        columns = [
            f"{column.name}: {column.type}{f' = {column.role}' if column.role else ''}"
            for column in self.findings.columns
        ]
        return f"<Table {self.path.name}: {rows} rows, {self.findings.kind}; {', '.join(columns)}>"
