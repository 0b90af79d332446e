"""What the Load screen shows, as plain rows, lines and drawings: no widget in here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_tui import format as formats
from crm_tui.glyphs import Glyphs
from crm_tui.inert import inert
from crm_tui.masking import masked_said, masked_value
from crm_tui.screens.tables.column_facts import distinct_text
from crm_tui.widgets.bars import sparkline, upright, widened
from crm_tui.widgets.pages import ColumnKind, PageColumn
from crm_tui.widgets.picture import Draw, Line

if TYPE_CHECKING:
    from crm_tui.session import Session

SHAPE = 12
"""Cells of the small histogram of a column."""
LEAST_MONTHS = 5
"""Lines below which only one figure is drawn over the months."""
WIDEST_MONTH = 4
"""Cells of a month's column at most; where there are many months they share one."""
KINDS: dict[str, ColumnKind] = {
    "integer": "integer", "decimal": "decimal", "boolean": "boolean", "date": "date", "datetime": "datetime",
}  # fmt: skip
ROLE_KINDS: dict[str, ColumnKind] = {
    "amount": "money", "unit_price": "money", "customer_id": "identifier", "order_id": "identifier",
    "product_id": "identifier",
}  # fmt: skip
SOURCES = (
    PageColumn("name"),
    PageColumn("kind"),
    PageColumn("rows", "count"),
    PageColumn("size", "integer", show=formats.size),
)
COLUMNS = (
    PageColumn("name", title="column"),
    PageColumn("role"),
    PageColumn("type"),
    PageColumn("shape"),
    PageColumn("nulls", "count", tone=lambda value: "warning" if value else None),
    PageColumn("misfits", "count", tone=lambda value: "bad" if value else None),
    PageColumn("distinct", "text"),
    PageColumn("from"),
    PageColumn("to"),
    PageColumn("why"),
)
RECENT = (
    PageColumn("work"),
    PageColumn("last used", "datetime"),
    PageColumn("kept", "integer", show=formats.size),
    PageColumn("folder"),
)
FOUND = ("encoding", "delimiter", "quote", "header_line", "nested", "member", "kind")
"""Guesses that the findings name; the others show in types and warnings."""
OFFERS: dict[str, tuple[tuple[str, str], ...]] = {
    "encoding": tuple(
        (name, f"{name:<10} {what}")
        for name, what in (
            ("utf-8", "most files of today"), ("cp1252", "Western Windows"), ("latin-1", "Western, older"),
            ("cp1251", "Cyrillic"), ("gb18030", "Chinese, simplified"), ("big5", "Chinese, traditional"),
            ("shift_jis", "Japanese"), ("euc_kr", "Korean"), ("utf-16", "Excel's Unicode text"), ("utf-32", "rare"),
        )
    ),
    "delimiter": (
        (",", ",       comma"), (";", ";       semicolon"), ("\t", "        tab"), ("|", "|       bar"),
        (" ", "        one space"), ("spaces", "spaces  columns aligned with spaces"),
        (", ", "\", \"    comma and space"), ("||", "||      two bars"), (":", ":       colon"),
    ),
    "quote": (('"', '"  double'), ("'", "'  single"), ("", "   none")),
}  # fmt: skip
"""Field of a source → (value, what is shown) to choose from; anything else can be typed."""


def source_rows(sources: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """Return name, kind, rows and bytes of every source."""
    return [(one["name"], one["kind"], one["findings"]["rows"], one["findings"]["bytes"]) for one in sources]


def page_columns(found: Mapping[str, Any]) -> list[PageColumn]:
    """Return the columns of a source as a table shows them: by role, else by type."""
    return [
        PageColumn(column["name"], ROLE_KINDS.get(column["role"] or "", KINDS.get(column["type"], "text")))
        if column["type"] != "text"
        else PageColumn(column["name"], "text")
        for column in found["columns"]
    ]


def column_rows(
    found: Mapping[str, Any], shapes: Mapping[str, Sequence[float]], glyphs: Glyphs, session: Session
) -> list[tuple[object, ...]]:
    """Return one row a column: what was found out about it, and its small histogram where that is counted."""
    from analysis.sources.role_names import TITLES

    return [
        (
            column["name"],
            TITLES.get(column["role"] or "", column["role"] or ""),
            column["type"],
            sparkline(shapes[column["name"]], SHAPE, glyphs) if column["name"] in shapes else "",
            column["nulls"],
            column["misfits"],
            distinct_text(column),
            *(masked_value(column["name"], column[end], session, column["role"]) for end in ("minimum", "maximum")),
            masked_said(column["evidence"], session),
        )
        for column in found["columns"]
    ]


def warning_lines(found: Mapping[str, Any], glyphs: Glyphs, session: Session) -> str:
    """Return the warnings of a source, one bullet each, and what lines were skipped."""
    lines = [masked_said(line, session) for line in found["warnings"]]
    skipped = found.get("skipped_lines") or ()
    if skipped:
        shown = ", ".join(str(line) for line in skipped[:12])
        lines.append(f"lines skipped: {shown}" + (f" and {len(skipped) - 12} more" if len(skipped) > 12 else ""))
    return "\n".join(f"{glyphs.bullet} {inert(line, 600)}" for line in lines)


def months_drawing(months: Sequence[Mapping[str, Any]], currency: str | None = None) -> Draw:
    """Return customers and revenue per month as two rows of columns over a common axis; a line each where it is low."""

    def draw(width: int, height: int, glyphs: Glyphs) -> list[Line]:
        series = [("revenue", [one["revenue"] or 0.0 for one in months])] if _has_revenue(months) else []
        series.append(("customers", [float(one["customers"]) for one in months]))
        if height < LEAST_MONTHS:
            series = series[:1]
        each = (height - 1) // len(series) - 1
        lines: list[Line] = []
        cells = max(width - 1, 4)
        for name, values in series:
            most = (
                formats.money(max(values), currency, short=True) if name == "revenue" else formats.compact(max(values))
            )
            lines.append([(formats.fit(f"{name} a month, to {most}", width, ellipsis=glyphs.ellipsis), "bold")])
            heights = widened([max(value, 0.0) for value in values], cells, WIDEST_MONTH)
            lines += [[(line, "cyan")] for line in upright(heights, max(min(each, 8), 1), glyphs)]
        first, last = str(months[0]["month"]), str(months[-1]["month"])
        lines.append([(first + last.rjust(max(len(heights) - len(first), len(last) + 1)), "dim")])
        return lines[:height] if height > 2 else lines[:2]

    return draw


def _has_revenue(months: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["revenue"] is not None for one in months)


def fact_lines(found: Mapping[str, Any], session: Session) -> list[str]:
    """Return everything that was found out about a source, line by line, with its warnings in full."""
    from analysis.sources.inspect import facts_of
    from analysis.sources.table import Findings

    facts = facts_of(Findings.model_validate_json(json.dumps(found)))
    lines = [f"{label}: {inert(masked_said(text, session), 2000)}" for label, text in facts.items()]
    lines += ["", "Warnings:" if found["warnings"] else "No warnings."]
    return lines + [f"- {inert(masked_said(line, session), 5000)}" for line in found["warnings"]]
