"""What ``crm-tui inspect`` and the Load screen show of a source, as data: facts, columns, values, histograms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from analysis.errors import AnalysisError
from analysis.settings import Summary
from analysis.sources.table import Column, Findings, ReadOptions, Table

_LIMIT = 1_000
_BINS = 16
_NAMED_DELIMITERS = {"\t": "tab", " ": "space", "spaces": "columns aligned with spaces", ",": "comma", ";": "semicolon"}


class Inspection(Summary):
    """What loading a source would do: ``facts`` (label → text, in the order to show them) and the findings."""

    facts: dict[str, str]
    findings: Findings


def inspect(path: str | Path, options: ReadOptions | None = None, *, head: int | None = None) -> Inspection:
    """Return what reading ``path`` finds out; AnalysisError where it cannot be read."""
    from analysis.sources import read_into
    from analysis.sources.assemble import Choices
    from analysis.sources.holding import nowhere

    found = read_into(nowhere, path, options or ReadOptions(), Choices(head=head)).findings
    return Inspection(facts=facts_of(found), findings=found)


def facts_of(found: Findings) -> dict[str, str]:
    """Return the guesses about a file as label → text; only those that apply to its format."""
    delimiter = _NAMED_DELIMITERS.get(found.delimiter, found.delimiter)
    rows = f"{found.rows:,}" if found.rows is not None else "not counted"
    told = {
        "file": found.path,
        "format": found.format,
        "size": f"{found.bytes:,} bytes",
        "rows": f"{rows} (looked at {found.sampled:,})" if found.sampled is not None else rows,
        "encoding": found.encoding,
        "delimiter": delimiter,
        "quote": found.quote,
        "header line": str(found.header_line) if found.header_line else "",
        "skipped lines": ", ".join(str(line) for line in found.skipped_lines[:20]),
        "members": ", ".join(found.members[:20]),
        "member": found.member,
        "kind": found.kind or "",
    }
    return {label: text for label, text in told.items() if text}


def _distinct(column: Column) -> str:
    if column.distinct is None:
        return ""
    return f"{'about ' if column.distinct_estimated else ''}{column.distinct:,}"


_SHOWN: tuple[tuple[str, Callable[[Column], str]], ...] = (
    ("column", lambda column: column.name),
    ("type", lambda column: column.type),
    ("role", lambda column: column.role or ""),
    ("nulls", lambda column: f"{column.nulls:,}"),
    ("distinct", _distinct),
    ("smallest", lambda column: column.minimum or ""),
    ("largest", lambda column: column.maximum or ""),
    ("examples", lambda column: ", ".join(column.examples[:3])),
    ("misfits", lambda column: f"{column.misfits:,}" if column.misfits else ""),
    ("why", lambda column: column.evidence),
)


def columns_of(found: Findings) -> pl.DataFrame:
    """Return one row a column of the source, everything as text ready to show (not yet made inert)."""
    return pl.DataFrame({title: [show(column) for column in found.columns] for title, show in _SHOWN})


def values_of(table: Table, name: str, limit: int = _LIMIT) -> pl.DataFrame:
    """Return the values of a column with their rows (``value``, ``rows``), commonest first, equal ones in order."""
    _check(table, name)
    counted = table.frame.select(pl.col(name).alias("value")).group_by("value").agg(pl.len().alias("rows"))
    ordered = counted.sort(["rows", "value"], descending=[True, False], nulls_last=True).head(limit)
    return ordered.collect(engine="streaming")


def misfits_of(table: Table, name: str, limit: int = _LIMIT) -> pl.DataFrame:
    """Return the cells of a column that became null, as written (``cell``, ``rows``), commonest first."""
    _check(table, name)
    if table.cells is None:
        return pl.DataFrame(schema={"cell": pl.String, "rows": pl.UInt32})
    both = pl.concat(
        [
            table.cells.select(pl.col(name).cast(pl.String).alias("cell")),
            table.frame.select(pl.col(name).alias("value")),
        ],
        how="horizontal",
    )
    lost = both.filter(pl.col("value").is_null() & pl.col("cell").is_not_null())
    counted = lost.group_by("cell").agg(pl.len().alias("rows")).sort(["rows", "cell"], descending=[True, False])
    return counted.head(limit).collect(engine="streaming")


def histogram(table: Table, name: str, bins: int = _BINS) -> tuple[int, ...]:
    """Return the rows in each of ``bins`` equal parts of a column's range; of text, those of its commonest values."""
    _check(table, name)
    column = pl.col(name)
    kind = table.frame.collect_schema()[name]
    if kind in (pl.String, pl.Boolean):
        counted = values_of(table, name, bins + 1).filter(pl.col("value").is_not_null())
        return tuple(counted["rows"].to_list()[:bins])
    number = (column if kind.is_numeric() else column.cast(pl.Datetime("us")).dt.timestamp("us")).cast(pl.Float64)
    low, high = table.frame.select(number.min().alias("low"), number.max().alias("high")).collect().row(0)
    if low is None:
        return ()
    width = (high - low) / bins or 1.0
    place = ((number - low) / width).floor().clip(0, bins - 1).cast(pl.Int32).alias("place")
    counted = table.frame.select(place).drop_nulls().group_by("place").len().collect(engine="streaming")
    counts = dict(counted.iter_rows())
    return tuple(int(counts.get(at, 0)) for at in range(bins if high > low else 1))


def _check(table: Table, name: str) -> None:
    names = [column.name for column in table.findings.columns]
    if name not in names:
        raise AnalysisError(
            f"there is no column “{name}”", where=str(table.path), remedy=f"columns are {', '.join(names[:20])}"
        )
