"""``crm-tui inspect``: what loading a file found out, as lines of text."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.sources.table import Column, Findings
from crm_tui.format import count, counted, size
from crm_tui.inert import inert


def print_findings(found: Findings) -> None:
    """Print one source: file, dialect, columns, warnings."""
    console = Console(file=sys.stdout, highlight=False, markup=False, width=None if sys.stdout.isatty() else 180)
    rows = "? rows" if found.rows is None else f"{counted(found.rows, 'row')}"
    console.print(
        Text(f"{inert(found.path, 300)}: {found.format}, {size(found.bytes)}, {rows}, {found.kind or 'kind unknown'}")
    )
    parts = {
        "encoding": found.encoding,
        "delimiter": repr(found.delimiter) if found.delimiter else "",
        "quote": repr(found.quote) if found.quote else "",
        "header line": str(found.header_line) if found.header_line else "none" if found.delimiter else "",
        "skipped lines": ", ".join(map(str, found.skipped_lines[:10])),
        "nested objects": found.nested,
        "member": found.member,
    }
    console.print(Text("  " + "; ".join(f"{name} {inert(value)}" for name, value in parts.items() if value)))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("  column", "type", "role", "nulls", "distinct", "misfits", "from", "to", "evidence"):
        table.add_column(
            title, justify="right" if title in {"nulls", "distinct", "misfits"} else "left", overflow="ellipsis"
        )
    for column in found.columns:
        table.add_row(*[Text(cell) for cell in _cells(column)])
    console.print(table)
    for warning in found.warnings:
        console.print(Text(f"  warning: {inert(warning, 500)}"))


def _cells(column: Column) -> list[str]:
    distinct = "-" if column.distinct is None else count(column.distinct)
    spread = [inert(value, 24) if value is not None else "-" for value in (column.minimum, column.maximum)]
    misfits = count(column.misfits) if column.misfits else "-"
    if column.misfit_examples:
        misfits += " (" + ", ".join(inert(example, 16) for example in column.misfit_examples[:2]) + ")"
    name = "  " + inert(column.name, 40)
    return [
        name,
        column.type,
        column.role or "-",
        count(column.nulls),
        distinct,
        misfits,
        *spread,
        inert(column.evidence, 80),
    ]
