"""What ``crm-tui inspect`` and the Load screen show of a source, as data: facts, and cells that do not fit."""

from __future__ import annotations

import polars as pl

from analysis.errors import AnalysisError
from analysis.sources.table import Findings, Table

_LIMIT = 1_000
_NAMED_DELIMITERS = {"\t": "tab", " ": "space", "spaces": "columns aligned with spaces", ",": "comma", ";": "semicolon"}


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
        "nested objects": found.nested,
        "members": ", ".join(found.members[:20]),
        "member": found.member,
        "kind": found.kind or "",
    }
    return {label: text for label, text in told.items() if text}


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


def _check(table: Table, name: str) -> None:
    names = [column.name for column in table.findings.columns]
    if name not in names:
        raise AnalysisError(
            f"there is no column “{name}”", where=str(table.path), remedy=f"columns are {', '.join(names[:20])}"
        )
