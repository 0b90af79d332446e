"""Reading a delimited text file, from the path to a table of text.

A sample tells encoding and dialect (``sampling``), a pass over the file where the table is and what is odd
(``plan``), and then the rows come lazily (``reading``): by polars' own parallel scan where the file needs no decoding
and no repair, block by block elsewhere, so that memory does not grow with the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.sources.canonical import Dialect
from analysis.sources.plan import Plan, plan_reading
from analysis.sources.reading import IN_MEMORY, confirmed, rows_of
from analysis.sources.reports import warnings_of
from analysis.sources.table import Findings, ReadOptions
from analysis.sources.text_table import TextTable


@dataclass(frozen=True)
class Company:
    """So many ``files`` are read together, which share the memory; ``dialect`` is that of the one before."""

    files: int = 1
    dialect: Dialect | None = None


ALONE = Company()


def read_delimited(
    path: Path,
    options: ReadOptions | None = None,
    *,
    head: int | None = None,
    name: str = "",
    company: Company = ALONE,
) -> TextTable:
    """Read an uncompressed text file; ``head``: look at about so many rows only; ``name``: what to call the file.

    Raises AnalysisError where the file is empty, no text, or cannot be read.
    """
    plan = confirmed(plan_reading(path, options, head, company.dialect))
    frame, rows = rows_of(plan, IN_MEMORY // company.files)
    return TextTable(frame, findings_of(plan, name or str(path), rows), plan.source.dialect)


def findings_of(plan: Plan, name: str, rows: int | None) -> Findings:
    """What was found out about the file, for whoever reads or shows it."""
    source, layout = plan.source, plan.layout
    return Findings(
        path=name,
        format="delimited text",
        bytes=plan.bytes,
        rows=rows,
        encoding=source.encoding.name,
        delimiter=source.dialect.delimiter,
        quote=source.dialect.quote,
        header_line=layout.header_line,
        skipped_lines=tuple(sorted({*layout.skipped, *layout.footers, *plan.left_out})),
        sampled=None if plan.found.complete else plan.head,
        warnings=warnings_of(plan.found, layout, plan),
    )
